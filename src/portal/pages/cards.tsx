import type { TeamDefinition } from '../../access/index.ts';
import { agesOf, type StoredCard } from '../../radar/index.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { Details, InsetText } from '../components/messages.tsx';
import { Tag } from '../components/tag.tsx';
import { paths } from '../paths.ts';
import { showInstantDay } from '../words/dates.ts';
import { showPoints } from '../words/radar.ts';

const stateWords: Record<StoredCard['state'], string> = { draft: 'Draft', 'in-force': 'In force', retired: 'Retired' };
export const StateTag = ({ state }: { state: StoredCard['state'] }) => <Tag colour={state === 'in-force' ? 'green' : state === 'draft' ? 'blue' : 'grey'}>{stateWords[state]}</Tag>;

const teamName = (teams: readonly TeamDefinition[], id: string): string => teams.find((t) => t.id === id)?.name ?? id;

/** Every scorecard, with what is in force and what waits. */
export function cardsPage(props: { cards: readonly StoredCard[]; teams: readonly TeamDefinition[]; mayEdit: boolean }): Page {
  const byCard = [...Map.groupBy(props.cards, (c) => c.card.id).values()];
  return {
    title: ['Scorecards'],
    at: 'cards',
    body: (
      <div class="app-plain app-plain--wide">
        <h1>Scorecards</h1>
        <p class="app-lead">What puts people on a list: signals, their points, and bands. Every version is kept with who made it and why.</p>
        {props.mayEdit ? <Button href={paths.newCard} variant="secondary">New scorecard</Button> : null}
        {byCard.length === 0 ? <p>There is no scorecard yet.</p> : (
          <Table
            caption="Scorecards" captionHidden class="app-table" responsive firstCellIsHeader
            rows={byCard}
            columns={[
              { heading: 'Scorecard', cell: (versions) => <a href={paths.card(versions[0]!.card.id)}>{versions[0]!.card.title}</a> },
              { heading: 'Team', cell: (versions) => teamName(props.teams, versions[0]!.card.team) },
              { heading: 'In force', cell: (versions) => { const now = versions.find((v) => v.state === 'in-force'); return now === undefined ? 'None' : `Version ${now.version}`; } },
              { heading: 'Draft', cell: (versions) => { const draft = versions.find((v) => v.state === 'draft'); return draft === undefined ? '' : <a href={paths.cardVersion(draft.card.id, draft.version)}>Version {draft.version}, by {draft.author}</a>; } },
            ]}
          />
        )}
      </div>
    ),
  };
}

/** One scorecard: what is in force, its versions, and what may be done with it. */
export function cardPage(props: { versions: readonly StoredCard[]; stored: StoredCard; teams: readonly TeamDefinition[]; mayEdit: boolean; csrf: string; today: string }): Page {
  const { stored, versions, today } = props;
  const { card } = stored;
  return {
    title: [card.title, 'Scorecards'],
    at: 'cards',
    body: (
      <div class="app-plain app-plain--wide">
        <p><a href={paths.cards}>All scorecards</a></p>
        <h1>{card.title} <StateTag state={stored.state} /></h1>
        <p>{card.about}</p>
        {stored.state === 'in-force' ? null : <InsetText><p>No version of this card is in force, so it puts nobody on a list.</p></InsetText>}
        <SummaryList rows={[{ key: 'Team', value: teamName(props.teams, card.team) }, { key: 'Who can be listed', value: agesOf(card.ages) }, { key: 'Bands', value: card.bands.map((b) => `${b.title} from ${showPoints(b.from)}`).join('; ') }, { key: 'Alert from', value: card.bands.find((b) => b.id === card.alertFrom)?.title ?? card.alertFrom }]} />
        <SignalTable stored={stored} />
        <p><a href={paths.cardAtrs(card.id)}>Transparency record</a></p>
        {props.mayEdit ? <Button href={paths.editCard(card.id)} variant="secondary">Change it</Button> : null}
        <h2>Versions</h2>
        <Table
          caption="Versions, newest first" captionHidden class="app-table" responsive firstCellIsHeader rows={versions}
          columns={[
            { heading: 'Version', cell: (v) => <a href={paths.cardVersion(card.id, v.version)}>Version {v.version}</a> },
            { heading: 'State', cell: (v) => <StateTag state={v.state} /> },
            { heading: 'Made', cell: (v) => `${showInstantDay(v.madeAt.toISOString(), today)}, ${v.author}` },
            { heading: 'In force', cell: (v) => (v.inForceAt === null ? '' : `${showInstantDay(v.inForceAt.toISOString(), today)}, ${v.inForceBy ?? ''}`) },
            { heading: 'Why', cell: (v) => v.retiredReason ?? v.reason },
          ]}
        />
        {props.mayEdit && stored.state === 'in-force' ? (
          <Details summary="Retire this scorecard">
            <p>Everybody on its list comes off it. Earlier versions and who was on the list stay kept.</p>
            <form method="post" action={`${paths.card(card.id)}/retire`}>
              <input type="hidden" name="csrf" value={props.csrf} />
              <TextField id="reason" name="reason" label="Why" maxlength={500} />
              <Button variant="warning">Retire it</Button>
            </form>
          </Details>
        ) : null}
      </div>
    ),
  };
}

/** What gives points, and how they go down. */
export function SignalTable({ stored }: { stored: Pick<StoredCard, 'card' | 'signals'> }) {
  return (
    <Table
      caption="Signals" captionSize="s" class="app-table" responsive firstCellIsHeader rows={stored.card.signals}
      columns={[
        { heading: 'Signal', cell: ({ use }) => { const s = stored.signals.find((x) => x.id === use); return <>{s?.label ?? use}<span class="app-block app-quiet">{s?.about}</span></>; } },
        { heading: 'Points', numeric: true, cell: ({ points }) => showPoints(points) },
        { heading: 'As it gets older', cell: ({ use }) => { const d = stored.signals.find((x) => x.id === use)?.decay; return d === undefined ? 'Stays while it holds' : 'halfLife' in d ? `Halves every ${d.halfLife} days` : `Goes to nothing over ${d.over} days`; } },
      ]}
    />
  );
}

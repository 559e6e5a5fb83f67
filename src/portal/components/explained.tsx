import type { VNode } from 'preact';
import type { Explained, ExplainedSignal } from '../../radar/index.ts';
import { paths } from '../paths.ts';
import { showDay, showWhen } from '../words/dates.ts';
import { bandColour, showPoints, whyNotKnown } from '../words/radar.ts';
import { LineChart } from './charts/index.ts';
import { Table } from './lists.tsx';
import { Details } from './messages.tsx';
import { Tag } from './tag.tsx';

type FeedTitle = (feed: string) => string;

const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const dayAt = (at: number): string => showDay(new Date(at).toISOString().slice(0, 10));

/** Who the person is to the card: on its list, below it, or outside it. */
export function standingWords({ card, score, band, outside }: Explained): string {
  if (outside === 'dead') return 'Nobody who has died is on a list.';
  if (outside === 'age') return 'This list is for people of other ages.';
  if (outside === 'no-birth-date') return 'The date of birth is not known, and this list is for people of certain ages.';
  if (band !== null) return `On the list with ${showPoints(score)} ${score === 1 ? 'point' : 'points'}.`;
  return `Not on the list: ${showPoints(score)} ${score === 1 ? 'point' : 'points'}, and it begins at ${showPoints(card.bands[0]?.from ?? 0)}.`;
}

/** Everything one card says of one person, for their own page and for "why is somebody not here". */
export function ExplainedCard(props: { explained: Explained; feedTitle: FeedTitle; today: string; level: 2 | 3 | 4; open: boolean }): VNode {
  const { explained, feedTitle } = props;
  const { card, band } = explained;
  const Heading = `h${props.level}` as const;
  const holding = explained.signals.filter((s) => s.holds === 'yes').sort((a, b) => b.points - a.points);
  const unknown = explained.signals.filter((s) => s.holds === 'not-known');
  const not = explained.signals.filter((s) => s.holds === 'no');
  return (
    <section class="app-explained" aria-labelledby={`card-${card.id}`}>
      <Heading id={`card-${card.id}`}>
        {card.title} {band === null ? null : <Tag colour={bandColour(card.bands, band.id)}>{band.title}</Tag>}
      </Heading>
      <p>
        {standingWords(explained)} {explained.since === null ? null : `In this band since ${dayAt(Date.parse(explained.since))}.`}
      </p>
      {holding.length === 0 ? null : (
        <Table
          caption={`${card.title}: what gives points`}
          captionHidden
          class="app-table"
          responsive
          firstCellIsHeader
          rows={holding}
          columns={[
            { heading: 'Reason', cell: (row) => <>{row.label}<span class="app-block app-quiet">{row.about}</span></> },
            { heading: 'Rests on', cell: (row) => <Evidence signal={row} explained={explained} feedTitle={feedTitle} /> },
            { heading: 'Points', numeric: true, cell: (row) => showPoints(row.points) },
            { heading: 'How they go down', cell: (row) => <>{row.decay === null ? `${showPoints(row.of)}, as long as it holds` : `${showPoints(row.of)} to begin with; they ${row.decay}`}{row.ends === null ? null : <span class="app-block app-quiet">Nothing left on {showDay(row.ends)} if nothing new happens</span>}</> },
          ]}
        />
      )}
      {unknown.length === 0 ? null : (
        <>
          <p><b>Not known.</b> These were asked, and nothing could be said of them. They count for nothing, which is not the same as no.</p>
          <ul>{unknown.map((signal) => <li>{signal.label}. <span class="app-quiet">{signal.notKnown === null ? '' : whyNotKnown(signal.notKnown, feedTitle)}</span></li>)}</ul>
        </>
      )}
      {band === null ? null : <Ahead explained={explained} />}
      {explained.trend.some((t) => t.score >= (card.bands[0]?.from ?? 0)) ? <Trend explained={explained} /> : null}
      {not.length === 0 ? null : (
        <Details summary={`What did not hold (${not.length})`} open={props.open}>
          <ul>{not.map((signal) => <li>{signal.label} <span class="app-quiet">would give {showPoints(signal.of)}</span></li>)}</ul>
        </Details>
      )}
    </section>
  );
}

function Evidence({ signal, explained, feedTitle }: { signal: ExplainedSignal; explained: Explained; feedTitle: FeedTitle }): VNode {
  const { reason } = signal;
  const { personId } = explained.person.summary;
  if (reason === null) return <></>;
  if (!reason.detail) return <span class="app-quiet">Shared with you in summary only</span>;
  const found = reason.facts.flatMap((ref) => explained.evidence.get(ref) ?? []);
  if (found.length === 0) return <span class="app-quiet">{reason.others ? 'Somebody else' : 'Who the person is, and who lives there'}</span>;
  return (
    <ul class="app-reasons">
      {found.map((fact) => {
        const day = fact.date?.slice(0, 10);
        const words = `${fact.date === null ? 'No date' : showWhen(fact.date)}: ${fact.label}`;
        return (
          <li>
            {fact.own && day !== undefined ? <a href={`${paths.personPage(personId, 'chronology')}?from=${day}&to=${day}`}>{words}</a> : words} <span class="app-quiet">{feedTitle(fact.feed)}{fact.own ? '' : ', about somebody they live with or look after'}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Ahead({ explained }: { explained: Explained }): VNode {
  const { ahead } = explained;
  const off = ahead.find((a) => a.band === null);
  return (
    <p>
      <b>What would take this person off.</b>{' '}
      {ahead.length === 0 ? 'Nothing by itself: a reason has to end. ' : ahead.map((a) => (a.band === null ? `Off the list on ${showDay(a.day)}. ` : `“${a.band.title}” from ${showDay(a.day)}. `))}
      {ahead.length > 0 && off === undefined ? 'They then stay until a reason ends. ' : ''}
      {ahead.length > 0 ? 'That is if nothing new happens.' : ''}
    </p>
  );
}

function Trend({ explained }: { explained: Explained }): VNode {
  const { card, trend } = explained;
  const points = trend.map((t) => ({ at: noon(t.day), value: t.score }));
  const tones = ['usual', 'warn', 'bad'] as const;
  return (
    <LineChart
      id={`trend-${card.id}`}
      title={`${card.title}: score each month`}
      desc={`The score as this version of the card would have made it on ${trend.length} days, from what was known on each, ending at ${showPoints(explained.score)} today.`}
      from={points[0]!.at}
      to={points.at(-1)!.at}
      unit="points"
      lines={[{ name: 'Score', style: 1, points }]}
      bands={card.bands.map((b, i) => ({ from: b.from, to: card.bands[i + 1]?.from ?? null, label: b.title, tone: tones[Math.max(0, tones.length - card.bands.length + i)] ?? 'bad' }))}
      showAt={dayAt}
      showTick={(at) => new Date(at).toISOString().slice(0, 7)}
    />
  );
}

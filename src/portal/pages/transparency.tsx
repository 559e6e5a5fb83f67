import type { AgreementView, OwnDefinition, PurposeView } from '../../access/index.ts';
import { atrsOf, type StoredCard } from '../../radar/index.ts';
import { keptFor, type RetentionDefinition } from '../../rights/index.ts';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { Details } from '../components/messages.tsx';
import { PrintButton } from '../components/person-frame.tsx';
import { Phone } from '../components/phone.tsx';
import { ownPaths } from '../own/paths.ts';
import { standsIn } from '../words/agreements.ts';
import { showDay } from '../words/dates.ts';
import { listWords } from '../words/person.ts';

/** A source, as the public is told of it. */
export interface PublicSource {
  title: string;
  organisation: string;
  /** Kind of data in words; null for a directory that holds nobody. */
  category: string | null;
  every: string;
  coverage: string;
}

export interface TransparencyProps {
  area: string;
  sources: readonly PublicSource[];
  purposes: readonly PurposeView[];
  agreements: readonly AgreementView[];
  cards: readonly StoredCard[];
  linkModel: string | null;
  retention: RetentionDefinition;
  own: OwnDefinition | null;
  today: string;
}

/** How information is used here, for anybody: made from the files by which it is used, so that it cannot say another thing. */
export function transparencyPage(props: TransparencyProps): Page {
  const { area, own } = props;
  const inForce = props.agreements.filter((a) => a.state === 'in-force');
  return {
    title: [`How information is used in ${area}`],
    body: (
      <div class="app-plain">
        <div class="app-title">
          <h1 class="app-title__words">How information is used in {area}</h1>
          <PrintButton />
        </div>
        <p class="app-lead">Services in {area} each hold part of a person’s story. They share some of it, so that people get help sooner and need not say everything again.</p>
        <p>
          Each worker sees the part they need and no more. They must say why they look, and every look is written down. This page is made from the rules themselves, as they stand on {showDay(props.today)}.
        </p>
        <nav aria-label="On this page">
          <ul class="app-inline-list">
            {[['sources', 'What is held'], ['purposes', 'Why it is used'], ['agreements', 'Who agreed'], ['tools', 'Tools that help decide'], ['kept', 'How long it is kept'], ['rights', 'Your rights']].map(([id, text]) => (
              <li>
                <a href={`#${id}`}>{text}</a>
              </li>
            ))}
          </ul>
        </nav>

        <h2 id="sources" class="app-subtitle">What is held, and where it comes from</h2>
        <Table<PublicSource>
          caption="Sources"
          captionHidden
          responsive
          firstCellIsHeader
          class="app-table"
          rows={props.sources}
          columns={[
            { heading: 'Source', cell: (s) => s.title },
            { heading: 'From', cell: (s) => s.organisation },
            { heading: 'Kind of data', cell: (s) => s.category ?? 'A directory: about no person' },
            { heading: 'How often', cell: (s) => s.every },
            { heading: 'About whom', cell: (s) => s.coverage },
          ]}
        />

        <h2 id="purposes" class="app-subtitle">Why it is used, and what makes that lawful</h2>
        <Table<PurposeView>
          caption="Purposes"
          captionHidden
          responsive
          firstCellIsHeader
          class="app-table"
          rows={props.purposes}
          columns={[
            { heading: 'Why', cell: (p) => <>{p.plainly} {p.plainly === p.name ? null : <span class="app-quiet app-block">{p.name}</span>}</> },
            { heading: 'The law', cell: (p) => `${p.basis}${p.article10 === null ? '' : `; for criminal offence data ${p.article10}`}` },
            { heading: 'Confidence', cell: (p) => p.confidentiality },
            { heading: 'If you object', cell: (p) => (!p.persons ? 'It looks at nobody: counts alone' : (p.overridesObjection ?? 'Your information stays with the service that holds it')) },
          ]}
        />

        <h2 id="agreements" class="app-subtitle">Who has agreed to share</h2>
        {inForce.length === 0 ? <p>There is no agreement in force, so nothing is shared.</p> : null}
        {inForce.map((agreement) => (
          <>
            <p>
              <b>
                {agreement.title}, version {agreement.version}
              </b>
              : {listWords(agreement.parties.map(({ name }) => name))}. {standsIn(agreement)}.
            </p>
            <p>
              The data protection impact assessment is kept at <span class="app-code">{agreement.dpia}</span>.
            </p>
          </>
        ))}

        <h2 id="tools" class="app-subtitle">Tools that help decide</h2>
        <p>No computer decides about anybody. These tools put people in order, or bring records together; a person looks and decides. Nothing here predicts what a child will do.</p>
        {props.cards.map((stored) => (
          <Details summary={`${stored.card.title}: ${stored.card.about}`}>
            {atrsOf(stored).map((part) => (
              <>
                <h3>{part.title}</h3>
                <SummaryList rows={part.rows.map(({ name, value }) => ({ key: name, value: typeof value === 'string' ? value : <ul>{value.map((v) => <li>{v}</li>)}</ul> }))} />
              </>
            ))}
          </Details>
        ))}
        <Details summary="Linking records: working out which records are of the same person">
          <SummaryList
            rows={[
              { key: 'What it does', value: 'Compares names, dates of birth, addresses and numbers in each service’s records, and joins those that are of one person.' },
              { key: 'Method', value: 'A probabilistic model (Fellegi and Sunter) whose every weight can be read. Twins, relatives and people who share a number are kept apart by rule.' },
              { key: 'Version', value: props.linkModel ?? 'No records have been linked yet' },
              { key: 'Who decides', value: 'People look at the pairs it is unsure of. Every link can be undone, and each worker sees where a value came from.' },
              { key: 'Risks', value: 'Two people shown as one, or one as two. Its mistakes are measured by group, and workers can part what was joined wrongly.' },
            ]}
          />
        </Details>

        <h2 id="kept" class="app-subtitle">How long it is kept</h2>
        <Table<{ title: string; kept: string; source: string }>
          caption="How long information is kept"
          captionHidden
          responsive
          firstCellIsHeader
          class="app-table"
          rows={[...props.retention.schedules.map((s) => ({ title: s.title, kept: keptFor(s), source: s.source })), ...props.retention.elsewhere]}
          columns={[
            { heading: 'What', cell: (s) => s.title },
            { heading: 'Kept', cell: (s) => s.kept },
            { heading: 'By which rule', cell: (s) => s.source },
          ]}
        />

        <h2 id="rights" class="app-subtitle">Your rights</h2>
        <p>You can see who has looked at your record, ask for a copy of it, ask for what is wrong to be put right, and ask for sharing to stop. It costs nothing, and you are answered within a month.</p>
        {own === null ? null : (
          <>
            <p>
              <a href={ownPaths.home}>Go to your record</a>, or ring {own.contact.name} on <Phone number={own.contact.phone} />.
            </p>
            <p>
              If you are not happy, write to the {own.officer.name}: <span class="app-code">{own.officer.email}</span>.
            </p>
            <p>
              You can complain to {own.complaints.name}: {own.complaints.phone}, {own.complaints.address}.
            </p>
          </>
        )}
      </div>
    ),
  };
}

import type { VNode } from 'preact';
import type { AgreementState, AgreementView, PurposeView } from '../../access/index.ts';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { WarningCallout } from '../components/messages.tsx';
import { PrintButton } from '../components/person-frame.tsx';
import { Tag, type TagColour } from '../components/tag.tsx';
import { soon, standsIn } from '../words/agreements.ts';
import { showDay } from '../words/dates.ts';
import { listWords } from '../words/person.ts';

const states: Record<AgreementState, { words: string; colour: TagColour }> = {
  'in-force': { words: 'In force', colour: 'green' },
  'not-yet': { words: 'Not yet in force', colour: 'blue' },
  ended: { words: 'Ended', colour: 'grey' },
};

function Agreement(props: { agreement: AgreementView }): VNode {
  const { agreement } = props;
  const state = states[agreement.state];
  const lapsed = agreement.parties.filter((party) => !party.standing.met);
  return (
    <section aria-labelledby={`${agreement.id}-${agreement.version}`}>
      <h3 class="app-subtitle" id={`${agreement.id}-${agreement.version}`}>
        {agreement.title}, version {agreement.version} <Tag colour={state.colour}>{state.words}</Tag>
      </h3>
      {agreement.state === 'in-force' && agreement.days <= soon ? (
        <WarningCallout heading="This agreement ends soon">When it ends nothing more is shared under it, from midnight. Agree the next version before then.</WarningCallout>
      ) : null}
      <SummaryList
        class="app-summary"
        rows={[
          { key: 'Stands', value: `${standsIn(agreement)}. From ${showDay(agreement.starts)} to ${showDay(agreement.expires)}.` },
          { key: 'Data', value: listWords(agreement.categories.map(({ name }) => name)) },
          { key: 'Purposes', value: listWords(agreement.purposes.map(({ name }) => name)) },
          { key: 'Impact assessment', value: <span class="app-code">{agreement.dpia}</span> },
        ]}
      />
      {agreement.state === 'ended' ? (
        <p>Parties were {listWords(agreement.parties.map(({ name }) => name))}.</p>
      ) : (
        <Table<AgreementView['parties'][number]>
          caption={`Parties to version ${agreement.version} of the ${agreement.title}`}
          captionHidden
          responsive
          firstCellIsHeader
          class="app-table"
          rows={agreement.parties}
          columns={[
            { heading: 'Party', cell: (p) => p.name },
            { heading: 'Data security standard', cell: (p) => <Tag colour={p.standing.met ? 'green' : 'red'}>{p.standing.met ? 'Met' : 'Not met'}</Tag> },
            { heading: 'Because', cell: (p) => p.standing.says },
          ]}
        />
      )}
      {agreement.state === 'in-force' && lapsed.length > 0 ? <p>{listWords(lapsed.map(({ name }) => name))}: shown nothing but its own data until the standard is met.</p> : null}
    </section>
  );
}

/** Every sharing agreement and purpose of the area, as they stand today. */
export function agreementsPage(props: { agreements: readonly AgreementView[]; purposes: readonly PurposeView[]; today: string }): Page {
  return {
    title: ['Sharing agreements and purposes', 'Governance'],
    at: 'governance',
    body: (
      <div class="app-plain">
        <div class="app-title">
          <h1 class="app-title__words">Sharing agreements and purposes</h1>
          <PrintButton />
        </div>
        <p>Nothing is shared without an agreement in force that covers the data, the purpose and the organisation. They are files of the area, and stand here as on {showDay(props.today)}.</p>
        <h2 class="app-subtitle">Agreements</h2>
        {props.agreements.length === 0 ? <p>There is none, so nothing is shared.</p> : props.agreements.map((agreement) => <Agreement agreement={agreement} />)}
        <h2 class="app-subtitle">Purposes</h2>
        <Table<PurposeView>
          caption="Why somebody may look, and what makes it lawful"
          captionHidden
          responsive
          firstCellIsHeader
          class="app-table"
          rows={props.purposes}
          columns={[
            { heading: 'Purpose', cell: (p) => <>{p.name} {p.persons && !p.covered ? <Tag colour="red">No agreement in force</Tag> : null}</> },
            { heading: 'Lawful basis', cell: (p) => `${p.basis}${p.article10 === null ? '' : `; offence data: ${p.article10}`}` },
            { heading: 'Duty of confidence', cell: (p) => p.confidentiality },
            { heading: 'If somebody objects', cell: (p) => (!p.persons ? 'Looks at no person' : (p.overridesObjection ?? 'Their data stays with who holds it')) },
            { heading: 'Teams', cell: (p) => listWords(p.teams) || 'None' },
          ]}
        />
      </div>
    ),
  };
}

import type { VNode } from 'preact';
import type { Explanation, RuleStep } from '../../access/index.ts';
import { levels } from '../words/levels.ts';
import { Table } from './lists.tsx';
import { Details } from './messages.tsx';
import { Phone } from './phone.tsx';
import { Tag } from './tag.tsx';

type Decided = Explanation['categories'][number];

/** What each rule asks, in a word or two. */
const rules: Record<RuleStep['rule'], string> = {
  seal: 'Sealed?',
  category: 'Kind of data',
  team: 'Team',
  restricted: 'Restricted?',
  whereabouts: 'Whereabouts',
  purpose: 'Purpose',
  'security-standard': 'Security standard',
  agreement: 'Agreement',
  objection: 'Objection',
  consent: 'Consent',
  'break-glass': 'Emergency access',
  level: 'Level',
  identity: 'Identity',
};

function Rules(props: { name: string; steps: readonly RuleStep[] }): VNode {
  return (
    <Details class="app-rules" summary={<>Every rule<span class="nhsuk-u-visually-hidden"> for {props.name}</span></>}>
      <ol>
        {props.steps.map((step) => (
          <li>
            <b>{rules[step.rule]}</b>: {step.says} <span class="app-quiet">{step.holds ? 'Goes on.' : 'Decided here.'}</span>
          </li>
        ))}
      </ol>
    </Details>
  );
}

/** Kind of data by kind of data: how much is shown, because of what, resting on what, and every rule that was applied. */
export function DecidedTable(props: { caption: string; heading: string; categories: readonly Decided[] }): VNode {
  return (
    <Table<Decided>
      caption={props.caption}
      captionSize="s"
      responsive
      firstCellIsHeader
      class="app-table"
      rows={props.categories}
      columns={[
        { heading: 'Data', cell: (c) => c.name },
        { heading: props.heading, cell: ({ decision }) => <Tag colour={levels[decision.level].colour}>{levels[decision.level].words}</Tag> },
        {
          heading: 'Because',
          cell: ({ name, decision, steps }) => (
            <>
              {decision.because}
              {decision.desk === undefined ? null : (
                <>
                  {' '}
                  Ring {decision.desk.name}, <Phone number={decision.desk.phone} />.
                </>
              )}
              <Rules name={name} steps={steps} />
            </>
          ),
        },
        { heading: 'Resting on', cell: ({ decision }) => decision.basis ?? '–' },
      ]}
    />
  );
}

import type { Decision, Level, Session } from '../../access/index.ts';
import type { Overview } from '../../record/index.ts';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import { Phone } from '../components/phone.tsx';
import { Tag, type TagColour } from '../components/tag.tsx';
import { paths, type PersonPage } from '../paths.ts';

export interface WhyProps {
  overview: Pick<Overview, 'summary' | 'alerts' | 'decisions'>;
  session: Session;
  organisation: string;
  categories: readonly { id: string; name: string }[];
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
}

const levels: Record<Level, { words: string; colour: TagColour; means: string }> = {
  detail: { words: 'Detail', colour: 'green', means: 'what is held, with dates and workers' },
  summary: { words: 'Summary', colour: 'aqua-green', means: 'that the service is involved, and whom to ring' },
  alert: { words: 'That there is something to discuss', colour: 'blue', means: 'whether there is something to discuss, and a desk to ring; the same words whatever is held' },
  none: { words: 'Not shared', colour: 'grey', means: 'nothing, not even whether the service knows them' },
};

/** For each category of data: how much of it this reader may know, and which rule, agreement or mark says so. */
export function whyPage(props: WhyProps): Page {
  const { overview, session } = props;
  const names = new Map(props.categories.map(({ id, name }) => [id, name]));
  return personPage({
    ...props,
    at: 'why',
    children: (
      <>
        <div class="app-title">
          <h2 class="app-title__words">Why you can see this</h2>
          <PrintButton />
        </div>
        <SummaryList
          class="app-summary"
          rows={[
            { key: 'You', value: session.name },
            { key: 'Team', value: `${session.teamName}, ${props.organisation}` },
            {
              key: 'Purpose',
              value: (
                <>
                  {session.purposeName}. <a href={paths.act}>Change team or purpose</a>
                </>
              ),
            },
          ]}
        />
        <Table<Decision>
          caption="What you may know of this person, service by service"
          captionSize="s"
          responsive
          firstCellIsHeader
          class="app-table"
          rows={overview.decisions}
          columns={[
            { heading: 'Data', cell: (d) => names.get(d.category) ?? d.category },
            { heading: 'You see', cell: (d) => <Tag colour={levels[d.level].colour}>{levels[d.level].words}</Tag> },
            {
              heading: 'Because',
              cell: (d) => (
                <>
                  {d.because}
                  {d.desk === undefined ? null : (
                    <>
                      {' '}
                      Ring {d.desk.name}, <Phone number={d.desk.phone} />.
                    </>
                  )}
                </>
              ),
            },
            { heading: 'Resting on', cell: (d) => d.basis ?? '–' },
          ]}
        />
        <h3 class="app-subtitle">What the words mean</h3>
        <SummaryList class="app-summary" rows={Object.values(levels).map(({ words, means }) => ({ key: words, value: `You see ${means}.` }))} />
        <p class="app-quiet">If you think this is wrong, tell your information governance lead. The rules are the area’s own, and each look is in the person’s log.</p>
      </>
    ),
  });
}

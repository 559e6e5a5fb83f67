import type { Explanation } from '../../access/index.ts';
import type { Overview } from '../../record/index.ts';
import { DecidedTable } from '../components/decided.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList } from '../components/lists.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import { paths, type PersonPage } from '../paths.ts';
import { levels } from '../words/levels.ts';

export interface WhyProps {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  /** What this reader may know of the person, rule by rule. */
  explanation: Explanation;
  organisation: string;
  /** Whether this reader may ask the same of others. */
  mayExplain: boolean;
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
}

/** For each category of data: how much of it this reader may know, and which rule, agreement or mark says so. */
export function whyPage(props: WhyProps): Page {
  const { overview, explanation } = props;
  const { session } = explanation;
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
        <DecidedTable caption="What you may know of this person, service by service" heading="You see" categories={explanation.categories} />
        <h3 class="app-subtitle">What the words mean</h3>
        <SummaryList class="app-summary" rows={Object.values(levels).map(({ words, means }) => ({ key: words, value: `You see ${means}.` }))} />
        <p>
          <a href={paths.agreements}>Sharing agreements and purposes</a>
          {props.mayExplain ? (
            <>
              {' · '}
              <a href={paths.personPage(overview.summary.personId, 'explain')}>What others can see of this person</a>
            </>
          ) : null}
        </p>
        <p class="app-quiet">If you think this is wrong, tell your information governance lead. The rules are the area’s own, and each look is in the person’s log.</p>
      </>
    ),
  });
}

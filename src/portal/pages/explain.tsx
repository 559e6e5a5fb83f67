import type { Explanation } from '../../access/index.ts';
import type { Overview } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { DecidedTable } from '../components/decided.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import type { Acting } from '../http/acting.ts';
import { paths, type PersonPage } from '../paths.ts';
import { showDay } from '../words/dates.ts';

interface Around {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
}

const noted = 'This question is written in the person’s log. It shows nothing of what is held.';

/** Of whom to ask what they may see of this person: users by name, each team and purpose they may act for. */
export function choosePage(props: Around & { query: string; found: readonly Acting[]; more: boolean; organisation: (id: string) => string }): Page {
  const here = paths.personPage(props.overview.summary.personId, 'explain');
  const to = (acting: Acting): string => `${here}?${new URLSearchParams({ user: acting.user, team: acting.team, purpose: acting.purpose }).toString()}`;
  return personPage({
    ...props,
    at: 'explain',
    children: (
      <>
        <h2 class="app-title__words">What others can see of this person</h2>
        <p>Choose a worker, acting for one team and one purpose. {noted}</p>
        <form action={here} method="get" class="app-filters">
          <TextField id="q" name="q" label="Name, e-mail, job or team" value={props.query} width={20} autocomplete="off" maxlength={100} />
          <Button variant="secondary" small>
            Look
          </Button>
        </form>
        {props.found.length === 0 ? (
          <p>Nobody with “{props.query}” may sign in here.</p>
        ) : (
          <Table<Acting>
            caption={props.query === '' ? 'Everybody who may sign in' : `Those with “${props.query}”`}
            captionSize="s"
            responsive
            firstCellIsHeader
            class="app-table"
            rows={props.found}
            columns={[
              {
                heading: 'Worker',
                cell: (a) => (
                  <>
                    {a.name} <span class="app-quiet app-block">{a.jobTitle}</span>
                  </>
                ),
              },
              { heading: 'Team', cell: (a) => `${a.teamName}, ${props.organisation(a.organisation)}` },
              {
                heading: 'Purpose',
                cell: (a) => (
                  <a href={to(a)}>
                    {a.purposeName}
                    <span class="nhsuk-u-visually-hidden">, as {a.name}</span>
                  </a>
                ),
              },
            ]}
          />
        )}
        {props.more ? <p class="app-quiet">There are more. Give another word to narrow them down.</p> : null}
      </>
    ),
  });
}

/** What one worker may see of this person, category by category, and every rule that was applied. */
export function explainPage(props: Around & { explanation: Explanation; organisation: string }): Page {
  const { explanation } = props;
  const { session } = explanation;
  return personPage({
    ...props,
    at: 'explain',
    children: (
      <>
        <div class="app-title">
          <h2 class="app-title__words">What {session.name} can see of this person</h2>
          <PrintButton />
        </div>
        <SummaryList
          class="app-summary"
          rows={[
            { key: 'Team', value: `${session.teamName}, ${props.organisation}` },
            { key: 'Purpose', value: session.purposeName },
            { key: 'On', value: `${showDay(explanation.on)}, by rules ${explanation.rules}` },
          ]}
        />
        <DecidedTable caption={`What ${session.name} may know, service by service`} heading="They see" categories={explanation.categories} />
        <p>
          <a href={paths.personPage(explanation.personId, 'explain')}>Ask about another worker</a>
        </p>
        <p class="app-quiet">{noted}</p>
      </>
    ),
  });
}

import type { ChangeAction, LogEntry, ReadAction } from '../../access/index.ts';
import type { Overview } from '../../record/index.ts';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { Pagination } from '../components/pagination.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import { Tag } from '../components/tag.tsx';
import { paths, type PersonPage } from '../paths.ts';
import { showInstant } from '../words/dates.ts';
import { listWords } from '../words/person.ts';

export interface ViewedProps {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  entries: readonly LogEntry[];
  /** Id to go on from, when there may be more. */
  next: string | null;
  /** This is not the first page. */
  later: boolean;
  categories: readonly { id: string; name: string }[];
  organisation: (id: string) => string;
  purpose: (id: string) => string;
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
}

const actions: Record<ReadAction | ChangeAction, string> = {
  search: 'Found in a search',
  open: 'Opened the record',
  chronology: 'Read the chronology',
  family: 'Looked at the family',
  sources: 'Looked at the sources',
  'who-viewed': 'Looked at who viewed',
  export: 'Exported',
  'link-review': 'Reviewed whether two records are one person',
  'add-person': 'Was told of when somebody was recorded by hand',
  radar: 'Saw on a list of what is changing',
  risk: 'Looked at what is changing and why',
  home: 'Looked at the conditions at home',
  alert: 'Dealt with an alert',
  cohort: 'Found as one of a group',
  explain: 'Asked who may see what',
  case: 'Worked on a case',
  'break-glass': 'Asked for emergency access',
  'break-glass-review': 'Judged emergency access',
  'break-glass-end': 'Ended emergency access',
  'break-glass-told': 'Told the person of emergency access',
};

/** What a row of the log says was done. */
export const actionWords = (action: string): string => actions[action as ReadAction] ?? action;

const outcomes: Record<LogEntry['outcome'], string> = { shown: '', done: '', refused: ' (refused)', 'not-shown': ' (nothing was shown)' };

function saw(entry: LogEntry, categories: ViewedProps['categories']): string {
  if (entry.kind === 'change') return '–';
  const seen = categories.filter(({ id }) => entry.decisions[id] === 'detail' || entry.decisions[id] === 'summary').map(({ name }) => name);
  return seen.length === 0 ? 'Nothing' : listWords(seen);
}

/** Who looked at this person, when, acting as what and why, and which services’ data was open to them. */
export function viewedPage(props: ViewedProps): Page {
  const { overview, entries, today } = props;
  const here = paths.personPage(overview.summary.personId, 'viewed');
  return personPage({
    ...props,
    at: 'viewed',
    children: (
      <>
        <div class="app-title">
          <h2 class="app-title__words">Who viewed</h2>
          <PrintButton />
        </div>
        <p>Every look at this person through Kith, newest first, this one among them. Nothing can be looked at without being listed here.</p>
        {entries.length === 0 ? (
          <p>Nobody has looked before this.</p>
        ) : (
          <Table
            caption="Who viewed this person"
            captionHidden
            responsive
            class="app-table"
            rows={entries}
            columns={[
              { heading: 'When', cell: (e) => <time class="app-nowrap" datetime={e.at}>{showInstant(e.at, today)}</time> },
              {
                heading: 'Who',
                cell: (e) => (
                  <>
                    {e.userName} <span class="app-quiet app-block">{props.organisation(e.organisation)}</span>
                  </>
                ),
              },
              { heading: 'Purpose', cell: (e) => props.purpose(e.purpose) },
              {
                heading: 'What they did',
                cell: (e) => (
                  <>
                    {actionWords(e.action)}
                    {outcomes[e.outcome]} {e.emergency ? <Tag colour="red">Emergency access</Tag> : null}
                  </>
                ),
              },
              { heading: 'Open to them', cell: (e) => saw(e, props.categories) },
            ]}
          />
        )}
        {props.next === null && !props.later ? null : (
          <Pagination
            {...(props.later ? { previous: { href: here, label: 'Newest' } } : {})}
            {...(props.next === null ? {} : { next: { href: `${here}?before=${encodeURIComponent(props.next)}`, label: 'Earlier' } })}
          />
        )}
      </>
    ),
  });
}

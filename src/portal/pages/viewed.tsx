import { ownSelf, type LogEntry } from '../../access/index.ts';
import type { Overview } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { ErrorSummary, type FieldError } from '../components/messages.tsx';
import { Pagination } from '../components/pagination.tsx';
import { PrintButton, personPage } from '../components/person-frame.tsx';
import { SelectField } from '../components/select.tsx';
import { Tag } from '../components/tag.tsx';
import { looksQuery, type LooksTyped } from '../http/looks-form.ts';
import { paths, type PersonPage } from '../paths.ts';
import { showInstant } from '../words/dates.ts';
import { lookActions, wasOpen, whatWasDone } from '../words/looks.ts';

export interface ViewedProps {
  overview: Pick<Overview, 'summary' | 'alerts'>;
  entries: readonly LogEntry[];
  /** Id to go on from, when there may be more. */
  next: string | null;
  /** This is not the first page. */
  later: boolean;
  typed: LooksTyped;
  errors: readonly FieldError[];
  categories: readonly { id: string; name: string }[];
  organisations: readonly { id: string; name: string }[];
  organisation: (id: string) => string;
  purpose: (id: string) => string;
  /** Ids of looks not told to the person, to whoever may decide that; null for everybody else. */
  untold: ((entry: LogEntry) => boolean) | null;
  today: string;
  printedBy: string;
  pages: readonly PersonPage[];
}

function Filter(props: ViewedProps): ReturnType<typeof Table> {
  const { typed, errors } = props;
  const error = (field: string): string | undefined => errors.find((e) => e.href === `#${field}`)?.text;
  return (
    <form class="app-filters" method="get" action={paths.personPage(props.overview.summary.personId, 'viewed')}>
      <TextField id="from" name="from" label="From" error={error('from')} value={typed.from} width={10} maxlength={20} autocomplete="off" />
      <TextField id="to" name="to" label="To" error={error('to')} value={typed.to} width={10} maxlength={20} autocomplete="off" />
      <SelectField id="organisation" name="organisation" label="Organisation" value={typed.organisation} options={[{ value: '', text: 'Any' }, ...props.organisations.map(({ id, name }) => ({ value: id, text: name }))]} />
      <SelectField id="action" name="action" label="What they did" value={typed.action} options={[{ value: '', text: 'Anything' }, ...Object.entries(lookActions).map(([value, text]) => ({ value, text }))]} />
      <Button variant="secondary" small>
        Filter
      </Button>
    </form>
  );
}

/** Who looked: a worker with their organisation, the person themselves, or somebody who acts for them. */
const whose = (entry: LogEntry, organisation: (id: string) => string): string =>
  entry.team !== '' || entry.organisation !== '' ? organisation(entry.organisation) : entry.role === ownSelf ? 'The person, at their own record' : 'Acts for the person';

/** Who looked at this person, when, acting as what and why, and which services’ data was open to them. */
export function viewedPage(props: ViewedProps): Page {
  const { overview, entries, today, typed, untold } = props;
  const { personId } = overview.summary;
  const here = paths.personPage(personId, 'viewed');
  const filtered = looksQuery(typed) !== '';
  return {
    ...personPage({
      ...props,
      at: 'viewed',
      children: (
        <>
          {props.errors.length === 0 ? null : <ErrorSummary errors={props.errors} />}
          <div class="app-title">
            <h2 class="app-title__words">Who viewed</h2>
            <PrintButton />
          </div>
          <p>Every look at this person through Kith, newest first, this one among them. Nothing can be looked at without being listed here.</p>
          <Filter {...props} />
          {entries.length === 0 ? (
            <p>{filtered ? 'No look is like that.' : 'Nobody has looked before this.'}</p>
          ) : (
            <Table<LogEntry>
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
                      {e.userName} <span class="app-quiet app-block">{whose(e, props.organisation)}</span>
                    </>
                  ),
                },
                { heading: 'Purpose', cell: (e) => props.purpose(e.purpose) },
                {
                  heading: 'What they did',
                  cell: (e) => (
                    <>
                      {whatWasDone(e)} {e.emergency ? <Tag colour="red">Emergency access</Tag> : null}
                    </>
                  ),
                },
                { heading: 'Open to them', cell: (e) => wasOpen(e, props.categories) },
                ...(untold === null
                  ? []
                  : [
                      {
                        heading: 'The person',
                        cell: (e: LogEntry) =>
                          untold(e) ? (
                            'Is not told'
                          ) : (
                            <a href={`${paths.personPage(personId, 'withheld')}?look=${e.logId}`}>
                              Withhold<span class="nhsuk-u-visually-hidden"> the look of {e.userName}, {showInstant(e.at, today)}</span>
                            </a>
                          ),
                      },
                    ]),
              ]}
            />
          )}
          {props.next === null && !props.later ? null : (
            <Pagination
              {...(props.later ? { previous: { href: `${here}${looksQuery(typed)}`, label: 'Newest' } } : {})}
              {...(props.next === null ? {} : { next: { href: `${here}${looksQuery(typed, props.next)}`, label: 'Earlier' } })}
            />
          )}
          <p>
            <a href={`${paths.viewedCsv(personId)}${looksQuery(typed)}`}>Download as a spreadsheet (CSV)</a>
          </p>
        </>
      ),
    }),
    error: props.errors.length > 0,
  };
}

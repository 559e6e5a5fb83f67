import type { FoundPerson } from '../../record/index.ts';
import { channels, requestKinds, type RightsRequest } from '../../rights/index.ts';
import { Button } from '../components/button.tsx';
import { Choices, TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { ErrorSummary, type FieldError } from '../components/messages.tsx';
import { Tag } from '../components/tag.tsx';
import { TextArea } from '../components/text-area.tsx';
import { paths } from '../paths.ts';
import { showBorn, showDay } from '../words/dates.ts';
import { channelWords, kindWords, termWords } from '../words/requests.ts';

export type Listed = RightsRequest & { name: string };

/** Every request, those that must be answered soonest first. */
export function requestsPage(props: { requests: readonly Listed[] }): Page {
  const open = props.requests.filter((r) => !r.closed).toSorted((a, b) => a.term.due.localeCompare(b.term.due));
  const closed = props.requests.filter((r) => r.closed);
  const table = (caption: string, rows: readonly Listed[]) => (
    <Table<Listed>
      caption={caption}
      captionSize="s"
      responsive
      firstCellIsHeader
      class="app-table"
      rows={rows}
      columns={[
        { heading: 'Person', cell: (r) => <a href={paths.request(r.personId, r.requestId)}>{r.name}</a> },
        { heading: 'Asks for', cell: (r) => `${kindWords[r.kind]} (${r.reference})` },
        { heading: 'Came', cell: (r) => `${showDay(r.received)}, ${channelWords[r.channel].toLowerCase()}` },
        { heading: 'Time', cell: (r) => <>{termWords(r.term, r.closed)} {!r.closed && r.term.daysLeft < 0 ? <Tag colour="red">Late</Tag> : !r.closed && r.term.daysLeft <= 7 ? <Tag colour="orange">Soon</Tag> : null}</> },
      ]}
    />
  );
  return {
    title: ['Requests', 'Governance'],
    at: 'governance',
    body: (
      <div class="app-plain">
        <h1 class="nhsuk-heading-l">Requests about one’s own data</h1>
        <p>A copy, a correction or an end to sharing: each is answered within one calendar month.</p>
        <Button href={paths.requestNew} variant="secondary">
          Enter a request
        </Button>
        {open.length === 0 ? <p>Nothing waits to be answered.</p> : table('To be answered', open)}
        {closed.length === 0 ? null : table('Answered', closed)}
      </div>
    ),
  };
}

/** Whose request it is: a search. */
export function requestWhosePage(props: { query: string; found: readonly FoundPerson[] | null; today: string }): Page {
  return {
    title: ['Whose request is it?', 'Requests'],
    at: 'governance',
    body: (
      <div class="app-plain">
        <h1 class="nhsuk-heading-l">Whose request is it?</h1>
        <form action={paths.requestNew} method="get" class="app-filters">
          <TextField id="q" name="q" label="Name, date of birth or NHS number" value={props.query} width={20} autocomplete="off" maxlength={200} />
          <Button variant="secondary" small>
            Find
          </Button>
        </form>
        {props.found === null ? null : props.found.length === 0 ? (
          <p>Nobody is found.</p>
        ) : (
          <ul class="app-parts">
            {props.found.map((row) =>
              row.kind === 'person' ? (
                <li>
                  <a href={paths.requestNewFor(row.summary.personId)}>{row.summary.displayName}</a>
                  <span class="app-quiet app-block">Born {showBorn(row.summary.birthDate, props.today)}</span>
                </li>
              ) : null,
            )}
          </ul>
        )}
      </div>
    ),
  };
}

export interface EnterTyped {
  kind: string;
  channel: string;
  askedBy: string;
  askedAs: string;
  words: string;
  received: string;
}

/** A request that came by letter, telephone or over a counter. */
export function enterRequestPage(props: { personId: string; name: string; typed: EnterTyped; errors: readonly FieldError[]; csrf: string }): Page {
  const { typed, errors } = props;
  const error = (field: string): string | undefined => errors.find((e) => e.href === `#${field}`)?.text;
  return {
    title: ['Enter a request', 'Requests'],
    at: 'governance',
    error: errors.length > 0,
    body: (
      <div class="app-plain">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <h1 class="nhsuk-heading-l">Enter a request about {props.name}</h1>
        <form action={paths.requestNewFor(props.personId)} method="post" class="app-form">
          <input type="hidden" name="csrf" value={props.csrf} />
          <Choices kind="radios" small id="kind" name="kind" legend="What is asked?" error={error('kind')} items={requestKinds.map((value) => ({ value, text: kindWords[value], checked: typed.kind === value }))} />
          <Choices kind="radios" small id="channel" name="channel" legend="How did it come?" error={error('channel')} items={channels.filter((c) => c !== 'own-page').map((value) => ({ value, text: channelWords[value], checked: typed.channel === value }))} />
          <TextField id="received" name="received" label="On which day did it come?" hint="Such as 3/11/2026. The month counts from it." error={error('received')} value={typed.received} width={10} maxlength={20} autocomplete="off" />
          <TextField id="askedBy" name="askedBy" label="Who asks?" error={error('askedBy')} value={typed.askedBy} maxlength={120} autocomplete="off" />
          <TextField id="askedAs" name="askedAs" label="As what, and what have you seen that shows it?" hint="Such as: the person themselves, passport seen" error={error('askedAs')} value={typed.askedAs} maxlength={300} autocomplete="off" />
          <TextArea id="words" name="words" label="In their own words" error={error('words')} value={typed.words} rows={5} />
          <Button>Enter it</Button>
        </form>
      </div>
    ),
  };
}

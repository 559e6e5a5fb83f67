import type { VNode } from 'preact';
import type { EmergencyUse, Verdict } from '../../access/index.ts';
import { Button } from '../components/button.tsx';
import { Choices } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../components/messages.tsx';
import { TextArea } from '../components/text-area.tsx';
import { paths } from '../paths.ts';
import { showInstant } from '../words/dates.ts';
import { listWords } from '../words/person.ts';
import { actionWords } from '../words/looks.ts';
import { StateOf, verdictWords } from './emergency-queue.tsx';

export interface UseProps {
  use: EmergencyUse;
  name: string;
  organisation: (id: string) => string;
  purpose: (id: string) => string;
  categories: readonly { id: string; name: string }[];
  escalatesTo: string;
  verdicts: readonly Verdict[];
  typed: { verdict: string; note: string };
  errors: readonly FieldError[];
  today: string;
  csrf: string;
}

function Judging(props: UseProps): VNode {
  const { use, typed, errors } = props;
  const error = (href: string): string | undefined => errors.find((e) => e.href === href)?.text;
  if (use.own) return <InsetText><p>This is your own. Somebody else must judge it; past its day it goes to the {props.escalatesTo}.</p></InsetText>;
  return (
    <form action={paths.emergencyUse(use.id)} method="post" novalidate>
      <input type="hidden" name="csrf" value={props.csrf} />
      <Choices
        kind="radios"
        id="verdict"
        name="verdict"
        legend="Was it justified?"
        legendSize="m"
        error={error('#verdict')}
        items={props.verdicts.map((value) => ({ value, text: verdictWords[value], checked: typed.verdict === value, ...(value === 'follow-up' ? { hint: 'It stays on the list until it is judged.' } : {}) }))}
      />
      <TextArea id="note" name="note" label="How you came to this" rows={3} value={typed.note} error={error('#note')} />
      <Button>Keep this judgement</Button>
    </form>
  );
}

/** One use of emergency access: who, whom, why, what was opened, and how it is judged. */
export function emergencyUsePage(props: UseProps): Page {
  const { use, today } = props;
  const at = (when: Date): string => showInstant(when.toISOString(), today);
  const seen = (decisions: Record<string, string>): string => listWords(props.categories.filter(({ id }) => decisions[id] === 'detail' || decisions[id] === 'summary').map(({ name }) => name));
  return {
    title: ['Emergency access', use.userName],
    at: 'emergency',
    ...(props.errors.length > 0 ? { error: true } : {}),
    body: (
      <div class="app-plain">
        {props.errors.length === 0 ? null : <ErrorSummary errors={props.errors} />}
        <p>
          <a href={paths.emergencies}>All emergency access</a>
        </p>
        <h1 class="nhsuk-heading-l">
          Emergency access by {use.userName}, {at(use.from)}
        </h1>
        <SummaryList
          class="app-summary"
          rows={[
            { key: 'Who', value: `${use.userName}, ${use.teamName}, ${props.organisation(use.organisation)}` },
            { key: 'Whose record', value: props.name },
            { key: 'Signed in for', value: props.purpose(use.purpose) },
            { key: 'Why', value: use.reason },
            { key: 'In their words', value: use.words },
            { key: 'From and until', value: `${at(use.from)} to ${at(use.until)}` },
            { key: 'Telling the person', value: use.keptBack !== null ? `Not to be told: ${use.keptBack}` : use.told === null ? <a href={paths.emergencyLetter(use.id)}>To be told: letter to print</a> : `Told on ${at(use.told.at)} by ${use.told.by}: ${use.told.how}` },
            { key: 'State', value: <StateOf use={use} escalatesTo={props.escalatesTo} today={today} /> },
            ...(use.review === null ? [] : [{ key: 'Judged', value: `${use.review.by}, ${at(use.review.at)}: ${use.review.note}` }]),
          ]}
        />
        {use.looks.length === 0 ? (
          <p>Nothing was opened under it.</p>
        ) : (
          <Table
            class="app-table"
            caption="What was opened, from the log"
            captionSize="m"
            responsive
            rows={use.looks}
            columns={[
              { heading: 'When', cell: (look) => <span class="app-nowrap">{at(look.at)}</span> },
              { heading: 'What they did', cell: (look) => actionWords(look.action) },
              { heading: 'Open to them', cell: (look) => seen(look.decisions) },
            ]}
          />
        )}
        {use.review !== null && use.review.verdict !== 'follow-up' ? null : <Judging {...props} />}
      </div>
    ),
  };
}

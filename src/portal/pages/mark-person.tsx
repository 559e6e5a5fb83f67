import { putKinds, type HandMark } from '../../access/index.ts';
import { Button } from '../components/button.tsx';
import { DateField } from '../components/date-field.tsx';
import { Choices } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../components/messages.tsx';
import { TextArea } from '../components/text-area.tsx';
import { paths } from '../paths.ts';
import { showInstant } from '../words/dates.ts';
import { nameOfMark, putWords, standsMark } from '../words/marks.ts';
import { LiftForm } from './marks.tsx';

interface Whom {
  personId: string;
  name: string;
  errors: readonly FieldError[];
  csrf: string;
}

export interface MarkPersonProps extends Whom {
  marks: readonly HandMark[];
  typed: { kind: string; words: string; day: string; month: string; year: string };
  today: string;
}

/** Marks of one person, and a new one. */
export function markPersonPage(props: MarkPersonProps): Page {
  const { typed, errors } = props;
  const error = (href: string): string | undefined => errors.find((e) => e.href === href)?.text;
  return {
    title: ['Seal or restrict', props.name],
    at: 'governance',
    ...(errors.length > 0 ? { error: true } : {}),
    body: (
      <div class="app-narrow app-narrow--wide">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <h1 class="nhsuk-heading-l">
          <span class="nhsuk-caption-l">{props.name}</span>
          Seal or restrict this record
        </h1>
        {props.marks.length === 0 ? (
          <p>No mark has been kept of this person by hand.</p>
        ) : (
          <Table
            class="app-table"
            caption="Marks so far"
            captionSize="m"
            responsive
            rows={props.marks}
            columns={[
              { heading: 'Mark', cell: (m: HandMark) => nameOfMark(m) },
              { heading: 'Why', cell: (m) => m.words },
              { heading: 'Put by', cell: (m) => `${m.putBy}, ${showInstant(m.putAt.toISOString(), props.today)}` },
              { heading: 'Stands', cell: (m) => standsMark(m, props.today) },
              { heading: 'Change', cell: (m) => (m.state === 'in-force' ? <LiftForm mark={m} csrf={props.csrf} /> : m.state === 'proposed' ? <a href={paths.marks}>Confirm or decline</a> : '–') },
            ]}
          />
        )}
        <form action={paths.marksOf(props.personId)} method="post" novalidate>
          <input type="hidden" name="csrf" value={props.csrf} />
          <Choices
            kind="radios"
            id="kind"
            name="kind"
            legend="Put a mark"
            legendSize="m"
            error={error('#kind')}
            items={putKinds.map((kind) => ({ value: kind, text: putWords[kind].name, hint: putWords[kind].does, checked: typed.kind === kind }))}
          />
          <TextArea id="words" name="words" label="Why, and where the reason is kept" hint="For example: adoption order, held by the adoption team. Whoever looks at it again reads this." rows={3} value={typed.words} error={error('#words')} />
          <DateField id="review" legend="To be looked at again by" hint="For example, 26 11 2027" day={typed.day} month={typed.month} year={typed.year} error={error('#review')} />
          <Button variant="warning">Put this mark</Button>
        </form>
        <p>
          <a href={paths.marks}>All seals and marks</a>
        </p>
      </div>
    ),
  };
}

/** A worker says that a record is their own, or of somebody close to them. */
export function declarePage(props: Whom & { typed: { who: string; words: string } }): Page {
  const { typed, errors } = props;
  const error = (href: string): string | undefined => errors.find((e) => e.href === href)?.text;
  return {
    title: ['This is me, or somebody close to me'],
    ...(errors.length > 0 ? { error: true } : {}),
    body: (
      <div class="app-narrow">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <h1 class="nhsuk-heading-l">
          <span class="nhsuk-caption-l">{props.name}</span>
          This is me, or somebody close to me
        </h1>
        <p>Say so, and the record is closed to you at once. The information-governance team is asked to restrict it to the teams that work with this person.</p>
        <form action={paths.declare(props.personId)} method="post" novalidate>
          <input type="hidden" name="csrf" value={props.csrf} />
          <Choices
            kind="radios"
            id="who"
            name="who"
            legend="Who is it?"
            legendSize="m"
            error={error('#who')}
            items={[
              { value: 'self', text: 'Me', checked: typed.who === 'self' },
              { value: 'close', text: 'Somebody close to me', hint: 'A relative, partner, friend, neighbour or colleague', checked: typed.who === 'close' },
            ]}
          />
          <TextArea id="words" name="words" label="Anything the team should know (optional)" rows={2} value={typed.words} />
          <Button>Close it to me</Button>
        </form>
        <p>
          <a href={paths.person(props.personId)}>Back to the record</a>
        </p>
      </div>
    ),
  };
}

export const declaredPage = (): Page => ({
  title: ['Thank you for saying so'],
  body: (
    <div class="app-narrow">
      <h1 class="nhsuk-heading-l">Thank you for saying so</h1>
      <InsetText>
        <p>The record is closed to you from now. The information-governance team has been asked to restrict it.</p>
      </InsetText>
      <p>
        <a href={paths.home}>Go to My work</a>
      </p>
    </div>
  ),
});

import type { HandMark } from '../../access/index.ts';
import { Button } from '../components/button.tsx';
import { DateField } from '../components/date-field.tsx';
import { Choices, TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { Details, ErrorSummary, NotificationBanner, type FieldError } from '../components/messages.tsx';
import { TextArea } from '../components/text-area.tsx';
import { paths } from '../paths.ts';
import { showDay } from '../words/dates.ts';
import { nameOfMark, standsMark } from '../words/marks.ts';
import { listWords } from '../words/person.ts';

export interface DayTyped {
  day: string;
  month: string;
  year: string;
}

export interface WishTyped {
  kind: string;
  categories: readonly string[];
  organisations: readonly string[];
  given: DayTyped;
  expires: DayTyped;
  words: string;
}

export interface WishesProps {
  personId: string;
  name: string;
  wishes: readonly HandMark[];
  categories: readonly { id: string; name: string }[];
  consentable: readonly { id: string; name: string }[];
  organisations: readonly { id: string; name: string }[];
  typed: WishTyped;
  errors: readonly FieldError[];
  done: string;
  today: string;
  csrf: string;
}

const doneWords: Readonly<Record<string, string>> = { recorded: 'Recorded, and in force.', withdrawn: 'Recorded that it was withdrawn.' };

/** What a person agreed to and objects to, and recording more of it. */
export function wishesPage(props: WishesProps): Page {
  const { typed, errors } = props;
  const error = (href: string): string | undefined => errors.find((e) => e.href === href)?.text;
  const named = (among: readonly { id: string; name: string }[], ids: readonly string[]): string => listWords(ids.map((id) => among.find((x) => x.id === id)?.name ?? id));
  const about = (wish: HandMark): string => {
    const what = wish.scope === null || wish.scope.categories.length === 0 ? 'Everything' : named(props.categories, wish.scope.categories);
    return wish.scope === null || wish.scope.organisations.length === 0 ? what : `${what}, with ${named(props.organisations, wish.scope.organisations)}`;
  };
  return {
    title: ['Consent and objections', props.name],
    ...(errors.length > 0 ? { error: true } : {}),
    body: (
      <div class="app-narrow app-narrow--wide">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        {doneWords[props.done] === undefined ? null : <NotificationBanner variant="success" text={doneWords[props.done]!} />}
        <p>
          <a href={paths.person(props.personId)}>Back to the record</a>
        </p>
        <h1 class="nhsuk-heading-l">
          <span class="nhsuk-caption-l">{props.name}</span>
          Consent and objections
        </h1>
        {props.wishes.length === 0 ? (
          <p>Nothing has been recorded. Most sharing here rests on law, not on consent; a person may still object to it.</p>
        ) : (
          <Table
            class="app-table"
            caption="Recorded so far"
            captionSize="m"
            responsive
            rows={props.wishes}
            columns={[
              { heading: 'What', cell: (w: HandMark) => nameOfMark(w) },
              { heading: 'About', cell: about },
              { heading: 'Given', cell: (w) => (w.givenOn === null ? '–' : showDay(w.givenOn)) },
              { heading: 'How', cell: (w) => `${w.words} (recorded by ${w.putBy})` },
              { heading: 'Stands', cell: (w) => standsMark(w, props.today) },
              { heading: 'Change', cell: (w) => (w.state === 'in-force' ? <Withdraw wish={w} {...props} /> : '–') },
            ]}
          />
        )}
        <h2 class="nhsuk-heading-m">Record another</h2>
        <form action={paths.wishes(props.personId)} method="post" novalidate>
          <input type="hidden" name="csrf" value={props.csrf} />
          <Choices
            kind="radios"
            id="kind"
            name="kind"
            legend="What did the person say?"
            legendSize="s"
            error={error('#kind')}
            items={[
              { value: 'objection', text: 'They object to sharing', hint: 'It stays with whoever holds it, unless a purpose overrides the objection in law, and then the page says why.', checked: typed.kind === 'objection' },
              ...(props.consentable.length === 0 ? [] : [{ value: 'consent', text: 'They agree to sharing', hint: `Needed before these are shared beyond whoever holds them: ${listWords(props.consentable.map((c) => c.name))}.`, checked: typed.kind === 'consent' }]),
            ]}
          />
          <Choices kind="checkboxes" id="categories" name="categories" legend="About which data?" legendSize="s" hint="An objection with nothing chosen is about everything." error={error('#categories')} small items={props.categories.map((c) => ({ value: c.id, text: c.name, checked: typed.categories.includes(c.id) }))} />
          <Choices kind="checkboxes" id="organisations" name="organisations" legend="Sharing with whom?" legendSize="s" hint="With nothing chosen, with anybody." small items={props.organisations.map((o) => ({ value: o.id, text: o.name, checked: typed.organisations.includes(o.id) }))} />
          <DateField id="given" legend="When they said so" hint={`For example, ${example(props.today)}`} {...typed.given} error={error('#given')} />
          <DateField id="expires" legend="Consent only: the last day it holds" hint="Leave empty for an objection" {...typed.expires} error={error('#expires')} />
          <TextArea id="words" name="words" label="How it was given, and where it is recorded" hint="For example: told me on a visit, with her daughter; form kept in the care record" rows={2} value={typed.words} error={error('#words')} />
          <Button>Record it</Button>
        </form>
      </div>
    ),
  };
}

const example = (today: string): string => today.split('-').toReversed().map(Number).join(' ');

function Withdraw(props: WishesProps & { wish: HandMark }) {
  const id = `how-${props.wish.id}`;
  const error = props.errors.find((e) => e.href === `#${id}`)?.text;
  return (
    <Details summary={<>Withdrawn<span class="nhsuk-u-visually-hidden"> {nameOfMark(props.wish)}</span></>} open={error !== undefined}>
      <form action={paths.withdrawWish(props.personId)} method="post" novalidate>
        <input type="hidden" name="csrf" value={props.csrf} />
        <input type="hidden" name="mark" value={props.wish.id} />
        <TextField id={id} name="why" label="How it was withdrawn" error={error} maxlength={500} />
        <Button variant="secondary" small>
          Record that it was withdrawn
        </Button>
      </form>
    </Details>
  );
}

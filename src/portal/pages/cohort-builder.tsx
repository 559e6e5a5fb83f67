import type { VNode } from 'preact';
import { aspects, mostCriteria, sentenceOf, summaryOf, type Aspect, type CohortCounted, type Criterion } from '../../radar/index.ts';
import { Button } from '../components/button.tsx';
import { Choices, TextField } from '../components/fields.tsx';
import { Funnel } from '../components/funnel.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../components/messages.tsx';
import { TextArea } from '../components/text-area.tsx';
import { withCriteria, writeCriteria } from '../http/cohort-form.ts';
import { paths } from '../paths.ts';
import { count } from '../words/person.ts';
import { AspectFields, aspectTitles, type FieldsProps } from './cohort-fields.tsx';

export interface SaveValues {
  title: string;
  about: string;
  shared: string;
  reason: string;
  /** `<id>/<version>` of the cohort this changes; empty for a new one. */
  of: string;
  copiedFrom: string;
}

export interface BuilderProps {
  criteria: readonly Criterion[];
  /** What is wrong with criteria already there, in their order. */
  faults: readonly { text: string }[];
  /** Null while there is a fault. */
  counted: CohortCounted | null;
  aspect: Aspect | null;
  fields: Omit<FieldsProps, 'aspect' | 'errors'>;
  /** Of the next criterion. */
  errors: readonly FieldError[];
  save: SaveValues;
  saveErrors: readonly FieldError[];
  csrf: string;
}

/** Fields of a saved cohort that go along while its criteria are changed. */
const kept = ({ save }: BuilderProps): Record<string, string> => Object.fromEntries(Object.entries(save).filter(([, value]) => value !== ''));

/** Making a cohort one criterion at a time: every step is a form of its own, and shows who is left. */
export function builderPage(props: BuilderProps): Page {
  const { criteria, counted, aspect, errors, saveErrors, faults } = props;
  const all = [...errors, ...saveErrors, ...faults];
  const editing = props.save.of !== '';
  const title = editing ? 'Change a cohort' : 'Make a cohort';
  return {
    title: [title, 'Cohorts'],
    at: 'cohorts',
    error: all.length > 0,
    body: (
      <div class="app-plain app-plain--wide">
        {all.length > 0 ? <ErrorSummary errors={all} /> : null}
        <p><a href={paths.cohorts}>All cohorts</a></p>
        <h1 class="nhsuk-heading-l">{title}</h1>
        <div class="app-builder">
          <section aria-labelledby="add-heading">
            <h2 class="nhsuk-heading-m" id="add-heading">Add a criterion</h2>
            <p>Everybody in the cohort fits all of its criteria.</p>
            <ul class="app-aspects" id="add">
              {aspects.filter((a) => a !== 'when').map((a) => (
                <li><a href={withCriteria(paths.cohortNew, criteria, { ...kept(props), add: a })} aria-current={a === aspect ? 'true' : undefined}>{aspectTitles[a]}</a></li>
              ))}
            </ul>
            {criteria.length >= mostCriteria ? <InsetText>A cohort has at most {mostCriteria} criteria.</InsetText> : aspect === null ? null : <Next {...props} aspect={aspect} />}
          </section>
          <section aria-labelledby="so-far">
            <h2 class="nhsuk-heading-m" id="so-far">So far</h2>
            <p>{summaryOf(criteria, props.fields.ground)}</p>
            {counted === null ? (
              <ul>{criteria.map((c, i) => <li>{sentenceOf(c, props.fields.ground)} <Remove {...props} at={i} /></li>)}</ul>
            ) : (
              <>
                <p class="app-cohort__count" aria-live="polite">{counted.people.toLocaleString('en-GB')} <span>{counted.people === 1 ? 'person' : 'people'}</span></p>
                <Funnel caption="How each criterion narrows them down" everybody={counted.everybody} steps={counted.funnel.map(({ criterion, words, left }) => ({ words, left, aside: <Remove {...props} at={criteria.findIndex((c) => JSON.stringify(c) === JSON.stringify(criterion))} words={words} /> }))} />
              </>
            )}
            {criteria.length === 0 || counted === null ? null : <Save {...props} counted={counted} />}
          </section>
        </div>
      </div>
    ),
  };
}

function Remove(props: BuilderProps & { at: number; words?: string }): VNode {
  return (
    <a href={withCriteria(paths.cohortNew, props.criteria.filter((_, i) => i !== props.at), kept(props))}>
      Remove<span class="nhsuk-u-visually-hidden">: {props.words ?? sentenceOf(props.criteria[props.at]!, props.fields.ground)}</span>
    </a>
  );
}

function Next(props: BuilderProps & { aspect: Aspect }): VNode {
  return (
    <form method="get" action={paths.cohortNew}>
      {[...writeCriteria(props.criteria), ...Object.entries(kept(props)), ['add', props.aspect], ['put', 'yes']].map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      <h3 class="nhsuk-heading-s">{aspectTitles[props.aspect]}</h3>
      <AspectFields {...props.fields} aspect={props.aspect} errors={props.errors} />
      <Button small>Add</Button>
    </form>
  );
}

function Save(props: BuilderProps & { counted: CohortCounted }): VNode {
  const { save, saveErrors } = props;
  const error = (field: string): string | undefined => saveErrors.find((e) => e.href === `#${field}`)?.text;
  const editing = save.of !== '';
  return (
    <form method="post" action={paths.cohorts}>
      <h3 class="nhsuk-heading-s">Save it, and open the list of {count(props.counted.people, 'person', 'people')}</h3>
      <input type="hidden" name="csrf" value={props.csrf} />
      {writeCriteria(props.criteria).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      <input type="hidden" name="of" value={save.of} />
      <input type="hidden" name="copiedFrom" value={save.copiedFrom} />
      <TextField id="title" name="title" label="What to call it" value={save.title} error={error('title')} maxlength={120} autocomplete="off" />
      <TextArea id="about" name="about" label="What somebody would do for them" value={save.about} rows={2} />
      <Choices
        kind="radios"
        small
        id="shared"
        name="shared"
        legend="Who may open it"
        error={error('shared')}
        items={[
          { value: 'own', text: 'Only me', checked: save.shared === '' || save.shared === 'own' },
          { value: 'team', text: 'My team', checked: save.shared === 'team' },
          { value: 'counts', text: 'My team; and commissioners may see counts', hint: 'They see no person, and no number below ten', checked: save.shared === 'counts' },
        ]}
      />
      {editing ? <TextField id="reason" name="reason" label="What you changed, and why" value={save.reason} error={error('reason')} maxlength={300} autocomplete="off" /> : null}
      <Button small>{editing ? 'Save this version' : 'Save'}</Button>
    </form>
  );
}

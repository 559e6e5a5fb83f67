import type { VNode } from 'preact';
import { Button } from '../components/button.tsx';
import { DateField } from '../components/date-field.tsx';
import { Choices, TextField, type TextFieldProps } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../components/messages.tsx';
import type { IntakeField, IntakeValues } from '../http/intake-form.ts';
import { paths } from '../paths.ts';

export interface AddPersonProps {
  /** Where the form is sent. */
  action: string;
  /** The form's own id. */
  entry: string;
  csrf: string;
  values: IntakeValues;
  errors: readonly FieldError[];
  /** Correcting what was recorded, instead of recording somebody new. */
  correcting: { personId: string } | null;
}

/** Recording somebody by hand, or correcting what was recorded. Nothing is kept before the next page has shown who it may already be. */
export function addPersonPage(props: AddPersonProps): Page {
  const { values, errors, correcting } = props;
  const error = (name: string): string | undefined => errors.find((e) => e.href === `#${name}`)?.text;
  const text = (name: IntakeField, label: string, more: Partial<TextFieldProps> = {}): VNode => (
    <TextField id={name} name={name} label={label} value={values[name]} error={error(name)} autocomplete="off" maxlength={name === 'reason' ? 500 : 200} {...more} />
  );
  return {
    title: [correcting === null ? 'Add a person' : 'Correct what was recorded'],
    at: 'find',
    error: errors.length > 0,
    body: (
      <div class="app-plain app-form">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        {correcting === null ? null : (
          <p>
            <a href={paths.personPage(correcting.personId, 'sources')}>Back to their sources</a>
          </p>
        )}
        <h1 class="nhsuk-heading-l">{correcting === null ? 'Add a person' : 'Correct what was recorded'}</h1>
        {correcting === null ? (
          <p>
            For somebody whom no service has sent yet. Give what you know and leave the rest empty. Before anything is kept, the next page shows who they may already be.
          </p>
        ) : (
          <InsetText>
            <p>What you change takes the place of what was recorded. What was typed before is kept, with who typed it and when.</p>
          </InsetText>
        )}
        <form action={props.action} method="post" noValidate>
          <input type="hidden" name="csrf" value={props.csrf} />
          <input type="hidden" name="entry" value={props.entry} />
          <h2 class="app-subtitle">Who they are</h2>
          <div class="app-form__row">
            {text('given', 'Given names', { hint: 'The first one first' })}
            {text('family', 'Surname', { hint: 'As on their documents' })}
          </div>
          <div class="app-form__row">
            {text('otherFamily', 'Other surnames', { hint: 'Maiden, married or earlier, with commas between' })}
            {text('preferredName', 'Likes to be called')}
          </div>
          <DateField id="birth" legend="Date of birth" hint="As much as is known: 14 7 1943, or 7 1943, or 1943" error={error('birth')} day={values['birth-day']} month={values['birth-month']} year={values['birth-year']} />
          <Choices kind="checkboxes" small id="estimated" name="estimated" legend="Is it an estimate?" legendSize="s" items={[{ value: 'yes', text: 'It is an estimate', hint: 'Then only the year is compared with other records', checked: values.estimated === 'yes' }]} />
          <Choices
            kind="radios"
            small
            inline
            id="gender"
            name="gender"
            legend="Gender"
            legendSize="s"
            items={([['female', 'Female'], ['male', 'Male'], ['other', 'Other'], ['unknown', 'Not known']] as const).map(([value, words]) => ({ value, text: words, checked: values.gender === value }))}
          />
          {text('nhsNumber', 'NHS number', { hint: '10 digits, such as 999 012 3456', width: 20 })}
          <h2 class="app-subtitle">Where they are and how to reach them</h2>
          <div class="app-form__row">
            {text('addressLine1', 'Address line 1')}
            {text('addressLine2', 'Address line 2')}
          </div>
          <div class="app-form__row">
            {text('town', 'Town')}
            {text('postcode', 'Postcode', { width: 10 })}
            {text('uprn', 'UPRN', { hint: 'Property number, if you have it', width: 20 })}
          </div>
          <div class="app-form__row">
            {text('phone', 'Telephone', { width: 20 })}
            {text('email', 'Email')}
          </div>
          <h2 class="app-subtitle">Somebody to contact about them</h2>
          <div class="app-form__row">
            {text('contactName', 'Their name')}
            {text('contactRelationship', 'What they are to them', { hint: 'Such as daughter, neighbour' })}
            {text('contactPhone', 'Their telephone', { width: 20 })}
          </div>
          <h2 class="app-subtitle">Language</h2>
          {text('language', 'Language they speak best')}
          <Choices
            kind="radios"
            small
            inline
            id="interpreterNeeded"
            name="interpreterNeeded"
            legend="Do they need an interpreter?"
            legendSize="s"
            items={([['yes', 'Yes'], ['no', 'No'], ['', 'Not known']] as const).map(([value, words]) => ({ value, text: words, checked: values.interpreterNeeded === value }))}
          />
          <h2 class="app-subtitle">Why this is recorded</h2>
          {text('source', 'Where this comes from', { hint: 'Who told you, such as “their neighbour, by telephone”' })}
          {text('reason', correcting === null ? 'Why you are recording them' : 'Why it is corrected', { hint: 'Shown in their chronology to those who may see who they are' })}
          <Button>Continue</Button>
        </form>
      </div>
    ),
  };
}

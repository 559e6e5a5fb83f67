import type { VNode } from 'preact';
import { showNhsNumber } from '../../kernel/index.ts';
import type { LikelyPerson } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { ErrorSummary, InsetText, WarningCallout, type FieldError } from '../components/messages.tsx';
import { Tag } from '../components/tag.tsx';
import { intakeFields, type IntakeValues } from '../http/intake-form.ts';
import { paths } from '../paths.ts';
import { showBorn, showDay } from '../words/dates.ts';
import { agreeWords, likelyWords } from '../words/likely.ts';
import { count, genders, listWords, showWhereabouts } from '../words/person.ts';

export interface LikelyProps {
  action: string;
  entry: string;
  csrf: string;
  values: IntakeValues;
  /** Who it may already be, likeliest first, each as far as the reader may know of them. */
  likely: readonly LikelyPerson[];
  /** Somebody among them is so likely that a reason is needed. */
  strong: boolean;
  nobodyElse: string;
  errors: readonly FieldError[];
  today: string;
  correcting: boolean;
}

function Typed(props: { values: IntakeValues }): VNode {
  const { values } = props;
  const birth = [values['birth-year'], values['birth-month'], values['birth-day']].filter((part) => part !== '').map((part) => part.padStart(2, '0')).join('-');
  const rows: [string, string][] = [
    ['Name', [values.given, values.family].filter(Boolean).join(' ')],
    ['Born', birth === '' ? '' : `${/^[\d-]+$/.test(birth) ? showDay(birth) : [values['birth-day'], values['birth-month'], values['birth-year']].join(' ')}${values.estimated === 'yes' ? ', estimated' : ''}`],
    ['NHS number', values.nhsNumber],
    ['Address', [values.addressLine1, values.addressLine2, values.town, values.postcode].filter(Boolean).join(', ')],
    ['Telephone', values.phone],
  ];
  return (
    <dl class="app-fields app-typed">
      {rows.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value === '' ? 'Not given' : value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Likely(props: { likely: LikelyPerson; today: string }): VNode {
  const { person, candidate } = props.likely;
  const words = likelyWords(candidate);
  if (person.kind === 'restricted') {
    return (
      <li class="app-found app-found--restricted">
        <h3 class="app-found__name">{person.displayName}</h3> <Tag colour="red">Restricted</Tag>
        <p>
          <b>{words}</b>. This record is restricted and does not open for your team and purpose. If it may be them, do not add them again: ask the service that holds it or your information governance lead.
        </p>
      </li>
    );
  }
  const { summary } = person;
  const { agrees, differs } = agreeWords(candidate);
  return (
    <li class={`app-found${candidate.band === 'join' ? ' app-found--likely' : ''}`}>
      <h3 class="app-found__name">
        <a href={paths.person(summary.personId)}>{summary.displayName}</a>
      </h3>{' '}
      <Tag colour={candidate.band === 'join' ? 'orange' : candidate.band === 'review' ? 'yellow' : 'grey'}>{words}</Tag>
      {summary.deceased === null ? null : (
        <>
          {' '}
          <Tag colour="grey">Has died</Tag>
        </>
      )}
      <dl class="app-fields">
        <div>
          <dt>Born</dt>
          <dd>{showBorn(summary.birthDate, props.today, summary.deceased !== null)}</dd>
        </div>
        <div>
          <dt>Gender</dt>
          <dd>{genders[summary.gender]}</dd>
        </div>
        <div>
          <dt>NHS number</dt>
          <dd>{summary.nhsNumber === null ? 'Not known' : showNhsNumber(summary.nhsNumber)}</dd>
        </div>
        <div>
          <dt>Address</dt>
          <dd>{showWhereabouts(summary)}</dd>
        </div>
      </dl>
      <p class="app-found__matched">
        {agrees.length === 0 ? null : <>Agrees: {listWords(agrees)}. </>}
        {differs.length === 0 ? null : <b>Differs: {listWords(differs)}. </b>}
        {candidate.guard === null || candidate.band === 'join' ? null : 'Twins and relatives share what these share: look closely.'}
      </p>
      <p class="app-found__open">
        <a href={paths.person(summary.personId)}>
          Open their page<span class="nhsuk-u-visually-hidden">: {summary.displayName}</span>
        </a>
      </p>
    </li>
  );
}

/** Who somebody may already be, before anything is kept. */
export function likelyPage(props: LikelyProps): Page {
  const { likely, strong, errors } = props;
  const heading = likely.length === 0 ? 'Nobody like this is known' : strong ? 'They may be here already' : 'Is it one of these?';
  return {
    title: [heading, props.correcting ? 'Correct what was recorded' : 'Add a person'],
    at: 'find',
    error: errors.length > 0,
    body: (
      <div class="app-plain app-form">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <h1 class="nhsuk-heading-l">{heading}</h1>
        <Typed values={props.values} />
        {likely.length === 0 ? (
          <InsetText>
            <p>Kith compared this with every record it holds. Somebody may still be known to a service that does not share with you.</p>
          </InsetText>
        ) : (
          <>
            <h2 class="app-results">{count(likely.length, 'person', 'people')} who may be the same</h2>
            <ol class="app-founds">
              {likely.map((one) => (
                <Likely likely={one} today={props.today} />
              ))}
            </ol>
          </>
        )}
        <form action={props.action} method="post" noValidate>
          <input type="hidden" name="csrf" value={props.csrf} />
          <input type="hidden" name="entry" value={props.entry} />
          {intakeFields.filter((name) => props.values[name] !== '').map((name) => (
            <input type="hidden" name={name} value={props.values[name]} />
          ))}
          {strong ? (
            <>
              <WarningCallout heading="Adding somebody twice can harm them" level={2}>
                What is known under one record is missing from the other. If one of these is the person, open their page instead.
              </WarningCallout>
              <TextField
                id="nobodyElse"
                name="nobodyElse"
                label="How you know that it is none of these"
                hint="Kept as a decision: the records will not be joined. Anybody who reviews links can undo it."
                value={props.nobodyElse}
                error={errors.find((e) => e.href === '#nobodyElse')?.text}
                maxlength={500}
                autocomplete="off"
              />
            </>
          ) : null}
          <div class="nhsuk-button-group">
            <Button name="step" value="keep">
              {props.correcting ? 'Keep the correction' : likely.length === 0 ? 'Add this person' : 'None of these: add this person'}
            </Button>
            <Button name="step" value="change" variant="secondary">
              Change what I typed
            </Button>
          </div>
        </form>
      </div>
    ),
  };
}

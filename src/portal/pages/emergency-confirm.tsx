import type { VNode } from 'preact';
import type { EmergencyAsk, EmergencyTerms, Level, RunningEmergency } from '../../access/index.ts';
import { Button } from '../components/button.tsx';
import { Choices } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList } from '../components/lists.tsx';
import { ErrorSummary, InsetText, NotificationBanner, WarningCallout, type FieldError } from '../components/messages.tsx';
import { TextArea } from '../components/text-area.tsx';
import { paths } from '../paths.ts';
import { showInstant } from '../words/dates.ts';
import { listWords } from '../words/person.ts';
import { levels } from '../words/levels.ts';

export interface ConfirmProps {
  personId: string;
  /** Null where the reader is not shown who it is. */
  name: string | null;
  restricted: boolean;
  opens: readonly { category: string; from: Level; to: Level }[];
  running: RunningEmergency | null;
  terms: EmergencyTerms;
  categories: readonly { id: string; name: string }[];
  contact: string;
  typed: EmergencyAsk;
  errors: readonly FieldError[];
  /** The reader has just ended it. */
  ended: boolean;
  today: string;
  csrf: string;
}

const hours = (minutes: number): string => (minutes % 60 === 0 ? `${minutes / 60} ${minutes === 60 ? 'hour' : 'hours'}` : `${minutes} minutes`);

function WhatOpens(props: ConfirmProps): VNode {
  const names = new Map(props.categories.map(({ id, name }) => [id, name]));
  return (
    <>
      <h2 class="nhsuk-heading-m">What would open</h2>
      <SummaryList class="app-summary" rows={props.opens.map(({ category, from, to }) => ({ key: names.get(category) ?? category, value: `${levels[to].words}, instead of ${levels[from].words.toLowerCase()}` }))} />
      <p>What else there is stays as it is. Where somebody lives stays hidden if it is hidden to keep them safe.</p>
    </>
  );
}

function Ask(props: ConfirmProps): VNode {
  const { terms, typed, errors } = props;
  const error = (href: string): string | undefined => errors.find((e) => e.href === href)?.text;
  const secret = terms.reasons.filter((r) => r.mayKeepFromPerson !== null);
  return (
    <>
      <WhatOpens {...props} />
      <WarningCallout heading="What happens if you go on" level={2}>
        It lasts {hours(terms.minutes)}, for you and this person alone, and ends by itself. Every page you open is marked in the person’s log as emergency access. The {terms.reviewedBy} judges it within {terms.workingDays} working days, and sees what you wrote and
        what you opened. The person is told by letter that a worker of your team opened their record, when and why.
      </WarningCallout>
      <form action={paths.emergency(props.personId)} method="post" novalidate>
        <input type="hidden" name="csrf" value={props.csrf} />
        <Choices
          kind="radios"
          id="reason"
          name="reason"
          legend="Why do you need it?"
          legendSize="m"
          error={error('#reason')}
          items={terms.reasons.map(({ id, name }) => ({ value: id, text: name, checked: typed.reason === id }))}
        />
        <TextArea id="words" name="words" label="What has happened" hint={`At least ${terms.leastWords} words. The ${terms.reviewedBy} reads it.`} rows={4} value={typed.words} error={error('#words')} />
        {secret.length === 0 ? null : (
          <TextArea
            id="keptBack"
            name="keptBack"
            label="Only if telling the person would be unsafe: say why"
            hint={`Leave it empty and they are told. They may be left untold only for: ${listWords(secret.map((r) => `${r.name} (${r.mayKeepFromPerson?.toLowerCase() ?? ''})`))}.`}
            rows={2}
            value={typed.keptBack}
            error={error('#keptBack')}
          />
        )}
        <Button variant="warning">Open this record</Button>
      </form>
      <p>
        <a href={paths.find}>Leave it closed</a>
      </p>
    </>
  );
}

function Running(props: { personId: string; running: RunningEmergency; today: string; csrf: string }): VNode {
  return (
    <>
      <InsetText>
        <p>This record is open to you in an emergency until {showInstant(props.running.until.toISOString(), props.today)}.</p>
      </InsetText>
      <p>
        <a href={paths.person(props.personId)}>Go to the record</a>
      </p>
      <form action={paths.endEmergency(props.personId)} method="post">
        <input type="hidden" name="csrf" value={props.csrf} />
        <input type="hidden" name="id" value={props.running.id} />
        <Button variant="secondary">End it now</Button>
      </form>
    </>
  );
}

/** Before a record is opened in an emergency: what would open, what follows, and why. */
export function confirmPage(props: ConfirmProps): Page {
  return {
    title: ['Confirm access in an emergency'],
    ...(props.errors.length > 0 ? { error: true } : {}),
    body: (
      <div class="app-narrow">
        {props.errors.length === 0 ? null : <ErrorSummary errors={props.errors} />}
        {props.ended ? <NotificationBanner variant="success" text="Emergency access has ended." /> : null}
        <h1 class="nhsuk-heading-l">
          <span class="nhsuk-caption-l">{props.name ?? 'A person you have found'}</span>
          Confirm access in an emergency
        </h1>
        {props.restricted ? <p>This record is restricted: it is open only to teams named as working with this person.</p> : null}
        {props.running !== null ? (
          <Running personId={props.personId} running={props.running} today={props.today} csrf={props.csrf} />
        ) : props.opens.length === 0 ? (
          <>
            <p>Emergency access would open nothing more of this record for your team. If you need more, ring {props.contact}.</p>
            <p>
              <a href={paths.person(props.personId)}>Go to the record</a>
            </p>
          </>
        ) : (
          <Ask {...props} />
        )}
      </div>
    ),
  };
}

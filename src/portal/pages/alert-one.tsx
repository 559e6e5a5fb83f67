import type { ComponentChildren, VNode } from 'preact';
import type { AlertDetail, AlertRules, Step, Told } from '../../radar/index.ts';
import { Button } from '../components/button.tsx';
import { DateField } from '../components/date-field.tsx';
import { Choices, TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { Details, ErrorSummary, InsetText, NotificationBanner, WarningCallout, type FieldError } from '../components/messages.tsx';
import { paths } from '../paths.ts';
import { lasting, stateOf, stepWords, toldHow, toldWhy, type AlertNames } from '../words/alerts.ts';
import { showBorn, showDay, showInstant } from '../words/dates.ts';
import { SeverityTag, type Named } from './alert-list.tsx';

export interface AlertOneProps {
  detail: AlertDetail;
  rules: Pick<AlertRules, 'dismissals' | 'outcomes' | 'severities' | 'longestSnoozeDays'>;
  names: AlertNames;
  cardTitle: string;
  contactName: (id: string) => string;
  categoryName: (id: string) => string;
  /** Whether the reader may open the page on what is changing for a person. */
  mayRisk: boolean;
  /** Teams it may be passed to. */
  teams: readonly Named[];
  colleagues: readonly Named[];
  userId: string;
  now: Date;
  today: string;
  csrf: string;
  /** What the form that was refused said. */
  typed: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
  done: boolean;
}

/** A form that does one thing with the alert; open where it was refused, or where it is what comes next. */
function Act(props: { page: AlertOneProps; does: string; title: string; button: string; open?: boolean; children: ComponentChildren }): VNode {
  const { page, does } = props;
  return (
    <Details summary={props.title} open={props.open === true || page.typed.do === does} class="app-no-print">
      <form action={paths.alert(page.detail.alert.alertId)} method="post">
        <Hidden page={page} does={does} />
        {props.children}
        <Button small>{props.button}</Button>
      </form>
    </Details>
  );
}

const Hidden = (props: { page: AlertOneProps; does: string }): VNode => (
  <>
    <input type="hidden" name="csrf" value={props.page.csrf} />
    <input type="hidden" name="revision" value={String(props.page.detail.alert.revision)} />
    <input type="hidden" name="do" value={props.does} />
  </>
);

const At = (props: { page: AlertOneProps; does: string; button: string; primary?: boolean }): VNode => (
  <form action={paths.alert(props.page.detail.alert.alertId)} method="post" class="app-inline">
    <Hidden page={props.page} does={props.does} />
    <Button small {...(props.primary === true ? {} : { variant: 'secondary' })}>
      {props.button}
    </Button>
  </form>
);

function Forms(props: { page: AlertOneProps }): VNode {
  const { page } = props;
  const { alert } = page.detail;
  const error = (href: string): string | undefined => page.errors.find((e) => e.href === href)?.text;
  const said = (does: string, field: string): string => (page.typed.do === does ? (page.typed[field] ?? '') : '');
  const untaken = alert.state === 'raised' || alert.state === 'seen';
  const choose = (does: string, field: string, legend: string, items: readonly Named[]): VNode => (
    <Choices kind="radios" id={`${does}-${field}`} name={field} legend={legend} small error={error(`#${does}-${field}`)} items={items.map((i) => ({ value: i.id, text: i.name, checked: said(does, field) === i.id }))} />
  );
  const note = (does: string, label: string, hint?: string): VNode => (
    <TextField id={`${does}-note`} name="note" label={label} {...(hint === undefined ? {} : { hint })} error={error(`#${does}-note`)} value={said(does, 'note')} maxlength={1000} autocomplete="off" />
  );
  return (
    <section aria-label="What to do about it" class="app-no-print">
      <h2 class="app-subtitle">What to do about it</h2>
      <div class="app-buttons">
        {alert.state === 'raised' ? <At page={page} does="see" button="I have seen it" /> : null}
        {alert.assignee === page.userId ? <At page={page} does="let-go" button="Let it go" /> : <At page={page} does="take" button="Take it" />}
        {alert.snoozedUntil === null ? null : <At page={page} does="wake" button="Bring it back now" />}
        {alert.checkPerson ? <At page={page} does="confirm-person" button="It is about this person" /> : null}
      </div>
      {untaken ? (
        <>
          <Act page={page} does="accept" title="Accept: somebody will act on it" button="Accept" open={page.typed.do === undefined}>
            {note('accept', 'What happens next (optional)')}
          </Act>
          <Act page={page} does="dismiss" title="Dismiss: nothing needs doing" button="Dismiss">
            {choose('dismiss', 'reason', 'Why nothing needs doing', page.rules.dismissals)}
            {note('dismiss', 'More about why (optional)', 'Reasons teach the scorecard’s owner where it is wrong.')}
          </Act>
        </>
      ) : null}
      {alert.state === 'case' ? null : (
        <Act page={page} does="open-case" title="A case has been opened" button="Keep the reference">
          <TextField id="open-case-reference" name="reference" label="Its reference" hint="As the system that holds it has it." error={error('#open-case-reference')} value={said('open-case', 'reference')} width={20} maxlength={60} autocomplete="off" />
        </Act>
      )}
      {untaken ? null : (
        <Act page={page} does="end" title="End it: what came of it" button="End" open={page.typed.do === undefined}>
          {choose('end', 'outcome', 'What came of it', page.rules.outcomes)}
          {note('end', 'More about it (optional)')}
        </Act>
      )}
      {alert.state === 'case' ? null : (
        <Act page={page} does="snooze" title="Put it off until a day" button="Put off">
          <DateField id="until" legend="Until when" hint={`It comes back that morning, or before if it gets worse. At most ${page.rules.longestSnoozeDays} days.`} error={error('#until')} day={said('snooze', 'until-day')} month={said('snooze', 'until-month')} year={said('snooze', 'until-year')} />
          {note('snooze', 'Why it can wait')}
        </Act>
      )}
      <Act page={page} does="assign" title="Give it to a colleague" button="Give">
        {choose('assign', 'user', 'To whom', page.colleagues)}
      </Act>
      {page.teams.length === 0 ? null : (
        <Act page={page} does="transfer" title="Pass it to another team" button="Pass on">
          {choose('transfer', 'team', 'To which team', page.teams)}
          {note('transfer', 'Why it is theirs')}
        </Act>
      )}
      <Act page={page} does="note" title="Write a note" button="Keep the note">
        {note('note', 'Note')}
      </Act>
    </section>
  );
}

/** One alert: whom it is about, why it was raised, what was done about it, who was told, and what can be done now. */
export function alertOnePage(props: AlertOneProps): Page {
  const { detail, names, today, now } = props;
  const { alert, person, reasons, steps, told, earlier, undo } = detail;
  const closed = alert.state === 'closed';
  return {
    title: [`Alert A${alert.number}`],
    at: 'alerts',
    error: props.errors.length > 0,
    body: (
      <div class="app-plain">
        {props.errors.length === 0 ? null : <ErrorSummary errors={props.errors} />}
        {props.done ? (
          <NotificationBanner variant="success">
            <p class="nhsuk-notification-banner__heading">{steps[0] === undefined ? 'Done.' : stepWords(steps[0], names)}</p>
          </NotificationBanner>
        ) : null}
        <p>
          <a href={paths.alerts}>All alerts of {names.team(alert.team)}</a>
        </p>
        <h1 class="nhsuk-heading-l">
          {props.cardTitle}: {person.name}
        </h1>
        {alert.checkPerson ? (
          <WarningCallout heading="Check whose this is" level={2}>
            Records of this person turned out to be of two people, and what this alert rests on does not say which of them it is about.
          </WarningCallout>
        ) : null}
        <SummaryList
          class="app-summary"
          rows={[
            { key: 'Alert', value: `A${alert.number}` },
            { key: 'Person', value: <><a href={paths.person(person.personId)}>{person.name}</a>, born {showBorn(person.born, today, person.died)}</> },
            { key: 'How urgent', value: <SeverityTag severities={props.rules.severities} id={alert.severity} /> },
            { key: 'How it stands', value: `${stateOf(alert)}${alert.snoozedUntil === null ? '' : ` until ${showInstant(alert.snoozedUntil.toISOString(), today)}`}${alert.because === null ? '' : `: ${names.reason(alert.because)}`}` },
            { key: closed ? 'Raised' : 'Waiting', value: closed ? showInstant(alert.raisedAt.toISOString(), today) : `For ${lasting(alert.raisedAt, now)}, since ${showInstant(alert.raisedAt.toISOString(), today)}${alert.state === 'raised' && alert.dueAt !== null ? (alert.dueAt < now ? `; overdue since ${showInstant(alert.dueAt.toISOString(), today)}` : `; to be seen by ${showInstant(alert.dueAt.toISOString(), today)}`) : ''}` },
            { key: 'Whose', value: `${names.team(alert.team)}, ${alert.assigneeName ?? 'nobody’s yet'}` },
            ...(alert.caseReference === null ? [] : [{ key: 'Case', value: alert.caseReference }]),
          ]}
        />
        <h2 class="app-subtitle">Why</h2>
        {reasons.reasons.length === 0 ? (
          <InsetText>
            <p>Nothing of what this rests on is shared with you. Ask the team whose scorecard it is.</p>
          </InsetText>
        ) : (
          <Table
            class="app-table"
            caption={`What the score of ${reasons.score} is made of`}
            responsive
            firstCellIsHeader
            rows={reasons.reasons}
            columns={[
              { heading: 'What', cell: (r) => r.label },
              { heading: 'Kind of data', cell: (r) => props.categoryName(r.category) },
              { heading: 'Newest', cell: (r) => (r.dated === null ? <span class="app-quiet">Not said</span> : showDay(r.dated)) },
              { heading: 'Points', numeric: true, cell: (r) => String(r.points) },
            ]}
          />
        )}
        <p class="app-quiet">
          You may not see everything this rests on. A score is a reason to look; what to do is for you to decide.{' '}
          {props.mayRisk ? <a href={paths.personPage(person.personId, 'risk')}>What is changing for this person, as it stands now</a> : null}
        </p>
        {closed ? null : <Forms page={props} />}
        {undo === null ? null : (
          <div class="app-no-print">
            <p>The last thing done: {stepWords(undo, names)}</p>
            <At page={props} does="undo" button="Undo it" />
          </div>
        )}
        <Table
          class="app-table"
          caption="History"
          captionSize="m"
          responsive
          rows={steps}
          columns={[
            { heading: 'When', cell: (s: Step) => showInstant(s.at.toISOString(), today) },
            { heading: 'What', cell: (s) => <>{stepWords(s, names)}{s.undoneAt === null ? null : <span class="app-block app-quiet">Undone {showInstant(s.undoneAt.toISOString(), today)}</span>}{s.note === null ? null : <span class="app-block">{s.note}</span>}</> },
            { heading: 'By', cell: (s) => (s.userName === null ? 'Kith' : `${s.userName}, ${names.team(s.team)}`) },
          ]}
        />
        {told.length === 0 ? (
          <p>Nobody was told but by the list itself.</p>
        ) : (
          <Table
            class="app-table"
            caption="Who was told"
            captionSize="m"
            responsive
            rows={told}
            columns={[
              { heading: 'Who', cell: (t: Told) => props.contactName(t.contact) },
              { heading: 'Why', cell: (t) => toldWhy(t) },
              { heading: 'When', cell: (t) => showInstant(t.madeAt.toISOString(), today) },
              { heading: 'What became of it', cell: (t) => toldHow(t, today) },
            ]}
          />
        )}
        {earlier.length === 0 ? null : (
          <Table
            class="app-table"
            caption="Earlier alerts of this kind"
            captionSize="m"
            responsive
            rows={earlier}
            columns={[
              { heading: 'Alert', cell: (a) => <a href={paths.alert(a.alertId)}>A{a.number}</a> },
              { heading: 'Raised', cell: (a) => showInstant(a.raisedAt.toISOString(), today) },
              { heading: 'Became', cell: (a) => `${stateOf(a)}${a.because === null ? '' : `: ${names.reason(a.because)}`}` },
            ]}
          />
        )}
      </div>
    ),
  };
}

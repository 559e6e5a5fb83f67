import type { ComponentChildren, VNode } from 'preact';
import type { CaseDetail, Task } from '../../../pathways/index.ts';
import { Button } from '../../components/button.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Choices, TextField } from '../../components/fields.tsx';
import { Details, type FieldError } from '../../components/messages.tsx';
import { SelectField } from '../../components/select.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { paths } from '../../paths.ts';
import type { Following } from '../../words/what-follows.ts';

export interface CaseActsProps {
  detail: CaseDetail;
  csrf: string;
  userId: string;
  colleagues: readonly { id: string; name: string }[];
  teams: readonly { id: string; name: string }[];
  roles: readonly string[];
  follows: ReadonlyMap<number, Following>;
  /** What the form that was refused said. */
  typed: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
}

type Part = 'ways' | 'more' | 'offered' | 'task';

const Hidden = (props: { page: CaseActsProps; does: string }): VNode => (
  <>
    <input type="hidden" name="csrf" value={props.page.csrf} />
    <input type="hidden" name="revision" value={String(props.page.detail.case.revision)} />
    <input type="hidden" name="do" value={props.does} />
  </>
);

function Act(props: { page: CaseActsProps; does: string; title: string; button: string; open?: boolean; children: ComponentChildren }): VNode {
  const { page, does } = props;
  return (
    <Details summary={props.title} open={props.open === true || page.typed.do === does} class="app-no-print">
      <form action={paths.case(page.detail.case.caseId)} method="post">
        <Hidden page={page} does={does} />
        {props.children}
        <Button small>{props.button}</Button>
      </form>
    </Details>
  );
}

const At = (props: { page: CaseActsProps; does: string; button: string; primary?: boolean; extra?: Record<string, string> }): VNode => (
  <form action={paths.case(props.page.detail.case.caseId)} method="post" class="app-inline">
    <Hidden page={props.page} does={props.does} />
    {Object.entries(props.extra ?? {}).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
    <Button small {...(props.primary === true ? {} : { variant: 'secondary' })}>{props.button}</Button>
  </form>
);

/** What can be done with a case: ways on, an offer to answer, a task, and everything else. */
export function CaseActs(props: CaseActsProps & { part: Part; task?: Task }): VNode {
  if (props.part === 'ways') return <Ways page={props} />;
  if (props.part === 'offered') return <Offered page={props} />;
  if (props.part === 'task' && props.task !== undefined) return <TaskActs page={props} task={props.task} />;
  return <More page={props} />;
}

const said = (page: CaseActsProps, does: string, field: string): string => (page.typed.do === does ? (page.typed[field] ?? '') : '');
const error = (page: CaseActsProps, href: string): string | undefined => page.errors.find((e) => e.href === href)?.text;
const note = (page: CaseActsProps, does: string, label: string, hint?: string): VNode => (
  <TextArea id={`${does}-note`} name="note" label={label} {...(hint === undefined ? {} : { hint })} rows={2} error={error(page, `#${does}-note`)} value={said(page, does, 'note')} />
);

/** The ways on from here, each with what it brings. Those that another takes, or that something holds up, say why. */
function Ways(props: { page: CaseActsProps }): VNode {
  const { page } = props;
  return (
    <div class="app-ways">
      {page.detail.actions.filter((a) => !a.byItself || a.can).map((action, i) => {
        const follows = page.follows.get(action.transition);
        const does = `go-${action.transition}`;
        const lines = follows === undefined || follows.lines.length === 0 ? null : <ul class="app-ways__lines">{follows.lines.map((line) => <li>{line}</li>)}</ul>;
        if (!action.can) return <div class="app-ways__one"><p><b>{action.action}</b> <span class="app-quiet">to “{action.toTitle}”. {action.because}</span></p></div>;
        return (
          <form class="app-ways__one app-no-print" action={paths.case(page.detail.case.caseId)} method="post">
            <Hidden page={page} does="go" />
            <input type="hidden" name="transition" value={String(action.transition)} />
            {action.note ? note(page, does, `${action.action}: hand-over note`, 'For whoever takes it on: what they need to know that is not in the form.') : null}
            <Button small {...(i === 0 ? {} : { variant: 'secondary' as const })}>{action.action}</Button>
            <span class="app-quiet app-ways__to"> {action.ends ? 'Ends the case' : 'Goes on'}: {action.toTitle}</span>
            {lines}
          </form>
        );
      })}
    </div>
  );
}

function Offered(props: { page: CaseActsProps }): VNode {
  const { page } = props;
  const offer = page.detail.offered!;
  return (
    <section class="app-offer" aria-labelledby="offered">
      <h2 id="offered">This case is offered to your team</h2>
      <p>By {offer.offeredByName}, {page.detail.teamName}: “{offer.note}”</p>
      <At page={page} does="accept" button="Take it on" primary />
      <Act page={page} does="reject" title="Do not take it on" button="Do not take it on">{note(page, 'reject', 'Why it is not yours')}</Act>
    </section>
  );
}

function TaskActs(props: { page: CaseActsProps; task: Task }): VNode {
  const { page, task } = props;
  const extra = { task: task.taskId };
  return (
    <div class="app-no-print">
      <At page={page} does="task-done" button={`Done`} extra={extra} />{' '}
      <Act page={page} does={`task-not-needed-${task.taskId}`} title="Not needed, or for somebody else" button="Not needed">
        <input type="hidden" name="task" value={task.taskId} />
        {note(page, `task-not-needed-${task.taskId}`, 'Why it is not needed')}
      </Act>
    </div>
  );
}

/** Everything that is done seldom, folded away. */
function More(props: { page: CaseActsProps }): VNode {
  const { page } = props;
  const { detail } = page;
  const { case: held } = detail;
  const choose = (does: string, field: string, label: string, options: readonly { id: string; name: string }[]): VNode => (
    <SelectField id={`${does}-${field}`} name={field} label={label} value={said(page, does, field)} error={error(page, `#${does}-${field}`)} options={[{ value: '', text: 'Choose' }, ...options.map((o) => ({ value: o.id, text: o.name }))]} />
  );
  if (held.closedAt !== null) {
    return (
      <section class="app-no-print" aria-labelledby="more"><h2 id="more">More</h2>
        <Act page={page} does="note" title="Write a note" button="Keep the note">{note(page, 'note', 'Note')}</Act>
        {detail.ours ? <Act page={page} does="reopen" title="Reopen it" button="Reopen">{note(page, 'reopen', 'Why it is reopened')}</Act> : null}
      </section>
    );
  }
  const offeredTo = detail.transfers.find((t) => t.state === 'offered');
  return (
    <section class="app-no-print" aria-labelledby="more">
      <h2 id="more">More</h2>
      <div class="app-buttons">
        {!detail.ours ? null : held.worker === page.userId ? <At page={page} does="let-go" button="Let it go" /> : <At page={page} does="take" button="Take it" />}
        {held.heldAt === null || !detail.ours ? null : <At page={page} does="resume" button="Take it off hold" />}
        {offeredTo === undefined || !detail.ours ? null : <At page={page} does="withdraw" button={`Take back the offer`} />}
        {held.checkPerson ? <At page={page} does="confirm-person" button="It is about this person" /> : null}
      </div>
      <Act page={page} does="note" title="Write a note" button="Keep the note">{note(page, 'note', 'Note')}</Act>
      {!detail.ours ? null : (
        <>
          <Act page={page} does="assign" title="Give it to a colleague" button="Give">
            {choose('assign', 'user', 'To whom', page.colleagues.filter((c) => c.id !== held.worker))}
            {note(page, 'assign', 'Hand-over note (optional)')}
          </Act>
          {offeredTo !== undefined || page.teams.length === 0 ? null : (
            <Act page={page} does="offer" title="Offer it to another team" button="Offer">
              {choose('offer', 'team', 'To which team', page.teams.filter((t) => t.id !== held.team))}
              {note(page, 'offer', 'Hand-over note', 'It stays yours until they take it on. They may say no.')}
            </Act>
          )}
          <Act page={page} does="priority" title={`Change the priority: ${detail.priority}`} button="Change">
            <Choices kind="radios" small id="priority-to" name="priority" legend="Priority" items={detail.pathway.priorities.map((name, i) => ({ value: String(i), text: name, checked: i === held.priority }))} />
          </Act>
          {held.heldAt !== null ? null : (
            <Act page={page} does="hold" title="Put it on hold" button="Put on hold">
              <DateField id="until" legend="Look at it again on" hint="Such as 14 12 2026. Deadlines run on, but for those that may be paused." error={error(page, '#until')} day={said(page, 'hold', 'until-day')} month={said(page, 'hold', 'until-month')} year={said(page, 'hold', 'until-year')} />
              {note(page, 'hold', 'Why it waits')}
            </Act>
          )}
          {detail.clocks.filter((k) => k.state === 'running' && (detail.pathway.deadlines[k.deadline]?.pauses.length ?? 0) > 0).map((k) => (
            <Act page={page} does={`pause-clock-${k.clockId}`} title={`Stop the clock: ${k.title}`} button="Stop the clock"><input type="hidden" name="clock" value={k.clockId} />{note(page, `pause-clock-${k.clockId}`, 'Why it stands still')}</Act>
          ))}
          {detail.clocks.filter((k) => k.state === 'paused').map((k) => (
            <Act page={page} does={`resume-clock-${k.clockId}`} title={`Let the clock run again: ${k.title}`} button="Let it run"><input type="hidden" name="clock" value={k.clockId} />{note(page, `resume-clock-${k.clockId}`, 'Why it runs again')}</Act>
          ))}
          <Act page={page} does="task-add" title="Add a task" button="Add">
            <TextField id="task-add-title" name="title" label="What is to be done" error={error(page, '#task-add-title')} value={said(page, 'task-add', 'title')} maxlength={200} autocomplete="off" />
            {choose('task-add', 'role', 'Whose work it is', page.roles.map((r) => ({ id: r, name: r.replaceAll('-', ' ') })))}
            <DateField id="due" legend="By when (optional)" hint="Such as 4 12 2026" error={error(page, '#due')} day={said(page, 'task-add', 'due-day')} month={said(page, 'task-add', 'due-month')} year={said(page, 'task-add', 'due-year')} />
          </Act>
          <Act page={page} does="link" title="Link another case" button="Link">
            <TextField id="link-reference" name="reference" label="Its number" hint="Such as CHC-000123" error={error(page, '#link-reference')} value={said(page, 'link', 'reference')} width={10} maxlength={20} autocomplete="off" />
          </Act>
          {held.restricted.length === 0 ? (
            <Act page={page} does="restrict" title="Restrict it to named people" button="Restrict">
              <Choices kind="checkboxes" small id="restrict-users" name="users" legend="Who may open it, beside you" items={page.colleagues.filter((c) => c.id !== page.userId).map((c) => ({ value: c.id, text: c.name }))} />
              {note(page, 'restrict', 'Why it is restricted')}
            </Act>
          ) : <Act page={page} does="unrestrict" title="Lift the restriction" button="Lift it">{note(page, 'unrestrict', 'Why it is lifted')}</Act>}
          <Act page={page} does="close" title="Close it before its end" button="Close the case">{note(page, 'close', 'Why it is closed', 'Its deadlines stop and its tasks are no longer needed.')}</Act>
        </>
      )}
    </section>
  );
}

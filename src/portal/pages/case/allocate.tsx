import type { Absence, ListedCase, Load } from '../../../pathways/index.ts';
import { Button } from '../../components/button.tsx';
import { DateField } from '../../components/date-field.tsx';
import type { Page } from '../../components/layout.tsx';
import { Table } from '../../components/lists.tsx';
import { ErrorSummary, type FieldError } from '../../components/messages.tsx';
import { SelectField } from '../../components/select.tsx';
import { Tag } from '../../components/tag.tsx';
import { paths } from '../../paths.ts';
import { showDueAt } from '../../words/cases.ts';
import { showDay } from '../../words/dates.ts';
import { workFrame, type WorkFrame } from './work.tsx';

type WorkerLoad = Load & { name: string; away: Absence | null };

/** A bar as long as somebody's share of the most that anybody has; the number stands beside it. */
const Bar = (props: { of: number; most: number }): ReturnType<typeof Tag> => <svg class="app-load" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width={props.most === 0 ? 0 : (100 * props.of) / props.most} height="8" /></svg>;

/** How much each worker of the team has, and cases that are nobody's yet, given by choosing them and a worker. */
export function allocatePage(props: { frame: WorkFrame; load: readonly WorkerLoad[]; unallocated: readonly ListedCase[]; now: Date; today: string; csrf: string; done: string | null; errors: readonly FieldError[] }): Page {
  const { load, errors } = props;
  const most = Math.max(...load.map((l) => l.cases + l.tasks));
  const workers = load.filter((l) => l.worker !== null);
  const free = props.unallocated.filter((c): c is Extract<ListedCase, { kind: 'case' }> => c.kind === 'case');
  return workFrame({
    frame: props.frame, part: 'allocate', title: 'Who has what', done: props.done, error: errors.length > 0,
    children: (
      <>
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <Table
          class="app-table" caption="How much each worker has" captionHidden responsive firstCellIsHeader rows={load}
          columns={[
            { heading: 'Worker', cell: (l) => <>{l.name}{l.away === null ? null : <span class="app-block app-quiet">Away until {showDay(l.away.until)}{l.away.coverName === null ? '' : `; ${l.away.coverName} covers`}</span>}</> },
            { heading: 'Cases', numeric: true, cell: (l) => (l.cases === 0 ? '0' : <a href={`${paths.work}?tab=team&worker=${l.worker ?? 'nobody'}`}>{l.cases}</a>) },
            { heading: 'Tasks', numeric: true, cell: (l) => String(l.tasks) },
            { heading: 'Overdue', numeric: true, cell: (l) => (l.overdue === 0 ? '0' : <Tag colour="red">{l.overdue}</Tag>) },
            { heading: 'Load', cell: (l) => <Bar of={l.cases + l.tasks} most={most} /> },
          ]}
        />
        <section aria-labelledby="free">
          <h2 class="app-subtitle" id="free">Nobody’s yet</h2>
          {free.length < props.unallocated.length ? <p class="app-quiet">{props.unallocated.length - free.length} of them {props.unallocated.length - free.length === 1 ? 'is' : 'are'} not open to you.</p> : null}
          {props.unallocated.length === 0 ? <p>Every open case has a worker.</p> : free.length === 0 ? null : (
            <form method="post" action={paths.allocate}>
              <input type="hidden" name="csrf" value={props.csrf} />
              <ul class="app-people app-free">
                {free.map((c) => (
                  <li>
                    <div class="nhsuk-checkboxes nhsuk-checkboxes--small">
                      <div class="nhsuk-checkboxes__item">
                        <input class="nhsuk-checkboxes__input" type="checkbox" id={`case-${c.case.caseId}`} name="case" value={c.case.caseId} />
                        <label class="nhsuk-label nhsuk-checkboxes__label" for={`case-${c.case.caseId}`}>{c.person.name}, {c.pathwayTitle}, {c.reference} <span class="app-quiet">{c.stateTitle}, {c.priority.toLowerCase()}{c.case.dueAt === null ? '' : `; ${showDueAt(c.case.dueAt, props.now)}`}</span></label>
                      </div>
                    </div>
                  </li>
                ))}
              </ul>
              <div class="app-filters">
                <SelectField id="assign" name="assign" label="Give those chosen to" value="" error={errors.find((e) => e.href === '#assign')?.text} options={[{ value: '', text: 'Choose' }, ...workers.map((w) => ({ value: w.worker!, text: `${w.name} (${w.cases} ${w.cases === 1 ? 'case' : 'cases'}${w.away === null ? '' : ', away'})` }))]} />
                <Button small>Give</Button>
              </div>
            </form>
          )}
        </section>
      </>
    ),
  });
}

/** Who is away and who looks after their work: it stands in the cover's own list meanwhile. */
export function awayPage(props: { frame: WorkFrame; absences: readonly (Absence & { name: string })[]; workers: readonly { id: string; name: string }[]; userId: string; today: string; csrf: string; typed: Readonly<Record<string, string>>; errors: readonly FieldError[]; done: string | null }): Page {
  const { errors, typed } = props;
  const error = (href: string): string | undefined => errors.find((e) => e.href === href)?.text;
  return workFrame({
    frame: props.frame, part: 'away', title: 'Time away', done: props.done, error: errors.length > 0,
    children: (
      <>
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <p>Work of somebody who is away stands in the list of whoever covers for them, until they are back.</p>
        {props.absences.length === 0 ? <p class="app-quiet">Nobody of the team is away, now or to come.</p> : (
          <Table class="app-table" caption="Away now or to come" captionSize="m" responsive firstCellIsHeader rows={props.absences} columns={[
            { heading: 'Who', cell: (a) => a.name },
            { heading: 'From', cell: (a) => showDay(a.from) },
            { heading: 'Until', cell: (a) => showDay(a.until) },
            { heading: 'Covered by', cell: (a) => a.coverName ?? 'Nobody' },
            { heading: 'End it', cell: (a) => (a.userId === props.userId || props.frame.leads ? <form method="post" action={paths.away} class="app-inline"><input type="hidden" name="csrf" value={props.csrf} /><input type="hidden" name="end" value={a.absenceId} /><Button small variant="secondary">Back early<span class="nhsuk-u-visually-hidden">: {a.name}</span></Button></form> : null) },
          ]} />
        )}
        <section aria-labelledby="set">
          <h2 class="app-subtitle" id="set">Say when {props.frame.leads ? 'somebody is' : 'you are'} away</h2>
          <form method="post" action={paths.away} class="app-form">
            <input type="hidden" name="csrf" value={props.csrf} />
            {props.frame.leads ? <SelectField id="user" name="user" label="Who" value={typed.user ?? props.userId} options={props.workers.map((w) => ({ value: w.id, text: w.name }))} /> : <input type="hidden" name="user" value={props.userId} />}
            <DateField id="from" legend="First day away" hint="Such as 21 12 2026" error={error('#from')} day={typed['from-day'] ?? ''} month={typed['from-month'] ?? ''} year={typed['from-year'] ?? ''} />
            <DateField id="until" legend="Last day away" hint="Such as 4 1 2027" error={error('#until')} day={typed['until-day'] ?? ''} month={typed['until-month'] ?? ''} year={typed['until-year'] ?? ''} />
            <SelectField id="cover" name="cover" label="Who covers" hint="Their list holds this work meanwhile" value={typed.cover ?? ''} error={error('#cover')} options={[{ value: '', text: 'Nobody' }, ...props.workers.map((w) => ({ value: w.id, text: w.name }))]} />
            <Button small>Keep it</Button>
          </form>
        </section>
      </>
    ),
  });
}

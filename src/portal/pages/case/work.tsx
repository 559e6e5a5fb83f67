import type { ComponentChildren, VNode } from 'preact';
import { worklistSorts, worklistTabs, type CaseNotice, type ListedCase, type ListedTask, type WorklistCounts, type WorklistFilter, type WorklistSort, type WorklistTab } from '../../../pathways/index.ts';
import { Button } from '../../components/button.tsx';
import type { Page } from '../../components/layout.tsx';
import { Table } from '../../components/lists.tsx';
import { NotificationBanner } from '../../components/messages.tsx';
import { SelectField } from '../../components/select.tsx';
import { Tag } from '../../components/tag.tsx';
import { paths } from '../../paths.ts';
import { showDueAt } from '../../words/cases.ts';
import { showBorn, showInstant } from '../../words/dates.ts';

export type WorkPart = WorklistTab | 'tasks' | 'team-tasks' | 'notices' | 'board' | 'allocate' | 'away';

export interface WorkFrame {
  team: string;
  counts: WorklistCounts & { tasks: number; notices: number };
  /** Whether this reader gives work to others of the team. */
  leads: boolean;
}

const tabWords: Record<WorklistTab, string> = { mine: 'My cases', team: 'The team’s cases', offered: 'Offered to us', waiting: 'Waiting', overdue: 'Overdue', closed: 'Closed' };

const hrefOf = (part: WorkPart): string => {
  switch (part) {
    case 'tasks': return paths.workTasks;
    case 'team-tasks': return `${paths.workTasks}?tab=team`;
    case 'notices': return paths.workNotices;
    case 'board': return paths.board;
    case 'allocate': return paths.allocate;
    case 'away': return paths.away;
    default: return part === 'mine' ? paths.work : `${paths.work}?tab=${part}`;
  }
};

/** A page of what there is to do, under the parts that a worker moves between. */
export function workFrame(props: { frame: WorkFrame; part: WorkPart; title: string; error?: boolean; done: string | null; children: ComponentChildren }): Page {
  const { counts, team } = props.frame;
  const parts: { part: WorkPart; text: string; count: number | null }[] = [
    { part: 'mine', text: tabWords.mine, count: counts.mine }, { part: 'tasks', text: 'My tasks', count: counts.tasks }, { part: 'notices', text: 'Notices', count: counts.notices },
    { part: 'team', text: tabWords.team, count: counts.team }, { part: 'team-tasks', text: 'The team’s tasks', count: null }, { part: 'offered', text: tabWords.offered, count: counts.offered }, { part: 'overdue', text: tabWords.overdue, count: counts.overdue }, { part: 'waiting', text: tabWords.waiting, count: counts.waiting }, { part: 'closed', text: tabWords.closed, count: null },
    { part: 'board', text: 'Board', count: null }, { part: 'allocate', text: 'Who has what', count: null }, { part: 'away', text: 'Time away', count: null },
  ];
  return {
    title: [`Cases: ${props.title.toLowerCase()}`],
    at: 'work',
    ...(props.error === undefined ? {} : { error: props.error }),
    body: (
      <div class="app-plain app-plain--wide app-work">
        <h1 class="nhsuk-heading-l">{props.title}</h1>
        {props.done === null ? null : <NotificationBanner variant="success" text={props.done} />}
        <div class="app-work__wrap">
          <nav class="app-side" aria-label="Work">
            <ul>
              {parts.map(({ part, text, count }) => (
                <li>
                  <a href={hrefOf(part)} aria-current={part === props.part ? 'page' : undefined}>
                    {text}{count === null || count === 0 ? null : <> <span class="app-count">{count}</span></>}
                  </a>
                </li>
              ))}
            </ul>
            <p class="app-quiet app-side__note">{team}</p>
          </nav>
          <div class="app-work__list">{props.children}</div>
        </div>
      </div>
    ),
  };
}

const Who = (props: { of: Extract<ListedCase | ListedTask, { kind: 'case' | 'task' }>; href: string; today: string }): VNode => (
  <>
    <a href={props.href}>{props.of.person.name}</a>
    <span class="app-block app-quiet">{showBorn(props.of.person.born, props.today, props.of.person.died)}</span>
  </>
);

const Due = (props: { at: Date | null; now: Date; overdue: boolean }): VNode => (props.at === null ? <span class="app-quiet">No date</span> : <>{props.overdue ? <><Tag colour="red">Overdue</Tag>{' '}</> : null}<span>{capital(showDueAt(props.at, props.now))}</span></>);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export interface WorkListProps {
  frame: WorkFrame;
  tab: WorklistTab;
  items: readonly ListedCase[];
  next: number | null;
  filter: WorklistFilter;
  sort: WorklistSort;
  pathways: readonly { id: string; title: string }[];
  colleagues: readonly { id: string; name: string }[];
  now: Date;
  today: string;
  csrf: string;
  done: string | null;
}

const sortWords: Record<WorklistSort, string> = { due: 'Due first', priority: 'Most urgent', oldest: 'Oldest', newest: 'Newest' };
const emptyWords: Record<WorklistTab, string> = {
  mine: 'No case is yours now. Cases that nobody has are under “The team’s cases”.', team: 'Your team has no open case.', offered: 'No team offers you a case.', waiting: 'No case is on hold, or waits for another.',
  overdue: 'Nothing is overdue.', closed: 'No case is closed yet.',
};

/** A part of the worklist: whom each case is about, where it stands, whose it is and by when. */
export function workListPage(props: WorkListProps): Page {
  const { tab, items, filter, sort, frame } = props;
  const shown = items.filter((i): i is Extract<ListedCase, { kind: 'case' }> => i.kind === 'case');
  const hidden = items.length - shown.length;
  const given = tab === 'team' || tab === 'overdue';
  const filtered = filter.pathway !== undefined || filter.worker !== undefined || filter.priority !== undefined;
  const query = (offset: number): string => `${paths.work}?${new URLSearchParams([['tab', tab], ['sort', sort], ...(filter.pathway === undefined ? [] : [['pathway', filter.pathway]]), ...(filter.worker === undefined ? [] : [['worker', filter.worker]]), ['from', String(offset)]]).toString()}`;
  const rows = (
    <Table
      class="app-table" caption={tabWords[tab]} captionHidden responsive rows={shown} rowClass={(c) => (c.overdue ? 'app-row--notice' : undefined)}
      columns={[
        ...(given ? [{ heading: 'Choose', cell: (c: typeof shown[number]) => <Pick id={c.case.caseId} label={`${c.person.name}, ${c.reference}`} /> }] : []),
        { heading: 'Person', cell: (c) => <Who of={c} href={paths.case(c.case.caseId)} today={props.today} /> },
        { heading: 'Case', cell: (c) => <>{c.pathwayTitle}<span class="app-block app-quiet app-nowrap">{c.reference}</span></> },
        { heading: 'Stands at', cell: (c) => <>{c.stateTitle}{c.case.heldAt === null ? null : <> <Tag colour="grey">On hold</Tag></>}<span class="app-block app-quiet">since {showInstant(c.case.since.toISOString(), props.today)}</span></> },
        { heading: tab === 'closed' ? 'Closed' : 'Due', cell: (c) => (tab === 'closed' ? (c.case.closedAt === null ? '' : showInstant(c.case.closedAt.toISOString(), props.today)) : <Due at={c.case.dueAt} now={props.now} overdue={c.overdue} />) },
        { heading: 'Priority', cell: (c) => (c.case.priority >= 2 ? <Tag colour="orange">{c.priority}</Tag> : c.priority) },
        ...(tab === 'mine' ? [] : [{ heading: 'Worker', cell: (c: typeof shown[number]) => c.case.workerName ?? <span class="app-quiet">Nobody yet</span> }]),
      ]}
    />
  );
  return workFrame({
    frame, part: tab, title: tabWords[tab], done: props.done,
    children: (
      <>
        {items.length === 0 && !filtered ? null : (
          <form class="app-filters app-no-print" method="get" action={paths.work}>
            <input type="hidden" name="tab" value={tab} />
            <SelectField id="pathway" name="pathway" label="Pathway" value={filter.pathway ?? ''} options={[{ value: '', text: 'All' }, ...props.pathways.map((p) => ({ value: p.id, text: p.title }))]} />
            {tab === 'mine' ? null : <SelectField id="worker" name="worker" label="Worker" value={filter.worker ?? ''} options={[{ value: '', text: 'Anybody' }, { value: 'nobody', text: 'Nobody yet' }, ...props.colleagues.map((c) => ({ value: c.id, text: c.name }))]} />}
            <SelectField id="sort" name="sort" label="Order" value={sort} options={worklistSorts.map((s) => ({ value: s, text: sortWords[s] }))} />
            <Button small variant="secondary">Show</Button>
          </form>
        )}
        {items.length === 0 ? <p>{filtered ? 'No case fits.' : emptyWords[tab]}</p> : shown.length === 0 ? null : given ? (
          <form method="post" action={paths.work}>
            <input type="hidden" name="csrf" value={props.csrf} />
            <input type="hidden" name="back" value={tab} />
            {rows}
            <Give colleagues={props.colleagues} />
          </form>
        ) : rows}
        {hidden === 0 ? null : <p class="app-quiet">{hidden} {hidden === 1 ? 'case is' : 'cases are'} not open to you: restricted to others, or of data that is not shared with you for this purpose.</p>}
        {props.next === null ? null : <p><a href={query(props.next)}>More</a></p>}
      </>
    ),
  });
}

const Pick = (props: { id: string; label: string }): VNode => (
  <div class="nhsuk-checkboxes nhsuk-checkboxes--small app-pick">
    <div class="nhsuk-checkboxes__item">
      <input class="nhsuk-checkboxes__input" type="checkbox" id={`case-${props.id}`} name="case" value={props.id} />
      <label class="nhsuk-label nhsuk-checkboxes__label" for={`case-${props.id}`}><span class="nhsuk-u-visually-hidden">{props.label}</span></label>
    </div>
  </div>
);

/** What is done with those chosen. */
const Give = (props: { colleagues: readonly { id: string; name: string }[] }): VNode => (
  <div class="app-filters app-no-print">
    <SelectField id="assign" name="assign" label="Give those chosen to" value="" options={[{ value: '', text: 'Choose' }, ...props.colleagues.map((c) => ({ value: c.id, text: c.name }))]} />
    <Button small>Give</Button>
  </div>
);

export function workTasksPage(props: { frame: WorkFrame; tab: 'mine' | 'team'; items: readonly ListedTask[]; next: number | null; now: Date; today: string; done: string | null; csrf: string }): Page {
  const { tab } = props;
  const shown = props.items.filter((i): i is Extract<ListedTask, { kind: 'task' }> => i.kind === 'task');
  return workFrame({
    frame: props.frame, part: tab === 'mine' ? 'tasks' : 'team-tasks', title: tab === 'mine' ? 'My tasks' : 'The team’s tasks', done: props.done,
    children: props.items.length === 0 ? <p>{tab === 'mine' ? 'No task is yours now.' : 'No task waits for somebody of your team.'}</p> : (
      <>
        <Table
          class="app-table" caption="Tasks" captionHidden responsive rows={shown} rowClass={(t) => (t.overdue ? 'app-row--notice' : undefined)}
          columns={[
            { heading: 'What', cell: (t) => <><a href={t.task.form === null ? `${paths.case(t.task.caseId)}#tasks` : paths.caseForm(t.task.caseId, t.task.form)}>{t.task.title}</a><span class="app-block app-quiet">{t.pathwayTitle}, {t.reference}</span></> },
            { heading: 'Person', cell: (t) => <Who of={t} href={paths.case(t.task.caseId)} today={props.today} /> },
            { heading: 'Due', cell: (t) => <Due at={t.task.dueAt} now={props.now} overdue={t.overdue} /> },
            { heading: 'Whose', cell: (t) => t.task.assigneeName ?? (
              <form method="post" action={paths.workTasks} class="app-inline">
                <input type="hidden" name="csrf" value={props.csrf} /><input type="hidden" name="case" value={t.task.caseId} /><input type="hidden" name="task" value={t.task.taskId} />
                <Button small variant="secondary">Take it<span class="nhsuk-u-visually-hidden">: {t.task.title}, {t.person.name}</span></Button>
              </form>
            ) },
          ]}
        />
        {props.next === null ? null : <p><a href={`${paths.workTasks}?tab=${tab}&from=${props.next}`}>More</a></p>}
      </>
    ),
  });
}

export function workNoticesPage(props: { frame: WorkFrame; items: readonly CaseNotice[]; next: number | null; today: string; csrf: string }): Page {
  return workFrame({
    frame: props.frame, part: 'notices', title: 'Notices', done: null,
    children: props.items.length === 0 ? <p>Nobody has told you anything.</p> : (
      <>
        <ul class="app-notices">
          {props.items.map((notice) => (
            <li class={notice.readAt === null ? 'app-notices__new' : undefined}>
              <div>
                {notice.readAt === null ? <><Tag colour="blue">New</Tag>{' '}</> : null}
                <a href={paths.case(notice.caseId)}>{notice.says}</a>
                <span class="app-block app-quiet">{notice.reference}, {showInstant(notice.toldAt.toISOString(), props.today)}{notice.readBy.length === 0 ? '' : `; read by ${notice.readBy.join(', ')}`}</span>
              </div>
              {notice.readAt !== null ? null : (
                <form method="post" action={paths.workNotices} class="app-inline">
                  <input type="hidden" name="csrf" value={props.csrf} /><input type="hidden" name="notice" value={notice.noticeId} />
                  <Button small variant="secondary">I have read it<span class="nhsuk-u-visually-hidden">: {notice.says}, {notice.reference}</span></Button>
                </form>
              )}
            </li>
          ))}
        </ul>
        {props.next === null ? null : <p><a href={`${paths.workNotices}?from=${props.next}`}>More</a></p>}
      </>
    ),
  });
}

export const isTab = (text: string): text is WorklistTab => (worklistTabs as readonly string[]).includes(text);

import type { Sql } from '../../kernel/index.ts';
import { taskColumns } from '../tasks/task.store.ts';
import { caseColumns, unsealed } from './case.store.ts';
import type { Case, Task } from './types.ts';

/** Parts of a worklist. `offered`: other teams offer it; `waiting`: on hold, for another case, or offered elsewhere. */
export const worklistTabs = ['mine', 'team', 'offered', 'waiting', 'overdue', 'closed'] as const;
export type WorklistTab = (typeof worklistTabs)[number];

/** What a worklist is narrowed to. */
export interface WorklistFilter {
  pathway?: string;
  state?: string;
  /** A user's id, or `nobody`. */
  worker?: string;
  /** Least place among the pathway's priorities. */
  priority?: number;
}

export const worklistSorts = ['due', 'priority', 'oldest', 'newest'] as const;
export type WorklistSort = (typeof worklistSorts)[number];

/** Whose work: the worker's own, and that of those whom they cover for today. */
export interface Whose {
  team: string;
  userId: string;
  covers: readonly string[];
}

const people = ({ userId, covers }: Whose): string[] => [userId, ...covers];

const offeredTo = (sql: Sql, team: string) => sql`(c.person_id, c.case_id) in (select person_id, case_id from pathways.transfer where to_team = ${team} and state = 'offered')`;
const offeredBy = (sql: Sql, team: string) => sql`(c.person_id, c.case_id) in (select person_id, case_id from pathways.transfer where from_team = ${team} and state = 'offered')`;
const waitsForAnother = (sql: Sql) => sql`(c.person_id, c.case_id) in (
  select l.person_id, l.case_id from pathways.link l join pathways."case" o on o.person_id = l.other_person_id and o.case_id = l.other_id where l.waits and o.closed_at is null)`;
const mineBy = (sql: Sql, whose: Whose) => sql`c.worker = any (${people(whose)}::text[])`;

const inTab = (sql: Sql, tab: WorklistTab, whose: Whose, now: Date) =>
  ({
    mine: sql`c.closed_at is null and c.team = ${whose.team} and ${mineBy(sql, whose)}`,
    team: sql`c.closed_at is null and c.team = ${whose.team}`,
    offered: sql`c.closed_at is null and ${offeredTo(sql, whose.team)}`,
    waiting: sql`c.closed_at is null and c.team = ${whose.team} and (c.held_at is not null or ${offeredBy(sql, whose.team)} or ${waitsForAnother(sql)})`,
    overdue: sql`c.closed_at is null and c.team = ${whose.team} and c.due_at < ${now}`,
    closed: sql`c.closed_at is not null and c.team = ${whose.team}`,
  })[tab];

const orders = (sql: Sql, tab: WorklistTab, sort: WorklistSort) =>
  tab === 'closed' ? sql`c.closed_at desc, c.number` : { due: sql`c.due_at nulls last, c.number`, priority: sql`c.priority desc, c.due_at nulls last, c.number`, oldest: sql`c.opened_at, c.number`, newest: sql`c.opened_at desc, c.number desc` }[sort];

/** A part of a worklist, whoever it is about: those sealed are left out. */
export async function selectWorklist(sql: Sql, asked: { whose: Whose; tab: WorklistTab; filter: WorklistFilter; sort: WorklistSort; now: Date; offset: number; limit: number }): Promise<Case[]> {
  const { whose, tab, filter, sort, now, offset, limit } = asked;
  return sql<Case[]>`
    select ${caseColumns(sql)} from pathways."case" c
    where ${inTab(sql, tab, whose, now)} and ${unsealed(sql, now)}
      ${filter.pathway === undefined ? sql`` : sql`and c.pathway = ${filter.pathway}`}
      ${filter.state === undefined ? sql`` : sql`and c.state = ${filter.state}`}
      ${filter.priority === undefined ? sql`` : sql`and c.priority >= ${filter.priority}`}
      ${filter.worker === undefined ? sql`` : filter.worker === 'nobody' ? sql`and c.worker is null` : sql`and c.worker = ${filter.worker}`}
    order by ${orders(sql, tab, sort)} offset ${offset} limit ${limit}`;
}

export type WorklistCounts = Record<Exclude<WorklistTab, 'closed'>, number>;

/** How many stand in each part. */
export async function countWorklist(sql: Sql, whose: Whose, now: Date): Promise<WorklistCounts> {
  const [row] = await sql<WorklistCounts[]>`
    select count(*) filter (where ${mineBy(sql, whose)})::int as mine, count(*)::int as team, count(*) filter (where c.due_at < ${now})::int as overdue,
      (select count(*)::int from pathways."case" c where ${inTab(sql, 'waiting', whose, now)} and ${unsealed(sql, now)}) as waiting,
      (select count(*)::int from pathways."case" c where ${inTab(sql, 'offered', whose, now)} and ${unsealed(sql, now)}) as offered
    from pathways."case" c where c.closed_at is null and c.team = ${whose.team} and ${unsealed(sql, now)}`;
  return row ?? { mine: 0, team: 0, offered: 0, waiting: 0, overdue: 0 };
}

/** Open tasks: the worker's own and of those they cover for, or those of the team that nobody has taken, by when they are due. */
export async function selectTaskList(sql: Sql, asked: { whose: Whose; role: string; tab: 'mine' | 'team'; now: Date; offset: number; limit: number }): Promise<(Task & { reference: string; pathway: string; restricted: string[] })[]> {
  const { whose, role, tab, now, offset, limit } = asked;
  return sql<(Task & { reference: string; pathway: string; restricted: string[] })[]>`
    select ${taskColumns(sql)}, c.letters || '-' || lpad(c.number::text, 6, '0') as reference, c.pathway, c.restricted
    from pathways.task t join pathways."case" c on c.person_id = t.person_id and c.case_id = t.case_id
    where t.state = 'open' and ${unsealed(sql, now)} and ${tab === 'mine' ? mineTask(sql, whose, role) : sql`t.team = ${whose.team}`}
    order by t.due_at nulls last, t.task_id offset ${offset} limit ${limit}`;
}

/** A task is one's own when it was given to one, or when nobody was and one's is the case. */
const mineTask = (sql: Sql, whose: Whose, role: string) => sql`t.team = ${whose.team} and (t.assignee = any (${people(whose)}::text[]) or (t.assignee is null and t.role = ${role} and c.worker = any (${people(whose)}::text[])))`;

export async function countTasks(sql: Sql, whose: Whose, role: string, now: Date): Promise<{ mine: number; team: number; overdue: number }> {
  const [row] = await sql<{ mine: number; team: number; overdue: number }[]>`
    select count(*) filter (where ${mineTask(sql, whose, role)})::int as mine, count(*)::int as team, count(*) filter (where t.due_at < ${now} and ${mineTask(sql, whose, role)})::int as overdue
    from pathways.task t join pathways."case" c on c.person_id = t.person_id and c.case_id = t.case_id where t.state = 'open' and t.team = ${whose.team} and ${unsealed(sql, now)}`;
  return row ?? { mine: 0, team: 0, overdue: 0 };
}

/** How much each worker of a team has: counts alone. */
export interface Load {
  /** Null for what nobody has taken. */
  worker: string | null;
  cases: number;
  overdue: number;
  tasks: number;
}

export async function loadOf(sql: Sql, team: string, now: Date): Promise<Load[]> {
  return sql<Load[]>`
    select worker, sum(cases)::int as cases, sum(overdue)::int as overdue, sum(tasks)::int as tasks from (
      select c.worker, count(*) as cases, count(*) filter (where c.due_at < ${now}) as overdue, 0 as tasks from pathways."case" c where c.closed_at is null and c.team = ${team} and ${unsealed(sql, now)} group by c.worker
      union all
      select coalesce(c.assignee, h.worker), 0, 0, count(*) from pathways.task c join pathways."case" h on h.person_id = c.person_id and h.case_id = c.case_id where c.state = 'open' and c.team = ${team} and ${unsealed(sql, now)} group by 1
    ) w group by worker order by 2 desc, worker`;
}

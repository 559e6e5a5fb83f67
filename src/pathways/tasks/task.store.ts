import { newId, type Sql } from '../../kernel/index.ts';
import type { Case, Task } from '../cases/types.ts';

type At = Pick<Case, 'personId' | 'caseId'>;

const columns = {
  personId: 'person_id', caseId: 'case_id', taskId: 'task_id', task: 'task', title: 'title', role: 'role', team: 'team', assignee: 'assignee', assigneeName: 'assignee_name', dueAt: 'due_at', form: 'form',
  blocks: 'blocks', state: 'state', madeAt: 'made_at', madeIn: 'made_in', escalatedAt: 'escalated_at', endedAt: 'ended_at', endedBy: 'ended_by', endedByName: 'ended_by_name',
} as const satisfies Record<keyof Task, string>;

const ids: readonly string[] = ['personId', 'caseId', 'taskId'];

/** Every column of a task under its name in the code, of table `t`. */
export const taskColumns = (sql: Sql) => sql.unsafe((Object.keys(columns) as (keyof Task)[]).map((name) => `t.${columns[name]}${ids.includes(name) ? '::text' : ''} as "${name}"`).join(', '));

/** Tasks of a case, open ones first, by when they are due. */
export async function selectTasks(sql: Sql, { personId, caseId }: At, openOnly = false): Promise<Task[]> {
  return sql<Task[]>`
    select ${taskColumns(sql)} from pathways.task t where person_id = ${personId} and case_id = ${caseId} ${openOnly ? sql`and state = 'open'` : sql``} order by (state = 'open') desc, due_at nulls last, task_id`;
}

/** A task to make: the rest is the same for all. */
export type NewTask = Pick<Task, 'task' | 'title' | 'role' | 'team' | 'dueAt' | 'form' | 'blocks' | 'madeIn'> & Partial<Pick<Task, 'assignee' | 'assigneeName'>>;

export async function insertTasks(sql: Sql, at: At, tasks: readonly NewTask[], now: Date): Promise<Task[]> {
  const made = tasks.map((t): Task => ({ ...at, taskId: newId(), assignee: null, assigneeName: null, state: 'open', madeAt: now, escalatedAt: null, endedAt: null, endedBy: null, endedByName: null, ...t }));
  if (made.length === 0) return [];
  const rows = made.map((task) => Object.fromEntries((Object.keys(columns) as (keyof Task)[]).map((name) => [columns[name], task[name]])));
  await sql`insert into pathways.task select * from jsonb_populate_recordset(null::pathways.task, ${sql.json(rows)}::jsonb)`;
  return made;
}

export async function updateTask(sql: Sql, at: Pick<Task, 'personId' | 'caseId' | 'taskId'>, patch: Partial<Task>): Promise<void> {
  const set = Object.fromEntries(Object.entries(patch).map(([name, value]) => [columns[name as keyof Task], value]));
  await sql`update pathways.task set ${sql(set as Record<string, string>)} where person_id = ${at.personId} and case_id = ${at.caseId} and task_id = ${at.taskId}`;
}

/** Ends every open task of a case that is over: nobody is to do it any more. */
export async function endTasks(sql: Sql, { personId, caseId }: At, now: Date): Promise<void> {
  await sql`update pathways.task set state = 'not-needed', ended_at = ${now} where person_id = ${personId} and case_id = ${caseId} and state = 'open'`;
}

/** A task whose time is over, with its case, which is locked. */
export interface OverdueTask extends Pick<Task, 'taskId' | 'task' | 'title'>, Pick<Case, 'personId' | 'caseId' | 'letters' | 'number' | 'pathway' | 'version' | 'revision' | 'team'> {
  taskTeam: string;
}

/** Marks up to `limit` open tasks whose time is over as told of, the longest first, and says which. */
export async function takeOverdue(sql: Sql, now: Date, limit: number): Promise<OverdueTask[]> {
  return sql<OverdueTask[]>`
    with next as materialized (select * from pathways.task where state = 'open' and escalated_at is null and due_at <= ${now} order by due_at limit ${limit}),
    due as (
      select t.person_id, t.case_id, t.task_id, t.task, t.title, t.team as task_team, c.letters, c.number, c.pathway, c.version, c.revision, c.team
      from next t join pathways."case" c on c.person_id = t.person_id and c.case_id = t.case_id for update of c skip locked)
    update pathways.task t set escalated_at = ${now} from due where t.person_id = due.person_id and t.case_id = due.case_id and t.task_id = due.task_id and t.escalated_at is null
    returning due.person_id::text as "personId", due.case_id::text as "caseId", due.task_id::text as "taskId", due.task, due.title, due.task_team as "taskTeam", due.letters, due.number::float8 as number, due.pathway, due.version, due.revision, due.team`;
}

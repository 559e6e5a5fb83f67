import { endTies, openTies } from '../../access/index.ts';
import type { Sql } from '../../kernel/index.ts';
import type { Engine } from '../cases/engine.ts';
import type { Actor, Case, Task } from '../cases/types.ts';
import { endTasks, insertTasks, selectTasks, updateTask, type NewTask } from './task.store.ts';

const tieOf = (taskId: string): string => `task:${taskId}`;

/** Makes tasks of a case. A team that has one and not the case works with the person until it is done. */
export async function makeTasks(sql: Sql, engine: Engine, held: Case, tasks: readonly NewTask[], now: Date): Promise<void> {
  await openTaskTies(sql, engine, held, await insertTasks(sql, held, tasks, now), now);
}

/** Lets teams that have a task and not the case work with its person. */
async function openTaskTies(sql: Sql, engine: Engine, held: Pick<Case, 'personId' | 'team'>, made: readonly Task[], now: Date): Promise<void> {
  const ties = made.filter((t) => t.team !== held.team).flatMap((t) => engine.teams.filter((team) => team.id === t.team).map((team) => ({ task: t, team })));
  await openTies(sql, ties.map(({ task, team }) => ({ personId: held.personId, organisation: team.organisation, team: team.id, kind: 'allocation' as const, reference: tieOf(task.taskId), at: now })));
}

export async function endTask(sql: Sql, task: Task, state: 'done' | 'not-needed', by: Actor, now: Date): Promise<void> {
  await updateTask(sql, task, { state, endedAt: now, endedBy: by.userId, endedByName: by.name });
  await endTies(sql, [tieOf(task.taskId)], now);
}

/** Ends every open task of a case that is over. */
export async function endOpenTasks(sql: Sql, held: Pick<Case, 'personId' | 'caseId'>, tasks: readonly Task[], now: Date): Promise<void> {
  await endTasks(sql, held, now);
  await endTies(sql, tasks.map((t) => tieOf(t.taskId)), now);
}

/** Ties of open tasks stand with the person of their case alone, after people were joined or split. */
export async function retieTasks(sql: Sql, engine: Engine, held: Case, now: Date): Promise<void> {
  const open = await selectTasks(sql, held, true);
  await endTies(sql, open.map((t) => tieOf(t.taskId)), now);
  await openTaskTies(sql, engine, held, open, now);
}

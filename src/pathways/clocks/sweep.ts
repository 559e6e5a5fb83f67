import type { Sql } from '../../kernel/index.ts';
import { newTasks } from '../cases/arrive.ts';
import { holdsOver, insertOwnSteps, selectCase, updateDue } from '../cases/case.store.ts';
import { standingOf, teamFor, type Engine } from '../cases/engine.ts';
import { noticeTelling, tellAll, type Telling } from '../cases/tell.ts';
import type { Case } from '../cases/types.ts';
import { takeOverdue } from '../tasks/task.store.ts';
import { makeTasks } from '../tasks/tasks.ts';
import { takeBreaches, takeWarnings, type Rung } from './clock.store.ts';

const atOnce = 500;

/**
 * Does what time brings: warns of deadlines, marks those that are late, tells of overdue tasks and of holds that are over. Each is
 * marked in the transaction that tells of it, so that it is told once however often this runs or is cut off.
 * @returns whether more may wait
 */
export async function sweep(engine: Engine): Promise<boolean> {
  const { db, clock } = engine.kernel;
  const now = clock.now();
  const once = (work: (sql: Sql) => Promise<number>): Promise<number> => db.writer.begin<number>(work);
  const done = [
    await once((sql) => warn(sql, engine, now)),
    await once((sql) => breach(sql, engine, now)),
    await once((sql) => escalate(sql, engine, now)),
    await once((sql) => endHolds(sql, engine, clock.today(), now)),
  ];
  return done.includes(atOnce);
}

type Named = Pick<Case, 'personId' | 'caseId' | 'letters' | 'number'>;

const portal = (kind: Telling['kind'], key: string, team: string, role: string | null, says: string): Telling => ({ kind, key, team, role, says: says.slice(0, 300), channel: 'portal' });

async function warn(sql: Sql, engine: Engine, now: Date): Promise<number> {
  const rung = await takeWarnings(sql, now, atOnce);
  await insertOwnSteps(sql, rung.map((r) => ({ ...r, kind: 'warned', detail: { title: r.title } })), now);
  await tellAll(sql, engine, rung.map((r) => ({ held: r, telling: portal('case-due', `warned:${r.deadline}:${r.dueDay}`, r.clockTeam, r.owner, `${r.title}: due soon`) })), now);
  return rung.length;
}

async function breach(sql: Sql, engine: Engine, now: Date): Promise<number> {
  const rung = await takeBreaches(sql, now, atOnce);
  const tellings: { held: Named; telling: Telling }[] = [];
  for (const r of rung) {
    const pathway = await engine.versions.of(sql, r.pathway, r.version);
    const { notices, tasks } = pathway.deadlines[r.deadline]?.breach ?? { notices: [], tasks: [] };
    const key = `late:${r.deadline}:${r.dueDay}`;
    tellings.push({ held: r, telling: portal('case-late', key, r.clockTeam, r.owner, `${r.title}: late`) });
    for (const id of notices) if (pathway.notices[id] !== undefined) tellings.push({ held: r, telling: noticeTelling(engine, r, id, pathway.notices[id], key, 'case-late') });
    if (tasks.length > 0) await addTasks(sql, engine, r, tasks, now);
  }
  await insertOwnSteps(sql, rung.map((r) => ({ ...r, kind: 'breached', detail: { title: r.title } })), now);
  await tellAll(sql, engine, tellings, now);
  return rung.length;
}

async function addTasks(sql: Sql, engine: Engine, rung: Rung, tasks: readonly string[], now: Date): Promise<void> {
  const held = await selectCase(sql, rung.personId, rung.caseId, false);
  if (held === null) return;
  const standing = await standingOf(sql, engine, held);
  await makeTasks(sql, engine, held, newTasks(engine, standing, tasks, now), now);
  await updateDue(sql, held.personId, held.caseId);
}

/** A task that a worker added is named in words of theirs, which no notice repeats. */
async function escalate(sql: Sql, engine: Engine, now: Date): Promise<number> {
  const overdue = await takeOverdue(sql, now, atOnce);
  const tellings: { held: Named; telling: Telling }[] = [];
  for (const t of overdue) {
    const definition = (await engine.versions.of(sql, t.pathway, t.version)).tasks[t.task];
    const role = definition?.escalate ?? null;
    tellings.push({ held: t, telling: portal('case-late', `overdue:${t.taskId}`, role === null ? t.taskTeam : teamFor(engine, role, t.taskTeam), role, definition === undefined ? 'A task is overdue' : `${definition.title}: overdue`) });
  }
  await insertOwnSteps(sql, overdue.map((t) => ({ ...t, kind: 'escalated', detail: { title: t.title } })), now);
  await tellAll(sql, engine, tellings, now);
  return overdue.length;
}

async function endHolds(sql: Sql, engine: Engine, today: string, now: Date): Promise<number> {
  const over = await holdsOver(sql, today, atOnce);
  await tellAll(sql, engine, over.map((held) => ({ held, telling: { ...portal('case', `hold:${held.holdUntil ?? ''}`, held.team, null, 'A case on hold is to be looked at again today'), userId: held.worker } })), now);
  return over.length;
}

import { endTies, openTies } from '../../access/index.ts';
import { KithError, type Sql } from '../../kernel/index.ts';
import { insertClocks, updateClock } from '../clocks/clock.store.ts';
import { pauseClock, resumeClock, startClock } from '../clocks/clocks.ts';
import { dueAfter } from '../deadlines.ts';
import { lateFrom } from '../journey/clocks.ts';
import type { PathwayDefinition, TransitionDefinition } from '../definition/pathway-schema.ts';
import type { NewTask } from '../tasks/task.store.ts';
import { endOpenTasks, makeTasks } from '../tasks/tasks.ts';
import type { Value } from '../types.ts';
import { awaited, insertDocuments, insertReturns, type NewReturn } from './around.store.ts';
import { updateDue, type NewStep } from './case.store.ts';
import { contextOf, valuesOf, withPerson } from './context.ts';
import { change, stateOf, teamFor, teamOf, type Engine, type Standing } from './engine.ts';
import { noticeTelling, tell } from './tell.ts';
import type { Actor, Case, CaseClock, CasePatch } from './types.ts';

/** What coming to a state brings with it. */
export type Brings = Pick<TransitionDefinition, 'starts' | 'stops' | 'tasks' | 'notices' | 'documents' | 'opens' | 'emits'>;
export const nothing: Brings = { starts: [], stops: [], tasks: [], notices: [], documents: [], opens: [], emits: [] };

/** Opens another case for this one; what `open.ts` does, handed in so that the two need not know each other. */
export type OpenOther = (sql: Sql, engine: Engine, from: Standing, opens: Brings['opens'], by: Actor, now: Date) => Promise<void>;

export interface Arrival {
  to: string;
  brings: Brings;
  step: NewStep;
  heard?: Readonly<Record<string, Value>>;
  /** Changes beside those of coming to a state. */
  patch?: CasePatch;
}

/** The reference under which a case's ties to its team stand. */
export const tieOf = (caseId: string): string => `case:${caseId}`;

/**
 * Brings a case to a state, with all that the definition says goes with it, in the caller's transaction: deadlines, tasks,
 * notices, documents, returns, ties and other cases. @returns the case as it stands then
 */
export async function arrive(sql: Sql, engine: Engine, standing: Standing, arrival: Arrival, by: Actor, now: Date, openOther: OpenOther): Promise<Case> {
  const { case: before, pathway } = standing;
  const state = stateOf(pathway, arrival.to);
  if (state.end) await refuseAwaited(sql, before);
  const team = teamOf(engine, state, before.team);
  const patch: CasePatch = {
    state: arrival.to, since: now, team, ...(team === before.team ? {} : { worker: null, workerName: null }),
    formVersion: null, formOutcome: null, doneBy: null, preparedBy: before.doneBy ?? before.preparedBy, heldAt: null, holdUntil: null,
    ...(state.end ? { closedAt: now, closedAs: 'end' as const } : {}), ...arrival.patch,
  };
  const after = await change(sql, before, patch, by, [{ ...arrival.step, fromState: before.state, toState: arrival.to }], now);
  const arrived: Standing = { ...standing, case: after };
  const key = `${after.revision}`;
  await Promise.all([
    moveClocks(sql, engine, arrived, arrival.brings, now),
    state.end ? endOpenTasks(sql, after, standing.tasks, now) : makeTasks(sql, engine, after, newTasks(engine, arrived, [...state.tasks, ...arrival.brings.tasks], now), now),
    moveTies(sql, engine, before.revision === 0 ? null : before, after, now),
    tell(sql, engine, after, arrival.brings.notices.map((id) => noticeTelling(engine, after, id, pathway.notices[id]!, key)), now),
    insertDocuments(sql, after, arrival.brings.documents, arrival.to, now),
    emit(sql, arrived, arrival.brings.emits, arrival.heard ?? {}, now),
  ]);
  await openOther(sql, engine, arrived, arrival.brings.opens, by, now);
  await updateDue(sql, after.personId, after.caseId);
  return after;
}

async function refuseAwaited(sql: Sql, held: Case): Promise<void> {
  const open = await awaited(sql, held);
  if (open.length > 0) throw new KithError('conflict.changed', `This case cannot end before ${open.map((o) => o.reference).join(', ')}.`, { mend: 'Bring that to its end first, or remove the link.' });
}

/** Tasks to make, but those that are open already. */
export function newTasks(engine: Engine, { case: held, pathway, tasks }: Standing, ids: readonly string[], now: Date): NewTask[] {
  return [...new Set(ids)].filter((id) => !tasks.some((t) => t.task === id)).map((id): NewTask => {
    const task = pathway.tasks[id]!;
    return { task: id, title: task.title, role: task.role, team: teamFor(engine, task.role, held.team), dueAt: task.due === undefined ? null : lateFrom(dueAfter(now, task.due)), form: task.form ?? null, blocks: task.blocks, madeIn: held.state };
  });
}

/** What arriving does to deadlines: starts, stops, meets, pauses and resumes them. */
async function moveClocks(sql: Sql, engine: Engine, { case: held, pathway, clocks }: Standing, { starts, stops }: Brings, now: Date): Promise<void> {
  const open = clocks.filter((k) => k.state === 'running' || k.state === 'paused');
  const ended = held.closedAt !== null;
  const goesOn = new Set<string>();
  for (const clock of open) {
    const patch = clockPatch(pathway, clock, held.state, stops, ended, now);
    if (patch !== null) await updateClock(sql, clock, patch);
    if (patch?.state !== 'met' && patch?.state !== 'stopped') goesOn.add(clock.deadline);
  }
  // One that this step met or stopped may start anew by it; one that starts here is met by a later step, not by where this one leads.
  const fresh = starts.filter((id) => !goesOn.has(id)).map((id) => {
    const deadline = pathway.deadlines[id]!;
    const clock = startClock(held, id, deadline, teamFor(engine, deadline.owner, held.team), now);
    return deadline.pauses.includes(held.state) ? { ...clock, ...pauseClock(true, now) } : clock;
  });
  if (!ended) await insertClocks(sql, fresh);
}

function clockPatch(pathway: PathwayDefinition, clock: CaseClock, state: string, stops: readonly string[], ended: boolean, now: Date): Partial<CaseClock> | null {
  const deadline = pathway.deadlines[clock.deadline];
  // Met late is late, whether or not anybody was told of it yet.
  const late = clock.state === 'running' && clock.breachedAt === null && now > clock.dueAt ? { breachedAt: clock.dueAt } : {};
  if (deadline?.ends.includes(state) === true) return { state: 'met', endedAt: now, ...late };
  if (stops.includes(clock.deadline) || ended) return { state: 'stopped', endedAt: now, ...late };
  if (deadline === undefined) return null;
  const still = deadline.pauses.includes(state);
  if (still && clock.state === 'running') return pauseClock(true, now);
  if (!still && clock.state === 'paused' && clock.pausedByState) return resumeClock(clock, deadline, now);
  return null;
}

/** A team works with a person while it has a case of theirs, and not a moment longer. */
export async function moveTies(sql: Sql, engine: Engine, before: Case | null, after: Case, now: Date): Promise<void> {
  const reference = tieOf(after.caseId);
  const stays = before !== null && before.team === after.team && (before.closedAt === null) === (after.closedAt === null);
  if (stays) return;
  if (before !== null) await endTies(sql, [reference], now);
  const team = engine.teams.find((t) => t.id === after.team);
  if (after.closedAt === null && team !== undefined) await openTies(sql, [{ personId: after.personId, organisation: team.organisation, team: team.id, kind: 'case', reference, at: now }]);
}

/** Keeps the returns events that a step produces, as they are at that moment. */
async function emit(sql: Sql, standing: Standing, ids: readonly string[], heard: Readonly<Record<string, Value>>, now: Date): Promise<void> {
  if (ids.length === 0) return;
  const context = await withPerson(sql, contextOf(standing, heard), standing.case.personId);
  const made = ids.map((id): NewReturn => {
    const returned = standing.pathway.returns[id]!;
    return { return: returned.return, event: returned.event, fields: valuesOf(returned.fields, context) };
  });
  await insertReturns(sql, standing.case, made, now);
}

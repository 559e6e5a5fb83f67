import { endTies } from '../../access/index.ts';
import { KithError, type Sql } from '../../kernel/index.ts';
import { updateClock } from '../clocks/clock.store.ts';
import { endOpenTasks } from '../tasks/tasks.ts';
import { answerTransfer, awaited, selectTransfers } from './around.store.ts';
import { moveTies } from './arrive.ts';
import { openCases, selectSteps, updateDue } from './case.store.ts';
import { change, stateOf, type Engine, type Standing } from './engine.ts';
import { referenceOf, type Actor, type Case } from './types.ts';

/** Ends a case before its pathway does, for a reason. */
export async function closeCase(sql: Sql, engine: Engine, { case: held, clocks, tasks }: Standing, reason: string, by: Actor, now: Date): Promise<Case> {
  const open = await awaited(sql, held);
  if (open.length > 0) throw new KithError('conflict.changed', `This case cannot end before ${open.map((o) => o.reference).join(', ')}.`, { mend: 'Bring that to its end first, or remove the link.' });
  const after = await change(sql, held, { closedAt: now, closedAs: 'closed', heldAt: null, holdUntil: null }, by, [{ kind: 'closed', note: reason, fromState: held.state }], now);
  for (const clock of clocks.filter((k) => k.state === 'running' || k.state === 'paused')) await updateClock(sql, clock, { state: 'stopped', endedAt: now });
  await endOpenTasks(sql, held, tasks, now);
  for (const offered of (await selectTransfers(sql, held)).filter((t) => t.state === 'offered')) {
    await answerTransfer(sql, held, offered.transferId, 'withdrawn', by.name, null, now);
    await endTies(sql, [`transfer:${offered.transferId}`], now);
  }
  await moveTies(sql, engine, held, after, now);
  await updateDue(sql, held.personId, held.caseId);
  return after;
}

/**
 * Takes a case up again where it stood before it was over. Deadlines that its end stopped run on as if they had not: time did not
 * stand still. Throws `conflict.changed` where the person has another of the pathway open meanwhile.
 */
export async function reopenCase(sql: Sql, engine: Engine, { case: held, pathway, clocks }: Standing, reason: string, by: Actor, now: Date): Promise<Case> {
  if (held.closedAt === null) throw new KithError('conflict.changed', 'This case is not closed.');
  const [other] = held.single ? await openCases(sql, held.personId, held.pathway) : [];
  if (other !== undefined) throw new KithError('conflict.changed', `${referenceOf(other)} of the same pathway is open.`, { mend: 'Go on with that one, and link them.' });
  const last = (await selectSteps(sql, held.personId, held.caseId)).find((s) => s.kind === 'moved' || s.kind === 'closed');
  const state = held.closedAs === 'end' ? (last?.fromState ?? held.state) : held.state;
  stateOf(pathway, state);
  const after = await change(sql, held, { closedAt: null, closedAs: null, state, ...(state === held.state ? {} : { since: now, formVersion: null, formOutcome: null, doneBy: null }) }, by, [{ kind: 'reopened', note: reason, fromState: held.state, toState: state }], now);
  for (const clock of clocks.filter((k) => k.state === 'stopped' && k.endedAt?.getTime() === held.closedAt?.getTime())) await updateClock(sql, clock, { state: 'running', endedAt: null, pausedAt: null, pausedByState: false });
  await moveTies(sql, engine, held, after, now);
  await updateDue(sql, held.personId, held.caseId);
  return after;
}

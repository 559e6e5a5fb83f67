import { endTies, openTies } from '../../access/index.ts';
import { KithError, londonTime, type Sql } from '../../kernel/index.ts';
import { updateClock } from '../clocks/clock.store.ts';
import { pauseClock, resumeClock } from '../clocks/clocks.ts';
import { lateFrom } from '../journey/clocks.ts';
import { selectTasks, updateTask } from '../tasks/task.store.ts';
import { endTask, makeTasks } from '../tasks/tasks.ts';
import { answerTransfer, insertTransfer, selectTransfers } from './around.store.ts';
import { insertSteps, updateDue, type NewStep } from './case.store.ts';
import { change, holds, teamFor, teamName, type Engine, type Standing } from './engine.ts';
import { mayDoTask } from './forms.ts';
import { closeCase, reopenCase } from './close.ts';
import { tell } from './tell.ts';
import { takeTransition } from './transition.ts';
import { moveTies } from './arrive.ts';
import type { Actor, Case, CaseClock, CasePatch, Task, Transfer } from './types.ts';

/** What a worker may do with a case beside completing its forms. */
export type CaseAction =
  /** Takes a way on, by its place among those of the state. */
  | { do: 'go'; transition: number; note: string }
  | { do: 'take' }
  | { do: 'let-go' }
  | { do: 'assign'; userId: string; note?: string }
  /** Offers it to another team with a hand-over note; it stays with this one until they accept. */
  | { do: 'offer'; team: string; note: string }
  | { do: 'accept'; note: string }
  | { do: 'reject'; note: string }
  | { do: 'withdraw' }
  /** `until`: ISO day on which it is looked at again. */
  | { do: 'hold'; until: string; note: string }
  | { do: 'resume'; note: string }
  | { do: 'priority'; priority: number; note: string }
  /** Names who alone may see it; whoever does this is among them. */
  | { do: 'restrict'; userIds: readonly string[]; note: string }
  | { do: 'unrestrict'; note: string }
  | { do: 'note'; note: string }
  | { do: 'pause-clock'; clockId: string; note: string }
  | { do: 'resume-clock'; clockId: string; note: string }
  | { do: 'task-done'; taskId: string; note: string }
  | { do: 'task-not-needed'; taskId: string; note: string }
  | { do: 'task-assign'; taskId: string; userId: string | null }
  /** `due`: ISO day. */
  | { do: 'task-add'; title: string; role: string; due: string | null }
  | { do: 'close'; note: string }
  | { do: 'reopen'; note: string }
  | { do: 'confirm-person' };

/** What whoever does it must write down. */
const wantNote: ReadonlySet<CaseAction['do']> = new Set(['offer', 'reject', 'hold', 'restrict', 'unrestrict', 'note', 'pause-clock', 'resume-clock', 'task-not-needed', 'close', 'reopen']);
/** What any of those who may read the case may do. */
const anybody: ReadonlySet<CaseAction['do']> = new Set(['note', 'go', 'task-done', 'task-not-needed', 'task-assign', 'accept', 'reject']);
/** Done when it is over. */
const whenClosed: ReadonlySet<CaseAction['do']> = new Set(['note', 'reopen', 'restrict', 'unrestrict']);

/**
 * Does something with a case in the caller's transaction, which holds it. Throws `access.refused` where it is for others to do,
 * `request.invalid` for what is wanting, `conflict.changed` where the case is not in a state for it.
 */
export async function act(sql: Sql, engine: Engine, standing: Standing, action: CaseAction, by: Actor, now: Date): Promise<Case> {
  const held = standing.case;
  const note = 'note' in action ? (action.note?.trim() ?? '') : '';
  if (wantNote.has(action.do) && note === '') throw new KithError('request.invalid', action.do === 'note' ? 'Write the note.' : 'Say why.');
  if (held.closedAt !== null && !whenClosed.has(action.do)) throw notNow('This case is closed.', 'Reopen it first.');
  if (!anybody.has(action.do) && by.team !== held.team) throw new KithError('access.refused', `${teamName(engine, held.team)} has this case.`, { mend: 'Write a note in its chronology, or ring them.' });
  const made = (patch: CasePatch, step: NewStep): Promise<Case> => change(sql, held, patch, by, [{ note: note === '' ? null : note, ...step }], now);
  /** A step that changes nothing another could be looking at, and so leaves the revision as it is. */
  const noted = async (step: NewStep): Promise<Case> => {
    await insertSteps(sql, held, { userId: by.userId, userName: by.name, team: by.team, role: by.role }, [{ note: note === '' ? null : note, ...step }], now);
    await updateDue(sql, held.personId, held.caseId);
    return held;
  };
  switch (action.do) {
    case 'go':
      return takeTransition(sql, engine, standing, { transition: action.transition, note }, by, now);
    case 'take':
      return made({ worker: by.userId, workerName: by.name }, { kind: 'taken' });
    case 'let-go':
      return made({ worker: null, workerName: null }, { kind: 'let-go' });
    case 'assign': {
      const user = memberOf(engine, held.team, action.userId);
      return made({ worker: user.id, workerName: user.name }, { kind: 'assigned', detail: { to: user.name } });
    }
    case 'offer':
      return offer(sql, engine, standing, action.team, note, by, now);
    case 'accept':
    case 'reject':
    case 'withdraw':
      return answer(sql, engine, held, action.do, note, by, now);
    case 'hold':
      if (!/^\d{4}-\d\d-\d\d$/.test(action.until) || action.until <= londonTime(now).day) throw new KithError('request.invalid', 'Choose a day from tomorrow on which it is looked at again.');
      return made({ heldAt: held.heldAt ?? now, holdUntil: action.until }, { kind: 'held', detail: { until: action.until } });
    case 'resume':
      if (held.heldAt === null) throw notNow('This case is not on hold.');
      return made({ heldAt: null, holdUntil: null }, { kind: 'resumed' });
    case 'priority': {
      const name = standing.pathway.priorities[action.priority];
      if (name === undefined) throw new KithError('request.invalid', 'Choose a priority.');
      return made({ priority: action.priority }, { kind: 'priority', detail: { to: name, from: standing.pathway.priorities[held.priority] ?? null } });
    }
    case 'restrict': {
      const named = [...new Set([...action.userIds, ...(by.userId === null ? [] : [by.userId])])];
      const unknown = named.filter((id) => !engine.users.some((u) => u.id === id));
      if (unknown.length > 0) throw new KithError('request.invalid', `There is no user "${unknown[0]}".`);
      return made({ restricted: named }, { kind: 'restricted', detail: { people: named.length } });
    }
    case 'unrestrict':
      return made({ restricted: [] }, { kind: 'unrestricted' });
    case 'note':
      return noted({ kind: 'noted' });
    case 'pause-clock': {
      const clock = clockOf(standing, action.clockId, 'running');
      if ((standing.pathway.deadlines[clock.deadline]?.pauses.length ?? 0) === 0) throw new KithError('request.invalid', `${clock.title} may not be paused.`);
      await updateClock(sql, clock, pauseClock(false, now));
      return noted({ kind: 'clock-paused', detail: { title: clock.title } });
    }
    case 'resume-clock': {
      const clock = clockOf(standing, action.clockId, 'paused');
      const deadline = standing.pathway.deadlines[clock.deadline];
      if (deadline === undefined) throw notNow('This deadline is no longer there.');
      const patch = resumeClock(clock, deadline, now);
      await updateClock(sql, clock, patch);
      return noted({ kind: 'clock-resumed', detail: { title: clock.title, due: patch.dueDay ?? null } });
    }
    case 'task-done':
    case 'task-not-needed': {
      const task = taskOf(standing, action.taskId);
      if (!mayDoTask(engine, task, held, by)) throw new KithError('access.refused', `This is for a ${task.role.replaceAll('-', ' ')} of ${teamName(engine, task.team)}.`);
      if (task.form !== null && action.do === 'task-done') throw new KithError('request.invalid', `Complete ${standing.pathway.forms[task.form]?.title ?? task.form}: that does it.`);
      await endTask(sql, task, action.do === 'task-done' ? 'done' : 'not-needed', by, now);
      return noted({ kind: action.do, detail: { title: task.title } });
    }
    case 'task-assign': {
      const task = taskOf(standing, action.taskId);
      if (by.team !== task.team && by.team !== held.team) throw new KithError('access.refused', `${teamName(engine, task.team)} has this task.`);
      const user = action.userId === null ? null : memberOf(engine, task.team, action.userId);
      await updateTask(sql, task, { assignee: user?.id ?? null, assigneeName: user?.name ?? null });
      return noted({ kind: 'task-assigned', detail: { title: task.title, to: user?.name ?? null } });
    }
    case 'task-add':
      return addTask(sql, engine, standing, action, by, now).then((title) => noted({ kind: 'task-added', detail: { title } }));
    case 'close':
      return closeCase(sql, engine, standing, note, by, now);
    case 'reopen':
      return reopenCase(sql, engine, standing, note, by, now);
    default:
      if (!held.checkPerson) throw notNow('Nobody asked whose case this is.');
      return made({ checkPerson: false }, { kind: 'confirmed-person' });
  }
}

function memberOf(engine: Engine, team: string, userId: string): { id: string; name: string } {
  const user = engine.users.find((u) => u.id === userId && u.teams.some((t) => t.id === team));
  if (user === undefined) throw new KithError('request.invalid', `Choose somebody of ${teamName(engine, team)}.`);
  return user;
}

function clockOf({ clocks }: Standing, clockId: string, state: CaseClock['state']): CaseClock {
  const clock = clocks.find((k) => k.clockId === clockId);
  if (clock?.state !== state) throw notNow(state === 'running' ? 'This deadline is not running.' : 'This deadline is not paused.');
  return clock;
}

function taskOf({ tasks }: Standing, taskId: string): Task {
  const task = tasks.find((t) => t.taskId === taskId);
  if (task === undefined) throw notNow('This task is no longer open.');
  return task;
}

async function addTask(sql: Sql, engine: Engine, { case: held }: Standing, { title, role, due }: Extract<CaseAction, { do: 'task-add' }>, by: Actor, now: Date): Promise<string> {
  const words = title.trim();
  if (words === '' || words.length > 200) throw new KithError('request.invalid', 'Say in 200 characters or fewer what is to be done.');
  if (!engine.teams.some((t) => t.roles.includes(role))) throw new KithError('request.invalid', 'Choose whose work it is.');
  if (due !== null && !/^\d{4}-\d\d-\d\d$/.test(due)) throw new KithError('request.invalid', 'Give a day by which it is to be done.');
  const mine = by.role === role && by.userId !== null && holds(engine, by.team, role);
  await makeTasks(sql, engine, held, [{ task: 'added', title: words, role, team: teamFor(engine, role, held.team), dueAt: due === null ? null : lateFrom({ day: due, at: null }), form: null, blocks: false, madeIn: held.state, assignee: mine ? by.userId : null, assigneeName: mine ? by.name : null }], now);
  return words;
}

const offerTie = (transferId: string): string => `transfer:${transferId}`;

/** Offers a case to another team: its workers may read it from now, so that they can say yes or no. */
async function offer(sql: Sql, engine: Engine, { case: held }: Standing, to: string, note: string, by: Actor, now: Date): Promise<Case> {
  const team = engine.teams.find((t) => t.id === to && t.may.includes('case'));
  if (team === undefined || to === held.team) throw new KithError('request.invalid', 'Choose another team.');
  if (await openTransfer(sql, held)) throw notNow('It is offered to a team already.', 'Take that back first.');
  const transferId = await insertTransfer(sql, held, { fromTeam: held.team, toTeam: to, note, offeredBy: by.userId ?? '', offeredByName: by.name ?? 'Kith' }, now);
  const after = await change(sql, held, {}, by, [{ kind: 'offered', note, detail: { to: team.name } }], now);
  await openTies(sql, [{ personId: held.personId, organisation: team.organisation, team: team.id, kind: 'referral', reference: offerTie(transferId), at: now }]);
  await tell(sql, engine, after, [{ key: `offer:${transferId}`, kind: 'case', team: to, role: null, says: `${teamName(engine, held.team)} offers you a case`, channel: 'portal' }], now);
  return after;
}

const openTransfer = async (sql: Sql, held: Case): Promise<Transfer | null> => (await selectTransfers(sql, held)).find((t) => t.state === 'offered') ?? null;

async function answer(sql: Sql, engine: Engine, held: Case, what: 'accept' | 'reject' | 'withdraw', note: string, by: Actor, now: Date): Promise<Case> {
  const open = await openTransfer(sql, held);
  if (open === null) throw notNow('It is not offered to any team.');
  if (what !== 'withdraw' && by.team !== open.toTeam) throw new KithError('access.refused', `It is offered to ${teamName(engine, open.toTeam)}.`);
  const state = { accept: 'accepted', reject: 'rejected', withdraw: 'withdrawn' } as const;
  await answerTransfer(sql, held, open.transferId, state[what], by.name, note === '' ? null : note, now);
  const after = await change(sql, held, what === 'accept' ? { team: open.toTeam, worker: null, workerName: null } : {}, by, [{ kind: state[what], note: note === '' ? null : note, detail: { from: teamName(engine, open.fromTeam), to: teamName(engine, open.toTeam) } }], now);
  await endTies(sql, [offerTie(open.transferId)], now);
  if (what === 'accept') {
    await moveTies(sql, engine, held, after, now);
    for (const task of (await selectTasks(sql, held, true)).filter((t) => t.team === open.fromTeam && holds(engine, open.toTeam, t.role))) await updateTask(sql, task, { team: open.toTeam, assignee: null, assigneeName: null });
  }
  if (what !== 'withdraw') await tell(sql, engine, after, [{ key: `${what}:${open.transferId}`, kind: 'case', team: open.fromTeam, role: null, says: `${teamName(engine, open.toTeam)} ${what === 'accept' ? 'has taken on a case you offered' : 'has not taken on a case you offered'}`, channel: 'portal' }], now);
  return after;
}

const notNow = (message: string, mend = 'Open the case again to see how it stands.'): KithError => new KithError('conflict.changed', message, { mend });

import { isDeepStrictEqual } from 'node:util';
import { KithError, type Sql } from '../../kernel/index.ts';
import { evaluateForm, incomplete } from '../forms/evaluate.ts';
import { endTask } from '../tasks/tasks.ts';
import type { FormResult, Value } from '../types.ts';
import { insertAnswers, insertDraft, removeDraft, selectDrafts, updateDraft } from './answers.store.ts';
import { updateDue } from './case.store.ts';
import { change, holds, stateOf, type Engine, type Standing } from './engine.ts';
import { actionsOf, mayAct, openTransitions, whyNotComplete, type ReadyAction } from './ready.ts';
import { takeTransition } from './transition.ts';
import type { Actor, Case, CompletedForm, Draft, Provenances, Task } from './types.ts';

/** Answers somebody saves as they go. */
export interface Saving {
  form: string;
  /** Revision of the draft that they saw; 0 where there was none. */
  revision: number;
  answers: Readonly<Record<string, Value>>;
  provenance?: Provenances;
}

/** `aside`: another saved meanwhile, `by` whom and when; both are kept, and this one beside theirs. */
export type Saved = { is: 'saved'; draft: Draft } | { is: 'aside'; draft: Draft; theirs: Draft };

/** Answers somebody says are complete. */
export interface Completing {
  form: string;
  /** Revision of the case that they saw. */
  revision: number;
  answers: Readonly<Record<string, Value>>;
  provenance?: Provenances;
  /** Hand-over note of the step that follows. */
  note?: string;
  /** Why answers that were complete are changed; needed then. */
  reason?: string;
}

/** `incomplete`: nothing was completed, the draft was kept, and `result` says what is wrong or missing. */
export type Completed =
  | { is: 'incomplete'; result: FormResult; draft: Draft }
  /** Answers are kept; `moved` where the case went on by itself; else `actions` are the ways on. */
  | { is: 'completed'; result: FormResult; case: Case; version: number; moved: boolean; actions: ReadyAction[] };

/** Which part a form plays where the case stands: of its state, of an open task, or completed before. Throws `usage.invalid` for a form that is none of them. */
function partOf(engine: Pick<Engine, 'teams'>, standing: Standing, form: string, by: Actor): { is: 'state' } | { is: 'task'; task: Task } | { is: 'change' } {
  const { case: held, pathway, forms, tasks } = standing;
  if (pathway.forms[form] === undefined) throw new KithError('usage.invalid', `${pathway.title} has no form "${form}".`);
  if (held.closedAt !== null) throw new KithError('conflict.changed', 'This case is closed.', { mend: 'Reopen it first.' });
  if (stateOf(pathway, held.state).form === form && held.formVersion === null) {
    const because = whyNotComplete(engine, standing, by);
    if (because !== null) throw new KithError('access.refused', because);
    return { is: 'state' };
  }
  const task = tasks.find((t) => t.form === form);
  if (task !== undefined) {
    if (!mayDoTask(engine, task, held, by)) throw new KithError('access.refused', `This is for a ${task.role.replaceAll('-', ' ')}.`);
    return { is: 'task', task };
  }
  if (forms.has(form)) {
    if (by.team !== held.team) throw new KithError('access.refused', 'Only the team that has the case changes completed answers.');
    return { is: 'change' };
  }
  throw new KithError('conflict.changed', `${pathway.forms[form].title} is not completed at this point of the case.`, { mend: 'Open the case again to see what is asked now.' });
}

export const mayDoTask = (engine: Pick<Engine, 'teams'>, task: Pick<Task, 'role' | 'team'>, held: Case, by: Actor): boolean => by.team === task.team ? by.role === task.role || !holds(engine, task.team, task.role) : mayAct(engine, { ...held, team: task.team }, by, task.role);

/** Saves answers as they stand. What another saved meanwhile is never written over. */
export async function saveDraft(sql: Sql, engine: Engine, standing: Standing, saving: Saving, by: Actor, now: Date): Promise<Saved> {
  partOf(engine, standing, saving.form, by);
  const held = standing.case;
  const kept = { form: saving.form, answers: { ...saving.answers }, provenance: saving.provenance ?? {}, userId: by.userId, userName: by.name };
  const drafts = await selectDrafts(sql, held, saving.form, true);
  const current = drafts.find((d) => !d.aside);
  if (current === undefined) return { is: 'saved', draft: await insertDraft(sql, held, { ...kept, aside: false }, now) };
  if (current.revision === saving.revision || isDeepStrictEqual(current.answers, kept.answers)) {
    const draft: Draft = { ...current, ...kept, revision: current.revision + 1, savedAt: now };
    await updateDraft(sql, held, draft);
    return { is: 'saved', draft };
  }
  const mine = drafts.find((d) => d.aside && d.userId === by.userId);
  if (mine === undefined) return { is: 'aside', draft: await insertDraft(sql, held, { ...kept, aside: true }, now), theirs: current };
  const draft: Draft = { ...mine, ...kept, revision: mine.revision + 1, savedAt: now };
  await updateDraft(sql, held, draft);
  return { is: 'aside', draft, theirs: current };
}

/** Makes a draft kept aside the one that is worked on; the one that was is kept aside. */
export async function swapDrafts(sql: Sql, held: Case, draftId: string): Promise<Draft> {
  const drafts = await selectDrafts(sql, held, null, true);
  const wanted = drafts.find((d) => d.draftId === draftId && d.aside);
  if (wanted === undefined) throw new KithError('conflict.changed', 'These answers are no longer kept aside.', { mend: 'Open the form again to see what is there.' });
  const current = drafts.find((d) => d.form === wanted.form && !d.aside);
  if (current !== undefined) await updateDraft(sql, held, { ...current, aside: true });
  const draft: Draft = { ...wanted, aside: false, revision: Math.max(wanted.revision, current?.revision ?? 0) + 1 };
  await updateDraft(sql, held, draft);
  return draft;
}

/** Completes a form. Where exactly one way on lies open to whoever did, the case takes it. */
export async function completeForm(sql: Sql, engine: Engine, standing: Standing, completing: Completing, by: Actor, now: Date): Promise<Completed> {
  const { case: held, pathway, forms } = standing;
  const part = partOf(engine, standing, completing.form, by);
  const result = evaluateForm(pathway, pathway.forms[completing.form]!, completing.answers);
  if (result.problems.length > 0 || result.missing.length > 0 || result.outcome === incomplete) {
    const [current] = await selectDrafts(sql, held, completing.form);
    const saved = await saveDraft(sql, engine, standing, { ...completing, revision: current?.aside === false ? current.revision : 0 }, by, now);
    return { is: 'incomplete', result, draft: saved.draft };
  }
  const before = forms.get(completing.form);
  const reason = completing.reason?.trim() ?? '';
  if (part.is === 'change' && reason === '') throw new KithError('request.invalid', 'Say why completed answers are changed.');
  const made: CompletedForm = {
    form: completing.form, version: (before?.version ?? 0) + 1, state: held.state, answers: given(completing.answers, result), provenance: completing.provenance ?? {},
    result: keptResult(result),
    userId: by.userId, userName: by.name, at: now, reason: reason === '' ? null : reason,
  };
  await insertAnswers(sql, held, made);
  await removeDraft(sql, held, { form: completing.form });
  const atState = part.is === 'state' || (part.is === 'change' && stateOf(pathway, held.state).form === completing.form);
  if (part.is === 'task') await endTask(sql, part.task, 'done', by, now);
  const detail = { form: completing.form, title: pathway.forms[completing.form]!.title, version: made.version, outcome: result.outcome, because: result.because, ...(part.is === 'task' ? { task: part.task.title } : {}) };
  const after = await change(sql, held, atState ? { formVersion: made.version, formOutcome: result.outcome, doneBy: by.userId } : {}, by, [{ kind: part.is === 'change' ? 'changed-answers' : 'completed', note: made.reason, detail }], now);
  if (part.is === 'task') await updateDue(sql, held.personId, held.caseId);
  const done: Standing = { ...standing, case: after, forms: new Map(forms).set(made.form, made), tasks: part.is === 'task' ? standing.tasks.filter((t) => t.taskId !== part.task.taskId) : standing.tasks };
  const actions = actionsOf(engine, done, by);
  const next = part.is === 'state' ? onlyWay(done, actions, completing.note ?? '') : null;
  if (next === null) return { is: 'completed', result, case: after, version: made.version, moved: false, actions };
  const moved = await takeTransition(sql, engine, done, { transition: next.transition, note: completing.note ?? '' }, by, now);
  return { is: 'completed', result, case: moved, version: made.version, moved: true, actions: [] };
}

/** The way on, where there is no choice: the one its outcome names, or else the only one. */
function onlyWay(standing: Standing, actions: readonly ReadyAction[], note: string): ReadyAction | null {
  const named = openTransitions(standing).filter(({ transition }) => transition.on !== undefined).map(({ index }) => index);
  const ready = actions.filter((a) => a.can && !a.byItself && (!a.note || note.trim() !== ''));
  const byOutcome = actions.filter((a) => named.includes(a.transition));
  const among = byOutcome.length > 0 ? byOutcome : actions.filter((a) => !a.byItself);
  const [only, another] = among;
  return only !== undefined && another === undefined && ready.includes(only) ? only : null;
}

/** Answers to what is asked; what a condition leaves out is not kept as if it had been said. */
const given = (answers: Readonly<Record<string, Value>>, { asked }: FormResult): Record<string, Value> => Object.fromEntries(Object.entries(answers).filter(([name, value]) => value !== null && value !== '' && asked.includes(name)));

/** What a completed form keeps of what it came to. */
export const keptResult = ({ outcome, because, scores, calculated }: FormResult): CompletedForm['result'] => ({
  outcome, because, scores: scores.map(({ name, title, total, band }) => ({ name, title, total, band })), calculated: calculated.map(({ name, title, unit, value }) => ({ name, title, unit, value })),
});

import { KithError, newId, type Sql } from '../../kernel/index.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { fieldsOf } from '../forms/fields.ts';
import { checkAnswer } from '../forms/check-answer.ts';
import type { Value } from '../types.ts';
import { insertDraft } from './answers.store.ts';
import { insertLink, insertMembers, type Member } from './around.store.ts';
import { arrive, nothing, type OpenOther } from './arrive.ts';
import { insertCase, openCases } from './case.store.ts';
import { contextOf, valuesOf } from './context.ts';
import { stateOf, teamOf, type Engine, type Standing } from './engine.ts';
import { referenceOf, type Actor, type Case, type Origin, type Provenances } from './types.ts';

/** A case to open. */
export interface NewCase {
  personId: string;
  pathway: string;
  /** Team it begins with, where that has the first state's role. */
  team: string;
  worker?: { userId: string; name: string } | null;
  /** Place among the pathway's priorities; the second, or the only one, when not given. */
  priority?: number;
  origin: Origin;
  members?: readonly Member[];
  note?: string | null;
  /** Answers its first form begins with, and where they are from. */
  answers?: Readonly<Record<string, Value>>;
  from?: string;
}

/** How deep one case may open another, so that two pathways that open each other end. */
const deepest = 4;

/**
 * Opens a case in the caller's transaction. Throws `conflict.changed` where the person has one open and may have but one, with
 * `detail.caseId` and `reference`; `usage.invalid` for a pathway there is none of or that has no states.
 */
export async function openCase(sql: Sql, engine: Engine, made: NewCase, by: Actor, now: Date, depth = 0): Promise<Case> {
  const pathway = await engine.versions.pin(sql, made.pathway, now);
  const first = pathway.start;
  if (first === undefined) throw new KithError('usage.invalid', `${pathway.title} has no states: its forms are used by other pathways.`);
  const state = stateOf(pathway, first);
  const found = await insertCase(sql, {
    personId: made.personId, caseId: newId(), letters: pathway.reference ?? 'K', pathway: pathway.id, version: pathway.version, calendar: engine.calendar, single: pathway.single, state: first, since: now,
    team: teamOf(engine, state, made.team), worker: null, workerName: null, priority: priorityOf(pathway, made.priority), heldAt: null, holdUntil: null, restricted: [], formVersion: null, formOutcome: null,
    doneBy: null, preparedBy: null, revision: 0, openedAt: now, openedBy: by.userId, origin: made.origin, closedAt: null, closedAs: null, dueAt: null, checkPerson: false,
  });
  if (found === null) {
    const [open] = await openCases(sql, made.personId, pathway.id);
    throw new KithError('conflict.changed', `${pathway.title} is open already${open === undefined ? '' : `: ${referenceOf(open)}`}.`, { mend: 'Go on with that case.', detail: open === undefined ? {} : { caseId: open.caseId, reference: referenceOf(open) } });
  }
  const standing: Standing = { case: found, pathway, forms: new Map(), tasks: [], clocks: [] };
  const worker = made.worker != null && found.team === made.team ? { worker: made.worker.userId, workerName: made.worker.name } : {};
  if (made.members !== undefined) await insertMembers(sql, found, made.members, now);
  await keepCarried(sql, standing, state.form, made, now);
  const { starts, tasks, notices, documents, emits } = pathway.begins;
  return arrive(sql, engine, standing, { to: first, brings: { ...nothing, starts, tasks, notices, documents, emits }, step: { kind: 'opened', note: made.note ?? null, detail: originOf(made.origin) }, patch: worker }, by, now, openOthers(depth + 1));
}

const originOf = ({ kind, reference, topic }: Origin): Record<string, string | null> => ({ began: kind, reference, ...(topic === undefined ? {} : { topic }) });
const priorityOf = (pathway: PathwayDefinition, asked: number | undefined): number => Math.min(Math.max(asked ?? 1, 0), pathway.priorities.length - 1);

/** Carried answers begin the first form as a draft: whoever completes it sees where they are from, and owns them only then. */
async function keepCarried(sql: Sql, { case: held, pathway }: Standing, form: string | undefined, { answers = {}, from = 'What began this case' }: NewCase, now: Date): Promise<void> {
  if (form === undefined) return;
  const fields = new Map(fieldsOf(pathway.forms[form]!).map((f) => [f.name, f]));
  const fits = Object.entries(answers).filter(([name, value]) => value !== null && fields.has(name) && checkAnswer(fields.get(name)!, value).length === 0);
  if (fits.length === 0) return;
  const provenance: Provenances = Object.fromEntries(fits.map(([name]) => [name, { from, asOf: now.toISOString() }]));
  await insertDraft(sql, held, { form, aside: false, answers: Object.fromEntries(fits), provenance, userId: null, userName: null }, now);
}

/** Opens what a step opens, or links the case of it that is open already. */
export const openOthers = (depth: number): OpenOther => async (sql, engine, from, opens, by, now) => {
  for (const each of opens) {
    if (depth > deepest) throw new KithError('area.invalid', `${from.pathway.title} opens cases that open cases without end.`);
    const target = engine.versions.newest(each.pathway);
    const [there] = target.single ? await openCases(sql, from.case.personId, each.pathway) : [];
    const other =
      there ??
      (await openCase(sql, engine, {
        personId: from.case.personId, pathway: each.pathway, team: from.case.team, origin: { kind: 'case', id: from.case.caseId, reference: referenceOf(from.case) },
        answers: valuesOf(each.with, contextOf(from)), from: `${from.pathway.title} ${referenceOf(from.case)}`,
      }, by, now, depth));
    await insertLink(sql, from.case, other, 'opened', each.waits, by.name, now);
  }
};

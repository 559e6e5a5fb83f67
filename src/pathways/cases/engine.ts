import { appendEvents, KithError, type ColumnSeals, type Kernel, type OutboxEvent, type Sql } from '../../kernel/index.ts';
import type { PathwayDefinition, StateDefinition } from '../definition/pathway-schema.ts';
import { selectTasks } from '../tasks/task.store.ts';
import { selectClocks } from '../clocks/clock.store.ts';
import { latestAnswers } from './answers.store.ts';
import { insertSteps, updateCase, type NewStep } from './case.store.ts';
import { referenceOf, type Actor, type Case, type CaseClock, type CasePatch, type CompletedForm, type Task } from './types.ts';
import type { Versions } from './versions.ts';

/** The topic by which other rooms and systems hear what became of a case. */
export const caseTopic = 'pathways.case';

/** A team as cases need to know it. */
export interface CaseTeam {
  id: string;
  name: string;
  organisation: string;
  roles: readonly string[];
  may: readonly string[];
}

/** Somebody who may be given work. */
export interface CaseUser {
  id: string;
  name: string;
  teams: readonly { id: string; role: string }[];
}

/** What running cases needs. */
export interface Engine {
  kernel: Kernel;
  versions: Versions;
  teams: readonly CaseTeam[];
  users: readonly CaseUser[];
  /** Seals what is in files. */
  seals: ColumnSeals;
  /** Bank holidays that deadlines are worked out with, as a case keeps it. */
  calendar: string;
  /** Whom to tell, of the area's contacts, when a team is told by this channel; null where there is nobody. */
  contactOf(team: string, channel: 'mail' | 'text'): string | null;
}

export const teamName = (engine: Pick<Engine, 'teams'>, id: string): string => engine.teams.find((t) => t.id === id)?.name ?? id;
export const holds = (engine: Pick<Engine, 'teams'>, team: string, role: string): boolean => engine.teams.find((t) => t.id === team)?.roles.includes(role) === true;

/** The team that does what a role does: the one it is with, where that has the role; else the first that has it and works with cases. */
export function teamFor(engine: Pick<Engine, 'teams'>, role: string, current: string): string {
  if (holds(engine, current, role)) return current;
  return (engine.teams.find((t) => t.roles.includes(role) && t.may.includes('case')) ?? engine.teams.find((t) => t.roles.includes(role)))?.id ?? current;
}

/** The team to which a case in a state belongs. */
export const teamOf = (engine: Pick<Engine, 'teams'>, state: StateDefinition, current: string): string => state.team ?? (state.role === undefined ? current : teamFor(engine, state.role, current));

/** A case with all that a step of it rests on. */
export interface Standing {
  case: Case;
  pathway: PathwayDefinition;
  /** Newest completed version of each form. */
  forms: ReadonlyMap<string, CompletedForm>;
  /** Those that are open. */
  tasks: readonly Task[];
  clocks: readonly CaseClock[];
}

export async function standingOf(sql: Sql, engine: Engine, found: Case): Promise<Standing> {
  const [pathway, forms, tasks, clocks] = await Promise.all([engine.versions.of(sql, found.pathway, found.version), latestAnswers(sql, found), selectTasks(sql, found, true), selectClocks(sql, found)]);
  return { case: found, pathway, forms: new Map(forms.map((f) => [f.form, f])), tasks, clocks };
}

/** A state by its id. Throws `store.behind` where a case stands in one that its version does not have. */
export function stateOf(pathway: PathwayDefinition, id: string): StateDefinition {
  const state = pathway.states[id];
  if (state === undefined) throw new KithError('store.behind', `${pathway.title}, version ${pathway.version}, has no state "${id}".`, { mend: `Migrate its cases: "kith pathway migrate ${pathway.id}".` });
  return state;
}

/** Writes a change to a case with its steps, and tells other rooms. Throws `conflict.changed` when it was changed meanwhile. @returns the case as it is now */
export async function change(sql: Sql, before: Case, patch: CasePatch, by: Actor, steps: readonly NewStep[], now: Date, events: readonly OutboxEvent[] = []): Promise<Case> {
  const after: Case = { ...before, ...patch, revision: before.revision + 1 };
  if (!(await updateCase(sql, before, { ...patch, revision: after.revision }))) throw new KithError('conflict.changed', `${referenceOf(before)} was changed while you were looking at it.`, { mend: 'Open it again: what is there now is shown first.' });
  await Promise.all([
    insertSteps(sql, after, { userId: by.userId, userName: by.name, team: by.team, role: by.role }, steps, now),
    appendEvents(sql, [...events, ...steps.map((step) => caseEvent(after, step))], now),
  ]);
  return after;
}

/** What became of a case, for other rooms to hear: which and what was done, and nothing of whom it is about. */
const caseEvent = (after: Case, step: NewStep): OutboxEvent => ({
  topic: caseTopic,
  key: `${after.caseId}:${after.revision}:${step.kind}`,
  payload: { caseId: after.caseId, reference: referenceOf(after), pathway: after.pathway, version: after.version, state: after.state, team: after.team, step: step.kind, open: after.closedAt === null },
});

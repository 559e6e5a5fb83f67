import { checkAccess, rolesHeld, type Access, type Session } from '../access/index.ts';
import { fixedClock, KithError, type Kernel } from '../kernel/index.ts';
import { checkPathways, createCases, readScenarios, type Case, type Cases, type PathwayDefinition, type Scenario, type Value } from '../pathways/index.ts';
import { hasCases, peopleKnownTo } from './own-cases.store.ts';

const eachPathway = 4;
const dayMs = 86_400_000;
/** Days ago on which the cases of a pathway begin, one after another. */
const begun = [12, 5, 2, 0];

type Usual = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/**
 * Cases for the demo's worklists: of each pathway some, each as one of its scenarios begins, taken on by those whose work it is and left
 * standing after a few steps. They are opened and carried on as workers would, at times of the last days. @returns how many there are
 */
export async function makeDemoCases(kernel: Kernel, access: Access): Promise<number> {
  if (await hasCases(kernel.db.writer)) return 0;
  const now = kernel.clock.now();
  const clock = fixedClock(now);
  const definitions = checkPathways(kernel.area.dir, rolesHeld(kernel.area));
  const teams = checkAccess(kernel.area).definitions?.teams ?? [];
  const cases = createCases({ kernel: { ...kernel, clock }, access, definitions, teams, contactOf: () => null });
  let made = 0;
  for (const { pathway: id, scenarios, answers } of readScenarios(kernel.area.dir)) {
    const pathway = definitions.pathways.find((p) => p.id === id);
    const first = pathway?.states[pathway.start ?? '']?.role;
    const opener = first === undefined ? null : sessionOf(access, first);
    if (pathway === undefined || opener === null || scenarios.length === 0) continue;
    const people = await peopleKnownTo(kernel.db.writer, pathway.category ?? '', id, eachPathway * 2);
    for (let i = 0, left = eachPathway; left > 0 && i < people.length; i++) {
      const scenario = scenarios[i % scenarios.length]!;
      const at = new Date(now.getTime() - (begun[i % begun.length] ?? 0) * dayMs);
      clock.set(at);
      const opened = await orNothing(() => cases.desk.open(opener, { personId: people[i]!, pathway: id }));
      if (opened === null) continue;
      made += 1;
      left -= 1;
      await carryOn({ cases, access, pathway, usual: answers, scenario, shift: Math.round((at.getTime() - Date.parse(scenario.given.at.slice(0, 10))) / dayMs) }, opened, i % eachPathway);
    }
  }
  return made;
}

interface Carrying {
  cases: Cases;
  access: Access;
  pathway: PathwayDefinition;
  usual: Usual;
  scenario: Scenario;
  /** Days between the scenario's and the case's. */
  shift: number;
}

/** Takes a case some of its scenario's steps on; it stays where one cannot be taken. */
async function carryOn(carrying: Carrying, opened: Case, steps: number): Promise<void> {
  let held: Case | null = opened;
  for (const step of carrying.scenario.when.slice(0, steps)) {
    const before: Case = held;
    held = await orNothing(() => takeStep(carrying, before, step));
    if (held === null || held.closedAt !== null) return;
  }
}

async function takeStep({ cases, access, pathway, usual, shift }: Carrying, held: Case, step: Scenario['when'][number]): Promise<Case | null> {
  const role = step.by ?? pathway.states[held.state]?.role;
  const session = role === undefined ? null : sessionOf(access, role, held.team);
  if (session === null) return null;
  if ('task' in step) {
    const task = (await cases.desk.one(session, held.caseId)).tasks.find((t) => t.task === step.task && t.state === 'open');
    return task === undefined || task.form !== null ? null : cases.desk.act(session, held.caseId, held.revision, { do: 'task-done', taskId: task.taskId, note: '' });
  }
  let at = held;
  if ('complete' in step) {
    const answers = Object.fromEntries(Object.entries({ ...usual[step.complete], ...(step.with as Record<string, Value>) }).filter(([, value]) => value !== null).map(([name, value]) => [name, later(value, shift)]));
    const done = await cases.desk.complete(session, held.caseId, { form: step.complete, revision: held.revision, answers, note: 'Ready to go on' });
    if (done.is !== 'completed') return null;
    if (done.moved || (step.to === undefined && step.action === undefined)) return done.case;
    at = done.case;
  } else if (!('to' in step || 'action' in step)) return null;
  const { actions } = await cases.desk.one(session, held.caseId);
  const go = 'tries' in step ? undefined : actions.find((a) => a.can && ('to' in step && step.to !== undefined ? a.to === step.to : 'action' in step && a.action === step.action));
  return go === undefined ? null : cases.desk.act(session, held.caseId, at.revision, { do: 'go', transition: go.transition, note: 'Ready to go on' });
}

/** Days in answers move with the case. */
function later(value: Value, days: number): Value {
  if (Array.isArray(value)) return value.map((v) => later(v, days));
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, later(v, days)]));
  const day = typeof value === 'string' ? /^(\d{4}-\d\d-\d\d)(T.*)?$/.exec(value) : null;
  return day === null ? value : `${new Date(Date.parse(day[1]!) + days * dayMs).toISOString().slice(0, 10)}${day[2] ?? ''}`;
}

/** Somebody of the demo who does what a role does, of that team where it has one. */
function sessionOf(access: Access, role: string, team?: string): Session | null {
  const all = access.users().flatMap((user) => user.teams.filter((t) => t.role === role && t.purposes.length > 0).map((t) => access.session(user.id, t.id, t.purposes[0]!.id))).filter((s) => access.may(s, 'case'));
  return all.find((s) => s.team === team) ?? all[0] ?? null;
}

/** What a worker may not do, or a scenario does not fit, is not done: the case stays where it is. */
async function orNothing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KithError) return null;
    throw error;
  }
}

import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAccess, openTies, rolesHeld, type Session } from '../../src/access/index.ts';
import { readArea, readDefinitions } from '../../src/kernel/index.ts';
import { checkPathways, createCases, type Cases, type PathwayDefinition } from '../../src/pathways/index.ts';
import { beginJourney, type Journey } from '../../src/pathways/journey/journey.ts';
import { nothingCovered } from '../../src/pathways/scenarios/coverage.ts';
import { instantOf, merged, takeStep } from '../../src/pathways/scenarios/run.ts';
import { scenariosSchema, type Scenario, type Scenarios } from '../../src/pathways/scenarios/schema.ts';
import { casesBench, type CasesBench } from '../support/cases.ts';

/*
 * The first scenario of each pathway that ships, walked in memory and carried by real cases in the store side by side, by demo users who hold
 * the roles: after every step both must stand the same.
 */
const dir = resolve('areas/demo');
const area = readArea(dir).area!;
const definitions = checkPathways(dir, rolesHeld(area));
const { teams, users } = checkAccess(area).definitions!;
const files = readDefinitions(dir, 'pathways/scenarios/*.yaml', scenariosSchema).definitions.map((d) => d.value).filter((file) => file.scenarios.length > 0);

let bench: CasesBench;
let cases: Cases;
let loop: () => Promise<void>;
beforeAll(async () => {
  bench = await casesBench();
  cases = createCases({ kernel: bench.kernel, access: bench.access, definitions, teams, contactOf: () => null });
  loop = async () => { for (const step of cases.steps) while (await step.run()); };
});
afterAll(() => bench?.close());

/** Somebody of the demo who holds a role in a team that may see the category in detail and work on cases; of the case's own team where it has the role. */
function holder(role: string, category: string, own: string): Session {
  const able = users.flatMap((user) => user.teams.flatMap(({ team: id, role: held }) => {
    const team = teams.find((one) => one.id === id)!;
    const level = ([, rules]: [string, (typeof team.purposes)[string]]): boolean => (typeof rules[category] === 'string' ? rules[category] : rules[category]?.level) === 'detail';
    const purpose = Object.entries(team.purposes).find(level)?.[0];
    return held === role && purpose !== undefined && team.may.includes('case') ? [{ user: user.id, team: id, purpose }] : [];
  }));
  const found = able.find((one) => one.team === own) ?? able[0];
  if (found === undefined) throw new Error(`nobody is ${role} and sees ${category}`);
  return bench.access.session(found.user, found.team, found.purpose);
}

async function carry(pathway: PathwayDefinition, file: Scenarios, scenario: Scenario): Promise<string> {
  const personId = await bench.person(pathway.id.charAt(0).toUpperCase() + pathway.id.slice(1));
  await bench.db.writer.begin((sql) => openTies(sql, teams.map((team) => ({ personId, organisation: team.organisation, team: team.id, kind: 'allocation' as const, reference: `test:${team.id}`, at: new Date('2026-01-01T00:00:00Z') }))));
  const begins = instantOf(scenario.given.at);
  bench.clock.set(begins);
  const journey = beginJourney(pathway, begins);
  const sessionOf = (role: string, team = ''): Session => holder(role, pathway.category!, team);
  const first = pathway.states[pathway.start!]!;
  let held = await cases.desk.open(sessionOf(first.role!, first.team), { personId, pathway: pathway.id });
  const act = async (role: string, action: Parameters<Cases['desk']['act']>[3]): Promise<void> => { held = await cases.desk.act(sessionOf(role, held.team), held.caseId, held.revision, action); };
  const read = async () => {
    const detail = await cases.desk.one(sessionOf(pathway.states[held.state]!.role ?? first.role!, held.team), held.caseId);
    held = detail.case;
    return detail;
  };
  for (const [s, step] of scenario.when.entries()) {
    let moved = false;
    // Where a form is completed and nothing done after it, what follows is refused, which is tried in memory alone.
    if ('tries' in step || ('complete' in step && step.stays)) continue;
    if (step.at !== undefined) {
      journey.until(instantOf(step.at));
      bench.clock.set(instantOf(step.at));
      await loop();
    }
    const { id, role } = journey.state;
    const [before, form] = [journey.steps.length, journey.state.form];
    takeStep(pathway, journey, step, (name) => file.answers[name] ?? {}, nothingCovered());
    const taken = journey.steps.slice(before).map((one) => one.transition);
    if ('complete' in step) {
      const asker = step.complete === form ? role : Object.values(pathway.tasks).find((task) => task.form === step.complete)?.role;
      const done = await cases.desk.complete(sessionOf(asker ?? role!, held.team), held.caseId, { form: step.complete, revision: held.revision, answers: merged(file.answers[step.complete], step.with), reason: 'As the scenario says' });
      if (done.is !== 'completed') throw new Error(`step ${s}: ${JSON.stringify(done)}`);
      held = done.case;
      ({ moved } = done);
    }
    if ('hear' in step) await cases.hear({ topic: step.hear, personId, at: bench.clock.now(), key: `${pathway.id} ${s}`, body: step.body });
    else if (!moved) for (const transition of taken) await act(pathway.states[id]!.transitions[transition]!.role ?? role!, { do: 'go', transition, note: 'Over to you' });
    if ('task' in step) {
      const task = (await read()).tasks.find((one) => one.task === step.task && one.state === 'open')!;
      await act(task.role, { do: 'task-done', taskId: task.taskId, note: 'Done' });
    }
    const detail = await read();
    expect({ step: s, ...stoodOf(detail) }).toEqual({ step: s, ...standOf(journey) });
  }
  return held.state;
}

const standOf = (journey: Journey): object => ({
  state: journey.state.id,
  deadlines: journey.deadlines.map((one) => `${one.id} ${one.due.day} ${one.state}${one.breached ? ' late' : ''}`).toSorted(),
  tasks: journey.tasks.flatMap((one) => (one.done ? [] : one.id)).toSorted(),
  documents: [...new Set(journey.documents)].toSorted(),
  opened: [...new Set(journey.opened.map((one) => one.pathway))].toSorted(),
});
function stoodOf({ case: held, clocks, tasks, documents, links }: Awaited<ReturnType<Cases['desk']['one']>>): object {
  const lasts = (clock: (typeof clocks)[number]): number => clock.startedAt.getTime() + (clock.endedAt?.getTime() ?? Number.MAX_SAFE_INTEGER / 2);
  const newest = [...Map.groupBy(clocks, (clock) => clock.deadline).values()].map((all) => all.toSorted((a, b) => lasts(b) - lasts(a))[0]!);
  return {
    state: held.state,
    deadlines: newest.map((one) => `${one.deadline} ${one.dueDay} ${one.state}${one.breachedAt === null ? '' : ' late'}`).toSorted(),
    tasks: tasks.flatMap((one) => (one.state === 'open' ? one.task : [])).toSorted(),
    documents: [...new Set(documents.map((one) => one.document))].toSorted(),
    opened: [...new Set(links.filter((one) => one.kind === 'opened').flatMap((one) => one.case?.pathway ?? []))].toSorted(),
  };
}

test.each(files.map((file) => [file.pathway, file] as const))('a case of %s stands where its scenario stands, after every step', { timeout: 60_000 }, async (id, file) => {
  const pathway = definitions.pathways.find((one) => one.id === id)!;
  const scenario = file.scenarios[0]!;
  const state = await carry(pathway, file, scenario);
  expect(state).toBe(scenario.expect.state ?? state);
});

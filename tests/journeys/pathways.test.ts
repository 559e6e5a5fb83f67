import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { checkAccess, rolesHeld, type Session } from '../../src/access/index.ts';
import { fixedClock } from '../../src/kernel/index.ts';
import { createLinkage } from '../../src/linkage/index.ts';
import { checkPathways, createCases, readScenarios, type Case, type CaseDetail, type Cases, type Scenario, type Value } from '../../src/pathways/index.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { main, openJourney, picture, sound, type Journey } from '../support/journey.ts';
import { placePerson } from '../support/people.ts';
import { feedStates, recordsBench, type RecordsBench } from '../support/records.ts';

/**
 * The main path of every shipped pathway in a browser: its first scenario, each step taken by whoever's role it is, by the buttons of
 * the page. Answers are put in by the door that autosave uses; pages of forms are looked at, and the case is completed on its page.
 */

const dir = 'areas/demo';
const clock = fixedClock('2026-11-20T09:00:00Z');
let bench: RecordsBench;
let cases: Cases;
let journey: Journey;
let page: Page;
let now: Session;

beforeAll(async () => {
  bench = await recordsBench();
  const kernel = { ...bench.kernel, clock };
  const { access, records } = bench;
  const teams = checkAccess(kernel.area).definitions?.teams ?? [];
  cases = createCases({ kernel, access, definitions: checkPathways(dir, rolesHeld(kernel.area)), teams, contactOf: () => null });
  journey = await openJourney(
    await buildPortal({
      kernel, access, records, cases, linkage: createLinkage(kernel), feeds: { states: async () => feedStates() },
      signIn: { register: async () => undefined, session: async () => now, csrf: () => 'x', end: () => null, isSecure: () => false, requireSession: async () => undefined },
    }),
  );
  page = await journey.visit('/about');
});
afterAll(async () => {
  await journey?.close();
  await bench?.close();
});

/** What is refused, and what is done only to be refused, is for the tests of the walk. */
const steps = (scenario: Scenario) => scenario.when.filter((s) => !('tries' in s) && !('stays' in s && s.stays));
/** Of whom a case is: somebody of every feed's category, whom every team has to do with. */
async function person(given: string): Promise<string> {
  const demographics = { family: 'Zinnia', given: [given], birthDate: '1948-03-02', gender: 'female' as const, addresses: [{ lines: ['9 Zinnia Way'], postcode: 'NB4 1AB' }] };
  const { personId } = await placePerson(bench.db, [{ feed: 'adult-social-care', category: 'adult-social-care', demographics }]);
  await bench.records.refresh();
  const ties = checkAccess(bench.kernel.area).definitions!.teams.map((t) => ({ personId, organisation: t.organisation, team: t.id, kind: 'case', since: '2020-01-01', until: null }));
  await bench.access.setRelationships(bench.db.writer, 'test', ties, [personId]);
  return personId;
}

/** Somebody who does what a role does, of that team where it has one, and may see the case. */
function who(role: string, pathway: string, team?: string): Session {
  const category = cases.pathways.find((p) => p.id === pathway)!.category!;
  const rules = checkAccess(bench.kernel.area).definitions!.teams;
  const detail = (t: string, purpose: string): boolean => {
    const rule = rules.find((r) => r.id === t)?.purposes[purpose]?.[category];
    return (typeof rule === 'string' ? rule : rule?.level) === 'detail';
  };
  const all = bench.access.users().flatMap((u) => u.teams.filter((t) => t.role === role).flatMap((t) => t.purposes.filter((p) => detail(t.id, p.id)).map((p) => bench.access.session(u.id, t.id, p.id)))).filter((s) => bench.access.may(s, 'case'));
  const found = all.find((s) => s.team === team) ?? all[0];
  if (found === undefined) throw new Error(`nobody who is a ${role} may see cases of ${pathway}`);
  return found;
}

const detailOf = (held: Case): Promise<CaseDetail> => cases.desk.one(now, held.caseId);
const url = (held: Case, rest = ''): string => `${journey.origin}/case/${held.caseId}${rest}`;

/** A page of each form, and one of each pathway where answers are checked, has no barrier that axe can find. */
const looked = new Set<string>();
async function look(held: Case, form: string, at: string, once: string): Promise<void> {
  const key = `${once} ${at}`;
  if (looked.has(key)) return;
  looked.add(key);
  await page.goto(url(held, `/form/${form}/${at}`));
  await sound(page, `${held.pathway} ${form} ${at}`);
}

/** Completes a form by its page of answers, and goes on by the button of the way that is meant where the form leaves several. */
async function complete(held: Case, form: string, answers: Record<string, Value>, go: { to?: string | undefined; action?: string | undefined }): Promise<void> {
  const before = await detailOf(held);
  const draft = before.forms.find((f) => f.id === form)?.draft ?? null;
  await cases.desk.save(now, held.caseId, { form, revision: draft?.revision ?? 0, answers });
  await look(held, form, 'page/1', `${held.pathway} ${form}`);
  await page.goto(url(held, `/form/${form}/check`));
  await look(held, form, 'check', held.pathway);
  await write();
  await page.getByRole('button', { name: /^Complete/ }).click({ timeout: 10_000 });
  await page.waitForURL(/\/case\/[0-9a-f-]+(\?|$|#)/);
  const after = await detailOf(held);
  if (after.case.state === before.case.state && after.case.closedAt === null && (go.to !== undefined || go.action !== undefined)) await goOn(held, go);
}

/** Presses the button of a way on from where a case stands. */
async function goOn(held: Case, go: { to?: string | undefined; action?: string | undefined }): Promise<void> {
  const { actions } = await detailOf(held);
  const way = actions.find((a) => a.can && (go.to !== undefined ? a.to === go.to : a.action === go.action));
  expect(way, `a way to ${go.to ?? go.action} among ${JSON.stringify(actions)}`).toBeDefined();
  await page.goto(url(held));
  const form = page.locator('form', { has: page.locator(`input[name="transition"][value="${way!.transition}"]`) });
  await write(form);
  await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), form.getByRole('button').click()]);
  await page.waitForLoadState();
}

/** A hand-over note where one is asked for. */
async function write(within: Page | ReturnType<Page['locator']> = page): Promise<void> {
  for (const note of await within.locator('textarea[name="note"]').all()) if (await note.isVisible()) await note.fill('All is in the form.');
}

async function begin(pathway: string, personId: string, scenario: Scenario): Promise<Case> {
  const definition = cases.pathways.find((p) => p.id === pathway)!;
  clock.set(scenario.given.at.length === 10 ? `${scenario.given.at}T09:00:00Z` : scenario.given.at.replace(/(T\d\d:\d\d)$/, '$1:00Z'));
  now = who(definition.states[definition.start!]!.role!, pathway);
  if (scenario.given.hear !== undefined) {
    const heard = await cases.hear({ topic: scenario.given.hear, personId, at: clock.now(), body: scenario.given.body, key: `${pathway}:begin` });
    // What is heard may begin a case, or only offer to.
    if (heard.cases[0] !== undefined) return heard.cases[0];
  }
  await page.goto(`${journey.origin}/person/${personId}/begin`);
  await page.getByRole('radio', { name: definition.title, exact: true }).check();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.waitForURL(/\/case\//);
  return (await cases.desk.one(now, new URL(page.url()).pathname.split('/')[2]!)).case;
}

const shipped = readScenarios(dir).flatMap((s) => (s.scenarios[0] === undefined ? [] : [{ pathway: s.pathway, scenario: s.scenarios[0], usual: s.answers }]));

test.each(shipped)('$pathway: $scenario.title', { timeout: 120_000 }, async ({ pathway, scenario, usual }) => {
  const definition = cases.pathways.find((p) => p.id === pathway)!;
  const held = await begin(pathway, await person(pathway), scenario);
  await page.goto(url(held));
  await sound(page, `${pathway} case`);
  await picture(page, `pathway-${pathway}`);
  for (const [i, step] of steps(scenario).entries()) {
    if (step.at !== undefined) {
      const at = new Date(step.at.length === 10 ? `${step.at}T09:00:00Z` : step.at.replace(/(T\d\d:\d\d)$/, '$1:00Z'));
      if (at > clock.now()) clock.set(at);
      for (const work of cases.steps) while (await work.run());
    }
    const standing = (await cases.desk.one(now, held.caseId).catch(() => null))?.case ?? held;
    now = who(step.by ?? definition.states[standing.state]?.role ?? now.role, pathway, standing.team);
    if ('complete' in step) await complete(held, step.complete, Object.fromEntries(Object.entries({ ...usual[step.complete], ...(step.with as Record<string, Value>) }).filter(([, v]) => v !== null)), step);
    else if ('hear' in step) await cases.hear({ topic: step.hear, personId: held.personId, at: clock.now(), body: step.body, key: `${pathway}:${i}` });
    else if ('task' in step) {
      const detail = await detailOf(held);
      const task = detail.tasks.find((t) => t.task === step.task && t.state === 'open')!;
      now = who(task.role, pathway, task.team);
      await cases.desk.act(now, held.caseId, detail.case.revision, { do: 'task-done', taskId: task.taskId, note: '' });
    } else if ('to' in step || 'action' in step) await goOn(held, step);
    const stands = (await detailOf(held)).case.state;
    expect([i, stands]).toEqual([i, step.expect?.state ?? stands]);
  }
  const { case: ended } = await detailOf(held);
  const last = scenario.expect.state ?? steps(scenario).findLast((s) => s.expect?.state !== undefined)?.expect?.state;
  expect(ended.state).toBe(last);
  await page.goto(url(held));
  await expect.poll(() => main(page)).toContain(definition.states[ended.state]!.title);
  await picture(page, `pathway-${pathway}-end`);
});

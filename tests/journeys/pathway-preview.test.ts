import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rolesHeld } from '../../src/access/index.ts';
import { readArea } from '../../src/kernel/index.ts';
import { pathwaySchema, readPathways } from '../../src/pathways/index.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { main, openJourney, picture, sound, type Journey } from '../support/journey.ts';
import { fixtureServices } from '../support/portal-services.ts';

/** Reading how a pathway is defined, and walking it with sample answers: nobody is in it. */

let journey: Journey;
const { area } = readArea('areas/demo');
const pathways = [...readPathways(area!, rolesHeld(area!)), pathwaySchema.parse(parse(readFileSync('tests/fixtures/pathways/travel-training.yaml', 'utf8')))];

beforeAll(async () => {
  journey = await openJourney(await buildPortal({ ...fixtureServices(), cases: { pathways } }));
});
afterAll(() => journey?.close());

test('a pathway is read: diagram and table of states, forms, decisions, deadlines, roles', { timeout: 90_000 }, async () => {
  const page = await journey.visit('/pathways');
  await sound(page);
  await page.getByRole('link', { name: 'NHS Continuing Healthcare', exact: true }).click();
  await sound(page);
  await picture(page, 'pathway');
  const says = await main(page);
  for (const word of ['National Framework', 'Checklist', 'Decisions', 'Deadlines', '28 days', 'Roles', 'begins here']) expect(says).toContain(word);
  const diagram = page.getByRole('region', { name: 'Diagram: the states of NHS Continuing Healthcare' });
  await diagram.focus();
  expect(await diagram.evaluate((node) => node.ownerDocument.activeElement === node)).toBe(true);
  await page.goto(`${journey.origin}/pathways/nothing`);
  await expect.poll(() => main(page)).toContain('There is nothing here to show you');
});

for (const scripts of [true, false]) {
  test(`${scripts ? 'with' : 'without'} scripts: walked from sample answers, what is wrong is said, time passes, the way is marked`, { timeout: 90_000 }, async () => {
    const page = await journey.visit('/pathways/travel-training', { javaScriptEnabled: scripts });
    await page.getByRole('button', { name: 'Walk it with sample answers' }).click();
    await page.getByRole('group', { name: 'Would you like to learn to travel by yourself?' }).getByLabel('Yes').check();
    await page.getByLabel('How sure of yourself are you on a bus?').fill('11');
    await page.getByRole('button', { name: 'Answer' }).click();
    expect(await page.getByRole('link', { name: /from 0 to 10/ }).getAttribute('href')).toBe('#f-confidence');
    await page.getByLabel('How sure of yourself are you on a bus?').fill('4');
    await page.getByRole('group', { name: 'Do you have a smartphone?' }).getByLabel('No').check();
    await page.getByRole('button', { name: 'Answer' }).click();
    await expect.poll(() => main(page)).toContain('The form came to offered. Somebody who is not sure of themselves is offered training.');
    await page.getByRole('button', { name: 'Offer training' }).click();
    await expect.poll(() => main(page)).toContain('A case would stand at Training');
    const [deadlines, told] = ['Deadlines', 'Who would be told'].map((name) => page.getByRole('table', { name }));
    expect(await deadlines!.textContent()).toContain('Running');
    expect(await told!.textContent()).toContain('A request for travel training waits to be arranged');
    for (let week = 0; week < 3; week++) await page.getByRole('button', { name: 'A week passes' }).click();
    expect(await deadlines!.textContent()).toContain('Running, late');
    await expect.poll(() => page.locator('.app-states__step--taken').count()).toBe(1);
    await expect.poll(() => page.locator('.app-states__box--now').textContent()).toContain('Training');
    if (scripts) {
      await sound(page);
      await picture(page, 'pathway-walk');
    }
    await page.getByRole('group', { name: 'Do you travel by yourself now?' }).getByLabel('Yes').check();
    await page.getByRole('button', { name: 'Answer' }).click();
    await page.getByRole('button', { name: 'Finish' }).click();
    await expect.poll(() => main(page)).toContain('A case would stand at Finished, which is an end.');
  });
}

test('whoever may not is refused, and a walk that was tampered with is not told', { timeout: 60_000 }, async () => {
  const app = await buildPortal({ ...fixtureServices({ may: (action) => action !== 'pathway-preview' }), cases: { pathways } });
  for (const url of ['/pathways', '/pathways/chc', '/pathways/chc/walk']) expect((await app.inject({ url })).statusCode).toBe(403);
  await app.close();
  const open = await buildPortal({ ...fixtureServices(), cases: { pathways } });
  const walk = (body: object) => open.inject({ method: 'POST', url: '/pathways/travel-training/walk', payload: new URLSearchParams(body as Record<string, string>).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  expect((await walk({ moves: '[{"act":"x"}]', from: '2026-11-20T09:00:00Z' })).statusCode).toBe(400);
  expect((await walk({ moves: '[]', from: 'soon' })).statusCode).toBe(400);
  const refused = await walk({ moves: '[]', from: '2026-11-20T09:00:00Z', act: '0' });
  expect([refused.statusCode, refused.body]).toEqual([422, expect.stringContaining('cannot be done')]);
  await open.close();
});

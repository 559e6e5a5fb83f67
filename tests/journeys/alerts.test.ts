import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNotices } from '../../src/exchange/index.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { alertBench, reason, type AlertBench } from '../support/alerts.ts';
import { feedStates } from '../support/records.ts';
import { createLinkage } from '../../src/linkage/index.ts';
import { audit } from '../support/axe.ts';
import { fits, main, openJourney, picture, type Journey } from '../support/journey.ts';

/** A team's alerts from the count on every page to the outcome, over access, the record, scores and the outbox. */

let bench: AlertBench;
let journey: Journey;

beforeAll(async () => {
  bench = await alertBench();
  const { kernel, access, records, alerts, clock } = bench;
  clock.set('2026-11-20T07:00:00Z');
  await bench.score(await bench.person('Grace'), 33, [reason('cold', { label: 'Bedroom below 16 °C for 3 nights', category: 'home-sensors', categories: ['home-sensors'], points: 20 }), reason('police', { label: 'Police were called', category: 'police', categories: ['police'], points: 13 })]);
  await bench.score(await bench.person('Henry'), 14);
  await bench.score(await bench.person('Irene'), 12);
  const sealed = await bench.person('Selma');
  await bench.score(sealed, 22);
  await bench.round();
  await access.setMarks(bench.db.writer, 'test', [{ personId: sealed, kind: 'sealed', reason: '' }], [sealed]);
  clock.set('2026-11-20T10:00:00Z');
  const notices = createNotices(kernel, {});
  for (const step of notices.steps) await step.run();
  journey = await openJourney(await buildPortal({ kernel, access, records, linkage: createLinkage(kernel), feeds: { states: async () => feedStates() }, alerts, notices }));
});
afterAll(async () => {
  await journey?.close();
  await bench?.close();
});


test('without scripts: the count, the list, seen in bulk, dismissed with a reason, undone', { timeout: 90_000 }, async () => {
  const page = await journey.signIn('Leila Haddad', { scripts: false });
  await page.getByRole('link', { name: /^Alerts 3/ }).click();
  await expect.poll(() => page.title()).toBe('Alerts: new – Kith');
  await expect.poll(() => main(page)).toMatch(/3 waiting to be seen, 1 of them overdue/);
  expect(await main(page)).not.toContain('Selma');
  expect(await main(page)).not.toContain('Police were called');
  await picture(page, 'alert-list');
  await page.getByRole('checkbox', { name: /Irene/ }).check();
  await page.getByRole('button', { name: 'Mark chosen as seen' }).click();
  await expect.poll(() => main(page)).toContain('Done with 1 alert.');
  await page.getByRole('link', { name: 'OKAFOR, Henry' }).click();
  const dismiss = page.locator('details', { hasText: 'Dismiss: nothing needs doing' });
  await dismiss.locator('summary').click();
  await dismiss.getByRole('button', { name: 'Dismiss' }).click();
  await expect.poll(() => page.title()).toMatch(/^Error: Alert A/);
  await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Choose why nothing needs doing']);
  await page.getByRole('radio', { name: 'What it says is wrong' }).check();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('Dismissed: What it says is wrong.');
  await page.getByRole('button', { name: 'Undo it' }).click();
  await expect.poll(() => main(page)).toContain('The last step was undone.');
  await page.goto(`${journey.origin}/alerts?tab=open`);
  await expect.poll(() => main(page)).toContain('OKAFOR, Irene');
  await page.context().close();
});

test('with scripts: accept, open a case, end it; who was told, and axe and 320 px on each page', { timeout: 120_000 }, async () => {
  const page = await journey.signIn('Leila Haddad');
  await page.goto(`${journey.origin}/alerts`);
  expect(await audit(page)).toEqual([]);
  await fits(page);
  await page.getByRole('link', { name: 'OKAFOR, Grace' }).click();
  expect(await audit(page)).toEqual([]);
  await fits(page);
  const text = await main(page);
  expect(text).toContain('Bedroom below 16 °C for 3 nights');
  expect(text).not.toContain('Police were called');
  expect(text).toContain('What the score of 20 is made of');
  expect(await page.getByRole('link', { name: 'What is changing for this person, as it stands now' }).getAttribute('href')).toMatch(/^\/person\/[0-9a-f-]{36}\/risk$/);
  expect(text).toContain('Not sent: this way of telling is not set up');
  await picture(page, 'alert-one');
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await page.locator('summary', { hasText: 'A case has been opened' }).click();
  await page.getByLabel('Its reference').fill('LAS-4471');
  await page.getByRole('button', { name: 'Keep the reference' }).click();
  await expect.poll(() => main(page)).toContain('Case opened: LAS-4471.');
  await page.getByRole('radio', { name: 'Helped' }).check();
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await expect.poll(() => main(page)).toContain('Ended: Helped');
  expect(await audit(page)).toEqual([]);
  await page.goto(`${journey.origin}/alerts/performance`);
  expect(await audit(page)).toEqual([]);
  await fits(page);
  await picture(page, 'alert-performance');
  await page.getByRole('textbox', { name: 'Alerts a week' }).fill('none');
  await page.getByRole('button', { name: 'Set' }).click();
  await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Give a whole number of alerts from 1 to 10,000, or leave it empty', 'Say why']);
  await page.getByRole('textbox', { name: 'Alerts a week' }).fill('20');
  await page.getByLabel('Why', { exact: true }).fill('Four of us');
  await page.getByRole('button', { name: 'Set' }).click();
  await expect.poll(() => main(page)).toContain('At most 20 in any seven days join the list, set by Leila Haddad');
  for (const tab of ['mine', 'snoozed', 'held', 'closed']) {
    await page.goto(`${journey.origin}/alerts?tab=${tab}`);
    expect([tab, await audit(page)]).toEqual([tab, []]);
  }
  await page.context().close();
});

test('two who act on one alert: the second is told, and nothing of theirs is kept', { timeout: 60_000 }, async () => {
  const [one, two] = [await journey.signIn('Leila Haddad'), await journey.signIn('Leila Haddad')];
  for (const page of [one, two]) {
    await page.goto(`${journey.origin}/alerts`);
    await page.getByRole('link', { name: 'OKAFOR, Henry' }).click();
  }
  await one.getByRole('button', { name: 'I have seen it' }).click();
  await two.getByRole('button', { name: 'Take it' }).click();
  await expect.poll(() => main(two)).toContain('Leila Haddad changed this alert while you were looking at it.');
  await one.reload();
  await expect.poll(() => main(one)).toContain('nobody’s yet');
});

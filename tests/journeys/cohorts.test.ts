import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPortal } from '../../src/portal/index.ts';
import { cohortsBench, homeWard, type CohortsBench } from '../support/cohorts.ts';
import { feedStates } from '../support/records.ts';
import { audit } from '../support/axe.ts';
import { fits, openJourney, type Journey } from '../support/journey.ts';

/** Making a cohort, opening its list and map, taking it away as a worklist; and counting without seeing anybody. */


let bench: CohortsBench;
let journey: Journey;

beforeAll(async () => {
  bench = await cohortsBench();
  for (let i = 0; i < 30; i++) await bench.place(`Person${String.fromCodePoint(65 + (i % 26))}${i < 26 ? '' : 'x'}`, `19${30 + (i % 20)}-03-04`);
  await bench.place('Sealed', '1935-01-01');
  await bench.place('Hidden', '1936-01-01', { restricted: true });
  await bench.take();
  await bench.db.writer`insert into access.mark (person_id, kind, source, since) values (${bench.people['Sealed']!}, 'sealed', 'test', '2026-01-01')`;
  const { kernel, access, records, cohorts } = bench;
  journey = await openJourney(await buildPortal({ kernel, access, records, cohorts, linkage: { report: () => Promise.reject(new Error('not here')) }, feeds: { states: async () => feedStates() } }));
});
afterAll(async () => {
  await journey?.close();
  await bench?.close();
});

for (const scripts of [true, false]) {
  test(`${scripts ? 'with' : 'without'} scripts: build a cohort, be told what is missing, save it, open its list by ward`, { timeout: 90_000 }, async () => {
    const page = await journey.signIn('Leila Haddad', { scripts });
    await page.getByRole('link', { name: 'Cohorts', exact: true }).click();
    await page.getByRole('button', { name: 'Make a cohort' }).click();
    await page.getByRole('link', { name: 'Age', exact: true }).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('link', { name: 'Enter age from, to, or both' }).click();
    expect(new URL(page.url()).hash).toBe('#from');
    await page.getByLabel('Aged from').fill('75');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('link', { name: 'What is known', exact: true }).click();
    await page.getByLabel('What is known of them').selectOption({ label: 'COPD' });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const people = page.locator('.app-cohort__count');
    await expect.poll(() => people.textContent()).toBe('31 people');
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'Aged 75 or over' }).first().textContent()).toContain('31');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: 'Say what to call it' }).waitFor();
    await page.getByLabel('What to call it').fill(`Lungs ${scripts}`);
    await page.getByLabel('My team', { exact: true }).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: `Lungs ${scripts}` }).waitFor();
    await expect.poll(() => people.textContent()).toContain('31 people of 31');
    await expect.poll(() => page.locator('#people ~ table tbody tr').count()).toBe(25);
    expect(await page.content()).not.toContain('Sealed');
    await page.getByRole('link', { name: `${homeWard.name}: 30 people`, exact: false }).click();
    await page.getByRole('heading', { name: `People in ${homeWard.name}` }).waitFor();
    expect(await page.content()).not.toContain('TEST, Hidden');
  });
}

test('no page of cohorts has a barrier axe can find, nor scrolls sideways at 320 px', { timeout: 120_000 }, async () => {
  const page = await journey.signIn('Leila Haddad');
  for (const path of ['/cohorts', '/cohorts/new?add=age', '/cohorts/new?add=signal', '/cohorts/new?add=ward', `/cohorts/new?c=${encodeURIComponent('{"age":{"from":75}}')}&add=contact`, '/cohorts/cold-and-breathless', '/cohorts/overlap?a=cold-and-breathless&b=alone-and-unseen']) {
    await page.goto(journey.origin + path);
    expect(await audit(page), path).toEqual([]);
    await fits(page);
  }
});

test('a worklist comes as a file that says its purpose', async () => {
  const page = await journey.signIn('Leila Haddad');
  await page.goto(`${journey.origin}/cohorts/cold-and-breathless`);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Take away as a worklist (CSV)' }).click()]);
  expect(download.suggestedFilename()).toMatch(/^older-people-alone.*\.csv$/);
  expect(readFileSync(await download.path(), 'utf8')).toContain('Purpose,Preventing and delaying need');
});

test('a commissioner counts, on a map, and sees no person, no list and no small number', { timeout: 60_000 }, async () => {
  const page = await journey.signIn('Helen Marsh');
  const { cohorts, access } = bench;
  const leila = access.session('leila.haddad', 'prevention', 'prevention');
  const saved = await cohorts.save(leila, { title: 'Counted', about: '', criteria: [{ age: { from: 80 } }], shared: 'counts', reason: 'x' });
  await page.goto(`${journey.origin}/cohorts/${saved.id}`);
  const text = (await page.textContent('main')) ?? '';
  expect(text).toContain('Counted');
  expect(text).not.toContain('TEST,');
  expect(text).toContain('not shown');
  await expect.poll(() => page.getByRole('link', { name: /Copy it|Change or share/ }).count()).toBe(0);
  expect(await audit(page)).toEqual([]);
  await page.goto(`${journey.origin}/cohorts/new`);
  expect(await page.textContent('main')).toContain('You may count people, and list none');
});

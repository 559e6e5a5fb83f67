import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedClock } from '../../src/kernel/index.ts';
import { createLinkage } from '../../src/linkage/index.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { audit } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';
import { recordCast, type Cast } from '../support/cast.ts';
import { feedStates } from '../support/records.ts';

/** A restricted record opened in an emergency with the keyboard alone, ended, judged, and its person told; records sealed, and wishes recorded. */

let cast: Cast;
let app: FastifyInstance;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  cast = await recordCast();
  const { kernel, access, records } = cast.bench;
  app = await buildPortal({ kernel, access, records, linkage: createLinkage(kernel), feeds: { states: async () => feedStates() } });
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await cast?.bench.close();
});

async function signIn(name: string, purpose: string | null): Promise<Page> {
  const page = await (await browser.newContext({ javaScriptEnabled: purpose !== null, viewport: { width: 1300, height: 900 } })).newPage();
  await page.goto(origin);
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  if (purpose === null) return page;
  await page.getByRole('radio', { name: purpose }).first().check();
  await page.getByRole('button', { name: 'Continue' }).click();
  return page;
}

async function sound(page: Page): Promise<void> {
  expect(await audit(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1300, height: 900 });
}
const main = async (page: Page): Promise<string> => (await page.getByRole('main').textContent()) ?? '';
/** Tabs on to what has this name, and presses a key there. */
async function press(page: Page, name: RegExp, key: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      return `${element?.labels?.[0]?.textContent ?? ''} ${element?.textContent ?? ''}`;
    });
    if (name.test(here)) return page.keyboard.press(key);
  }
  throw new Error(`nothing named ${String(name)} was reached`);
}

test('a worker opens a restricted record in an emergency, and ends it', { timeout: 60_000 }, async () => {
  const page = await signIn('Joanna Price', 'Care Act request for support');
  await page.goto(`${origin}/find?q=staff+begum`);
  await sound(page);
  await press(page, /Confirm access in an emergency/, 'Enter');
  await page.getByRole('heading', { name: 'Confirm access in an emergency' }).waitFor();
  await expect.poll(() => main(page)).toContain('GPDetail, instead of not shared');
  await sound(page);
  await press(page, /Open this record/, 'Enter');
  await page.getByRole('alert').waitFor();
  await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Choose why you need it', 'Say what has happened, in 5 words or more']);
  await sound(page);
  await press(page, /Choose why you need it/, 'Enter');
  await page.keyboard.press('Space');
  await press(page, /What has happened/, 'Shift');
  await page.keyboard.type('Found on the floor, does not answer the telephone.');
  await press(page, /Open this record/, 'Enter');
  await page.getByRole('region', { name: 'Emergency access' }).waitFor();
  await expect.poll(() => page.title()).toContain('Staff Begum');
  await expect.poll(() => main(page)).toContain('Emergency access until today, 11:00');
  await sound(page);
  await page.getByRole('link', { name: 'Who viewed' }).click();
  await expect.poll(() => main(page)).toContain('Asked for emergency access');
  await expect.poll(() => page.getByRole('region', { name: 'Emergency access' }).count()).toBe(1);
  await press(page, /End it now/, 'Enter');
  await page.getByRole('alert').waitFor();
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('Emergency access has ended');
  await page.goto(`${origin}/person/${cast.staff}`);
  expect(page.url()).toContain('/emergency');
  await page.context().close();
});

test('a sealed record, and one that never was, answer alike to whoever asks in an emergency', { timeout: 60_000 }, async () => {
  const page = await signIn('Joanna Price', 'Care Act request for support');
  const answers: unknown[] = [];
  for (const id of [cast.sealed, '01935f6e-0000-7000-8000-00000000ffff', 'nobody']) {
    for (const path of [`/person/${id}`, `/person/${id}/emergency`]) answers.push([(await page.goto(origin + path))?.status(), await main(page)]);
    const csrf = await page.locator('input[name=csrf]').first().getAttribute('value');
    const posted = await page.request.post(`${origin}/person/${id}/emergency`, { form: { csrf: csrf!, reason: 'life-at-risk', words: 'one two three four five', keptBack: '' }, headers: { origin } });
    answers.push(posted.status());
  }
  expect(new Set(answers.slice(0, 3).map((a) => JSON.stringify(a))).size).toBe(2);
  expect(answers.slice(3, 6)).toEqual(answers.slice(0, 3));
  expect(answers.slice(6)).toEqual(answers.slice(0, 3));
  await page.context().close();
});

test('it is judged by somebody else, in words when it is late, and the person is told', { timeout: 60_000 }, async () => {
  (cast.bench.kernel.clock as ReturnType<typeof fixedClock>).set('2026-11-26T09:00:00Z');
  await cast.bench.access.emergency?.escalate();
  const page = await signIn('Ruth Adeyemi', 'Information governance');
  await page.getByRole('link', { name: 'Emergency access' }).click();
  await expect.poll(() => main(page)).toContain('Nobody judged it by 25 Nov 2026, 17:00. Escalated to the caldicott guardian: today, 09:00.');
  await sound(page);
  await page.getByRole('link', { name: /^Judge/ }).click();
  await expect.poll(() => main(page)).toContain('Found on the floor, does not answer the telephone.');
  await page.getByRole('button', { name: 'Keep this judgement' }).click();
  await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Choose Justified, Not justified or Needs follow-up', 'Say how you came to this']);
  await sound(page);
  await page.getByRole('radio', { name: 'Justified', exact: true }).check();
  await page.getByLabel('How you came to this').fill('The ambulance notes agree.');
  await page.getByRole('button', { name: 'Keep this judgement' }).click();
  await expect.poll(() => main(page)).toContain('Nothing waits to be judged.');
  await page.getByRole('link', { name: /^Letter to print/ }).click();
  await expect.poll(() => page.getByRole('article', { name: 'The letter' }).textContent()).toContain('a worker of Front door team');
  await sound(page);
  await page.getByLabel('How the person was told').fill('Posted');
  await page.getByRole('button', { name: 'They have been told' }).click();
  await expect.poll(() => main(page)).toContain('Nobody waits to be told.');
  await page.context().close();
});

test('a record is sealed, is gone, and comes back when the seal is lifted', { timeout: 60_000 }, async () => {
  const page = await signIn('Ruth Adeyemi', 'Information governance');
  await page.goto(`${origin}/person/${cast.yusuf}`);
  await page.getByRole('link', { name: 'Seal or restrict this record' }).click();
  await sound(page);
  await page.getByRole('button', { name: 'Put this mark' }).click();
  await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Choose the mark', 'Say why, and where the reason is kept', 'Give a real day after today on which it is looked at again']);
  await sound(page);
  await page.getByRole('radio', { name: 'Sealed' }).check();
  await page.getByLabel('Why, and where the reason is kept').fill('Witness protection, held by the police desk');
  for (const [part, value] of [['Day', '26'], ['Month', '11'], ['Year', '2027']] as const) await page.getByLabel(part).fill(value);
  await page.getByRole('button', { name: 'Put this mark' }).click();
  await expect.poll(() => main(page)).toContain('Somebody you are not shown');
  await sound(page);
  expect((await page.goto(`${origin}/person/${cast.yusuf}`))?.status()).toBe(404);
  expect((await page.goto(`${origin}/person/${cast.yusuf}/marks`))?.status()).toBe(404);
  await page.goto(`${origin}/governance/marks`);
  await page.getByText('Lift Sealed').click();
  await page.getByLabel('Why it is lifted').fill('The protection has ended');
  await page.getByRole('button', { name: 'Lift it' }).click();
  await expect.poll(() => main(page)).toContain('No mark is kept by hand.');
  expect((await page.goto(`${origin}/person/${cast.yusuf}`))?.status()).toBe(200);
  await page.context().close();
});

test('what a person agrees and objects to is recorded; a worker says that a record is their own', { timeout: 60_000 }, async () => {
  const page = await signIn('Joanna Price', 'Care Act request for support');
  await page.goto(`${origin}/person/${cast.amina}`);
  await page.getByRole('link', { name: 'Consent and objections' }).click();
  await sound(page);
  await page.getByRole('button', { name: 'Record it' }).click();
  await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Choose what the person said', 'Give the real day they said so, no later than today', 'Say how it was given, and where it is recorded']);
  await page.getByRole('radio', { name: 'They object to sharing' }).check();
  await page.getByRole('checkbox', { name: 'Housing' }).check();
  const given = page.getByRole('group', { name: 'When they said so' });
  for (const [part, value] of [['Day', '25'], ['Month', '11'], ['Year', '2026']] as const) await given.getByLabel(part).fill(value);
  await page.getByLabel('How it was given').fill('Told me on a visit');
  await page.getByRole('button', { name: 'Record it' }).click();
  await expect.poll(() => page.getByRole('table').textContent()).toContain('Housing');
  await sound(page);
  await page.goto(`${origin}/person/${cast.amina}`);
  await expect.poll(() => main(page)).toContain('The person has objected to this being shared');
  await page.getByRole('link', { name: 'This is me, or somebody close to me' }).click();
  await sound(page);
  await page.getByRole('radio', { name: 'Somebody close to me' }).check();
  await page.getByRole('button', { name: 'Close it to me' }).click();
  await expect.poll(() => main(page)).toContain('The record is closed to you from now.');
  await page.goto(`${origin}/person/${cast.amina}`);
  expect(await main(page)).not.toContain('Diabetes');
  expect(page.url()).toContain('/emergency');
  await page.context().close();
});

import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rolesHeld } from '../../src/access/index.ts';
import { readArea } from '../../src/kernel/index.ts';
import { createLinkage } from '../../src/linkage/index.ts';
import { checkPathways } from '../../src/pathways/index.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { casesBench, type CasesBench } from '../support/cases.ts';
import { main, openJourney, picture, sound, type Journey } from '../support/journey.ts';
import { feedStates } from '../support/records.ts';

/** Cases in a browser: a pathway written from nothing run to its end, and a form with one of every kind of question. */

const texts = ['travel-training', 'every-kind'].map((id) => readFileSync(`tests/fixtures/pathways/${id}.yaml`, 'utf8'));
let bench: CasesBench;
let journey: Journey;
let amina: string;

beforeAll(async () => {
  bench = await casesBench(texts);
  amina = await bench.person('Amina', { language: 'Sylheti', contacts: [{ name: 'Nasreen Begum', relationship: 'daughter, next of kin', phone: '07700 900412' }] });
  const { kernel, access, records, cases } = bench;
  journey = await openJourney(await buildPortal({ kernel, access, records, cases, linkage: createLinkage(kernel), feeds: { states: async () => feedStates() } }));
});
afterAll(async () => {
  await journey?.close();
  await bench?.close();
});

const joanna = (scripts = true) => journey.signIn('Joanna Price', { purpose: 'Care Act request for support', scripts });
/** Presses a key until what has the focus is called so, as somebody without a mouse gets there. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press('Tab');
    const words = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null;
      return `${at?.textContent ?? ''} ${at?.labels?.[0]?.textContent ?? ''}`.trim();
    });
    if (name.test(words)) return;
  }
  throw new Error(`nothing called ${String(name)} was come to`);
}

/** Comes to what is called so, presses it and waits for the page it leads to. */
async function follow(page: Page, name: RegExp, to: RegExp): Promise<void> {
  await tabTo(page, name);
  await Promise.all([page.waitForURL(to), page.keyboard.press('Enter')]);
  await page.waitForLoadState();
}

test('a pathway written from nothing has no problem in an area, and runs in the portal to its end by keyboard alone', { timeout: 180_000 }, async () => {
  const area = mkdtempSync(join(tmpdir(), 'kith-area-'));
  cpSync('areas/demo', area, { recursive: true, filter: (path) => !/\/(feeds|radar|sensors|geography|pathways)$/.test(path) });
  mkdirSync(join(area, 'pathways'));
  writeFileSync(join(area, 'pathways', 'travel-training.yaml'), texts[0]!);
  expect(checkPathways(area, rolesHeld(readArea(area).area!)).problems).toEqual([]);

  const page = await joanna();
  await page.goto(`${journey.origin}/person/${amina}`);
  await follow(page, /^Begin a case/, /begin$/);
  await sound(page);
  await expect.poll(() => main(page)).toContain('No case that you may know of is open.');
  await picture(page, 'case-begin');
  await tabTo(page, /^Digital travel training/);
  await page.keyboard.press('Space');
  await follow(page, /^Begin$/, /\/case\//);
  const home = page.url().split('?')[0]!;
  await expect.poll(() => main(page)).toMatch(/The case is open\..*Request is to be completed/s);

  await follow(page, /^Start: request/, /form\/request$/);
  await expect.poll(() => main(page)).toContain('0 of 1 page completed');
  await follow(page, /^Start: What is wanted/, /page\/1$/);
  // What is asked next is asked at once.
  expect(await page.getByText('Do you have a smartphone?').isVisible()).toBe(false);
  await tabTo(page, /^Yes/);
  await page.keyboard.press('Space');
  await page.getByText('Do you have a smartphone?').waitFor();
  await tabTo(page, /^Continue$/);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await expect.poll(() => page.title()).toMatch(/^Error: /);
  await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Do you have a smartphone? Choose an answer', 'How sure of yourself are you on a bus? Give an answer']);
  await sound(page, 'a page with errors');
  await picture(page, 'case-form-errors');
  await tabTo(page, /^Do you have a smartphone\? Choose/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await tabTo(page, /^How sure of yourself/);
  await page.keyboard.type('4');
  await tabTo(page, /^Add a journey/);
  await page.keyboard.press('Enter');
  await page.getByText('Journey 1', { exact: true }).waitFor();
  await tabTo(page, /^Where to/);
  await page.keyboard.type('College');
  // Left alone for a moment, it is saved.
  await page.keyboard.press('Tab');
  await page.getByText(/^Saved \d\d:\d\d$/).waitFor();
  await follow(page, /^Continue$/, /check$/);
  const check = await main(page);
  expect(check).toContain('Offered. Somebody who is not sure of themselves is offered training.');
  expect(check).toMatch(/First session within ten working days: starts now, due Friday 4 December/);
  expect(check).toContain('A request for travel training waits to be arranged');
  await picture(page, 'case-check');
  await follow(page, /^Complete: Offer training/, /done=moved/);
  await expect.poll(() => main(page)).toMatch(/due in 10 working days, Friday 4 December/);
  await sound(page, 'a case that has gone on');
  await picture(page, 'case');

  await follow(page, /^Start: review/, /form\/review$/);
  await follow(page, /^Start: How it went/, /page\/1$/);
  await tabTo(page, /^Yes/);
  await page.keyboard.press('Space');
  await follow(page, /^Continue$/, /check$/);
  await follow(page, /^Complete: Finish/, /done=moved/);
  await expect.poll(() => main(page)).toMatch(/Ended: Finished/);
  await expect.poll(() => main(page)).toContain('Met');
  await page.goto(home.replace(/\/case\/.*/, '/work?tab=closed'));
  await expect.poll(() => main(page)).toContain('OKAFOR, Amina');
  await page.context().close();
});

/** A picture of one pixel, as its first bytes say (PNG, ISO/IEC 15948). */
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

test('every kind of question without a script: kept, added, marked, attached, signed; then approved by another', { timeout: 240_000 }, async () => {
  const page = await joanna(false);
  page.setDefaultTimeout(30_000);
  // axe needs scripts: the same pages are looked at by somebody who has them.
  const eyes = await joanna();
  const look = async (what: string, name: string | null = null, narrow = false): Promise<void> => {
    await eyes.goto(page.url());
    await sound(eyes, what);
    if (name !== null) await picture(eyes, name);
    if (name === null || !narrow || process.env.KITH_TEST_PICTURES === undefined) return;
    await eyes.setViewportSize({ width: 320, height: 800 });
    await picture(eyes, `${name}-320`);
    await eyes.setViewportSize({ width: 1400, height: 900 });
  };
  await page.goto(`${journey.origin}/person/${amina}/begin?pathway=every-kind`);
  await page.getByRole('button', { name: 'Begin' }).click();
  const home = page.url().split('?')[0]!;
  const at = (path: string): string => `${home}/form/visit${path}`;
  await page.goto(at('/page/1'));
  await look('answers taken beforehand', 'form-prefilled', true);
  await expect.poll(() => main(page)).toMatch(/Taken from: The person’s record\. It is not your answer until you keep it\./);
  await page.getByRole('group', { name: 'Do they live alone?' }).getByLabel('Yes').check();
  await page.getByLabel('How many rooms').fill('forty');
  await page.getByRole('button', { name: 'Continue', exact: true }).last().click();
  // What was not kept is no answer; what was typed wrongly stands there still; what is asked now is asked before it is missing.
  await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Language spoken at home: keep this answer, or change it', 'How many rooms: give a number']);
  await expect.poll(() => page.getByLabel('How many rooms').inputValue()).toBe('forty');
  await page.getByLabel('Keep this answer to “Language spoken at home”').check();
  await page.getByLabel('How many rooms').fill('4');
  await page.getByLabel('Nobody').check();
  await page.getByRole('button', { name: 'Continue', exact: true }).last().click();
  await expect.poll(() => main(page)).toContain('There is more to answer here');
  await page.getByLabel('What has been tried').fill('The day centre');
  await page.getByRole('button', { name: 'Continue', exact: true }).last().click();
  expect(page.url()).toMatch(/page\/2$/);

  await expect.poll(() => main(page)).toContain('Not yet known: it needs “Weight”, “Height”');
  await page.getByLabel('Height').fill('1.6');
  await page.getByLabel('Weight (optional)').fill('45');
  await page.getByLabel('Where', { exact: true }).selectOption('sacrum');
  await page.getByLabel('What is there', { exact: true }).selectOption('ulcer');
  await page.getByRole('button', { name: 'Add the mark' }).click();
  const body = await main(page);
  expect(body).toContain('17.6');
  expect(body).toMatch(/Incomplete.*Not answered: Weight lost without meaning to/);
  await page.getByRole('group', { name: 'When they were seen' }).getByLabel('Day').fill('19');
  await page.getByLabel('Month').fill('11');
  await page.getByLabel('Year').fill('2026');
  await page.getByLabel('Time').fill('9.30');
  await page.getByLabel('Over 10%').check();
  await look('a body map', 'form-body-map', true);
  await page.getByRole('button', { name: 'Continue', exact: true }).last().click();

  await page.getByLabel('Monday, Morning').fill('30');
  await page.getByLabel('Tuesday, Evening').fill('45');
  await page.getByRole('button', { name: 'Add a medicine' }).click();
  await page.getByLabel('What', { exact: true }).fill('Ramipril');
  await page.getByRole('group', { name: 'Given by somebody?' }).getByLabel('Yes').check();
  await page.getByRole('button', { name: 'Continue', exact: true }).last().click();
  await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['By whom: give an answer']);
  await page.getByLabel('By whom').fill('Nasreen');
  await page.getByLabel('What matters to them').fill('To stay where she is');
  await look('a table and a repeat', 'form-table', true);
  await page.getByRole('button', { name: 'Continue', exact: true }).last().click();

  await page.getByLabel('Choose a file').setInputFiles({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: png });
  await page.getByRole('button', { name: 'Attach' }).first().click();
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('It is of another kind than this question takes');
  await page.getByLabel('Take or choose a photograph').setInputFiles({ name: 'kitchen.png', mimeType: 'image/png', buffer: png });
  await page.getByLabel('What is written here is what was seen and said').check();
  await page.getByLabel('Your name').fill('Joanna Price');
  // Files chosen and not attached go with Continue too.
  await page.getByRole('button', { name: 'Continue', exact: true }).last().click();
  expect(page.url()).toMatch(/check$/);
  const check = await main(page);
  for (const says of ['Refer to a dietitian', 'Sacrum: Pressure ulcer', 'kitchen.png', 'From: The person’s record', 'Next of kin', 'Filled in for you, and not kept: it does not count', 'Send for approval: the case goes on to “Waiting for approval”', 'To be done: Ring the family, by a social worker.']) expect(check).toContain(says);
  await look('every kind of answer to check', 'form-check', true);
  await page.getByRole('button', { name: 'Complete: Send for approval' }).click();
  await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Write a hand-over note']);
  await page.getByLabel('Hand-over note').fill('She would like somebody who speaks Sylheti.');
  await page.getByRole('button', { name: 'Complete: Send for approval' }).click();
  await expect.poll(() => main(page)).toContain('To approve: the visit’s findings');
  for (const path of ['/print?blank=1', '/history']) {
    await page.goto(at(path));
    await look(path, `form${path.replaceAll(/\W/g, '-')}`);
  }
  await page.goto(`${at('/print')}?for=Brokerage`);
  expect(await main(page)).not.toContain('Ramipril');
  await page.goto(home);
  await look('a case for approval', 'case-approval', true);
  await page.context().close();

  const leila = await journey.signIn('Leila Haddad');
  await leila.goto(`${journey.origin}/work?tab=team`);
  await expect.poll(() => main(leila)).toContain('Home visit');
  for (const path of ['/work?tab=team', '/work/notices', '/work/allocate', '/work/away']) {
    await leila.goto(`${journey.origin}${path}`);
    await sound(leila, path);
    await picture(leila, `work${path.replaceAll(/\W/g, '-')}`);
  }
  await leila.goto(`${journey.origin}/work/allocate`);
  await leila.getByRole('checkbox', { name: /OKAFOR, Amina/ }).check();
  await leila.getByLabel('Give those chosen to').selectOption({ index: 1 });
  await leila.getByRole('button', { name: 'Give' }).click();
  await expect.poll(() => main(leila)).toContain('1 case was given.');
  await leila.goto(home);
  await leila.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(() => main(leila)).toContain('Ended: Agreed');
  await leila.context().close();
});

test('two who write in one form see both and choose; nothing of either is lost', { timeout: 90_000 }, async () => {
  const { caseId } = await bench.cases.desk.open(bench.joanna, { personId: await bench.person('Grace'), pathway: 'travel-training' });
  const form = `${journey.origin}/case/${caseId}/form/request`;
  const first = await joanna(false);
  await first.goto(`${form}/page/1`);
  const sam = await bench.cases.desk.save(bench.sam, caseId, { form: 'request', revision: 0, answers: { wants_training: 'no' } });
  expect(sam.is).toBe('saved');
  await first.getByRole('group', { name: 'Would you like' }).getByLabel('Yes').check();
  await first.getByRole('button', { name: 'Save and come back later' }).click();
  expect(first.url()).toMatch(/aside$/);
  await expect.poll(() => main(first)).toContain('You and Sam Carter both changed this form');
  await first.getByLabel('Yes').check();
  await first.getByRole('button', { name: 'Keep these answers' }).click();
  await expect.poll(() => main(first)).toContain('Saved.');
  expect((await bench.cases.desk.one(bench.joanna, caseId)).forms[0]).toMatchObject({ draft: { answers: { wants_training: 'yes' } }, aside: [] });
  await first.context().close();
});

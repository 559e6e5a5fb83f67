import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { fixedClock } from '../../src/kernel/index.ts';
import { buildPortal } from '../../src/portal/index.ts';
import { at, type Told } from '../linkage/people.ts';
import { feedStates } from '../support/records.ts';
import { reviewBench, type ReviewBench } from '../support/reviews.ts';
import { main, openJourney, picture, sound, type Journey } from '../support/journey.ts';

/** Somebody whom a worker cannot find, from the search box to their page, and what was recorded put right. */

const known = (family: string, given: string, day: number): Told => ({ feed: 'gp-patients', key: `${family}-1`, says: { given: [given], family, birthDate: `1943-0${day}-14`, gender: 'female', addresses: [at(`${day} Larch Close`, 'NB4 2QT')] } });

let bench: ReviewBench;
let journey: Journey;

beforeAll(async () => {
  bench = await reviewBench([known('Begum', 'Amina', 7), known('Zquorn', 'Selma', 3), known('Ng', 'Stella', 5)]);
  const [[sealed], [staff]] = [await bench.personsOf('Zquorn'), await bench.personsOf('Ng')];
  await bench.access.setMarks(bench.db.writer, 'test', [{ personId: sealed!, kind: 'sealed', reason: '' }, { personId: staff!, kind: 'staff-client', reason: '' }], [sealed!, staff!]);
  const { kernel, access, records, linkage, reviews, intake, settle } = bench;
  journey = await openJourney(await buildPortal({ kernel, access, records, linkage, reviews, intake, settle, feeds: { states: async () => feedStates() } }));
});
afterAll(async () => {
  await journey?.close();
  await bench?.close();
});

async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
}
const why = { 'Where this comes from': 'Her neighbour, by telephone', 'Why you are recording them': 'Fell at home.' };

for (const scripts of [true, false]) {
  test(`${scripts ? 'with' : 'without'} scripts: not found, told what is missing, told who it may be, recorded all the same, and corrected`, { timeout: 60_000 }, async () => {
    const given = scripts ? 'Amina' : 'Aminah';
    const page = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support', scripts });
    await page.goto(`${journey.origin}/find?q=${given}+begum+14/07/1943`);
    await page.getByRole('link', { name: 'Add a person' }).click();
    await expect.poll(() => page.getByLabel('Surname', { exact: true }).inputValue()).toBe('Begum');
    await expect.poll(() => page.getByLabel('Year').inputValue()).toBe('1943');
    await fill(page, { 'NHS number': '943 476 5918' });
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(() => page.title()).toMatch(/^Error: /);
    await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['This NHS number fails its check: one digit is wrong, or two are the wrong way round', 'Say where this comes from', 'Say why you are recording them']);
    if (scripts) await sound(page);
    await page.getByRole('alert').getByRole('link').first().click();
    expect(scripts ? await page.evaluate(() => document.activeElement?.id) : 'nhsNumber').toBe('nhsNumber');
    await fill(page, { 'NHS number': '', ...why });
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect.poll(() => page.title()).toBe('They may be here already – Add a person – Kith');
    await expect.poll(() => main(page)).toMatch(/BEGUM, Amina.*likely the same person.*Agrees: given name.*surname and date of birth/s);
    if (scripts) await sound(page);
    await page.getByRole('button', { name: 'None of these: add this person' }).click();
    await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Say how you know that it is none of these']);
    await page.getByRole('button', { name: 'Change what I typed' }).click();
    await expect.poll(() => page.getByLabel('Given names').inputValue()).toBe(given);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('How you know that it is none of these').fill('I spoke to both.');
    await page.getByRole('button', { name: 'None of these: add this person' }).click();
    await expect.poll(() => page.title()).toBe(`${given} Begum – Overview – Kith`);
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Recorded. This is their page.');

    await page.getByRole('link', { name: 'Sources', exact: true }).click();
    await page.getByRole('link', { name: 'Correct what was recorded by hand' }).click();
    if (scripts) await sound(page);
    await fill(page, { 'Likes to be called': 'Mina', 'Why it is corrected': 'She told me.' });
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('How you know that it is none of these').fill('I spoke to both.');
    await page.getByRole('button', { name: 'None of these' }).or(page.getByRole('button', { name: 'Keep the correction' })).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('The correction is kept');
    await expect.poll(() => main(page)).toContain('Mina');
    await page.context().close();
  });
}

test('by keyboard alone: the form is gone through in order and sent', { timeout: 60_000 }, async () => {
  const page = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support' });
  await page.goto(`${journey.origin}/add`);
  await page.getByLabel('Given names').focus();
  await page.keyboard.type('Elsa');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Lindqvist');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('family');
  for (let i = 0; i < 40 && (await page.evaluate(() => document.activeElement?.id)) !== 'source'; i++) await page.keyboard.press('Tab');
  await page.keyboard.type('She rang');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Asked for help.');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Nobody like this is known' }).waitFor();
  await expect.poll(() => page.title()).toBe('Nobody like this is known – Add a person – Kith');
  await sound(page);
  await page.context().close();
});

test('a sealed person is not among those it may be, a restricted one is a name, and a team that may not is refused', { timeout: 60_000 }, async () => {
  const joanna = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support' });
  const askedFor = async (given: string, family: string, month: string): Promise<string> => {
    await joanna.goto(`${journey.origin}/add`);
    await fill(joanna, { 'Given names': given, Surname: family, Day: '14', Month: month, Year: '1943', ...why });
    await joanna.getByRole('button', { name: 'Continue' }).click();
    return main(joanna);
  };
  expect(await askedFor('Selma', 'Zquorn', '3')).toContain('Nobody like this is known');
  const restricted = await askedFor('Stella', 'Ng', '5');
  expect(restricted).toMatch(/NG, Stella.*Restricted/s);
  expect(restricted).not.toMatch(/Larch Close/);
  await sound(joanna);
  await joanna.context().close();
  const tom = await journey.signIn('Tom Fletcher', { purpose: 'Tenancy' });
  await tom.goto(`${journey.origin}/find?q=zz`);
  await expect.poll(() => tom.getByRole('link', { name: 'Add a person' }).count()).toBe(0);
  expect((await tom.goto(`${journey.origin}/add`))?.status()).toBe(403);
  await tom.context().close();
});

/** Joanna Price with a form half written, and the clock that says how long ago. */
async function halfWritten(scripts: boolean): Promise<{ page: Page; pass: (time: string, minutes: number) => Promise<void> }> {
  const clock = bench.kernel.clock as ReturnType<typeof fixedClock>;
  clock.set('2026-11-20T09:00:00Z');
  const page = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support', scripts });
  if (scripts) await page.clock.install();
  await page.goto(`${journey.origin}/add`);
  await expect.poll(() => page.getByRole('banner').textContent()).toContain('Signed in until 09:30 unless you go on');
  await fill(page, { Surname: 'Latimer', 'Given names': 'Orla', ...why });
  return {
    page,
    async pass(time, minutes) {
      clock.set(`2026-11-20T${time}Z`);
      if (scripts) await page.clock.runFor(minutes * 60_000);
    },
  };
}

/** From the page that says they were signed out, to what they wrote being sent. @returns the title of the page that follows */
async function givenBack(page: Page): Promise<string> {
  await page.waitForURL(/sign-out/);
  await expect.poll(() => main(page)).toContain('What you wrote was kept');
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await page.getByRole('button', { name: 'Sign in as Joanna Price' }).click();
  expect(await page.getByRole('radio', { name: 'Care Act request for support' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect.poll(() => page.title()).toBe('We kept what you wrote – Kith');
  await expect.poll(() => main(page)).toMatch(/Orla.*Latimer.*Fell at home/s);
  await picture(page, 'kept');
  await page.getByRole('button', { name: 'Send it now' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/kept'));
  await expect.poll(() => page.title()).not.toBe('');
  const title = await page.title();
  await page.context().close();
  return title;
}

test('before signing out by time a dialog asks, by keyboard and aloud; unanswered, the page is covered and what was typed is given back', { timeout: 60_000 }, async () => {
  const { page, pass } = await halfWritten(true);
  const warning = page.getByRole('dialog', { name: 'You will soon be signed out' });
  expect(await warning.isVisible()).toBe(false);
  await pass('09:28:05', 28.1);
  await warning.waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Stay signed in');
  await expect.poll(() => warning.getByRole('status').textContent()).toBe('You will be signed out in 2 minutes.');
  await picture(page, 'session-warning');
  await sound(page);
  await page.keyboard.press('Enter');
  await warning.waitFor({ state: 'hidden' });
  await pass('09:59:00', 31);
  await page.getByRole('dialog', { name: 'You have been signed out' }).waitFor();
  expect(await page.getByLabel('Surname', { exact: true }).isVisible()).toBe(false);
  await page.keyboard.press('Enter');
  expect(await givenBack(page)).toMatch(/Orla Latimer|Add a person/);
});

test('without scripts a form sent after signing out by time is given back', { timeout: 60_000 }, async () => {
  const { page, pass } = await halfWritten(false);
  await pass('09:45:00', 0);
  await page.getByRole('button', { name: 'Continue' }).click();
  expect(await givenBack(page)).toMatch(/Orla Latimer|Add a person/);
});

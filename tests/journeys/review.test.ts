import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPortal } from '../../src/portal/index.ts';
import { feedStates } from '../support/records.ts';
import { reviewBench, unsurePair, type ReviewBench } from '../support/reviews.ts';
import { audit } from '../support/axe.ts';
import { fits, openJourney, type Journey } from '../support/journey.ts';

/** Deciding whether two records are one person, from sign-in to undo, over linkage, access and the record. */


let bench: ReviewBench;
let journey: Journey;

beforeAll(async () => {
  bench = await reviewBench([...unsurePair('Okafor', 'Grace', 1), ...unsurePair('Brown', 'Ella', 2), ...unsurePair('Zquorn', 'Selma', 3)]);
  const sealed = await bench.personsOf('Zquorn');
  await bench.access.setMarks(bench.db.writer, 'test', sealed.map((personId) => ({ personId, kind: 'sealed' as const, reason: '' })), sealed);
  const { kernel, access, records, linkage, reviews, settle } = bench;
  journey = await openJourney(await buildPortal({ kernel, access, records, linkage, reviews, settle, feeds: { states: async () => feedStates() } }));
});
afterAll(async () => {
  await journey?.close();
  await bench?.close();
});

for (const [family, scripts] of [['OKAFOR', true], ['BROWN', false]] as const) {
  test(`${scripts ? 'with' : 'without'} scripts: open the queue, be told what is missing, join, and undo`, { timeout: 60_000 }, async () => {
    const page = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support', scripts });
    await page.getByRole('link', { name: 'Records that may be of one person' }).click();
    expect(await page.getByRole('main').textContent()).not.toContain('ZQUORN');
    await page.getByRole('link', { name: family }).click();
    await expect.poll(() => page.title()).toBe('Are these one person? – Records that may be of one person – Kith');
    const facts = page.getByRole('table', { name: 'What the two records say' });
    await expect.poll(() => facts.getByRole('row', { name: 'Given names' }).textContent()).toContain('Only one says');
    await expect.poll(() => facts.getByRole('row', { name: 'Date of birth' }).textContent()).toContain('Same');
    await expect.poll(() => page.getByRole('table', { name: 'What each comparison weighs' }).textContent()).toContain('Home');
    await expect.poll(() => page.getByRole('img', { name: /How the weight adds up/ }).count()).toBe(1);

    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => page.title()).toMatch(/^Error: /);
    await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Choose Join, Keep apart or Not sure', 'Say how you know']);
    await page.getByRole('radio', { name: 'Join' }).check();
    await page.getByLabel('How you know').fill('The school confirmed it.');
    await page.getByRole('button', { name: 'Save' }).click();

    await expect.poll(() => page.getByRole('alert').textContent()).toContain('One person');
    await expect.poll(() => page.getByRole('table', { name: 'Decided lately' }).textContent()).toContain('The school confirmed it.');
    await expect.poll(() => page.getByRole('link', { name: family }).count()).toBe(0);
    expect(await bench.personsOf(family.charAt(0) + family.slice(1).toLowerCase())).toHaveLength(1);

    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Undone');
    await expect.poll(() => page.getByRole('link', { name: family }).count()).toBe(1);
    await page.context().close();
  });
}

test('every page meets WCAG 2.2 AA by axe, and at 320 pixels does not scroll sideways', { timeout: 60_000 }, async () => {
  const page = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support' });
  await page.goto(`${journey.origin}/linkage`);
  expect(await audit(page)).toEqual([]);
  await fits(page);
  await page.goto(`${journey.origin}/linkage/review/${await bench.reviewOf('Okafor')}`);
  expect(await audit(page)).toEqual([]);
  await fits(page);
  await page.getByRole('radio', { name: 'Keep apart' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await audit(page)).toEqual([]);
  await page.getByLabel('How you know').fill('Twins.');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(await audit(page)).toEqual([]);
  await page.context().close();
});

test('labelling shows two records and nothing of what was made of them, then how right Kith is', { timeout: 60_000 }, async () => {
  const page = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support' });
  await page.goto(`${journey.origin}/linkage/labels`);
  await page.getByRole('button', { name: 'Draw 40 pairs' }).click();
  expect(await audit(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save and next' }).click();
  await expect.poll(() => page.getByRole('alert').getByRole('link').textContent()).toBe('Choose One person, Two people or Not sure');
  for (let left = 40; left > 0 && (await page.getByRole('button', { name: 'Save and next' }).count()) > 0; left--) {
    const shown = (await page.getByRole('main').textContent()) ?? '';
    expect(shown).not.toMatch(/Selma|Zquorn|weight|likely/i);
    await page.getByRole('radio', { name: 'Two people' }).check();
    await page.getByRole('button', { name: 'Save and next' }).click();
  }
  await expect.poll(() => page.getByRole('main').textContent()).toContain('No pair is waiting that you may see.');
  await fits(page);
  await page.context().close();
});

test('a team that does not review is refused every page and form, and is drawn no link', { timeout: 60_000 }, async () => {
  const page = await journey.signIn('Tom Fletcher', { purpose: 'Tenancy' });
  await expect.poll(() => page.getByRole('link', { name: /Review links|may be of one person/ }).count()).toBe(0);
  for (const path of ['/linkage', `/linkage/review/${await bench.reviewOf('Zquorn')}`, '/linkage/labels']) {
    expect((await page.goto(journey.origin + path))?.status()).toBe(403);
  }
  await page.goto(journey.origin);
  const csrf = (await page.locator('input[name=csrf]').first().getAttribute('value')) ?? '';
  const sent = async (token: string): Promise<number> =>
    (await page.request.post(`${journey.origin}/linkage/review/${await bench.reviewOf('Zquorn')}`, { headers: { origin: journey.origin }, form: { csrf: token, decision: 'join', reason: 'x' } })).status();
  const answer = [await sent(csrf), await sent('')];
  expect(answer).toEqual([403, 403]);
  expect(await bench.db.writer`select 1 from linkage.override o join feeds.subject s on s.subject_id = o.subject_a where local_key like 'Zquorn%'`).toHaveLength(0);
  await page.context().close();
});

test('a sealed pair is told like one that never was', async () => {
  const page = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support' });
  for (const id of [await bench.reviewOf('Zquorn'), '01935f6e-0000-7000-8000-00000000ffff']) {
    const answer = await page.goto(`${journey.origin}/linkage/review/${id}`);
    expect(answer?.status()).toBe(404);
  }
  await page.context().close();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPortal } from '../../src/portal/index.ts';
import { at, type Told } from '../linkage/people.ts';
import { feedStates } from '../support/records.ts';
import { reviewBench, type ReviewBench } from '../support/reviews.ts';
import { main, openJourney, sound, type Journey } from '../support/journey.ts';

/** Parting records that the model joined, and joining two people by hand, from the person's Sources page to undo. */

const joined = (family: string, given: string, day: number): Told[] =>
  ['gp-patients', 'hospital-adt', 'housing-tenancies'].map((feed) => ({ feed, key: `${family}-${feed}`, says: { given: [given], family, birthDate: `19${40 + day}-0${day}-1${day}`, gender: 'female', addresses: [at(`${day} ${family} Road`, `NB${day} 1CD`)], phones: [`07700 90012${day}`] } }));

let bench: ReviewBench;
let journey: Journey;

beforeAll(async () => {
  bench = await reviewBench([...joined('Okafor', 'Grace', 1), ...joined('Brown', 'Ella', 2), ...joined('Zquorn', 'Selma', 3)]);
  const sealed = await bench.personsOf('Zquorn');
  await bench.access.setMarks(bench.db.writer, 'test', sealed.map((personId) => ({ personId, kind: 'sealed' as const, reason: '' })), sealed);
  const { kernel, access, records, linkage, reviews, parting, settle } = bench;
  journey = await openJourney(await buildPortal({ kernel, access, records, linkage, reviews, parting, settle, feeds: { states: async () => feedStates() } }));
});
afterAll(async () => {
  await journey?.close();
  await bench?.close();
});

const personOf = async (family: string): Promise<string> => (await bench.personsOf(family))[0]!;

for (const scripts of [true, false]) {
  test(`${scripts ? 'with' : 'without'} scripts: open the joined records, mark one, be shown what would happen, part, and undo`, { timeout: 60_000 }, async () => {
    const audit = scripts ? sound : async () => undefined;
    const page = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support', scripts });
    await page.goto(`${journey.origin}/person/${await personOf('Okafor')}/sources`);
    await page.getByRole('link', { name: 'Records joined as this person' }).click();
    await expect.poll(() => page.title()).toBe('Records joined as this person – OKAFOR, Grace – Kith');
    await expect.poll(() => page.getByRole('checkbox').count()).toBe(3);
    await audit(page);
    await page.getByRole('button', { name: 'Show what would happen' }).click();
    await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Mark the records that are somebody else’s']);
    await page.getByRole('row', { name: 'Tenancies' }).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Show what would happen' }).click();
    await expect.poll(() => page.title()).toBe('What parting would do – OKAFOR, Grace – Kith');
    await expect.poll(() => main(page)).toMatch(/Keeps this page.*(GP patients|Hospital).*Becomes a person of its own.*Tenancies/s);
    expect(await bench.db.writer`select 1 from linkage.override where undone_at is null`).toHaveLength(0);
    await page.getByRole('button', { name: 'Part these records' }).click();
    await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Say how you know']);
    await audit(page);
    await page.getByLabel('How you know').fill('Her landlady has the same name.');
    await page.getByRole('button', { name: 'Part these records' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Kept apart, 2 pairs of records');
    expect(await bench.personsOf('Okafor')).toHaveLength(2);
    await expect.poll(() => page.getByRole('table', { name: 'Decided lately' }).textContent()).toContain('Her landlady has the same name.');
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Undone');
    expect(await bench.personsOf('Okafor')).toHaveLength(1);
    await page.context().close();
  });
}

test('by keyboard: a record is marked and the marking sent', { timeout: 60_000 }, async () => {
  const page = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support' });
  await page.goto(`${journey.origin}/person/${await personOf('Brown')}/joined`);
  for (let i = 0; i < 30 && (await page.evaluate(() => document.activeElement?.id)) !== 'others'; i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect(await page.getByRole('checkbox').first().isChecked()).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'What parting would do' }).waitFor();
  await page.getByRole('button', { name: 'Choose again' }).click();
  expect(await page.getByRole('checkbox').first().isChecked()).toBe(true);
  await page.context().close();
});

test('somebody who is here twice: found, compared, joined with a reason, undone', { timeout: 60_000 }, async () => {
  const page = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support' });
  await page.goto(`${journey.origin}/person/${await personOf('Okafor')}/sources`);
  await page.getByRole('link', { name: 'Join with another person' }).click();
  await page.getByLabel('Find the other').fill('zquorn');
  await page.getByRole('main').getByRole('button', { name: 'Find' }).click();
  await expect.poll(() => main(page)).toContain('Nobody else was found');
  await page.getByLabel('Find the other').fill('brown');
  await page.getByRole('main').getByRole('button', { name: 'Find' }).click();
  await sound(page);
  await page.getByRole('link', { name: 'Compare with BROWN, Ella' }).click();
  await expect.poll(() => page.getByRole('table', { name: 'What the two records say' }).getByRole('row', { name: 'Surname' }).textContent()).toContain('Different');
  await page.getByRole('button', { name: 'Join these two people' }).click();
  await expect.poll(() => page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Say how you know']);
  await sound(page);
  await page.getByLabel('How you know').fill('I saw her papers.');
  await page.getByRole('button', { name: 'Join these two people' }).click();
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('One person');
  expect(await personOf('Okafor')).toBe(await personOf('Brown'));
  await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
  expect(await personOf('Okafor')).not.toBe(await personOf('Brown'));
  await page.context().close();
});

test('a sealed person’s records are told like those of nobody, and a team that does not review is refused and drawn no link', { timeout: 60_000 }, async () => {
  const joanna = await journey.signIn('Joanna Price', { purpose: 'Care Act request for support' });
  const sealed = await personOf('Zquorn');
  const okafor = await personOf('Okafor');
  const bodies: string[] = [];
  for (const id of [sealed, '01935f6e-0000-7000-8000-00000000ffff']) {
    for (const path of [`/person/${id}/joined`, `/person/${id}/join`, `/person/${okafor}/join/${id}`]) {
      const answer = await joanna.goto(journey.origin + path);
      expect(answer?.status()).toBe(404);
      bodies.push((await main(joanna)).replaceAll(/Reference.*/g, ''));
    }
  }
  expect(new Set(bodies).size).toBe(1);
  await joanna.context().close();
  const paul = await journey.signIn('Paul Okafor', { purpose: 'Direct care' });
  await paul.goto(`${journey.origin}/person/${okafor}/sources`);
  await expect.poll(() => paul.getByRole('link', { name: /Records joined|Join with/ }).count()).toBe(0);
  for (const path of [`/person/${okafor}/joined`, `/person/${okafor}/join`, `/person/${okafor}/join/${sealed}`]) expect((await paul.goto(journey.origin + path))?.status()).toBe(403);
  await paul.context().close();
});

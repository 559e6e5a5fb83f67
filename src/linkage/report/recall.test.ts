import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ageBand, readTruth, recallByLabels, recallByTruth, subjectKey, type Truth } from './recall.ts';
import type { TracedSubject } from './report.store.ts';

const today = '2026-11-20';
const subject = (key: string, personId: string, more: Partial<TracedSubject> = {}): TracedSubject => ({ feed: 'gp', key, personId, ethnicity: null, birthDate: null, gender: null, ...more });
const truthOf = (pairs: Record<string, string>, origin: Record<string, string> = {}): Truth => ({ person: new Map(Object.entries(pairs).map(([key, who]) => [subjectKey('gp', key), who])), origin: new Map(Object.entries(origin)) });
async function* batches(...all: TracedSubject[][]): AsyncGenerator<TracedSubject[]> {
  yield* all;
}

test('recall is of pairs that belong together, and a person of one record is none', async () => {
  // Of A’s three records two are together: one pair of three. B is whole. C has one record. D’s truth is not known.
  const groups = await recallByTruth(
    batches([subject('a1', 'p'), subject('a2', 'p'), subject('a3', 'q')], [subject('b1', 'r'), subject('b2', 'r'), subject('c1', 's'), subject('d1', 't')]),
    truthOf({ a1: 'A', a2: 'A', a3: 'A', b1: 'B', b2: 'B', c1: 'C' }),
    today,
  );
  expect(groups.find((g) => g.by === 'everybody')).toMatchObject({ people: 2, pairs: 4, recall: 2 / 4 });
  expect(groups.some((g) => g.by === 'name origin')).toBe(false);
});

test('a person is counted in one group of each kind, by whatever any of their records says', async () => {
  const groups = await recallByTruth(
    batches([subject('a1', 'p', { gender: 'female' }), subject('a2', 'p', { ethnicity: 'Bangladeshi', birthDate: '1943-07-14' }), subject('b1', 'q', { ethnicity: 'White British' }), subject('b2', 'r')]),
    truthOf({ a1: 'A', a2: 'A', b1: 'B', b2: 'B' }, { A: 'bengali', B: 'english' }),
    today,
  );
  const found = groups.map((g) => [g.by, g.group, g.people, g.recall]);
  expect(found).toEqual([
    ['everybody', 'Everybody', 2, 0.5],
    ['ethnicity', 'Bangladeshi', 1, 1],
    ['ethnicity', 'White British', 1, 0],
    ['age', '65 to 84', 1, 1],
    ['age', 'Not known', 1, 0],
    ['sex', 'female', 1, 1],
    ['sex', 'Not known', 1, 0],
    ['name origin', 'bengali', 1, 1],
    ['name origin', 'english', 1, 0],
  ]);
  for (const { recall, low, high } of groups) expect(low <= recall && recall <= high && high - low > 0.5).toBe(true);
});

test('labels are weighed by how unlikely their pairs were to be drawn', () => {
  const traits = { ethnicity: 'Chinese', birthDate: '2020-01-01', gender: 'male' };
  const groups = recallByLabels(
    [
      { label: 'same', stratum: 'sure', probability: 0.1, joined: true, ...traits },
      { label: 'same', stratum: 'review', probability: 1, joined: false, ...traits },
      { label: 'different', stratum: 'review', probability: 1, joined: false, ...traits, ethnicity: 'Irish' },
    ],
    today,
  );
  expect(groups.find((g) => g.by === 'everybody')).toMatchObject({ people: 2, recall: 10 / 11 });
  expect(groups.find((g) => g.group === 'Irish')).toBeUndefined();
  expect(groups.find((g) => g.by === 'age')!.group).toBe('5 to 17');
});

test.each([['2026-11-20', '0 to 4'], ['2008-11-21', '5 to 17'], ['2008-11-20', '18 to 24'], ['1940-01-01', '85 and over'], [null, 'Not known']])('born %s is %s', (born, band) => {
  expect(ageBand(born, today)).toBe(band);
});

test('truth is read with the culture beside it where there is one; a file that is none is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-truth-'));
  const links = join(folder, 'links.csv');
  writeFileSync(links, 'feed,key,person,errors\ngp,1,P1,\nhousing,"a,b",P1,typo\n');
  expect(readTruth(links).origin.size).toBe(0);
  writeFileSync(join(folder, 'people.csv'), 'person,culture\nP1,welsh\n');
  const truth = readTruth(links);
  expect(truth.person.get(subjectKey('housing', 'a,b'))).toBe('P1');
  expect(truth.origin.get('P1')).toBe('welsh');
  writeFileSync(links, 'a,b\n1,2\n');
  expect(() => readTruth(links)).toThrow('feed, key, person');
  expect(() => readTruth(join(folder, 'none.csv'))).toThrow('cannot be read');
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { at, tell, type Told } from '../../../tests/linkage/people.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { createLinkage, type Linkage } from '../index.ts';
import { subjectKey } from './recall.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let linkage: Linkage;
beforeEach(async () => {
  db = await testDatabase();
  linkage = createLinkage(testKernel(db));
});
afterEach(() => db.close());

const name = { given: ['Siobhan'], family: 'Keane', birthDate: '1970-05-05', gender: 'female' } as const;
const told: Told[] = [
  { feed: 'gp', key: '1', says: { ...name, given: ['Siobhan'], nhsNumber: '9434765919', ethnicity: 'Irish' } },
  { feed: 'hospital', key: '1', says: { ...name, given: ['Siobhan'], nhsNumber: '9434765919' } },
  { feed: 'housing', key: '9', says: { given: ['Siobhan'], family: 'Murphy', addresses: [at('1 Quay', 'NB4 4GH')] } },
  { feed: 'school', key: 'ada', says: { given: ['Ada'], family: 'Okafor', birthDate: '2015-03-09', addresses: [at('3 Elm Road', 'NB2 1CD')] } },
  { feed: 'gp', key: 'grace', says: { given: ['Grace'], family: 'Okafor', birthDate: '2015-03-09', addresses: [at('3 Elm Road', 'NB2 1CD')] } },
];

test('before anything is linked there is nothing to report', async () => {
  expect(await linkage.report()).toMatchObject({ run: null, subjects: 0, feeds: [], recall: null });
});

test('match rate, NHS numbers, sizes, bands and guards of the links in force', async () => {
  await tell(db.writer, told);
  await linkage.run();
  const report = await linkage.report();
  expect(report).toMatchObject({ subjects: 5, persons: 4, changes: { created: 4, joined: 0, split: 0, moved: 0 }, labelled: null, recall: null });
  expect(report.feeds).toEqual([
    { feed: 'gp', subjects: 2, matched: 1, numbered: 1 },
    { feed: 'hospital', subjects: 1, matched: 1, numbered: 1 },
    { feed: 'housing', subjects: 1, matched: 0, numbered: 0 },
    { feed: 'school', subjects: 1, matched: 0, numbered: 0 },
  ]);
  expect(report.sizes).toEqual([{ size: 1, persons: 3 }, { size: 2, persons: 1 }]);
  expect(report.bands.find((b) => b.band === 'join')!.pairs).toBe(1);
  expect(report.guards.filter((g) => g.pairs > 0).map((g) => g.id)).toEqual(['twin']);
});

test('what the last run changed, and nothing of the runs before it', async () => {
  await tell(db.writer, told);
  await linkage.run();
  const later = createLinkage({ ...testKernel(db, { now: '2026-11-21T09:00:00Z' }) });
  await tell(db.writer, [{ feed: 'housing', key: '9', at: '2026-11-21T00:00:00Z', says: { ...name, given: ['Siobhan'], nhsNumber: '9434765919', otherFamily: ['Murphy'] } }, { feed: 'police', key: 'new', says: { given: ['Rosa'], family: 'Diaz', birthDate: '1990-01-30' } }]);
  await later.run();
  const report = await later.report();
  expect(report.changes).toEqual({ created: 1, joined: 1, split: 0, moved: 1 });
  expect(report.run).toMatchObject({ kind: 'increment', at: '2026-11-21T09:00:00.000Z' });
});

test('recall by group where a truth is given', async () => {
  await tell(db.writer, told);
  await linkage.run();
  const person = new Map([[subjectKey('gp', '1'), 'A'], [subjectKey('hospital', '1'), 'A'], [subjectKey('housing', '9'), 'A'], [subjectKey('school', 'ada'), 'B']]);
  const { recall } = await linkage.report({ person, origin: new Map([['A', 'irish']]) });
  expect(recall!.against).toBe('truth');
  expect(recall!.groups.map((g) => [g.by, g.group, g.pairs, g.recall])).toEqual([
    ['everybody', 'Everybody', 3, 1 / 3],
    ['ethnicity', 'Irish', 3, 1 / 3],
    ['age', '45 to 64', 3, 1 / 3],
    ['sex', 'female', 3, 1 / 3],
    ['name origin', 'irish', 3, 1 / 3],
  ]);
});

test('recall and precision from labels, where people have given any', async () => {
  await tell(db.writer, told);
  await linkage.run();
  expect(await linkage.reviews.sample(20)).toBeGreaterThan(0);
  await db.writer`update linkage.label set label = case when joined then 'same' else 'different' end, labelled_at = now()`;
  const { labelled, recall } = await linkage.report();
  expect(labelled).toMatchObject({ precision: { value: 1 }, recall: { value: 1 } });
  expect(recall).toMatchObject({ against: 'labels' });
  expect(recall!.groups.find((g) => g.group === 'Irish')).toMatchObject({ by: 'ethnicity', recall: 1 });
});

test('another model is compared beside the links in force, which stay as they are', async () => {
  await tell(db.writer, told);
  await linkage.run();
  const links = await db.writer`select subject_id::int, person_id::text from linkage.link order by 1`;
  const file = join(mkdtempSync(join(tmpdir(), 'kith-model-')), 'model.yaml');
  writeFileSync(file, 'bands: { join: 500, stay: 400, review: -2 }\n');
  expect(await linkage.compare(file)).toMatchObject({ subjects: 5, persons: { now: 4, after: 5 }, pairs: { now: 1, after: 0, made: 0, broken: 1 }, peopleChanged: 1 });
  writeFileSync(file, 'prior: 200000\n');
  expect(await linkage.compare(file)).toMatchObject({ persons: { now: 4, after: 4 }, pairs: { made: 0, broken: 0 }, peopleChanged: 0 });
  expect(await db.writer`select subject_id::int, person_id::text from linkage.link order by 1`).toEqual(links);
  writeFileSync(file, 'bands: { join: high }\n');
  await expect(linkage.compare(file)).rejects.toMatchObject({ code: 'area.invalid' });
  await expect(linkage.compare(`${file}.none`)).rejects.toMatchObject({ code: 'usage.invalid' });
});

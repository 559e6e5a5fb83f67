import { afterEach, beforeEach, expect, test } from 'vitest';
import { at, tell, type Told } from '../../../tests/linkage/people.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { createLinkage, type Linkage } from '../index.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let linkage: Linkage;
beforeEach(async () => {
  db = await testDatabase();
  linkage = createLinkage(testKernel(db));
});
afterEach(() => db.close());

const amina: Told[] = [
  { feed: 'housing', key: '1', says: { given: ['Amina'], family: 'Begum', birthDate: '1943-07-14', gender: 'female', addresses: [at('12 Mill Lane', 'NB1 4AB')] } },
  { feed: 'gp', key: '1', says: { nhsNumber: '9434765919', given: ['Aminah'], family: 'Begum', birthDate: '1943-07-14', gender: 'female', addresses: [at('12 Mill Ln', 'NB1 4AB')] } },
];
const other: Told = { feed: 'gp', key: '2', says: { nhsNumber: '9434765870', given: ['Rosa'], family: 'Diaz', birthDate: '1990-01-30', addresses: [at('3 Elm Road', 'NB2 1CD')] } };

async function personOf(key: string): Promise<string> {
  const [row] = await db.writer<{ person: string }[]>`select l.person_id::text as person from linkage.link l join feeds.subject s using (subject_id) where s.feed || '/' || s.local_key = ${key}`;
  return row!.person;
}

test('nobody is found before anybody is linked, nor by saying nothing', async () => {
  expect(await linkage.match({ nhsNumber: '9434765919' }, { limit: 5 })).toEqual([]);
  await tell(db.writer, amina);
  await linkage.run();
  expect(await linkage.match({}, { limit: 5 })).toEqual([]);
  expect(await linkage.match({ given: ['Nobody'], family: 'Known', birthDate: '2001-01-01' }, { limit: 5 })).toEqual([]);
});

test('one person once, by her likest record, with the reasons', async () => {
  await tell(db.writer, [...amina, other]);
  await linkage.run();
  const found = await linkage.match({ given: ['Amina'], family: 'Begum', birthDate: '1943-07-14', addresses: [{ lines: [], postcode: 'NB1 4AB' }] }, { limit: 5 });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ personId: await personOf('gp/1'), band: 'join', guard: null });
  expect(found[0]!.probability).toBeGreaterThan(0.95);
  expect(found[0]!.comparisons.find((c) => c.id === 'given')).toMatchObject({ level: 'same' });
  expect(found[0]!.comparisons.find((c) => c.id === 'address')).toMatchObject({ level: 'postcode' });
});

test('asked in a record’s own words, the weight is that of the evidence a run kept', async () => {
  const ids = await tell(db.writer, amina);
  await linkage.run();
  const kept = await linkage.explain(ids.get('gp/1')!, ids.get('housing/1')!);
  await db.writer`insert into linkage.rekeyed values (${ids.get('housing/1')!})`;
  const [found] = await linkage.match(amina[0]!.says, { limit: 1 });
  expect(found!.subjectId).toBe(ids.get('gp/1'));
  expect(found!.weight).toBeCloseTo(kept!.weight, 3);
});

test('a twin is told apart, whichever of a person’s records says so', async () => {
  const grace: Told[] = ['school', 'gp'].map((feed) => ({ feed, key: 'grace', says: { given: ['Grace'], family: 'Okafor', birthDate: '2015-03-09', addresses: [at('3 Elm Road', 'NB2 1CD')] } }));
  await tell(db.writer, [...amina, ...grace]);
  await linkage.run();
  const [found] = await linkage.match({ given: ['Ada'], family: 'Okafor', birthDate: '2015-03-09', addresses: [at('3 Elm Road', 'NB2 1CD')] }, { limit: 3 });
  expect(found).toMatchObject({ personId: await personOf('gp/grace'), band: 'apart', guard: 'twin' });
  const [numbered] = await linkage.match({ ...amina[0]!.says, nhsNumber: '9434765870' }, { limit: 3 });
  expect(numbered).toMatchObject({ personId: await personOf('gp/1'), band: 'apart', guard: 'two-nhs-numbers' });
});

test('an increment brings look-ups up to it: what a record no longer says finds it no more', async () => {
  await tell(db.writer, [...amina, other]);
  await linkage.run();
  await db.writer`delete from feeds.demographic d using feeds.subject s where s.subject_id = d.subject_id and s.feed = 'gp' and s.local_key = '2'`;
  await tell(db.writer, [{ feed: 'gp', key: '2', at: '2026-11-03T00:00:00Z', says: { given: ['Rosa'], family: 'Martín', birthDate: '1991-02-28' } }]);
  expect(await linkage.run()).toMatchObject({ kind: 'increment' });
  expect(await linkage.match(other.says, { limit: 5 })).toEqual([]);
  expect(await linkage.match({ given: ['Rosa'], family: 'Martin', birthDate: '1991-02-28' }, { limit: 5 })).toMatchObject([{ personId: await personOf('gp/2'), band: 'join' }]);
  const asked = [other.says, amina[0]!.says, amina[1]!.says, { given: ['Rosa'], family: 'Martin', birthDate: '1991-02-28' }];
  const answers = async () => Promise.all(asked.map((says) => linkage.match(says, { limit: 5, from: -100 })));
  const increment = await answers();
  await linkage.run(undefined, { rebuild: true });
  expect(await answers()).toEqual(increment);
  expect(await db.writer`select 1 from linkage.key union all select 1 from linkage.rekeyed`).toHaveLength(0);
});

test('a filling that a killed run left answers nothing, and the next full run clears it', async () => {
  await tell(db.writer, amina);
  await linkage.run();
  const before = await linkage.match(amina[1]!.says, { limit: 5 });
  await db.writer`insert into linkage.look_up select gen_random_uuid(), bucket, ''::bytea from linkage.look_up`;
  expect(await linkage.match(amina[1]!.says, { limit: 5 })).toEqual(before);
  await linkage.run(undefined, { rebuild: true });
  expect(await db.writer`select distinct filling from linkage.look_up`).toHaveLength(1);
  expect(await linkage.match(amina[1]!.says, { limit: 5 })).toEqual(before);
});

test('a key that more than its cap share finds nobody', async () => {
  const crowd = Array.from({ length: 500 }, (_, i): Told => ({ feed: 'gp', key: `crowd ${i}`, says: { given: ['Test'], family: 'Patient', birthDate: '1980-02-02' } }));
  await tell(db.writer, [...crowd, ...amina]);
  await linkage.run();
  expect(await linkage.match(crowd[0]!.says, { limit: 5, from: -100 })).toEqual([]);
  expect(await linkage.match(amina[1]!.says, { limit: 5 })).toHaveLength(1);
});

test('a store from before there were look-ups is filled by the next run', async () => {
  await tell(db.writer, amina);
  await linkage.run();
  await db.writer`truncate linkage.look_up, linkage.look_up_in_force`;
  await tell(db.writer, [other]);
  expect(await linkage.run()).toMatchObject({ kind: 'increment' });
  expect(await linkage.match(amina[1]!.says, { limit: 5 })).toHaveLength(1);
});

test('after the model changes it says so rather than answer by another', async () => {
  await tell(db.writer, amina);
  await linkage.run();
  await db.writer`update linkage.run set model_version = 'another'`;
  await expect(linkage.match(amina[1]!.says, { limit: 5 })).rejects.toMatchObject({ code: 'area.invalid' });
});

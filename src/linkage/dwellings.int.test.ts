import { afterEach, beforeEach, expect, test } from 'vitest';
import { at, tell, type Told } from '../../tests/linkage/people.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { createLinkage, type Linkage } from './index.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let linkage: Linkage;
beforeEach(async () => {
  db = await testDatabase();
  linkage = createLinkage(testKernel(db));
});
afterEach(() => db.close());

const person = (key: string, given: string, birthDate: string, where: Told['says']['addresses']): Told => ({ feed: 'gp', key, says: { given: [given], family: 'Nowak', birthDate, addresses: where ?? [] } });

async function certify(uprn: string, label: string): Promise<void> {
  const [entry] = await db.writer`insert into feeds.entry (feed, row_key, hash, delivery_id, line, raw, from_at)
    values ('homes', ${label}, '\\x00', gen_random_uuid(), 1, '', now()) returning entry_id`;
  await db.writer`insert into feeds.fact (entry_id, uprn, kind, category, label, body) values (${entry!.entry_id}, ${uprn}, 'finding', 'dwelling', ${label}, '{}')`;
  await db.writer`insert into feeds.touched_dwelling (uprn, touched_at) values (${uprn}, now()) on conflict do nothing`;
}

const homeFacts = async (): Promise<string[]> =>
  (await db.writer<{ told: string }[]>`
    select s.local_key || ': ' || f.label as told from linkage.person_fact f join linkage.link using (person_id) join feeds.subject s on s.subject_id = link.subject_id
    where f.category = 'dwelling' order by 1`).map((row) => row.told);
const takeChanged = async (): Promise<string[]> =>
  (await db.writer<{ who: string }[]>`
    with changed as (delete from linkage.changed_person returning person_id)
    select s.local_key as who from changed join linkage.link using (person_id) join feeds.subject s using (subject_id) order by 1`).map((row) => row.who);

test('what is known of a home stands under whoever lives there now, links nobody, and changes when they move', async () => {
  await tell(db.writer, [person('ewa', 'Ewa', '1980-01-02', [at('7 Canal Walk', 'NB5 5JK', { uprn: '100' })]), person('adam', 'Adam', '1978-03-04', [at('7 Canal Walk', 'NB5 5JK', { uprn: '100' })]), person('jan', 'Jan', '1950-05-06', [at('9 Elsewhere Road', 'NB5 5JL', { uprn: '200' })])]);
  await certify('100', 'Rating E');
  await linkage.run();
  expect(await homeFacts()).toEqual(['adam: Rating E', 'ewa: Rating E']);
  expect(await db.writer`select from linkage.person`).toHaveLength(3);
  await takeChanged();

  await certify('200', 'Rating C');
  await certify('999', 'Rating G');
  expect(await linkage.run()).toMatchObject({ kind: 'none' });
  expect(await takeChanged()).toEqual(['jan']);
  expect(await db.writer`select from feeds.touched_dwelling`).toHaveLength(0);

  await tell(db.writer, [{ ...person('ewa', 'Ewa', '1980-01-02', [at('7 Canal Walk', 'NB5 5JK', { uprn: '100', end: '2026-10-01' }), at('9 Elsewhere Road', 'NB5 5JL', { uprn: '200' })]), at: '2026-11-05T00:00:00Z' }]);
  await linkage.run();
  expect(await takeChanged()).toEqual(['ewa']);
  expect(await homeFacts()).toEqual(['adam: Rating E', 'ewa: Rating C', 'jan: Rating C']);
});

test('a home whose UPRN is learned later brings its facts to whoever was filed under the bare address', async () => {
  await tell(db.writer, [person('adam', 'Adam', '1978-03-04', [at('7 Canal Walk', 'NB5 5JK')]), person('jan', 'Jan', '1950-03-04', [at('9 Elsewhere Road', 'NB5 5JL')]), person('ola', 'Ola', '1951-03-04', [at('10 Elsewhere Road', 'NB5 5JL')])]);
  await certify('100', 'Rating E');
  await linkage.run();
  expect(await homeFacts()).toEqual([]);
  await takeChanged();
  await tell(db.writer, [person('ewa', 'Ewa', '1980-01-02', [at('7 Canal Walk', 'NB5 5JK', { uprn: '100' })])]);
  await linkage.run();
  expect(await takeChanged()).toEqual(['adam', 'ewa']);
  expect(await homeFacts()).toEqual(['adam: Rating E', 'ewa: Rating E']);
});

test('a household has the place its postcode lies in', async () => {
  await db.writer`insert into feeds.directory (feed, code, name, kind, body, entry_id)
    values ('postcodes', 'NB5 5JK', 'Area', 'postcode', ${db.writer.json({ ward: 'E05999001', wardName: 'Abbey', lsoa: 'E01999001', imdDecile: '3', easting: '651000', northing: '173000' })}, 1)`;
  await tell(db.writer, [person('ewa', 'Ewa', '1980-01-02', [at('7 Canal Walk', 'NB5 5JK')]), person('jan', 'Jan', '1950-05-06', [at('9 Elsewhere Road', 'NB5 5JL')])]);
  await linkage.run();
  expect(await db.writer`select ward, ward_name, lsoa, imd_decile, easting, northing from linkage.household_place`).toEqual([
    { ward: 'E05999001', ward_name: 'Abbey', lsoa: 'E01999001', imd_decile: 3, easting: 651000, northing: 173000 },
  ]);
  expect(await db.writer`select ward, postcode from record.place order by ward nulls last`).toEqual([{ ward: 'E05999001', postcode: 'NB5 5JK' }, { ward: null, postcode: null }]);
});

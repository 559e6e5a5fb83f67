import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveSubjects, placePerson } from '../../tests/support/people.ts';
import { recordsBench, type RecordsBench } from '../../tests/support/records.ts';

let bench: RecordsBench;
beforeAll(async () => void (bench = await recordsBench()));
afterAll(() => bench.close());

const everything = async (): Promise<unknown> =>
  Promise.all([
    bench.db.writer`select person_id, summary, feeds, categories, facts, updated_at, xmin::text as version from record.person order by 1`,
    bench.db.writer`select person_id, fact_id, label from record.fact order by 1, 2`,
    bench.db.writer`select * from record.search order by person_id`,
    bench.db.writer`select * from record.identifier order by 1, 2, 3, 4`,
    bench.db.writer`select * from access.relationship order by 1, 2`,
    bench.db.writer`select person_id, kind, source from access.mark order by 1, 2`,
  ]);
const touch = (id: string) => bench.db.writer`insert into linkage.changed_person values (${id}, now()) on conflict do nothing`;

test('makes the record of changed people, once, and again the same', async () => {
  const { personId } = await placePerson(bench.db, [
    {
      feed: 'housing-tenancies',
      category: 'housing',
      demographics: { family: 'Begum', given: ['Amina'], birthDate: '1943-07-14', restricted: true, addresses: [{ lines: ['14 Acacia Avenue'], postcode: 'NB4 1AB' }] },
      facts: [{ kind: 'service-episode', label: 'Tenancy', start: '2015-04', body: { status: 'current' } }],
    },
    { feed: 'gp-patients', category: 'gp', demographics: { family: 'Begum', given: ['Amina'], nhsNumber: '9434765919' }, facts: [{ kind: 'service-episode', label: 'Registered', end: '2020-01-01', body: { status: 'historic' } }] },
  ]);
  const progress: [number, number][] = [];
  expect(await bench.records.refresh((done, total) => progress.push([done, total]))).toBe(1);
  expect(progress).toEqual([[1, 1]]);
  const before = await everything();
  expect(await bench.db.writer`select organisation, since::text as since, until from access.relationship where person_id = ${personId}`).toEqual([{ organisation: 'newbridge-homes', since: '2015-04-01', until: null }]);
  expect(await bench.db.writer`select kind from access.mark where person_id = ${personId}`).toEqual([{ kind: 'restricted-demographics' }]);
  const [search] = await bench.db.writer`select keys, postcodes from record.search where person_id = ${personId}`;
  expect(search?.keys).toEqual(expect.arrayContaining(['amina', 'begum', 'd:1943-07-14']));
  expect(search?.keys.filter((key: string) => /^[oshp]:/.test(key))).toEqual([]);
  expect(search?.postcodes).toEqual([]);

  expect(await bench.records.refresh()).toBe(0);
  await touch(personId);
  expect(await bench.records.refresh()).toBe(1);
  expect(await everything()).toEqual(before);
  expect(await bench.records.counts()).toEqual({ persons: 1, records: 2 });
});

test('whoever runs an open episode, or is named as giving it, has a relationship until the day after it ends', async () => {
  const episode = (organisation: string | null, start: string, end?: string) =>
    ({ kind: 'service-episode', label: 'Care', start, ...(end === undefined ? {} : { end }), body: { status: 'current', ...(organisation === null ? {} : { organisation }) } }) as const;
  const { personId } = await placePerson(bench.db, [
    {
      feed: 'adult-social-care',
      category: 'adult-social-care',
      demographics: { family: 'Okoro', given: ['Ben'] },
      facts: [episode('Rosewood Nursing Home', '2026-01-05', '2027-02-28'), episode('Nobody Known Ltd', '2026-03-01'), episode('1-900000000', '2025', '2027'), episode(null, '2020-06', '2020-07-01'), episode('RZ9', '2026-11-18', '2026-11-20T14:05')],
    },
  ]);
  await bench.records.refresh();
  const ties = await bench.db.writer`select organisation, since::text as since, until::text as until, to_char(ended_at at time zone 'UTC', 'HH24:MI') as at from access.relationship where person_id = ${personId} order by 1, 2`;
  expect(ties).toEqual([
    { organisation: 'newbridge-council', since: '2025-01-01', until: '2028-01-01', at: null },
    { organisation: 'newbridge-council', since: '2026-01-05', until: '2027-03-01', at: null },
    { organisation: 'newbridge-council', since: '2026-03-01', until: null, at: null },
    { organisation: 'newbridge-council', since: '2026-11-18', until: '2026-11-21', at: '14:05' },
    { organisation: 'rosewood', since: '2025-01-01', until: '2028-01-01', at: null },
    { organisation: 'rosewood', since: '2026-01-05', until: '2027-03-01', at: null },
    { organisation: 'st-brides', since: '2026-11-18', until: '2026-11-21', at: '14:05' },
  ]);
});

test('follows a merge and a split', async () => {
  const one = await placePerson(bench.db, [{ feed: 'gp-patients', demographics: { family: 'Jones', given: ['Ann'], nhsNumber: '9000000009' } }]);
  const two = await placePerson(bench.db, [{ feed: 'hospital-adt', category: 'hospital', demographics: { family: 'Jones', given: ['Anne'] }, facts: [{ kind: 'life-event', label: 'Fall', start: '2026-01-02', body: {} }] }]);
  await bench.records.refresh();
  await moveSubjects(bench.db, two.subjects, two.personId, one.personId, true);
  await bench.records.refresh();
  expect(await bench.db.writer`select feeds from record.person where person_id = ${one.personId}`).toEqual([{ feeds: ['gp-patients', 'hospital-adt'] }]);
  const left = ['person', 'fact', 'demographic', 'search', 'identifier'].map(async (table) => (await bench.db.writer`select 1 from ${bench.db.writer(`record.${table}`)} where person_id = ${two.personId}`).length);
  expect(await Promise.all(left)).toEqual([0, 0, 0, 0, 0]);
  await moveSubjects(bench.db, two.subjects, one.personId, two.personId, false);
  await bench.db.writer`update linkage.person set redirect_to = null where person_id = ${two.personId}`;
  await bench.records.refresh();
  expect(await bench.db.writer`select feeds from record.person where person_id in ${bench.db.writer([one.personId, two.personId])} order by feeds`).toEqual([{ feeds: ['gp-patients'] }, { feeds: ['hospital-adt'] }]);
});

test('a batch that fails leaves everything as it was, to be taken again', async () => {
  const { personId } = await placePerson(bench.db, [{ feed: 'gp-patients', demographics: { family: 'Later' } }]);
  await bench.db.owner`alter table record.search add constraint no_later check (names <> 'later')`;
  await expect(bench.records.refresh()).rejects.toThrow(/no_later/);
  expect(await bench.db.writer`select 1 from record.demographic where person_id = ${personId}`).toHaveLength(0);
  await bench.db.owner`alter table record.search drop constraint no_later`;
  expect(await bench.records.refresh()).toBe(1);
});

test('several processes share the work, each person made once', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, (_, i) => placePerson(bench.db, [{ feed: 'gp-patients', demographics: { family: `Shared${String.fromCharCode(97 + i)}` } }])));
  const done = await Promise.all([bench.records.refresh(), bench.records.refresh(), bench.records.refresh()]);
  expect(done.reduce((a, b) => a + b, 0)).toBe(12);
  const made = await bench.db.writer`select 1 from record.person where person_id = any(${people.map((p) => p.personId)}::uuid[])`;
  expect(made).toHaveLength(12);
});

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

const person = (feed: string, key: string, given: string, birthDate: string, where: Told['says']['addresses']): Told => ({ feed, key, says: { given: [given], family: 'Nowak', birthDate, addresses: where ?? [] } });

/** Who lives where, now: names of subjects by household. */
async function living(): Promise<{ household: string; key: string; communal: boolean; who: string[] }[]> {
  return db.writer`
    select h.household_id::text as household, h.key, h.communal, array_agg(distinct s.local_key order by s.local_key) as who
    from linkage.residency r join linkage.household h using (household_id) join linkage.link l using (person_id) join feeds.subject s using (subject_id)
    where r.current group by 1, 2, 3 order by 2`;
}

async function relate(ids: Map<string, number>, subject: string, to: string, role: string): Promise<void> {
  const [feed = ''] = subject.split('/');
  const [entry] = await db.writer`insert into feeds.entry (feed, row_key, hash, delivery_id, line, raw, from_at)
    values (${feed}, ${`${subject}>${to}`}, '\\x00', gen_random_uuid(), 1, '', now()) returning entry_id`;
  await db.writer`insert into feeds.fact (entry_id, subject_id, kind, category, label, body)
    values (${entry!.entry_id}, ${ids.get(subject)!}, 'relationship', 'education', ${role}, ${db.writer.json({ to, role })})`;
}

test('one home, whether a source gives the UPRN or only the address; its id stays when people come and go', async () => {
  await tell(db.writer, [person('gp', 'ewa', 'Ewa', '1980-01-02', [at('7 Canal Walk', 'NB5 5JK', { uprn: '100010' })]), person('housing', 'adam', 'Adam', '1978-03-04', [at('7 Canal Walk', 'NB5 5JK')])]);
  await linkage.run();
  const [home, ...others] = await living();
  expect(others).toEqual([]);
  expect(home).toMatchObject({ key: 'u:100010', who: ['adam', 'ewa'], communal: false });
  await tell(db.writer, [
    { ...person('gp', 'ewa', 'Ewa', '1980-01-02', [at('7 Canal Walk', 'NB5 5JK', { uprn: '100010', end: '2026-10-01' }), at('1 New Road', 'NB6 6LM')]), at: '2026-11-05T00:00:00Z' },
    person('school', 'zofia', 'Zofia', '2014-05-06', [at('7 Canal Walk', 'NB5 5JK')]),
  ]);
  await linkage.run();
  expect(await living()).toMatchObject([{ who: ['ewa'] }, { household: home!.household, who: ['adam', 'zofia'] }]);
  const past = await db.writer`select r.end_at as "end" from linkage.residency r where household_id = ${home!.household} and not current`;
  expect(past).toEqual([{ end: '2026-10-01' }]);
});

test('a UPRN learned later moves those filed under the bare address', async () => {
  await tell(db.writer, [person('housing', 'adam', 'Adam', '1978-03-04', [at('7 Canal Walk', 'NB5 5JK')]), person('police', 'jan', 'Jan', '1950-03-04', [at('9 Elsewhere Road', 'NB5 5JL')]), person('police', 'ola', 'Ola', '1951-03-04', [at('10 Elsewhere Road', 'NB5 5JL')])]);
  await linkage.run();
  await tell(db.writer, [person('gp', 'ewa', 'Ewa', '1980-01-02', [at('7 Canal Walk', 'NB5 5JK', { uprn: '100010' })])]);
  expect(await linkage.run()).toMatchObject({ kind: 'increment' });
  expect((await living()).find((h) => h.who.includes('adam'))).toMatchObject({ key: 'u:100010', who: ['adam', 'ewa'] });
});

test('a care home is communal by its name, and any address by how many live there', async () => {
  const crowd = Array.from({ length: 16 }, (_, i) => person('gp', `p${i}`, `${'ABCDEFGHIJKLMNOP'[i]}name`, `19${30 + i}-01-1${i % 9}`, [at('20 Tall Street', 'NB7 7NP', { uprn: '200' })]));
  await tell(db.writer, [...crowd, person('gp', 'edith', 'Edith', '1931-09-09', [at('Oaks Nursing Home', 'NB8 8QR', { uprn: '300' })])]);
  await linkage.run();
  expect((await living()).map((h) => [h.key, h.communal, h.who.length])).toEqual([['u:200', true, 16], ['u:300', true, 1]]);
});

test('a stated relationship is read from both ends, survives a merge, and goes when its row does', async () => {
  const ids = await tell(db.writer, [person('school', 'zofia', 'Zofia', '2014-05-06', []), person('school', 'ewa', 'Ewa', '1980-01-02', []), person('gp', 'e9', 'Ewa', '1980-01-02', [])]);
  await relate(ids, 'school/zofia', 'ewa', 'mother');
  await linkage.run();
  const links = await db.writer<{ name: string; person: string }[]>`select s.local_key as name, l.person_id::text as person from linkage.link l join feeds.subject s using (subject_id)`;
  const personOf = Object.fromEntries(links.map((l) => [l.name, l.person]));
  expect(personOf.ewa).toBe(personOf.e9);
  const read = (): Promise<unknown> => db.writer`select person_id::text as person, other_id::text as other, role, feed from linkage.family order by role`;
  const both = [
    { person: personOf.ewa, other: personOf.zofia, role: 'child', feed: 'school' },
    { person: personOf.zofia, other: personOf.ewa, role: 'mother', feed: 'school' },
  ];
  expect(await read()).toEqual(both);
  await db.writer`insert into feeds.touched values (${ids.get('gp/e9')!}, now())`;
  await linkage.run();
  expect(await read()).toEqual(both);
  await db.writer`update feeds.entry set to_at = now()`;
  await db.writer`insert into feeds.touched values (${ids.get('school/zofia')!}, now())`;
  await linkage.run();
  expect(await read()).toEqual([]);
});

test('a relationship stated by a code of the standard is said in words, from both ends', async () => {
  const ids = await tell(db.writer, [person('school', 'zofia', 'Zofia', '2014-05-06', []), person('school', 'hanna', 'Hanna', '1950-01-02', []), person('school', 'ada', 'Ada', '2012-05-06', [])]);
  await relate(ids, 'school/zofia', 'hanna', 'MGRMTH');
  await relate(ids, 'school/ada', 'zofia', 'http://terminology.hl7.org/CodeSystem/v3-RoleCode#STPSIS');
  await linkage.run();
  const rows = await db.writer<{ name: string; role: string }[]>`select s.local_key as name, role from linkage.family f join linkage.link l using (person_id) join feeds.subject s using (subject_id) order by 1, 2`;
  expect(rows.map((r) => `${r.name}: ${r.role}`)).toEqual(['ada: stepsister', 'hanna: grandchild', 'zofia: maternal grandmother', 'zofia: stepsibling']);
});

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

const amina: Told[] = [
  { feed: 'housing', key: '1', says: { given: ['Amina'], family: 'Begum', birthDate: '1943-07-14', gender: 'female', addresses: [at('12 Mill Lane', 'NB1 4AB')] } },
  { feed: 'gp', key: '1', says: { nhsNumber: '9434765919', given: ['Aminah'], family: 'Begum', birthDate: '1943-07-14', gender: 'female', addresses: [at('12 Mill Ln', 'NB1 4AB')] } },
  { feed: 'hospital', key: '1', says: { nhsNumber: '9434765919', given: ['Amina'], family: 'Khatun', birthDate: '1943-07-14', gender: 'female' } },
];
const twin = (feed: string, given: string, more = {}): Told => ({ feed, key: given, says: { given: [given], family: 'Okafor', birthDate: '2015-03-09', addresses: [at('3 Elm Road', 'NB2 1CD')], ...more } });

/** Person of each subject, by `feed/key`. */
async function persons(): Promise<Record<string, string>> {
  const rows = await db.writer<{ name: string; person: string }[]>`
    select s.feed || '/' || s.local_key as name, l.person_id::text as person from linkage.link l join feeds.subject s using (subject_id) order by 1`;
  return Object.fromEntries(rows.map((r) => [r.name, r.person]));
}

const changed = async (): Promise<string[]> => (await db.writer<{ id: string }[]>`select person_id::text as id from linkage.changed_person order by 1`).map((r) => r.id);

test('statements of three feeds become one person, with the evidence kept', async () => {
  const ids = await tell(db.writer, amina);
  expect(await linkage.run()).toMatchObject({ kind: 'full', subjects: 3, persons: 1 });
  expect(new Set(Object.values(await persons())).size).toBe(1);
  const why = await linkage.explain(ids.get('gp/1')!, ids.get('housing/1')!);
  expect(why).toMatchObject({ band: 'join', guard: null });
  expect(why!.comparisons.find((c) => c.id === 'given')).toMatchObject({ level: 'nickname' });
  expect(why!.prior + why!.comparisons.reduce((n, c) => n + c.weight + (c.termWeight ?? 0), 0)).toBeCloseTo(why!.weight, 1);
  expect(await changed()).toEqual([(await persons())['gp/1']]);
});

test('nobody there, or nothing touched: nothing done', async () => {
  expect(await linkage.run()).toMatchObject({ kind: 'none', runId: null });
  await tell(db.writer, amina);
  await linkage.run();
  expect(await linkage.run()).toMatchObject({ kind: 'none', runId: null });
});

test('ids are stable: judging everything again moves nobody', async () => {
  await tell(db.writer, [...amina, twin('school', 'Ada')]);
  await linkage.run();
  const before = await persons();
  await linkage.run(undefined, { rebuild: true });
  expect(await persons()).toEqual(before);
  expect(await db.writer`select 1 from linkage.link_history`).toHaveLength(0);
});

test('twins stay two people, whoever speaks of them; an initial joins the one it can be of, and nobody where it may be of both', async () => {
  await tell(db.writer, [twin('school', 'Ada'), twin('gp', 'Ada', { nhsNumber: '9434765919' }), twin('school', 'Grace'), twin('gp', 'Grace', { nhsNumber: '9434765870' }), twin('police', 'G'), twin('ambulance', 'Baby')]);
  await linkage.run();
  const found = await persons();
  expect(found['school/Ada']).toBe(found['gp/Ada']);
  expect(found['school/Grace']).toBe(found['gp/Grace']);
  expect(found['police/G']).toBe(found['school/Grace']);
  expect(new Set(Object.values(found)).size).toBe(3);
  await tell(db.writer, [twin('school', 'Gloria'), twin('gp', 'Gloria')]);
  await linkage.run();
  const later = await persons();
  expect([later['school/Grace'], later['school/Gloria']]).not.toContain(later['police/G']);
  expect(new Set(Object.values(later)).size).toBe(5);
});

test('a misspelling at home is no twin; two names that many bear are', async () => {
  const others = ['Peter', 'Percy'].flatMap((name) => Array.from({ length: 120 }, (_, i): Told => ({ feed: 'gp', key: `${name} ${i}`, says: { given: [name], family: `Family${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}`, birthDate: `19${10 + (i % 80)}-0${1 + (i % 9)}-1${i % 10}` } })));
  const child = (feed: string, given: string): Told => ({ feed, key: given, says: { given: [given], family: 'Okafor', birthDate: '2015-03-09', gender: 'male', addresses: [at('3 Elm Road', 'NB2 1CD')] } });
  await tell(db.writer, [...others, child('school', 'Petr'), child('gp', 'Peter'), child('school', 'Percy')]);
  await linkage.run();
  const found = await persons();
  expect(found['school/Petr']).toBe(found['gp/Peter']);
  expect(found['school/Percy']).not.toBe(found['gp/Peter']);
});

test('brothers and sisters who share all but their names and birthdays are not one', async () => {
  const child = (given: string, birthDate: string): Told => ({ feed: 'school', key: given, says: { given: [given], family: 'Clayley', birthDate, gender: 'female', phones: ['01632 960095'], addresses: [at('3 Elm Road', 'NB2 1CD')] } });
  await tell(db.writer, [child('Rosemary', '2017-03-18'), child('Grace', '2017-09-17'), child('Holly', '2013-09-17')]);
  await linkage.run();
  expect(new Set(Object.values(await persons())).size).toBe(3);
});

test('a father and son of one name at one address stay two', async () => {
  const man = (feed: string, birthDate: string): Told => ({ feed, key: birthDate, says: { given: ['John'], family: 'Hargreaves', birthDate, gender: 'male', addresses: [at('8 Low Street', 'NB3 3EF', { uprn: '100020003' })] } });
  await tell(db.writer, [man('gp', '1951-02-11'), man('gp', '1983-08-29'), man('housing', '1951-02-11'), man('police', '1983-08-29')]);
  await linkage.run();
  const found = await persons();
  expect(found['gp/1951-02-11']).toBe(found['housing/1951-02-11']);
  expect(found['gp/1983-08-29']).toBe(found['police/1983-08-29']);
  expect(found['gp/1951-02-11']).not.toBe(found['gp/1983-08-29']);
});

test('new evidence merges two people: the smaller id redirects for ever, and both records are made again', async () => {
  const name = { given: ['Siobhan'], family: 'Keane' };
  await tell(db.writer, [
    { feed: 'gp', key: '1', says: { ...name, nhsNumber: '9434765919', birthDate: '1970-05-05', gender: 'female' } },
    { feed: 'hospital', key: '1', says: { ...name, nhsNumber: '9434765919', birthDate: '1970-05-05', gender: 'female' } },
    { feed: 'housing', key: '9', says: { given: ['Siobhan'], family: 'Murphy', addresses: [at('1 Quay', 'NB4 4GH')] } },
  ]);
  await linkage.run();
  const before = await persons();
  expect(before['gp/1']).not.toBe(before['housing/9']);
  await db.writer`delete from linkage.changed_person`;
  await tell(db.writer, [{ feed: 'housing', key: '9', at: '2026-11-02T00:00:00Z', says: { ...name, nhsNumber: '9434765919', birthDate: '1970-05-05', otherFamily: ['Murphy'] } }]);
  const report = await linkage.run();
  expect(report).toMatchObject({ kind: 'increment', merged: [{ from: before['housing/9'], to: before['gp/1'] }] });
  expect(new Set(Object.values(await persons()))).toEqual(new Set([before['gp/1']]));
  expect(await linkage.resolve(before['housing/9']!)).toBe(before['gp/1']);
  expect(await linkage.resolve(before['gp/1']!)).toBe(before['gp/1']);
  expect(await linkage.resolve('01a20562-d5a4-74f9-b487-decc0c2e84e3')).toBeNull();
  expect(new Set(await changed())).toEqual(new Set([before['gp/1'], before['housing/9']]));
  expect(await db.writer`select 1 from feeds.touched`).toHaveLength(0);
});

test('a correction splits a person: the larger part keeps the id, and history says where the other was', async () => {
  const ids = await tell(db.writer, amina);
  await linkage.run();
  const was = (await persons())['gp/1']!;
  await db.writer`delete from feeds.demographic where subject_id = ${ids.get('hospital/1')!}`;
  await tell(db.writer, [{ feed: 'hospital', key: '1', at: '2026-11-03T00:00:00Z', says: { nhsNumber: '9434765870', given: ['Rosa'], family: 'Diaz', birthDate: '1990-01-30' } }]);
  const report = await linkage.run();
  const now = await persons();
  expect(report.merged).toEqual([]);
  expect([now['gp/1'], now['housing/1']]).toEqual([was, was]);
  expect(now['hospital/1']).not.toBe(was);
  expect(await db.writer`select subject_id::int as "subjectId", person_id::text as person from linkage.link_history`).toEqual([{ subjectId: ids.get('hospital/1'), person: was }]);
  expect(await linkage.explain(ids.get('gp/1')!, ids.get('hospital/1')!)).toBeNull();
});

test('a mark made again while linkage runs is not lost', async () => {
  const ids = await tell(db.writer, amina);
  let again = false;
  await linkage.run(() => {
    if (again) return;
    again = true;
    void db.writer`update feeds.touched set touched_at = now() where subject_id = ${ids.get('gp/1')!}`.execute();
  });
  expect((await db.writer`select subject_id::int as id from feeds.touched`).map((r) => r.id)).toEqual([ids.get('gp/1')]);
});

test('a subject without a word about who it is still has a person', async () => {
  await db.writer`insert into feeds.subject (feed, local_key) values ('gp', 'bare')`;
  await db.writer`insert into feeds.touched select subject_id, now() from feeds.subject`;
  await linkage.run();
  expect(Object.keys(await persons())).toEqual(['gp/bare']);
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { fixedClock, newId, type Kernel } from '../kernel/index.ts';
import { createAccess } from './access.ts';
import { assertReading } from './reading.ts';
import type { Access, MarkKind, Reading, Session } from './types.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let kernel: Kernel & { clock: ReturnType<typeof fixedClock> };
let access: Access;
let joanna: Session;
let person: string;

beforeAll(async () => {
  db = await testDatabase();
  kernel = { ...testKernel(db), clock: fixedClock('2026-11-20T09:00:00Z') };
  access = createAccess(kernel);
  joanna = access.session('joanna.price', 'front-door', 'care-act-request');
});
afterAll(() => db.close());
beforeEach(async () => {
  kernel.clock.set('2026-11-20T09:00:00Z');
  person = await makePerson();
});

/** A person with one fact in each category, as the record keeps them. */
async function makePerson(): Promise<string> {
  const id = newId();
  await db.writer`
    insert into record.fact (person_id, fact_id, subject_id, feed, category, kind, label, body, delivery_id, line, received_at)
    select ${id}, n, 1, 'feed', category, 'finding', 'label', '{}', ${newId()}, 1, now()
    from unnest(${access.categories.map((c) => c.id)}::text[]) with ordinality as t (category, n)`;
  return id;
}

const looks = (id: string) => db.owner<{ action: string; outcome: string; decisions: unknown }[]>`
  select l.action, l.outcome, l.purpose, l.basis, l.rules, l.request, p.decisions, l.decisions as highest
  from access.log_person p join access.log l using (log_id) where p.person_id = ${id} order by log_id`;
const seen = async ({ sql }: Reading): Promise<string[]> => (await sql<{ category: string }[]>`select category from record.fact order by person_id, fact_id`).map((f) => f.category);
const named = async ({ sql }: Reading): Promise<string> => (await sql<{ ids: string }[]>`select current_setting('kith.persons') as ids`)[0]?.ids ?? '';
const mark = (kind: MarkKind): Promise<void> => access.setMarks(db.writer, 'test', [{ personId: person, kind, reason: 'a test' }], [person]);
const open = <T>(work: (reading: Reading) => Promise<T>, session = joanna): Promise<T> => access.reading(session, { action: 'open', persons: [person] }, work);

test('a reading opens the rows decided and no others, and its log row says what and why', async () => {
  const stranger = await makePerson();
  expect(await open(seen)).toEqual(['identity', 'adult-social-care', 'housing', 'hospital', 'gp', 'community-health', 'mental-health', 'ambulance', 'home-sensors', 'dwelling']);
  expect(await open(named)).toBe(person);
  expect(await looks(stranger)).toEqual([]);
  const [look] = await looks(person);
  expect(look).toMatchObject({
    action: 'open',
    outcome: 'shown',
    purpose: 'care-act-request',
    basis: 'Care Act 2014 s9; UK GDPR 6(1)(e), 9(2)(h)',
    decisions: { housing: 'detail', gp: 'summary', police: 'alert' },
    highest: { housing: 'detail' },
    rules: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
});

test('without a reading the reader role sees nobody, and cannot rewrite the log', async () => {
  expect(await db.reader`select 1 from record.fact`).toEqual([]);
  await open(seen);
  await expect(db.reader`delete from access.log`).rejects.toThrow(/permission denied/);
  await expect(db.reader`update access.log set user_name = 'nobody'`).rejects.toThrow(/permission denied/);
  await expect(db.reader`select 1 from access.sign_in`).rejects.toThrow(/permission denied/);
});

test('what is opened does not outlive the reading', async () => {
  await open(seen);
  const after = await Promise.all(Array.from({ length: 24 }, () => db.reader`select count(*)::int as n from record.fact`));
  expect(after.every(([row]) => row?.n === 0)).toBe(true);
});

test('the log row is in the transaction that reads: while one is open the other is not there', async () => {
  await open(async () => expect(await looks(person)).toEqual([]));
  expect(await looks(person)).toHaveLength(1);
});

test('where the log cannot be written nothing is returned', async () => {
  await db.owner`revoke insert on access.log_person from kith_reader`;
  let read = false;
  await expect(
    open(async (reading) => {
      await seen(reading);
      read = true;
      return 'a page';
    }),
  ).rejects.toThrow(/permission denied/);
  await db.owner`grant insert on access.log_person to kith_reader`;
  expect(read).toBe(false);
});

test('a page that fails after the decision is logged once, as not shown', async () => {
  await expect(open(() => Promise.reject(new Error('no such template')))).rejects.toThrow('no such template');
  expect(await looks(person)).toMatchObject([{ outcome: 'not-shown', decisions: { housing: 'detail' } }]);
});

test('a store that dies under a reading leaves the look logged as not shown, and nothing returned', async () => {
  const killed = open(async (reading) => {
    const [backend] = await reading.sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await db.owner`select pg_terminate_backend(${backend!.pid})`;
    return seen(reading);
  });
  await expect(killed).rejects.toThrow(/terminat|CONNECTION/i);
  expect(await looks(person)).toMatchObject([{ outcome: 'not-shown' }]);
});

test('a team that may not look in this way is refused, and the attempt logged', async () => {
  const helen = access.session('helen.marsh');
  const tom = access.session('tom.fletcher');
  await expect(open(seen, helen)).rejects.toMatchObject({ code: 'access.refused' });
  await expect(access.reading(tom, { action: 'export', persons: [person] }, seen)).rejects.toMatchObject({ code: 'access.refused' });
  await expect(open(seen, { ...joanna, purpose: 'police-vulnerability' })).rejects.toMatchObject({ code: 'access.refused' });
  await expect(open(seen, { ...joanna, team: 'vulnerability-desk', role: 'vulnerability-officer' })).rejects.toMatchObject({ code: 'access.refused' });
  expect((await looks(person)).map((l) => [l.outcome, l.decisions])).toEqual(Array.from({ length: 4 }, () => ['refused', {}]));
});

test('sealed is nobody: no row, no level', async () => {
  await mark('sealed');
  const found = await open(async (reading) => ({ rows: await seen(reading), opened: (await named(reading)).includes(person), levels: access.categories.map((c) => reading.level(person, c.id)), sealed: reading.persons.get(person)?.sealed }));
  expect(found).toEqual({ rows: [], opened: false, levels: access.categories.map(() => 'none'), sealed: true });
});

test('in place of somebody sealed stands somebody who is not there, of whom as much is open as of any stranger, and whom no log names', async () => {
  await mark('sealed');
  const nobody = await open(async (reading) => {
    const id = reading.nobody(person);
    const stranger = newId();
    expect(await named(reading)).toBe(id);
    await reading.include([stranger]);
    expect(access.categories.map((c) => reading.level(id, c.id))).toEqual(access.categories.map((c) => reading.level(stranger, c.id)));
    return id;
  });
  expect(await looks(nobody)).toEqual([]);
});

test('restricted and not shared are no rows either', async () => {
  await mark('staff-client');
  expect(await open(async (reading) => [await named(reading), await seen(reading), reading.persons.get(person)?.restricted])).toEqual(['', [], true]);
  await access.setMarks(db.writer, 'test', [], [person]);
  const tom = access.session('tom.fletcher');
  expect(await open(async (reading) => [await named(reading), await seen(reading)], tom)).toEqual(['', []]);
});

test('a relationship opens at once, and closes at once when it ends', async () => {
  const tom = access.session('tom.fletcher');
  const tie = { personId: person, organisation: 'newbridge-homes', team: '', kind: 'tenancy', since: '2020-03-03' };
  await access.setRelationships(db.writer, 'test', [{ ...tie, until: null }], [person]);
  expect(await open(seen, tom)).toEqual(['identity', 'housing', 'dwelling']);
  await access.setRelationships(db.writer, 'test', [{ ...tie, until: '2026-11-20' }], [person]);
  expect(await open(seen, tom)).toEqual([]);
  await access.setRelationships(db.writer, 'test', [{ ...tie, until: '2010-01-01', since: '2005-01-01' }, { ...tie, since: '2027-01-01', until: null }], [person]);
  expect(await open(seen, tom)).toEqual([]);
});

test('the agreement that ends at midnight in London ends what it opened', async () => {
  kernel.clock.set('2028-03-31T22:59:59Z');
  expect(await open(seen)).not.toEqual([]);
  kernel.clock.set('2028-03-31T23:00:00Z');
  expect(await open(seen)).toEqual([]);
});

test('a reading is widened to people found on the way, each logged once however often', async () => {
  const [daughter, son] = [await makePerson(), await makePerson()];
  const rows = await access.reading(joanna, { action: 'family', persons: [person] }, async (reading) => {
    await Promise.all([reading.include([daughter, person]), reading.include([daughter, son]), reading.include([])]);
    await reading.include([son.toUpperCase()]);
    return seen(reading);
  });
  expect(rows).toHaveLength(30);
  expect((await Promise.all([person, daughter, son].map(looks))).map((l) => l.length)).toEqual([1, 1, 1]);
});

test('a search opens who people are, and none of their facts', async () => {
  const found = await access.reading(joanna, { action: 'search', persons: [], request: 'begum 1943' }, async (reading) => {
    await reading.include([person]);
    return { named: await named(reading), rows: await seen(reading), level: reading.level(person, 'housing') };
  });
  expect(found).toEqual({ named: person, rows: [], level: 'detail' });
  expect(await looks(person)).toMatchObject([{ action: 'search', request: 'begum 1943' }]);
});

test('an id of another form is nobody, and never reaches a statement', async () => {
  for (const id of ["'; drop table access.log; --", '', 'x'.repeat(10_000), `${person}'`, `${person},${person}`]) {
    await expect(access.reading(joanna, { action: 'open', persons: [id] }, seen)).rejects.toMatchObject({ code: 'person.not-found' });
    await expect(open((reading) => reading.include([id]))).rejects.toMatchObject({ code: 'person.not-found' });
  }
});

test('what was made elsewhere, or has ended, is no reading', async () => {
  const forged = { sql: db.writer, persons: new Map(), level: () => 'detail' } as unknown as Reading;
  expect(() => assertReading(forged)).toThrow(/only inside an open reading/);
  const kept = await open(async (reading) => {
    assertReading(reading);
    expect(() => assertReading({ ...reading })).toThrow(/only inside an open reading/);
    return reading;
  });
  expect(() => assertReading(kept)).toThrow(/only inside an open reading/);
  expect(() => kept.include([person])).toThrow(/only inside an open reading/);
});

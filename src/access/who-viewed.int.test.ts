import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { fixedClock, newId, type Kernel } from '../kernel/index.ts';
import { createAccess } from './access.ts';
import type { Access, LogEntry, Session } from './types.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let kernel: Kernel & { clock: ReturnType<typeof fixedClock> };
let access: Access;
let ruth: Session;
let joanna: Session;
let priya: Session;

beforeAll(async () => {
  db = await testDatabase();
  kernel = { ...testKernel(db), clock: fixedClock('2026-11-20T09:00:00Z') };
  access = createAccess(kernel);
  ruth = access.session('ruth.adeyemi');
  joanna = access.session('joanna.price', 'front-door', 'adult-safeguarding');
  priya = access.session('priya.nair');
});
afterAll(() => db.close());

const look = (session: Session, person: string): Promise<void> => access.reading(session, { action: 'open', persons: [person] }, async () => undefined);
const viewed = (person: string, session = ruth, page: { before?: string; limit: number } = { limit: 50 }): Promise<LogEntry[]> =>
  access.reading(session, { action: 'who-viewed', persons: [person] }, (reading) => access.whoViewed(reading, person, page));
const names = (entries: LogEntry[]): string[] => entries.map((e) => `${e.userName} ${e.action} ${e.outcome}`);

test('every look is there exactly once, newest first, this one included', async () => {
  const person = newId();
  await look(joanna, person);
  await expect(access.reading(joanna, { action: 'chronology', persons: [person] }, () => Promise.reject(new Error('page broke')))).rejects.toThrow('page broke');
  await expect(access.reading(priya, { action: 'export', persons: [person] }, async () => undefined)).rejects.toMatchObject({ code: 'access.refused' });
  const first = await viewed(person);
  expect(names(first)).toEqual(['Ruth Adeyemi who-viewed shown', 'Priya Nair export refused', 'Joanna Price chronology not-shown', 'Joanna Price open shown']);
  expect(first.at(-1)).toMatchObject({ at: '2026-11-20T09:00:00.000Z', organisation: 'newbridge-council', team: 'front-door', role: 'social-worker', purpose: 'adult-safeguarding', decisions: { housing: 'detail', police: 'summary' } });
  expect(first.at(-1)?.decisions).not.toHaveProperty('none');
  expect(names(await viewed(person)).filter((n) => n.startsWith('Ruth'))).toHaveLength(2);
});

test('is read a page at a time, each look on one page', async () => {
  const person = newId();
  for (let i = 0; i < 7; i++) await look(joanna, person);
  const pages: LogEntry[][] = [];
  for (let before: string | undefined; pages.length < 10; before = pages.at(-1)?.at(-1)?.logId) {
    const page = await access.reading(ruth, { action: 'open', persons: [] }, async (reading) => {
      await reading.include([person]);
      return access.whoViewed(reading, person, { limit: 3, ...(before === undefined ? {} : { before }) });
    });
    if (page.length === 0) break;
    pages.push(page);
  }
  const ids = pages.flat().map((e) => e.logId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(pages.flat().filter((e) => e.userName === 'Joanna Price')).toHaveLength(7);
});

test('follows merged ids, one after another, and counts a look at both once', async () => {
  const [a, b, c] = [newId(), newId(), newId()];
  await look(joanna, a);
  await look(priya, b);
  await access.reading(joanna, { action: 'family', persons: [a, b] }, async () => undefined);
  await access.movePersons(db.writer, [{ from: a, to: b }]);
  await look(joanna, c);
  await access.movePersons(db.writer, [{ from: b, to: c }]);
  await access.movePersons(db.writer, [{ from: b, to: c }]);
  expect(names(await viewed(c)).slice(1)).toEqual(['Joanna Price open shown', 'Joanna Price family shown', 'Priya Nair open shown', 'Joanna Price open shown']);
});

test('what is divided takes the looks until then along, and not later ones', async () => {
  const [whole, part] = [newId(), newId()];
  await look(joanna, whole);
  kernel.clock.set('2026-11-20T10:00:00Z');
  await access.movePersons(db.writer, [{ from: whole, to: part }]);
  kernel.clock.set('2026-11-20T11:00:00Z');
  await look(priya, whole);
  expect(names(await viewed(part)).slice(1)).toEqual(['Joanna Price open shown']);
  expect(names(await viewed(whole)).slice(1)).toEqual(['Priya Nair open shown', 'Joanna Price open shown']);
});

test('a seal and a relationship move with the person, and are not taken from where they were', async () => {
  const [from, to] = [newId(), newId()];
  await access.setMarks(db.writer, 'ward', [{ personId: from, kind: 'sealed', reason: 'Adoption' }], [from]);
  await access.setRelationships(db.writer, 'ward', [{ personId: from, organisation: 'newbridge-homes', team: '', kind: 'tenancy', since: '2020-01-01', until: null }], [from]);
  await access.movePersons(db.writer, [{ from, to }]);
  const sealed = await access.reading(joanna, { action: 'open', persons: [from, to] }, async ({ persons }) => [...persons.values()].map((p) => p.sealed));
  expect(sealed).toEqual([true, true]);
  const ties = await db.owner`select person_id from access.relationship where organisation = 'newbridge-homes' and person_id = any (${[from, to]})`;
  expect(ties).toHaveLength(2);
});

test('is not for a team that may not, nor of somebody sealed, nor of somebody outside the reading', async () => {
  const [person, other] = [newId(), newId()];
  await expect(viewed(person, priya)).rejects.toMatchObject({ code: 'access.refused' });
  await expect(access.reading(ruth, { action: 'who-viewed', persons: [person] }, (reading) => access.whoViewed(reading, other, { limit: 5 }))).rejects.toMatchObject({ code: 'person.not-found' });
  await access.setMarks(db.writer, 'ward', [{ personId: person, kind: 'sealed', reason: 'Witness protection' }], [person]);
  await expect(viewed(person)).rejects.toMatchObject({ code: 'person.not-found' });
});

test('marks and relationships of a source are replaced for the people named, and for no others', async () => {
  const [a, b] = [newId(), newId()];
  const marks = (): Promise<string[]> => db.owner<{ m: string }[]>`select source || ' ' || kind || ' ' || (person_id = ${a}) as m from access.mark where person_id in (${a}, ${b}) order by 1`.then((rows) => rows.map((r) => r.m));
  await access.setMarks(db.writer, 'feed', [{ personId: a, kind: 'restricted-demographics', reason: '' }, { personId: a, kind: 'restricted-demographics', reason: 'twice' }, { personId: b, kind: 'objection', reason: '' }], [a, b]);
  await access.setMarks(db.writer, 'person', [{ personId: a, kind: 'objection', reason: '' }], [a]);
  await access.setMarks(db.writer, 'feed', [], [a]);
  expect(await marks()).toEqual(['feed objection false', 'person objection true']);
});

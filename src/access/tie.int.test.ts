import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { fixedClock, newId } from '../kernel/index.ts';
import { createAccess } from './access.ts';
import { endTies, openTies, type Tie } from './tie.store.ts';
import type { Access, Level, Session } from './types.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let access: Access;
let hannah: Session;
let paul: Session;
const clock = fixedClock('2026-11-20T09:00:00Z');

beforeAll(async () => {
  db = await testDatabase();
  access = createAccess({ ...testKernel(db), clock });
  hannah = access.session('hannah.lindqvist');
  paul = access.session('paul.okafor');
});
afterAll(() => db.close());

const level = (session: Session, personId: string, category: string): Promise<Level> => access.reading(session, { action: 'open', persons: [personId] }, async (reading) => reading.level(personId, category));
const tie = (personId: string, more: Partial<Tie> = {}): Tie => ({ personId, organisation: 'newbridge-community', team: 'district-nursing', kind: 'case', reference: newId(), at: clock.now(), ...more });

test('a case opens access with the commit that opens it, to its team alone, and ends it to the second', async () => {
  const person = newId();
  clock.set('2026-11-20T09:00:00Z');
  const mine = tie(person);
  await db.writer.begin(async (sql) => {
    await openTies(sql, [mine, mine]);
    expect(await level(paul, person, 'mental-health')).toBe('alert');
  });
  expect(await level(paul, person, 'mental-health')).toBe('detail');
  expect(await level(hannah, person, 'mental-health')).toBe('none');

  await endTies(db.writer, [mine.reference, 'no-such'], new Date('2026-11-20T09:00:01Z'));
  expect(await level(paul, person, 'mental-health')).toBe('detail');
  clock.set('2026-11-20T09:00:01Z');
  expect(await level(paul, person, 'mental-health')).toBe('alert');
});

test('one that is ended now is ended for the next look, and one not yet begun holds nothing', async () => {
  const person = newId();
  const [now, later] = [tie(person), tie(person, { at: new Date(clock.now().getTime() + 1000) })];
  await openTies(db.writer, [now, later]);
  expect(await level(paul, person, 'gp')).toBe('detail');
  await endTies(db.writer, [now.reference], clock.now());
  expect(await level(paul, person, 'gp')).toBe('summary');
});

test('what sources state is made again without it, and a person’s ties go with them', async () => {
  const [person, into] = [newId(), newId()];
  const case1 = tie(person);
  await openTies(db.writer, [case1]);
  await access.setRelationships(db.writer, 'record', [], [person]);
  expect(await level(paul, person, 'gp')).toBe('detail');
  await access.movePersons(db.writer, [{ from: person, to: into }]);
  await access.movePersons(db.writer, [{ from: person, to: into }]);
  expect(await level(paul, into, 'gp')).toBe('detail');
  await endTies(db.writer, [case1.reference], clock.now());
  expect(await level(paul, into, 'gp')).toBe('summary');
});

test('a tie that a source states to the minute ends then, and not with the day', async () => {
  const person = newId();
  clock.set('2026-11-20T13:59:59Z');
  const stay = { personId: person, organisation: 'newbridge-community', team: '', kind: 'ward', since: '2026-11-18', until: '2026-11-21' };
  await access.setRelationships(db.writer, 'record', [{ ...stay, endedAt: new Date('2026-11-20T14:00:00Z') }], [person]);
  expect(await level(paul, person, 'gp')).toBe('detail');
  clock.set('2026-11-20T14:00:00Z');
  expect(await level(paul, person, 'gp')).toBe('summary');
  await access.setRelationships(db.writer, 'record', [{ ...stay, endedAt: new Date('2026-11-20T14:00:00Z') }, stay], [person]);
  expect(await level(paul, person, 'gp')).toBe('detail');
});

test('a case handed to another team is open to that team, and opened again to the first when it comes back', async () => {
  const person = newId();
  const first = tie(person);
  const move = async (team: { organisation: string; team: string }): Promise<void> => {
    clock.set(new Date(clock.now().getTime() + 60_000).toISOString());
    await db.writer.begin(async (sql) => {
      await endTies(sql, [first.reference], clock.now());
      await openTies(sql, [{ ...first, ...team, at: clock.now() }]);
    });
  };
  await openTies(db.writer, [first]);
  await move({ organisation: 'larch-street', team: '' });
  expect([await level(paul, person, 'gp'), await level(hannah, person, 'gp')]).toEqual(['summary', 'detail']);
  await move({ organisation: 'newbridge-community', team: 'district-nursing' });
  expect([await level(paul, person, 'gp'), await level(hannah, person, 'gp')]).toEqual(['detail', 'none']);
});

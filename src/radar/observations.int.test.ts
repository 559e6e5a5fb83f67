import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { newId, type Database } from '../kernel/index.ts';
import { observationsOf, recordObservations } from './observations.store.ts';
import type { Observation } from './types.ts';

let db: Database;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());

const now = new Date('2026-11-20T09:00:00Z');
const cold = (personId: string, more: Partial<Observation> = {}): Observation => ({
  key: 'cold:bedroom:2026-11-17', personId, householdId: null, detector: 'cold', code: 'cold-bedroom', label: 'Bedroom below 16 °C for 3 nights', category: 'home-sensors',
  startAt: '2026-11-17', endAt: null, value: 14.2, unit: 'Cel', evidence: { metric: 'temperature' }, ...more,
});

test('what is seen again replaces what was seen before, and only a change marks the person for scoring', async () => {
  const person = newId();
  expect(await recordObservations(db.writer, [cold(person)], now)).toEqual([person]);
  expect(await recordObservations(db.writer, [cold(person)], now)).toEqual([]);
  expect(await recordObservations(db.writer, [cold(person, { endAt: '2026-11-21', value: 13.9 })], now)).toEqual([person]);
  expect(await observationsOf(db.writer, [person])).toEqual([cold(person, { endAt: '2026-11-21', value: 13.9 })]);
  const marked = await db.writer<{ id: string }[]>`select person_id::text as id from radar.touched where person_id = ${person}`;
  expect(marked).toHaveLength(1);
});

test('a reader sees observations of opened people and categories, and no others', async () => {
  const [person, other] = [newId(), newId()];
  await recordObservations(db.writer, [cold(person), cold(person, { key: 'x', category: 'hospital' }), cold(other)], now);
  const seen = await db.reader.begin(async (sql) => {
    await sql`select set_config('kith.facts', ${`${person}/home-sensors`}, true)`;
    return observationsOf(sql, [person, other]);
  });
  expect(seen.map((o) => [o.personId, o.category])).toEqual([[person, 'home-sensors']]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { placeDevice } from '../../tests/support/sensors.ts';
import { newId, type Database } from '../kernel/index.ts';
import { devicesOf, freshHomes, series } from './series.store.ts';
import { createSensors, type LoadedReading } from './sensors.ts';

let db: Database;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());

test('readings are rolled up exactly, in whatever order and however often they come', async () => {
  const sensors = createSensors(testKernel(db));
  const household = newId();
  const [one, two] = [await placeDevice(db, { householdId: household }), await placeDevice(db, { householdId: household })];
  const values = [18.1, 18.2, 18.3, 17.9, 17.7, 18.6, 0.1, 0.2, 0.3];
  const of = (deviceId: string): LoadedReading[] => values.map((value, i) => ({ deviceId, metric: 'temperature', value, at: new Date(Date.UTC(2026, 10, 19, 22, 50 + i * 5)) }));
  const ordered = of(one);
  const mixed = of(two).toSorted((a, b) => a.value - b.value);
  expect(await sensors.load(ordered)).toBe(9);
  for (const reading of mixed) await sensors.load([reading]);
  expect(await sensors.load(mixed)).toBe(0);
  const rolled = async (deviceId: string, step: 'quarter' | 'day'): Promise<unknown[]> =>
    (await series(db.writer, { devices: [deviceId], from: new Date('2026-11-19'), to: new Date('2026-11-21'), step })).map((p) => [p.at.toISOString(), p.n, p.sum, p.min, p.max, p.last, p.value]);
  expect(await rolled(one, 'quarter')).toEqual(await rolled(two, 'quarter'));
  expect(await rolled(one, 'quarter')).toEqual([
    ['2026-11-19T22:45:00.000Z', 2, 36.3, 18.1, 18.2, 18.2, 18.15],
    ['2026-11-19T23:00:00.000Z', 3, 53.9, 17.7, 18.3, 17.7, 53.9 / 3],
    ['2026-11-19T23:15:00.000Z', 3, 18.9, 0.1, 18.6, 0.2, 6.3],
    ['2026-11-19T23:30:00.000Z', 1, 0.3, 0.3, 0.3, 0.3, 0.3],
  ]);
  expect(await rolled(one, 'day')).toEqual(await rolled(two, 'day'));
  expect((await rolled(one, 'day')).map((row) => (row as unknown[]).slice(0, 5))).toEqual([['2026-11-19T00:00:00.000Z', 9, 109.4, 0.1, 18.6]]);
  const fresh = await freshHomes(db.writer, '0');
  expect(new Set(fresh.devices.map((d) => `${d.deviceId} ${d.householdId} ${d.since.toISOString()}`))).toEqual(new Set([one, two].map((id) => `${id} ${household} 2026-11-19T22:50:00.000Z`)));
  expect((await freshHomes(db.writer, fresh.cursor)).devices).toEqual([]);
  expect((await devicesOf(db.writer, { households: [household] })).map((d) => d.lastSeenAt?.toISOString())).toEqual(['2026-11-19T23:30:00.000Z', '2026-11-19T23:30:00.000Z']);
});

test('two values for one moment: the greater stands whichever came first, and the roll-ups follow', async () => {
  const sensors = createSensors(testKernel(db));
  const [one, two] = [await placeDevice(db), await placeDevice(db)];
  const at = new Date('2026-11-19T10:00:00Z');
  for (const [deviceId, values] of [[one, [17, 19]], [two, [19, 17]]] as const) for (const value of values) await sensors.load([{ deviceId, metric: 'temperature', at, value }]);
  const points = await series(db.writer, { devices: [one, two], from: new Date('2026-11-19'), to: new Date('2026-11-20'), step: 'quarter' });
  expect(points.map((p) => [p.n, p.sum, p.max, p.last])).toEqual([[1, 19, 19, 19], [1, 19, 19, 19]]);
});

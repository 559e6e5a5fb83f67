import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { newId, type Database } from '../kernel/index.ts';
import { openDevices } from './open.store.ts';
import { freshHomes, series } from './series.store.ts';

let db: Database;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());

test('partitions are made once and dropped when past, and a reader sees readings only of devices that were opened', async () => {
  const [one, two] = [newId(), newId()];
  await db.writer`select sensors.make_partitions(array['2026-11-19', '2026-11-20', '2026-11-20']::date[])`;
  await db.writer`select sensors.make_partitions(array['2026-11-20']::date[])`;
  await db.writer`insert into sensors.reading (device_id, metric, at, value) select d, 'temperature', t, 18.5 from unnest(${[one, two]}::uuid[]) d, unnest(array['2026-11-19T10:00Z', '2026-11-20T10:00Z']::timestamptz[]) t`;
  const asked = { devices: [one, two], from: new Date('2026-11-01'), to: new Date('2026-12-01'), step: 'raw' as const };
  expect(await series(db.writer, asked)).toHaveLength(4);
  const seen = await db.reader.begin(async (sql) => {
    const before = await series(sql, asked);
    await openDevices(sql, [one]);
    return { before, after: await series(sql, asked) };
  });
  expect(seen.before).toEqual([]);
  expect(seen.after.map((p) => [p.deviceId, p.value])).toEqual([[one, 18.5], [one, 18.5]]);
  const dropped = await db.writer<{ name: string }[]>`select sensors.drop_partitions('reading', '2026-11-20') as name`;
  expect(dropped.map((d) => d.name)).toEqual(['reading_20261119']);
  expect(await series(db.writer, asked)).toHaveLength(2);
  expect(await freshHomes(db.writer, '0')).toEqual({ cursor: '0', devices: [] });
});

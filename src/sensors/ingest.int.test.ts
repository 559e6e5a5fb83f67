import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { chirpstackUp, climatePayload, placeDevice } from '../../tests/support/sensors.ts';
import type { Database, Kernel } from '../kernel/index.ts';
import { createSensors } from './sensors.ts';
import type { Ingest } from './ingest.ts';

let db: Database;
let kernel: Kernel;
let ingest: Ingest;
beforeAll(async () => {
  db = await testDatabase();
  kernel = testKernel(db);
  ingest = createSensors(kernel).ingest();
});
afterAll(async () => {
  await ingest.close();
  await db.close();
});

const chirpstack = (body: Uint8Array): Promise<unknown> => ingest.receive({ format: 'chirpstack', body, integration: 'test', hint: 'application/a/device/d/event/up' });
const uplinksOf = async (devEui: string): Promise<{ state: string; reason: string | null; payload: Buffer | null }[]> =>
  [...(await db.writer<{ state: string; reason: string | null; payload: Buffer | null }[]>`select state, reason, payload from sensors.uplink where dev_eui = ${devEui} order by at`)];

function shuffle<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return items.map((item) => ({ item, by: next() })).toSorted((a, b) => a.by - b.by).map(({ item }) => item);
}

test('a day replayed three times, shuffled, gives one state', async () => {
  const euis = ['A100000000000001', 'A100000000000002', 'A100000000000003'];
  for (const devEui of euis) await placeDevice(db, { devEui });
  const day = euis.flatMap((devEui, d) => Array.from({ length: 144 }, (_, i) => chirpstackUp({ devEui, at: new Date(Date.UTC(2026, 10, 18, 0, i * 10, d)), payload: climatePayload(17 + ((i * 7 + d) % 40) / 10, 50 + (i % 20), i % 6 === 0 ? 90 : undefined) })));
  const state = async (): Promise<string> => {
    const tables = await Promise.all([
      db.writer`select dev_eui, at, key, state, reason from sensors.uplink where dev_eui = any (${euis}) order by 1, 2, 3`,
      db.writer`select r.* from sensors.reading r join sensors.device using (device_id) where dev_eui = any (${euis}) order by 1, 2, 3`,
      db.writer`select q.* from sensors.quarter q join sensors.device using (device_id) where dev_eui = any (${euis}) order by 1, 2, 3`,
      db.writer`select q.* from sensors.day q join sensors.device using (device_id) where dev_eui = any (${euis}) order by 1, 2, 3`,
      db.writer`select dev_eui, last_seen_at, battery, state from sensors.device where dev_eui = any (${euis}) order by 1`,
    ]);
    return JSON.stringify(tables);
  };
  await Promise.all(shuffle(day, 1).map(chirpstack));
  const once = await state();
  for (const seed of [2, 3, 4]) await Promise.all(shuffle(day, seed).map(chirpstack));
  expect(await state()).toBe(once);
  const [counts] = await db.writer`select (select count(*)::int from sensors.uplink where dev_eui = any (${euis})) as uplinks, (select sum(n)::int from sensors.quarter join sensors.device using (device_id) where dev_eui = any (${euis})) as readings`;
  expect(counts).toEqual({ uplinks: 432, readings: 3 * (144 * 2 + 24) });
});

describe('what cannot be read is kept, and says why', () => {
  test('of a device nobody registered', async () => {
    await chirpstack(chirpstackUp({ devEui: 'B100000000000001', at: '2026-11-20T08:00:00Z', payload: climatePayload(18, 50) }));
    expect(await uplinksOf('B100000000000001')).toEqual([{ state: 'unclaimed', reason: 'No device of this name is registered.', payload: climatePayload(18, 50) }]);
  });

  test('with bytes that are another device’s', async () => {
    await placeDevice(db, { devEui: 'B100000000000002', codec: 'elsys-ers' });
    await chirpstack(chirpstackUp({ devEui: 'B100000000000002', at: '2026-11-20T08:00:00Z', payload: Buffer.from('FF01', 'hex') }));
    expect(await uplinksOf('B100000000000002')).toEqual([{ state: 'quarantined', reason: 'Type 0xFF at offset 0 is none of the ELSYS payload.', payload: Buffer.from('FF01', 'hex') }]);
  });

  test('from a clock that is ahead, which would hide a silence', async () => {
    const deviceId = await placeDevice(db, { devEui: 'B100000000000003' });
    const ahead = chirpstackUp({ devEui: 'B100000000000003', at: '2026-11-21T08:00:00Z', payload: climatePayload(18, 50) });
    await chirpstack(ahead);
    await chirpstack(ahead);
    expect(await uplinksOf('B100000000000003')).toMatchObject([{ state: 'quarantined', reason: expect.stringContaining('had not come') as string }]);
    expect(await db.writer`select last_seen_at from sensors.device where device_id = ${deviceId}`).toEqual([{ last_seen_at: null }]);
  });

  test('that is no event at all', async () => {
    const before = await uplinksOf('');
    await expect(chirpstack(Buffer.from('{"deviceInfo":{}}'))).rejects.toMatchObject({ code: 'uplink.refused', message: expect.stringContaining('deviceInfo.devEui') as string });
    await expect(chirpstack(Buffer.from('['.repeat(200)))).rejects.toMatchObject({ message: 'The message is nested more than 16 deep.' });
    await expect(chirpstack(Buffer.alloc(70_000, ' '))).rejects.toMatchObject({ message: 'The message has 70,000 bytes; at most 65,536 are read.' });
    expect((await uplinksOf('')).length).toBe(before.length + 3);
  });

  test('one that the store cannot hold does not take the others with it', async () => {
    await placeDevice(db, { devEui: 'B100000000000004' });
    const good = Array.from({ length: 20 }, (_, i) => chirpstackUp({ devEui: 'B100000000000004', at: new Date(Date.UTC(2026, 10, 20, 8, i)), payload: climatePayload(18, 50) }));
    const odd = Buffer.from(good[0]!.toString().replace('"deviceName":"d"', '"deviceName":"\\u0000"').replace('0016c001f153a14c', '\\u0000\\ud800'));
    await Promise.all([...good, odd].map(chirpstack));
    expect((await uplinksOf('B100000000000004')).map((u) => u.state)).toEqual(good.map(() => 'read'));
  });
});

describe('nothing follows a device to another home, or past its consent', () => {
  test('an uplink belongs to whoever it stood with when it was heard', async () => {
    const devEui = 'C100000000000001';
    const first = await placeDevice(db, { devEui, installedAt: '2026-11-01T09:00:00Z' });
    await db.writer`update sensors.device set retired_at = '2026-11-10T09:00:00Z', state = 'retired' where device_id = ${first}`;
    const second = await placeDevice(db, { devEui, installedAt: '2026-11-15T09:00:00Z' });
    for (const at of ['2026-11-16T08:00:00Z', '2026-11-05T08:00:00Z', '2026-11-12T08:00:00Z', '2026-10-20T08:00:00Z']) await chirpstack(chirpstackUp({ devEui, at, payload: climatePayload(18, 50) }));
    const readings = await db.writer<{ id: string; at: Date }[]>`select device_id::text as id, at from sensors.reading where device_id = any (${[first, second]}::uuid[]) and metric = 'temperature' order by at`;
    expect(readings.map((r) => [r.id, r.at.toISOString().slice(0, 10)])).toEqual([[first, '2026-11-05'], [second, '2026-11-16']]);
    expect((await uplinksOf(devEui)).map((u) => [u.state, u.reason])).toEqual([
      ['unclaimed', 'It was heard before it was put in.'], ['read', null], ['unclaimed', 'It was taken away on 2026-11-10, and stands nowhere since.'], ['read', null],
    ]);
  });

  test('once consent has ended, that it was heard is all that is kept', async () => {
    const devEui = 'C100000000000002';
    const deviceId = await placeDevice(db, { devEui, consent: { basis: 'consent', by: 'the person', at: '2026-11-02', until: '2026-11-19T12:00:00Z' } });
    for (const at of ['2026-11-01T23:00:00Z', '2026-11-19T11:59:00Z', '2026-11-19T12:00:00Z']) await chirpstack(chirpstackUp({ devEui, at, payload: climatePayload(18, 50) }));
    expect((await uplinksOf(devEui)).map((u) => [u.state, u.payload === null, u.reason])).toEqual([
      ['withheld', true, 'Nothing may be kept before 2026-11-02, when it was agreed.'], ['read', false, null], ['withheld', true, 'Nothing may be kept since 2026-11-19, when that ended.'],
    ]);
    expect(await db.writer`select count(*)::int as n from sensors.reading where device_id = ${deviceId} and metric = 'temperature'`).toEqual([{ n: 1 }]);
    expect(await db.writer`select last_seen_at from sensors.device where device_id = ${deviceId}`).toEqual([{ last_seen_at: new Date('2026-11-19T12:00:00Z') }]);
  });
});

test('status says the battery, which an uplink then does not raise again by saying nothing', async () => {
  const devEui = 'D100000000000001';
  await placeDevice(db, { devEui });
  const status = { deduplicationId: 's1', time: '2026-11-20T08:50:00Z', deviceInfo: { devEui: devEui.toLowerCase() }, margin: 7, externalPowerSource: false, batteryLevelUnavailable: false, batteryLevel: 12.5 };
  await ingest.receive({ format: 'chirpstack', body: Buffer.from(JSON.stringify(status)), integration: 'test' });
  await chirpstack(chirpstackUp({ devEui, at: '2026-11-20T08:55:00Z', payload: climatePayload(18, 50) }));
  expect(await db.writer`select battery, battery_low, state, last_seen_at from sensors.device where dev_eui = ${devEui}`).toEqual([{ battery: 12.5, battery_low: true, state: 'low-battery', last_seen_at: new Date('2026-11-20T08:55:00Z') }]);
  await chirpstack(chirpstackUp({ devEui, at: '2026-11-20T08:58:00Z', payload: climatePayload(18, 50, 100) }));
  expect(await db.writer`select battery, state from sensors.device where dev_eui = ${devEui}`).toEqual([{ battery: 100, state: 'active' }]);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { chirpstackUp, climatePayload, placeDevice } from '../../tests/support/sensors.ts';
import { fixedClock, newId, type Database, type Kernel } from '../kernel/index.ts';
import type { Ingest } from './ingest.ts';
import type { Registration } from './register.ts';
import { createSensors, type Sensors } from './sensors.ts';
import { series, silences } from './series.store.ts';

let db: Database;
let kernel: Kernel;
let clock: ReturnType<typeof fixedClock>;
let sensors: Sensors;
let ingest: Ingest;
const homes = new Map([['100023336956', newId()]]);
beforeAll(async () => {
  db = await testDatabase();
  clock = fixedClock('2026-11-20T09:00:00Z');
  kernel = { ...testKernel(db), clock };
  sensors = createSensors(kernel, { byUprn: async (uprns) => new Map([...homes].filter(([uprn]) => uprns.includes(uprn))) });
  ingest = sensors.ingest();
});
afterAll(async () => {
  await ingest.close();
  await db.close();
});

const registration = (more: Partial<Registration> = {}): Registration => ({
  devEui: 'aa:00:00:00:00:00:00:01', name: 'Bedroom climate', codec: 'milesight-em300-th', uprn: '100023336956', room: 'Bedroom', installer: 'T. Odu', installedAt: new Date('2026-11-19T09:00:00Z'),
  basis: 'consent', consentBy: 'the tenant', consentAt: '2026-11-18', ...more,
});
const hear = (devEui: string, at: string, celsius = 18): Promise<unknown> => ingest.receive({ format: 'chirpstack', body: chirpstackUp({ devEui, at, payload: climatePayload(celsius, 50) }), integration: 'test' });
const celsius = async (deviceId: string): Promise<number[]> => (await series(db.writer, { devices: [deviceId], metrics: ['temperature'], from: new Date('2026-11-01'), to: new Date('2026-12-01'), step: 'raw' })).map((p) => p.value);

test('what was heard before a device was claimed is read once it is, from the day it was put in', async () => {
  const devEui = 'AA00000000000001';
  await hear(devEui, '2026-11-19T08:00:00Z', 12);
  await hear(devEui, '2026-11-19T10:00:00Z', 17);
  await hear(devEui, '2026-11-20T08:00:00Z', 18);
  expect(await sensors.health.unclaimed()).toMatchObject([{ devEui, uplinks: 3, formats: ['chirpstack'], reason: 'No device of this name is registered.' }]);
  const id = await sensors.register.add(registration(), 'test');
  expect(await sensors.reread(devEui)).toEqual({ looked: 3, read: 2 });
  expect(await sensors.reread(devEui)).toEqual({ looked: 1, read: 0 });
  expect(await celsius(id)).toEqual([17, 18]);
  expect(await sensors.health.one(id)).toMatchObject({ householdId: homes.get('100023336956'), battery: null, lastSeenAt: new Date('2026-11-20T08:00:00Z'), room: 'Bedroom' });
  await expect(sensors.register.add(registration(), 'test')).rejects.toMatchObject({ code: 'conflict.changed' });
});

test('what was quarantined for a wrong codec is read once that is put right', async () => {
  const id = await sensors.register.add(registration({ devEui: 'AA00000000000002', codec: 'milesight-ws202' }), 'test');
  await hear('AA00000000000002', '2026-11-20T08:00:00Z', 19);
  expect(await sensors.health.quarantined()).toMatchObject([{ devEui: 'AA00000000000002', uplinks: 1, reason: expect.stringContaining('Milesight WS202') as string }]);
  await db.writer`update sensors.device set codec = 'milesight-em300-th' where device_id = ${id}`;
  expect(await sensors.reread(null)).toMatchObject({ read: 1 });
  expect(await celsius(id)).toEqual([19]);
});

test('consent withdrawn: from that moment nothing is kept but that it was heard', async () => {
  const id = await sensors.register.add(registration({ devEui: 'AA00000000000003' }), 'test');
  await hear('AA00000000000003', '2026-11-20T08:30:00Z', 17);
  await sensors.register.withdraw(id);
  clock.set('2026-11-20T09:30:00Z');
  await hear('AA00000000000003', '2026-11-20T09:20:00Z', 16);
  expect(await celsius(id)).toEqual([17]);
  expect(await sensors.health.heard('AA00000000000003')).toMatchObject([{ state: 'withheld', bytes: null, reason: expect.stringContaining('that ended') as string }, { state: 'read' }]);
});

test('a device taken away and put elsewhere begins anew there', async () => {
  const devEui = 'AA00000000000004';
  const here = await sensors.register.add(registration({ devEui }), 'test');
  await hear(devEui, '2026-11-20T08:30:00Z', 17);
  clock.set('2026-11-20T10:00:00Z');
  await sensors.register.retire(here);
  clock.set('2026-11-20T11:30:00Z');
  await hear(devEui, '2026-11-20T10:30:00Z', 9);
  const there = await sensors.register.add(registration({ devEui, installedAt: new Date('2026-11-20T11:00:00Z') }), 'test');
  await hear(devEui, '2026-11-20T11:20:00Z', 20);
  await sensors.reread(devEui);
  expect([await celsius(here), await celsius(there)]).toEqual([[17], [20]]);
  expect(await sensors.health.unclaimed()).toMatchObject(expect.arrayContaining([expect.objectContaining({ devEui, uplinks: 1 })]) as object);
});

test('a registration is checked field by field', () => {
  const wrong = registration({ name: ' ', codec: 'none', uprn: 'abc', basis: 'because', consentBy: '', consentAt: 'soon', intervalMinutes: 0 });
  expect(sensors.register.check(wrong).map(({ field }) => field)).toEqual(['name', 'codec', 'uprn', 'basis', 'consentBy', 'consentAt', 'intervalMinutes']);
  expect(sensors.register.check(registration({ consentAt: '2026-11-18', consentUntil: '2026-11-17' })).map(({ field }) => field)).toEqual(['consentUntil']);
});

test('silence is said, and ends when it speaks', async () => {
  clock.set('2026-11-20T11:45:00Z');
  const id = await placeDevice(db, { devEui: 'AA00000000000005', installedAt: '2026-11-20T09:00:00Z', room: 'Hall' });
  await hear('AA00000000000005', '2026-11-20T10:50:00Z');
  const watch = sensors.jobs.find(({ name }) => name === 'sensors.watch')!;
  await watch.run();
  expect((await silences(db.writer)).filter((s) => s.deviceId === id)).toEqual([]);
  clock.set('2026-11-20T12:10:00Z');
  await watch.run();
  expect((await silences(db.writer)).filter((s) => s.deviceId === id)).toMatchObject([{ room: 'Hall', lastSeenAt: new Date('2026-11-20T10:50:00Z'), since: new Date('2026-11-20T11:50:00Z') }]);
  await hear('AA00000000000005', '2026-11-20T10:55:00Z');
  expect((await sensors.health.one(id))?.state).toBe('silent');
  await hear('AA00000000000005', '2026-11-20T12:09:00Z');
  expect((await sensors.health.one(id))?.state).toBe('active');
});

test('uplinks and readings go after ninety days, their roll-ups stay, and late ones cannot undo that', async () => {
  const id = await placeDevice(db, { devEui: 'AA00000000000006', installedAt: '2026-06-01T09:00:00Z', consent: { basis: 'consent', by: 'them', at: '2026-06-01', until: null } });
  await sensors.load([{ deviceId: id, metric: 'temperature', value: 21, at: new Date('2026-08-01T10:00:00Z') }]);
  const retention = sensors.jobs.find(({ name }) => name === 'sensors.retention')!;
  expect(await retention.run()).toContain('reading_20260801');
  const of = (step: 'raw' | 'quarter' | 'day') => series(db.writer, { devices: [id], from: new Date('2026-07-01'), to: new Date('2026-12-01'), step });
  expect([(await of('raw')).length, (await of('quarter')).length, (await of('day')).length]).toEqual([0, 1, 1]);
  await hear('AA00000000000006', '2026-08-01T10:05:00Z', 5);
  expect((await of('quarter')).map((p) => p.value)).toEqual([21]);
});

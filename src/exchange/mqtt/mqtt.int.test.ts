import { setTimeout as wait } from 'node:timers/promises';
import { connect, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { chirpstackUp, climatePayload, placeDevice } from '../../../tests/support/sensors.ts';
import type { Database, Kernel } from '../../kernel/index.ts';
import { createSensors, type IngestOptions, type Sensors } from '../../sensors/index.ts';
import { startBroker, type Broker } from './broker.ts';
import { subscribe } from './subscriber.ts';

let db: Database & { name: string };
let kernel: Kernel;
let sensors: Sensors;
const open: { close(): Promise<unknown> }[] = [];
beforeAll(async () => {
  db = await testDatabase();
  kernel = testKernel(db, { now: '2026-11-20T09:00:00Z' });
  sensors = createSensors(kernel);
});
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});
afterAll(() => db.close());

async function broker(options: { port?: number; anonymous?: boolean; ingest?: IngestOptions } = {}): Promise<Broker> {
  const started = await startBroker(kernel, sensors.ingest(options.ingest), sensors.integrations, { host: '127.0.0.1', port: options.port ?? 0, anonymous: options.anonymous ?? true });
  open.push(started);
  return started;
}

function client(port: number, more: Parameters<typeof connect>[1] = {}): MqttClient {
  const made = connect(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 100, clientId: `test-${Math.floor(performance.now() * 1000)}`, clean: false, ...more });
  made.on('error', () => undefined);
  open.push({ close: () => made.endAsync(true) });
  return made;
}

const topic = (devEui: string): string => `application/a/device/${devEui.toLowerCase()}/event/up`;
const uplink = (devEui: string, i: number): Buffer => chirpstackUp({ devEui, at: new Date(Date.UTC(2026, 10, 20, 6, 0, i)), payload: climatePayload(18 + i / 100, 50), id: `${devEui}-${i}` });
const kept = async (devEui: string): Promise<number> => (await db.writer<{ n: number }[]>`select count(*)::int as n from sensors.reading join sensors.device using (device_id) where dev_eui = ${devEui} and metric = 'temperature'`)[0]?.n ?? 0;
const until = async (done: () => Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 400 && !(await done()); i += 1) await wait(50);
};

test('a message is acknowledged once it is committed, and not before', async () => {
  const devEui = 'E100000000000001';
  await placeDevice(db, { devEui });
  const mqtt = client((await broker()).port);
  const all = Array.from({ length: 200 }, async (_, i) => {
    await mqtt.publishAsync(topic(devEui), uplink(devEui, i), { qos: i % 2 === 0 ? 1 : 2 });
    return db.writer`select from sensors.uplink where dev_eui = ${devEui} and at = ${new Date(Date.UTC(2026, 10, 20, 6, 0, i))}`;
  });
  expect((await Promise.all(all)).every((rows) => rows.length === 1)).toBe(true);
  expect(await kept(devEui)).toBe(200);
});

test('a broker that ends mid-stream loses nothing it acknowledged, and what it did not comes again', async () => {
  const devEui = 'E100000000000002';
  await placeDevice(db, { devEui });
  const first = await broker();
  const mqtt = client(first.port);
  let acknowledged = 0;
  const publishing = Promise.all(
    Array.from({ length: 400 }, async (_, i) => {
      await wait(i * 3);
      await mqtt.publishAsync(topic(devEui), uplink(devEui, i), { qos: 1 });
      acknowledged += 1;
    }),
  );
  await until(async () => acknowledged > 100);
  await first.close();
  open.splice(open.indexOf(first), 1);
  expect(await kept(devEui)).toBeGreaterThanOrEqual(acknowledged);
  await broker({ port: first.port });
  await publishing;
  expect(await kept(devEui)).toBe(400);
}, 60_000);

test('a database that restarts mid-stream is waited for', async () => {
  const devEui = 'E100000000000003';
  await placeDevice(db, { devEui });
  const mqtt = client((await broker()).port);
  let acknowledged = 0;
  const publishing = Promise.all(
    Array.from({ length: 300 }, async (_, i) => {
      await wait(i * 4);
      await mqtt.publishAsync(topic(devEui), uplink(devEui, i), { qos: 1 });
      acknowledged += 1;
    }),
  );
  for (const after of [60, 120, 180]) {
    await until(async () => acknowledged > after);
    // Every connection the pools hold is cut, as a restart of the server cuts it.
    await db.owner`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${db.name} and pid <> pg_backend_pid()`.catch(() => undefined);
  }
  await publishing;
  expect(await kept(devEui)).toBe(300);
}, 60_000);

test('a full disk is told by silence: nothing is acknowledged until there is room', async () => {
  const devEui = 'E100000000000004';
  await placeDevice(db, { devEui });
  let full = true;
  const { writeBatch } = await import('../../sensors/write.store.ts');
  const write: typeof writeBatch = async (...batch) => {
    const written = full ? null : await writeBatch(...batch);
    if (written === null) throw Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' });
    return written;
  };
  const mqtt = client((await broker({ ingest: { write, patience: 300 } })).port);
  let acknowledged = 0;
  const publishing = Promise.all(Array.from({ length: 50 }, async (_, i) => {
    await mqtt.publishAsync(topic(devEui), uplink(devEui, i), { qos: 1 });
    acknowledged += 1;
  }));
  await wait(900);
  expect([acknowledged, await kept(devEui)]).toEqual([0, 0]);
  full = false;
  await publishing;
  expect(await kept(devEui)).toBe(50);
}, 60_000);

test('only a name with its token may publish, and nobody may listen', async () => {
  const token = await sensors.integrations.issue('gateway-east', 'the east of the borough', 'test');
  const { port } = await broker({ anonymous: false });
  const refused = (options: Parameters<typeof connect>[1]): Promise<string> =>
    new Promise((done) => {
      const tried = connect(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0, ...options });
      tried.on('connect', () => done('let in'));
      tried.on('error', (error) => done(error.message));
      open.push({ close: () => tried.endAsync(true) });
    });
  expect(await refused({})).toContain('Connection refused');
  expect(await refused({ username: 'gateway-east', password: 'guessed-guessed-guessed' })).toContain('Connection refused');
  expect(await refused({ username: 'another', password: token })).toContain('Connection refused');
  expect(await refused({ username: 'gateway-east', password: token })).toBe('let in');
  const mqtt = client(port, { username: 'gateway-east', password: token });
  await expect(mqtt.subscribeAsync('#')).rejects.toThrow(/./);
});

test('what cannot be read is acknowledged, since it is kept; a packet longer than any uplink ends the connection', async () => {
  const { port } = await broker();
  const mqtt = client(port);
  await mqtt.publishAsync('uplinks/senml', 'no JSON', { qos: 1 });
  await mqtt.publishAsync('eu868/gateway/0016c001f153a14c/event/stats', 'of no concern', { qos: 1 });
  expect(await db.writer`select format, state, payload from sensors.uplink where dev_eui = '' and format = 'senml'`).toEqual([{ format: 'senml', state: 'quarantined', payload: Buffer.from('no JSON') }]);
  const closed = new Promise<void>((done) => mqtt.once('close', () => done()));
  mqtt.publish('uplinks/senml', Buffer.alloc(200_000, 32), { qos: 0 });
  await closed;
});

test('a broker elsewhere is listened to, and what comes while Kith is down waits there', async () => {
  const devEui = 'E100000000000005';
  await placeDevice(db, { devEui });
  const { Aedes } = await import('aedes');
  const { createServer } = await import('node:net');
  const elsewhere = await Aedes.createBroker();
  const server = createServer((socket) => void elsewhere.handle(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const port = (server.address() as { port: number }).port;
  open.push({ close: () => new Promise<void>((done) => elsewhere.close(() => server.close(() => done()))) });
  const listen = async (): Promise<{ close(): Promise<void> }> => {
    const ingest = sensors.ingest();
    const subscriber = subscribe(kernel, ingest, { ...kernel.config.mqtt, url: `mqtt://127.0.0.1:${port}`, group: '' });
    await subscriber.ready;
    return { close: () => subscriber.close().then(() => ingest.close()) };
  };
  const network = client(port);
  const first = await listen();
  for (let i = 0; i < 20; i += 1) await network.publishAsync(topic(devEui), uplink(devEui, i), { qos: 1 });
  await until(async () => (await kept(devEui)) === 20);
  await first.close();
  for (let i = 20; i < 40; i += 1) await network.publishAsync(topic(devEui), uplink(devEui, i), { qos: 1 });
  open.push(await listen());
  await until(async () => (await kept(devEui)) === 40);
  expect(await kept(devEui)).toBe(40);
}, 60_000);

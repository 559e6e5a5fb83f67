import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { chirpstackUp, climatePayload, placeDevice } from '../../../tests/support/sensors.ts';
import type { Database } from '../../kernel/index.ts';
import { createSensors, series, type Ingest } from '../../sensors/index.ts';
import { addUplinkDoor } from './door.ts';
import { createRate } from './rate.ts';

let db: Database;
let app: FastifyInstance;
let ingest: Ingest;
let token = '';
beforeAll(async () => {
  db = await testDatabase();
  const kernel = testKernel(db);
  const sensors = createSensors(kernel);
  ingest = sensors.ingest();
  token = await sensors.integrations.issue('council-network', 'test', 'test');
  app = fastify();
  await addUplinkDoor(app, { kernel, ingest, integrations: sensors.integrations });
});
afterAll(async () => {
  await app.close();
  await ingest.close();
  await db.close();
});

const post = (format: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: `/uplinks/${format}`, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers }, payload: body });
const of = async (deviceId: string): Promise<unknown[]> =>
  (await series(db.writer, { devices: [deviceId], from: new Date('2026-11-01'), to: new Date('2026-12-01'), step: 'raw' })).map((p) => [p.metric, p.value, ...(p.detail === null ? [] : [p.detail])]);

test('ChirpStack and The Things Stack hand in by webhook; 200 is after the commit', async () => {
  const one = await placeDevice(db, { devEui: 'F100000000000001' });
  const two = await placeDevice(db, { devEui: 'F100000000000002', codec: 'elsys-ers' });
  const first = await post('chirpstack?event=up', chirpstackUp({ devEui: 'F100000000000001', at: '2026-11-20T08:00:00Z', payload: climatePayload(17.5, 61) }));
  expect([first.statusCode, first.json()]).toEqual([200, { kept: 1 }]);
  expect(await of(one)).toEqual([['humidity', 61], ['temperature', 17.5]]);
  const up = { end_device_ids: { device_id: 'hall', dev_eui: 'F100000000000002', application_ids: { application_id: 'a' } }, received_at: '2026-11-20T08:00:01.123456789Z', uplink_message: { f_port: 5, f_cnt: 3, frm_payload: Buffer.from('0100E2022904002705060E10', 'hex').subarray(0, 10).toString('base64'), received_at: '2026-11-20T08:00:00.9Z' } };
  for (let i = 0; i < 3; i += 1) expect((await post('tts', JSON.stringify(up))).statusCode).toBe(200);
  expect(await of(two)).toEqual([['humidity', 41], ['light', 39], ['motion', 6], ['temperature', 22.6]]);
});

test('SenML names several devices in one pack, each kept under its own', async () => {
  const one = await placeDevice(db, { devEui: '0024BEFFFE804FF1', codec: 'as-sent' });
  const two = await placeDevice(db, { devEui: 'urn:dev:ow:10e2073a01080063', codec: 'as-sent' });
  const pack = [
    { bn: 'urn:dev:mac:0024befffe804ff1:', bt: 1795161600, bu: 'Cel', n: 'temp', v: 16.2 }, { n: 'temp', t: -600, v: 16.4 }, { n: 'motion', u: '/', vb: true },
    { bn: 'urn:dev:ow:10e2073a01080063/', n: 'inside', u: 'K', v: 291.15 },
  ];
  expect((await post('senml', JSON.stringify(pack), { 'content-type': 'application/senml+json' })).json()).toEqual({ kept: 2 });
  expect(await of(one)).toEqual([['motion', 1], ['temperature', 16.4], ['temperature', 16.2]]);
  expect(await of(two)).toEqual([['temperature', 18]]);
});

test('a telecare alarm is kept and answered, whatever its padding, order and white space; one that is not listed too', async () => {
  const unit = await placeDevice(db, { devEui: '4711', codec: 'as-sent' });
  const scaip = (text: string) => post('scaip', text, { 'content-type': 'application/scaip+xml' });
  const answer = await scaip('<?xml version="1.0"?><mrq><ref>r1</ref><mty>ME</mty><cid>0000004711</cid><dty>0003</dty><stc>0011</stc><lco>002</lco></mrq>');
  expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([200, 'application/xml; charset=utf-8', '<?xml version="1.0" encoding="UTF-8"?><mrs><ref>r1</ref><snu>0</snu></mrs>']);
  await scaip('<mrq><stc> 11 </stc><lco>2</lco>\n <cid> 4711 </cid><ref>r1</ref><mty>me</mty></mrq>');
  await scaip('<mrq><ref>r2</ref><mty>ME</mty><cid>4711</cid><stc>0099</stc></mrq>');
  await scaip('<mrq><ref>r3</ref><mty>PI</mty><cid>4711</cid></mrq>');
  expect((await scaip('<mrq><ref>r4</ref><cid>4711</cid><stc>0040</stc></mrq>')).statusCode).toBe(200);
  expect(await of(unit)).toEqual([['alarm', 1, 'fall, unlisted-99'], ['battery', 10]]);
  expect((await db.writer`select kind, state, decoded ->> 'location' as place from sensors.uplink where dev_eui = '4711' order by received_at, key`).map((u) => u.kind).toSorted((a: string, b: string) => a.localeCompare(b))).toEqual(['alarm', 'alarm', 'alarm', 'status']);
  const attack = await scaip('<!DOCTYPE mrq [<!ENTITY x "y">]><mrq><cid>4711</cid></mrq>');
  expect([attack.statusCode, attack.json()]).toMatchObject([422, { error: 'The alarm has a DOCTYPE, which can carry an attack.' }]);
});

test('any maker’s JSON by a mapping of the area', async () => {
  const worn = await placeDevice(db, { devEui: 'W-1', codec: 'as-sent' });
  expect((await post('wearable', JSON.stringify({ id: 'm1', measured: 1795161600, device: { serial: 'W-1', battery: 55 }, vitals: { pulse: '71' }, event: 'fall' }))).json()).toEqual({ kept: 1 });
  expect(await of(worn)).toEqual([['alarm', 1, 'fall'], ['battery', 55], ['heart_rate', 71]]);
  const heard = await placeDevice(db, { devEui: 'room-9', codec: 'as-sent' });
  const body = { monitor: { id: 'room-9' }, events: [{ event_id: 'a', at: '2026-11-20T02:00:00Z', level_db: 61.5, kind: 'cough' }, { event_id: 'b', at: '2026-11-20T02:05:00Z', kind: 'distress' }] };
  expect((await post('acoustic-monitor', JSON.stringify(body))).json()).toEqual({ kept: 2 });
  expect(await of(heard)).toEqual([['alarm', 0, 'cough'], ['alarm', 1, 'distress'], ['sound', 61.5]]);
});

test('a bad request is told why, in words', async () => {
  const tried = async (...given: Parameters<typeof post>): Promise<unknown> => {
    const reply = await post(...given);
    return [reply.statusCode, reply.json<{ error: string }>().error];
  };
  expect(await tried('chirpstack', '{}', { authorization: 'Bearer wrong-wrong-wrong-wrong' })).toEqual([401, 'Send the token of your integration: Authorization: Bearer …']);
  expect(await tried('nothing', '{}')).toEqual([400, 'Uplinks of a format "nothing" are not taken here.']);
  expect(await tried('chirpstack', '{')).toEqual([422, expect.stringContaining('The message is not JSON')]);
  expect(await tried('tts', '{"end_device_ids":{}}')).toEqual([422, expect.stringContaining('This is not a message of The Things Stack v3: end_device_ids.device_id')]);
  expect(await tried('senml', '[{"n":"a","v":1,"vs":"b"}]')).toEqual([422, 'This is not a SenML pack (RFC 8428): record 1: it has more than one of v, vs, vb and vd.']);
  expect(await tried('chirpstack', Buffer.alloc(70_000, 32))).toEqual([413, 'A message has at most 65,536 bytes.']);
  const basic = await post('chirpstack', '{', { authorization: `Basic ${Buffer.from(`any:${token}`).toString('base64')}` });
  expect(basic.statusCode).toBe(422);
});

test('one sender cannot crowd out the others', () => {
  let now = 0;
  const rate = createRate(3, 10, () => now);
  expect([1, 2, 3, 4].map(() => rate.take('a'))).toEqual([true, true, true, false]);
  expect(rate.take('b')).toBe(true);
  now = 100;
  expect([rate.take('a'), rate.take('a')]).toEqual([true, false]);
});

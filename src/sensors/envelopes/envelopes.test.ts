import { describe, expect, test } from 'vitest';
import { telecareSchema } from '../definitions/telecare.ts';
import { readChirpstack } from './chirpstack.ts';
import { readDevEui } from './message.ts';
import { readSenml, resolveSenml } from './senml.ts';
import { readTelecare } from './telecare.ts';
import { readTts } from './tts.ts';

const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const now = new Date('2026-11-20T09:00:00Z');
const info = { devEui: '0101010101010101', deviceName: 'x' };

describe('ChirpStack v4', () => {
  test('an uplink, with nanoseconds and the best of its gateways', () => {
    const [up] = readChirpstack(bytes({ deduplicationId: 'u', time: '2022-07-18T09:34:15.775023242+00:00', deviceInfo: info, fPort: 1, data: 'qg==', object: {}, rxInfo: [{ rssi: -90, snr: 1 }, { rssi: -36, snr: 10.5 }] }), 'up');
    expect(up).toMatchObject({ devEui: '0101010101010101', kind: 'up', spoke: true, fPort: 1, radio: { rssi: -36, snr: 10.5, gateways: 2 }, power: null });
    expect([up?.at?.toISOString(), up?.payload]).toEqual(['2022-07-18T09:34:15.775Z', new Uint8Array([0xaa])]);
  });

  test.each([
    ['status', { margin: 7, batteryLevel: 80 }, { kind: 'status', spoke: true, power: { battery: 80 } }],
    ['status', { margin: 7, batteryLevelUnavailable: true, batteryLevel: 0 }, { kind: 'status', power: null }],
    ['status', { margin: 7, externalPowerSource: true, batteryLevel: 0 }, { power: null }],
    ['join', { devAddr: '00189440' }, { kind: 'join', spoke: true }],
    ['txack', {}, { kind: 'other', spoke: false }],
    ['log', { level: 'ERROR', code: 'UPLINK_CODEC' }, { spoke: false, note: 'log event' }],
  ])('a %s event %o', (event, more, expected) => {
    expect(readChirpstack(bytes({ deduplicationId: 'u', time: '2026-11-20T08:00:00Z', deviceInfo: info, ...more }), event)).toMatchObject([expected]);
  });
});

test('The Things Stack leaves out what is nought, and a simulated uplink is no sign of life', () => {
  const ids = { device_id: 'hall', dev_eui: '0101010101010101' };
  expect(readTts(bytes({ end_device_ids: ids, received_at: '2026-11-20T08:00:00Z', uplink_message: { frm_payload: 'qg==' } }))).toMatchObject([{ fPort: 0, fCnt: 0, spoke: true }]);
  expect(readTts(bytes({ end_device_ids: ids, simulated: true, uplink_message: { f_port: 1, frm_payload: 'qg==' } }))).toMatchObject([{ spoke: false, note: 'simulated in the console, not sent by the device' }]);
  expect(readTts(bytes({ end_device_ids: ids, join_accept: { received_at: '2026-11-20T08:00:00Z' } }))).toMatchObject([{ kind: 'join' }]);
});

describe('SenML (RFC 8428)', () => {
  test('base fields hold until the next, values add to the base value, and a small time is from now', () => {
    expect(resolveSenml([{ bn: 'urn:dev:x:', bt: 1.7e9, bu: 'Cel', bv: 10, n: 'temp', v: 6.2 }, { n: 'temp', t: -5, v: 6 }, { bu: 'lx', bv: 0, n: 'light', v: 3 }, { n: 'open', vb: true }, { n: 'says', vs: 'a' }, { n: 'raw', vd: 'qg' }])).toEqual([
      { name: 'urn:dev:x:temp', unit: 'Cel', value: 16.2, sum: null, time: 1.7e9 },
      { name: 'urn:dev:x:temp', unit: 'Cel', value: 16, sum: null, time: 1.7e9 - 5 },
      { name: 'urn:dev:x:light', unit: 'lx', value: 3, sum: null, time: 1.7e9 },
      { name: 'urn:dev:x:open', unit: 'lx', value: true, sum: null, time: 1.7e9 },
      { name: 'urn:dev:x:says', unit: 'lx', value: 'a', sum: null, time: 1.7e9 },
      { name: 'urn:dev:x:raw', unit: 'lx', value: new Uint8Array([0xaa]), sum: null, time: 1.7e9 },
    ]);
    const [pack] = readSenml(bytes([{ n: 'urn:dev:mac:0024befffe804ff1:temp', u: 'Cel', v: 17, t: -60 }]), now);
    expect([pack?.devEui, pack?.at, pack?.sameWithin, pack?.measured]).toEqual(['0024BEFFFE804FF1', null, 60, [{ metric: 'temperature', value: 17, at: new Date('2026-11-20T08:59:00Z') }]]);
  });

  test('what is kept of a pack reads the same again, and holds no other device’s records', () => {
    const [one] = readSenml(bytes([{ bn: 'urn:dev:a:', n: 'temp', v: 17, t: -60 }, { bn: 'urn:dev:b:', n: 'temp', v: 3 }]), now);
    expect(one?.payload?.toString()).not.toContain('urn:dev:b');
    expect(readSenml(one!.payload!, new Date('2026-11-25T00:00:00Z'))[0]?.measured).toEqual(one?.measured);
  });

  test.each([
    [{}, 'This is not a SenML pack (RFC 8428)'],
    [[{ n: 'a', v: 1, need_: 2 }], 'record 1: the field "need_" must be understood'],
    [[{ bver: 11, n: 'a', v: 1 }], 'version 11 is not read'],
    [[{ v: 1 }], 'record 1: it has no name'],
    [[{ n: '?', v: 1 }], '"?" is not a name'],
    [[{ bn: 'a' }], 'no record holds a value'],
    [[{ n: 'a', v: 1, bt: 1e300 }], 'beyond any calendar'],
  ])('%o is refused', (pack, message) => {
    expect(() => readSenml(bytes(pack), now)).toThrow(Array.isArray(pack) ? message : 'a SenML pack');
  });
});

describe('telecare', () => {
  const telecare = telecareSchema.parse({
    dialects: { scaip: { title: 'SCAIP', root: 'mrq', controller: ['cid', 'crd'], reference: 'ref', messageType: 'mty', status: 'stc', location: 'lco' } },
    messageTypes: { PI: 'heartbeat' }, statuses: [{ code: '0010', id: 'fall', name: 'Fall' }, { code: 30, id: 'cancelled', name: 'Cancelled', kind: 'cleared' }], locations: [{ code: 2, name: 'Bedroom' }],
  });
  const read = (xml: string) => readTelecare(bytes(xml), telecare, telecare.dialects.scaip!)[0];

  test.each([
    ['<mrq><ref>1</ref><cid>0042</cid><stc>10</stc><lco>002</lco></mrq>', { devEui: '42', measured: [{ metric: 'alarm', value: 1, detail: 'fall' }], object: { location: 'Bedroom' } }],
    ['<s:mrq xmlns:s="x"><s:stc> 010 </s:stc><s:cid>42</s:cid></s:mrq>', { devEui: '42', measured: [{ detail: 'fall' }], sameWithin: 60 }],
    ['<mrq cid="42" stc="0030"/>', { measured: [{ metric: 'alarm', value: 0, detail: 'cancelled' }] }],
    ['<mrq><crd>07700900123</crd><stc>77</stc></mrq>', { devEui: '7700900123', measured: [{ value: 1, detail: 'unlisted-77' }] }],
    ['<mrq><cid>42</cid></mrq>', { kind: 'alarm', measured: [{ value: 1, detail: 'unlisted' }] }],
    ['<mrq><cid>42</cid><mty>pi</mty></mrq>', { kind: 'status', measured: [], note: 'heartbeat' }],
  ])('%s', (xml, expected) => expect(read(xml)).toMatchObject(expected));

  test.each([
    ['<mrq><stc>10</stc></mrq>', 'does not say which unit'],
    ['<other/>', 'begins with "other" where "mrq" was expected'],
    ['<mrq><cid>1</cid>', 'not well-formed'],
    ['not XML', 'not well-formed'],
    [`<mrq>${'<a>'.repeat(20)}`, 'nested or repeated'],
    [`<mrq>${' '.repeat(20_000)}</mrq>`, 'at most 16,384'],
  ])('%s is refused', (xml, message) => expect(() => read(xml)).toThrow(message));
});

test('a device has one name, however it is written', () => {
  expect(['24:e1:24:13:6b:50:22:17', '24-E1-24-13-6B-50-22-17', ' 24e124136b502217 '].map(readDevEui)).toEqual(Array.from({ length: 3 }, () => '24E124136B502217'));
  expect(['0000', '00123', 'W-1'].map(readDevEui)).toEqual(['0', '123', 'W-1']);
});

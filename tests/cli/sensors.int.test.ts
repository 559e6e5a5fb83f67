import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { dataFolder, kith } from '../support/command-line.ts';
import { chirpstackUp, climatePayload } from '../support/sensors.ts';

const data = dataFolder();
afterAll(() => rmSync(data, { recursive: true, force: true }));

test('decode prints the decoded object and nothing else, without a store', async () => {
  const ran = await kith(['sensors', 'decode', '--codec', 'milesight-em300-th', '--port', '85', '--hex', '01755C03673401046865']);
  expect(ran).toEqual({ status: 0, out: '{"battery":92,"temperature":30.8,"humidity":50.5}\n', err: '' });
  expect(JSON.parse((await kith(['sensors', 'decode', '--codec', 'elsys-ers', '--base64', 'AQDiAikEACcFBg=='])).out)).toEqual({ temperature: 22.6, humidity: 41, light: 39, motion: 6 });
});

test('a payload that is not the device’s is refused with status 3, wrong use with status 2', async () => {
  const status = async (...args: string[]): Promise<[number | null, string]> => {
    const ran = await kith(['sensors', 'decode', ...args]);
    expect(ran.out).toBe('');
    return [ran.status, ran.err.split('\n')[0] ?? ''];
  };
  expect(await status('--codec', 'elsys-ers', '--hex', '0100E')).toEqual([3, 'The payload has 5 hexadecimal digits: an odd number, so that half a byte is missing.']);
  expect(await status('--codec', 'dragino-lht65', '--port', '3', '--hex', 'CBF60B0D0376010ADD7FFF')).toEqual([3, 'Port 3 is not one that Dragino LHT65 temperature and humidity sends on; it uses port 2.']);
  expect(await status('--codec', 'nothing', '--hex', '00')).toEqual([2, 'There is no codec "nothing".']);
  expect(await status('--codec', 'elsys-ers')).toEqual([2, 'Give the payload as either --hex or --base64.']);
});

test('devices are registered from a file, a bad line named; messages kept elsewhere are handed in, twice to no effect', async () => {
  const csv = join(data, 'devices.csv');
  writeFileSync(csv, [
    'dev_eui,codec,name,uprn,room,person,installer,installed,consent_basis,consent_by,consent_date,interval',
    '24-E1-24-00-00-00-00-01,milesight-em300-th,Bedroom climate,100023336956,Bedroom,,"Odu, T.",1/11/2026,consent,the tenant,2026-10-30,10',
    '24E1240000000002,milesight-em300-xx,Hall,,Hall,,,,consent,the tenant,2026-10-30,10',
    '24E1240000000003,milesight-ws301,Front door,,Hall,943 476 5919,,,consent,the tenant,2026-10-30,',
    '24E1240000000001,milesight-em300-th,Again,,,,,,consent,the tenant,2026-10-30,',
    '24E1240000000004,milesight-ws202,Bathroom,,Bathroom,,,32/1/2026,consent,the tenant,2026-10-30,',
  ].join('\r\n'));
  const registered = await kith(['sensors', 'register', csv, '--data', data]);
  expect(registered.status).toBe(1);
  expect(registered.out.split('\n').map((l) => l.replace(`${csv}:`, ''))).toEqual([
    '3 24E1240000000002: There is no codec "milesight-em300-xx"',
    '4 24E1240000000003: nobody is known by that NHS number.',
    '5 24E1240000000001: A device 24E1240000000001 stands somewhere already.',
    '6 24E1240000000004: installed "32/1/2026" is not a date.', '',
  ]);
  expect(registered.err).toContain('1 device registered, 4 lines not.');
  const now = new Date();
  const messages = join(data, 'messages.jsonl');
  writeFileSync(messages, [...Array.from({ length: 5 }, (_, i) => chirpstackUp({ devEui: '24E1240000000001', at: new Date(now.getTime() - i * 600_000), payload: climatePayload(18, 50, 80) }).toString()), '{"no":"event"}'].join('\n'));
  for (const kept of [5, 5]) {
    const replayed = await kith(['sensors', 'replay', messages, '--json', '--data', data]);
    expect(JSON.parse(replayed.out)).toEqual({ kept, refused: 1 });
    expect(replayed.err).toContain(`${messages}:6 This is not an event of ChirpStack v4: deviceInfo`);
  }
  const health = JSON.parse((await kith(['sensors', 'health', '--json', '--data', data])).out) as { states: unknown; quarantined: { uplinks: number }[] };
  expect(health).toMatchObject({ states: { active: 1 }, unclaimed: [], quarantined: [{ uplinks: 1 }] });
  expect((await kith(['sensors', 'token', 'chirpstack-east', '--data', data])).out).toMatch(/^kith_[\w-]{43}\n$/);
}, 180_000);

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KithError } from '../../kernel/index.ts';
import { codecs, decode, findCodec, readBase64, readHex, type Codec } from './index.ts';

interface Vector {
  device: string;
  description: string;
  fPort: number;
  bytesHex: string;
  decoded: Record<string, unknown>;
}

/** Examples that makers publish with their decoders; see NOTICE. */
const published: Vector[] = JSON.parse(readFileSync('tests/fixtures/sensors/codec-vectors.json', 'utf8')) as Vector[];
const shared = '../shared/data/sensors/lorawan-codec-vectors.json';
const more: Vector[] = existsSync(shared) ? (JSON.parse(readFileSync(shared, 'utf8')) as Vector[]) : [];

test.each([...published, ...more])('$device: $description', ({ device, fPort, bytesHex, decoded }) => {
  expect(decode(device, readHex(bytesHex), fPort)).toEqual(decoded);
});

const refusal = (codec: string, hex: string, port?: number): string => {
  try {
    decode(codec, readHex(hex), port);
  } catch (error) {
    if (error instanceof KithError && error.code === 'uplink.refused') return error.message;
    throw error;
  }
  throw new Error('it was not refused');
};

describe('what is not a device’s is refused, saying where', () => {
  test.each([
    ['milesight-em300-th', '01755C0367', undefined, 'Channel 0x03 of type 0x67 at offset 3 needs 2 bytes and 0 are left: the payload was cut short.'],
    ['milesight-em300-th', '01755C03', undefined, 'The payload ends after channel 0x03 at offset 3: its type is missing.'],
    ['milesight-em300-th', '01755C0900FF', undefined, 'Channel 0x09 of type 0x00 at offset 3 is none of Milesight EM300-TH temperature and humidity.'],
    ['elsys-ers', '0100E2FF', undefined, 'Type 0xFF at offset 3 is none of the ELSYS payload.'],
    ['elsys-ers', '0100', undefined, 'Type 0x01 at offset 0 needs 2 bytes and 1 are left: the payload was cut short.'],
    ['dragino-lht65', 'CBF60B0D0376010ADD7FFF', 42, 'Port 42 is not one that Dragino LHT65 temperature and humidity sends on; it uses port 2.'],
    ['dragino-lht65', 'CBF60B0D', 2, 'The payload has 4 bytes, and an LHT65 sends 11: it was cut short at offset 4.'],
    ['milesight-ws202', '', undefined, 'The payload is empty.'],
    ['milesight-ws202', '030001', 0, 'Port 0 is not one that Milesight WS202 movement and light sends on; it uses port 85.'],
  ])('%s %s', (codec, hex, port, message) => {
    expect(refusal(codec, hex, port)).toBe(message);
  });

  test('no codec throws anything else, whatever the bytes', () => {
    let seed = 7;
    const byte = (): number => ((seed = (seed * 48_271) % 2_147_483_647) >> 8) % 256;
    const outcome = (codec: Codec, bytes: Uint8Array): string => {
      try {
        codec.measured(codec.decode(bytes, codec.port));
        return 'read';
      } catch (error) {
        return error instanceof KithError ? error.code : String(error);
      }
    };
    const outcomes = new Set(codecs.flatMap((codec) => Array.from({ length: 400 }, () => outcome(codec, Uint8Array.from({ length: byte() % 40 }, byte)))));
    expect([...outcomes].filter((o) => o !== 'read' && o !== 'uplink.refused')).toEqual([]);
  });
});

test('words become numbers, and what no probe says becomes nothing', () => {
  const measured = (codec: string, hex: string): unknown => {
    const found = findCodec(codec);
    return found?.measured(found.decode(readHex(hex), found.port)).map(({ metric, value, detail, at }) => [metric, value, ...(detail === undefined ? [] : [detail]), ...(at === undefined ? [] : [at.toISOString()])]);
  };
  expect(measured('milesight-ws202', '030001040000')).toEqual([['motion', 1], ['light', 0]]);
  expect(measured('milesight-ws301', '030001040001')).toEqual([['contact', 1], ['tamper', 1]]);
  expect(measured('milesight-ws101', 'FF2E02')).toEqual([['button', 1, 'long']]);
  expect(measured('milesight-em300-th', '20CE00F1536534013C')).toEqual([['temperature', 30.8, '2023-11-14T22:13:20.000Z'], ['humidity', 30, '2023-11-14T22:13:20.000Z']]);
  expect(measured('milesight-am319', '0500010B7D2000')).toEqual([['motion', 1], ['pm2_5', 32]]);
  expect(measured('elsys-ers-eye', '0100E21102070E10')).toEqual([['temperature', 22.6], ['occupancy', 1], ['battery_voltage', 3.6]]);
  expect(measured('dragino-lht65', 'CBF60B0D0376017FFF7FFF')).toEqual([['battery_voltage', 3.062], ['temperature', 28.29], ['humidity', 88.6]]);
});

test('below zero, and Base64 in either alphabet', () => {
  expect(decode('elsys-ers', readHex('01 FF 9C'))).toEqual({ temperature: -10 });
  expect(decode('milesight-em300-th', readHex('03679CFF'))).toEqual({ temperature: -10 });
  expect(readBase64('_-8=')).toEqual(readBase64('/+8'));
  expect(() => readBase64('*')).toThrow('not Base64');
  expect(() => readHex('01F')).toThrow('odd number');
});

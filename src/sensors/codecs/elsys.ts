import { refused, wrongDevice } from './codec.ts';
import { entry, hexByte, int16, int32, int8, merge, sequence, uint16, uint32, uint8, viewOf, type Decoded, type Field } from './fields.ts';

/** A signed number of three bytes, least first, in ten-thousandths of a degree. */
const degrees = (name: string): Field => ({
  size: 3,
  read: (view, at) => ({ [name]: (view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getInt8(at + 2) << 16)) / 10_000 }),
});

/** A reference temperature and 64 more above it, in tenths. */
const grideye: Field = {
  size: 65,
  read: (view, at) => ({ grideye: Array.from({ length: 64 }, (_, i) => view.getUint8(at) + view.getUint8(at + 1 + i) / 10) }),
};

/** What stands behind each type of the maker's payload format, version 11. */
const types: Readonly<Record<number, Field>> = {
  0x01: int16('temperature', 'big', 10),
  0x02: uint8('humidity'),
  0x03: sequence(int8('x'), int8('y'), int8('z')),
  0x04: uint16('light', 'big'),
  0x05: uint8('motion'),
  0x06: uint16('co2', 'big'),
  0x07: uint16('vdd', 'big'),
  0x08: uint16('analog1', 'big'),
  0x09: sequence(degrees('lat'), degrees('long')),
  0x0a: uint16('pulse1', 'big'),
  0x0b: uint32('pulseAbs', 'big'),
  0x0c: int16('externalTemperature', 'big', 10),
  0x0d: uint8('digital'),
  0x0e: uint16('distance', 'big'),
  0x0f: uint8('accMotion'),
  0x10: sequence(int16('irInternalTemperature', 'big', 10), int16('irExternalTemperature', 'big', 10)),
  0x11: uint8('occupancy'),
  0x12: uint8('waterleak'),
  0x13: grideye,
  0x14: int32('pressure', 'big', 1000),
  0x15: sequence(uint8('soundPeak'), uint8('soundAvg')),
  0x16: uint16('pulse2', 'big'),
  0x17: uint32('pulseAbs2', 'big'),
  0x18: uint16('analog2', 'big'),
  0x19: entry('externalTemperature2', int16('value', 'big', 10)),
  0x1a: uint8('digital2'),
  0x1b: int32('analogUv', 'big'),
  0x1c: uint16('tvoc', 'big'),
  0x3d: { size: 4, read: (view, at) => ({ debug: view.getUint32(at, false) }) },
};

/** Its settings, sent when it joins: all that follows is theirs. */
const settings = 0x3e;

/** Reads type and value one after another to the end. */
export function decodeElsys(bytes: Uint8Array): Decoded {
  const view = viewOf(bytes);
  const decoded: Decoded = {};
  let at = 0;
  while (at < bytes.length) {
    const type = view.getUint8(at);
    if (type === settings) {
      decoded.settings = Buffer.from(bytes.subarray(at + 1)).toString('hex');
      break;
    }
    const field = types[type];
    if (field === undefined) throw refused(`Type ${hexByte(type)} at offset ${at} is none of the ELSYS payload.`, wrongDevice);
    if (at + 1 + field.size > bytes.length) {
      throw refused(`Type ${hexByte(type)} at offset ${at} needs ${field.size} bytes and ${bytes.length - at - 1} are left: the payload was cut short.`, wrongDevice);
    }
    merge(decoded, field.read(view, at + 1));
    at += 1 + field.size;
  }
  // One probe is a number and several a list, as the maker's own decoder gives them.
  const probes = decoded.externalTemperature2 as { value: number }[] | undefined;
  if (probes !== undefined) decoded.externalTemperature2 = probes.length === 1 ? probes[0]?.value : probes.map(({ value }) => value);
  return decoded;
}

/** Every ELSYS device speaks the one format. */
export const elsysModels: Readonly<Record<string, string>> = {
  ers: 'ELSYS ERS room',
  'ers-lite': 'ELSYS ERS Lite room',
  'ers-co2': 'ELSYS ERS CO2 room',
  'ers-co2-lite': 'ELSYS ERS CO2 Lite room',
  'ers-eye': 'ELSYS ERS Eye room, with occupancy',
  'ers-sound': 'ELSYS ERS Sound room',
  'ers-voc': 'ELSYS ERS VOC room',
  'elt-2': 'ELSYS ELT-2 outside probe',
  ems: 'ELSYS EMS movement and climate',
  'ems-door': 'ELSYS EMS Door',
  'ems-desk': 'ELSYS EMS Desk, with occupancy',
};

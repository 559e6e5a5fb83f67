import { refused, wrongDevice } from './codec.ts';
import { entry, hex, hexByte, int16, merge, sequence, uint16, uint32, uint8, viewOf, word, type Decoded, type Field } from './fields.ts';

/** What stands behind each pair of channel and type of a device, keyed as they stand in the payload: `0x0367`. */
export type Channels = Readonly<Record<number, Field>>;

const version = (name: string, read: (high: number, low: number) => string): Field => ({ size: 2, read: (view, at) => ({ [name]: read(view.getUint8(at), view.getUint8(at + 1)) }) });

/** Sent by every device when it joins: who it is. */
const introduction: Channels = {
  0xff01: { size: 1, read: (view, at) => ({ ipso_version: `v${view.getUint8(at) >> 4}.${view.getUint8(at) & 0x0f}` }) },
  0xff09: version('hardware_version', (high, low) => `v${high.toString(16)}.${low >> 4}`),
  0xff0a: version('firmware_version', (high, low) => `v${high.toString(16)}.${low.toString(16)}`),
  0xff0b: { size: 1, read: () => ({ device_status: 'on' }) },
  0xff0f: word('lorawan_class', { 0: 'Class A', 1: 'Class B', 2: 'Class C', 3: 'Class CtoB' }, 'unknown'),
  0xff16: hex('sn', 8),
  0xfffe: { size: 1, read: () => ({ reset_event: 'reset' }) },
  0xffff: version('tsl_version', (high, low) => `v${high}.${low}`),
};

const temperature = int16('temperature', 'little', 10);
const humidity = uint8('humidity', 2);
const battery = { 0x0175: uint8('battery') } as const;
const climate = { ...battery, 0x0367: temperature, 0x0468: humidity } as const;
const door = word('door', { 0: 'close' }, 'open');
const waterLeak = word('water_leak', { 0: 'normal' }, 'leak');
const timestamp = uint32('timestamp', 'little');
const history = (...fields: Field[]): Channels => ({ 0x20ce: entry('history', sequence(timestamp, ...fields)) });

const air = {
  0x077d: uint16('co2', 'little'),
  0x087d: uint16('tvoc', 'little'),
  0x0973: uint16('pressure', 'little', 10),
} as const;

const am100: Channels = {
  ...climate,
  ...air,
  0x056a: uint16('activity', 'little'),
  0x0665: sequence(uint16('illumination', 'little'), uint16('infrared_and_visible', 'little'), uint16('infrared', 'little')),
};

const am300 = {
  ...climate,
  ...air,
  0x0500: word('activity', { 1: 'trigger' }, 'idle'),
  0x06cb: uint8('light_level'),
  0x0a7d: uint16('hcho', 'little', 100),
  0x0b7d: uint16('pm2.5', 'little'),
  0x0c7d: uint16('pm10', 'little'),
  0x0d7d: uint16('o3', 'little', 100),
  0x0e01: word('beep', { 1: 'yes' }, 'no'),
} as const;

const pir = word('pir', { 1: 'trigger' }, 'idle');
const am308: Channels = {
  ...am300,
  0x0500: pir,
  0x087d: uint16('tvoc', 'little', 100),
  0x08e6: uint16('tvoc', 'little'),
  0x0b7d: uint16('pm2_5', 'little'),
  ...history(
    temperature, uint16('humidity', 'little', 2), pir, uint8('light_level'), uint16('co2', 'little'), uint16('tvoc', 'little', 100), uint16('pressure', 'little', 10),
    uint16('pm2_5', 'little'), uint16('pm10', 'little'),
  ),
};

/** Sound is named by how it was weighted: `LAF`, `LAeq`, `LAFmax` (IEC 61672-1). */
const soundLevel: Field = {
  size: 7,
  read(view, at) {
    const weight = view.getUint8(at);
    const frequency = ['Z', 'A', 'C'][weight & 0x03] ?? '?';
    const time = ['I', 'F', 'S'][(weight >> 2) & 0x03] ?? '?';
    const level = (from: number): number => view.getUint16(at + from, true) / 10;
    return { [`L${frequency}${time}`]: level(1), [`L${frequency}eq`]: level(3), [`L${frequency}${time}max`]: level(5) };
  },
};

/** The models read, and what each one's channels say. */
export const models: Readonly<Record<string, { title: string; channels: Channels }>> = {
  'em300-th': { title: 'Milesight EM300-TH temperature and humidity', channels: { ...climate, ...history(temperature, humidity) } },
  'em320-th': { title: 'Milesight EM320-TH temperature and humidity', channels: { ...climate, ...history(temperature, humidity) } },
  'em300-mcs': { title: 'Milesight EM300-MCS door or window', channels: { ...climate, 0x0600: door, ...history(temperature, humidity, door) } },
  'em300-sld': { title: 'Milesight EM300-SLD spot water leak', channels: { ...climate, 0x0500: waterLeak, ...history(temperature, humidity, waterLeak) } },
  'em300-zld': { title: 'Milesight EM300-ZLD zone water leak', channels: { ...climate, 0x0500: waterLeak, ...history(temperature, humidity, waterLeak) } },
  am102: { title: 'Milesight AM102 temperature and humidity', channels: { ...climate, ...history(temperature, humidity) } },
  am103: { title: 'Milesight AM103 carbon dioxide', channels: { ...am100, ...history(temperature, humidity, uint16('co2', 'little')) } },
  am104: { title: 'Milesight AM104 ambience', channels: am100 },
  am107: { title: 'Milesight AM107 ambience', channels: am100 },
  am307: { title: 'Milesight AM307 ambience', channels: am300 },
  am308: { title: 'Milesight AM308 ambience', channels: am308 },
  am319: { title: 'Milesight AM319 ambience', channels: am300 },
  ws101: { title: 'Milesight WS101 button', channels: { ...battery, 0xff2e: word('button', { 1: 'short', 2: 'long', 3: 'double' }, 'unknown') } },
  ws202: { title: 'Milesight WS202 movement and light', channels: { ...battery, 0x0300: word('pir', { 0: 'normal' }, 'trigger'), 0x0400: word('light', { 0: 'dark' }, 'light') } },
  ws203: { title: 'Milesight WS203 movement, temperature and humidity', channels: { ...climate, 0x0500: word('occupancy', { 0: 'vacant' }, 'occupied') } },
  ws301: { title: 'Milesight WS301 door or window', channels: { ...battery, 0x0300: door, 0x0400: word('install', { 0: 'yes' }, 'no') } },
  ws302: { title: 'Milesight WS302 sound', channels: { ...battery, 0x055b: soundLevel } },
  ws303: { title: 'Milesight WS303 water leak', channels: { ...battery, 0x0300: word('leak_status', { 0: 'no leak' }, 'leak') } },
  ws523: {
    title: 'Milesight WS523 plug',
    channels: {
      0x0374: uint16('voltage', 'little', 10),
      0x0480: uint32('active_power', 'little'),
      0x0581: uint8('power_factor'),
      0x0683: uint32('power_consumption', 'little'),
      0x07c9: uint16('current', 'little'),
      0x0870: { size: 1, read: (view, at) => ({ socket_status: (view.getUint8(at) & 0x01) === 1 ? 'on' : 'off' }) },
      0xff3f: word('power_outage_alarm', { 0xff: 'power_outage' }, 'normal'),
    },
  },
};

/** Reads channel, type and value one after another to the end. */
export function decodeMilesight(title: string, channels: Channels, bytes: Uint8Array): Decoded {
  const view = viewOf(bytes);
  const decoded: Decoded = {};
  let at = 0;
  while (at < bytes.length) {
    const channel = view.getUint8(at);
    if (at + 1 >= bytes.length) throw refused(`The payload ends after channel ${hexByte(channel)} at offset ${at}: its type is missing.`, wrongDevice);
    const type = view.getUint8(at + 1);
    const key = (channel << 8) | type;
    const field = channels[key] ?? introduction[key];
    if (field === undefined) throw refused(`Channel ${hexByte(channel)} of type ${hexByte(type)} at offset ${at} is none of ${title}.`, wrongDevice);
    if (at + 2 + field.size > bytes.length) {
      throw refused(`Channel ${hexByte(channel)} of type ${hexByte(type)} at offset ${at} needs ${field.size} bytes and ${bytes.length - at - 2} are left: the payload was cut short.`, wrongDevice);
    }
    merge(decoded, field.read(view, at + 2));
    at += 2 + field.size;
  }
  return decoded;
}

import { refused, wrongDevice } from './codec.ts';
import { hexByte, viewOf, type Decoded } from './fields.ts';

const length = 11;

/** What the seventh to tenth bytes say, by which outside sensor the sixth names. */
const outside: Readonly<Record<number, (view: DataView) => Decoded>> = {
  0x0: () => ({ Ext_sensor: 'No external sensor' }),
  0x1: (view) => ({ Ext_sensor: 'Temperature Sensor', TempC_DS: view.getInt16(7) / 100 }),
  0x4: (view) => ({ Work_mode: 'Interrupt Sensor send', Exti_pin_level: view.getUint8(7) === 0 ? 'Low' : 'High', Exti_status: view.getUint8(8) === 0 ? 'False' : 'True' }),
  0x5: (view) => ({ Work_mode: 'Illumination Sensor', ILL_lx: view.getUint16(7) }),
  0x6: (view) => ({ Work_mode: 'ADC Sensor', ADC_V: view.getUint16(7) / 1000 }),
  0x7: (view) => ({ Work_mode: 'Interrupt Sensor count', Exit_count: view.getUint16(7) }),
  0x8: (view) => ({ Work_mode: 'Interrupt Sensor count', Exit_count: view.getUint32(7) }),
  0x9: (view) => ({ Work_mode: 'DS18B20 & timestamp', Systimestamp: view.getUint32(7) }),
  0xf: (view) => ({ Work_mode: 'DS18B20ID', ID: [2, 3, 4, 5, 7, 8, 9, 10].map((i) => `${view.getUint8(i).toString(16).padStart(2, '0')} `).join('') }),
};

/**
 * Dragino LHT65 (user manual, "Uplink payload"): eleven bytes on port 2. With its own clock in use (outside sensor 9) the
 * first two bytes are the outside temperature and not the battery.
 */
export function decodeLht65(bytes: Uint8Array): Decoded {
  if (bytes.length < length) throw refused(`The payload has ${bytes.length} bytes, and an LHT65 sends ${length}: it was cut short at offset ${bytes.length}.`, wrongDevice);
  if (bytes.length > length) throw refused(`The payload has ${bytes.length} bytes, and an LHT65 sends ${length}: what stands at offset ${length} is not its.`, wrongDevice);
  const view = viewOf(bytes);
  const status = view.getUint8(6);
  const kind = status & 0x0f;
  const read = outside[kind];
  if (read === undefined) throw refused(`Outside sensor ${hexByte(kind)} at offset 6 is none of the LHT65's.`, wrongDevice);
  if ((status & 0x40) !== 0) throw refused('It answers a poll of its own log (offset 6), which is not read.', 'Switch its datalog off: its readings come by themselves.');
  const power: Decoded = kind === 0x9 ? { TempC_DS: view.getInt16(0) / 100, Bat_status: view.getUint8(4) >> 6 } : { BatV: (view.getUint16(0) & 0x3fff) / 1000, Bat_status: view.getUint8(0) >> 6 };
  const inside: Decoded = kind === 0xf ? {} : { TempC_SHT: view.getInt16(2) / 100, Hum_SHT: (view.getUint16(4) & 0x0fff) / 10 };
  return { ...power, ...inside, ...((status & 0x80) === 0 ? {} : { No_connect: 'Sensor no connection' }), ...read(view) };
}

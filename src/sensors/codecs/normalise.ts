import { metrics, type Measured, type Metric } from '../metrics.ts';
import type { Decoded } from './fields.ts';

type Read = (value: unknown) => number | null;
/** Which metric a name of a decoder's is, and its number in that metric's unit. `also` keeps the word itself. */
interface Meaning {
  metric: Metric;
  read: Read;
  also?: true;
}

const number: Read = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const per = (divisor: number): Read => (value) => (typeof value === 'number' && Number.isFinite(value) ? value / divisor : null);
const within = (from: number, to: number): Read => (value) => (typeof value === 'number' && value >= from && value <= to ? value : null);
const isAnyOf = (...words: string[]): Read => (value) => (typeof value === 'string' ? (words.includes(value) ? 1 : 0) : number(value));
const positive: Read = (value) => (typeof value === 'number' ? (value > 0 ? 1 : 0) : null);
const celsius = within(-60, 125);
const percent = within(0, 100);

/** Milesight's names. Movement is a word from some of its devices and a number from others. */
const milesight: Readonly<Record<string, Meaning>> = {
  temperature: { metric: 'temperature', read: celsius },
  humidity: { metric: 'humidity', read: percent },
  battery: { metric: 'battery', read: percent },
  co2: { metric: 'co2', read: number },
  tvoc: { metric: 'tvoc', read: number },
  pressure: { metric: 'pressure', read: number },
  hcho: { metric: 'formaldehyde', read: number },
  o3: { metric: 'ozone', read: number },
  'pm2.5': { metric: 'pm2_5', read: number },
  pm2_5: { metric: 'pm2_5', read: number },
  pm10: { metric: 'pm10', read: number },
  illumination: { metric: 'light', read: number },
  light: { metric: 'light', read: isAnyOf('light') },
  activity: { metric: 'motion', read: isAnyOf('trigger') },
  pir: { metric: 'motion', read: isAnyOf('trigger') },
  occupancy: { metric: 'occupancy', read: isAnyOf('occupied') },
  door: { metric: 'contact', read: isAnyOf('open') },
  install: { metric: 'tamper', read: isAnyOf('no') },
  water_leak: { metric: 'leak', read: isAnyOf('leak') },
  leak_status: { metric: 'leak', read: isAnyOf('leak') },
  button: { metric: 'button', read: () => 1, also: true },
  LAeq: { metric: 'sound', read: number },
  voltage: { metric: 'voltage', read: number },
  active_power: { metric: 'power', read: number },
  power_consumption: { metric: 'energy', read: per(1000) },
  current: { metric: 'current', read: per(1000) },
};

/** ELSYS's names. Its occupancy is 2 for somebody there; 1 is not yet sure. */
const elsys: Readonly<Record<string, Meaning>> = {
  temperature: { metric: 'temperature', read: celsius },
  externalTemperature: { metric: 'probe_temperature', read: celsius },
  humidity: { metric: 'humidity', read: percent },
  light: { metric: 'light', read: number },
  motion: { metric: 'motion', read: number },
  co2: { metric: 'co2', read: number },
  vdd: { metric: 'battery_voltage', read: per(1000) },
  distance: { metric: 'distance', read: number },
  occupancy: { metric: 'occupancy', read: (value) => (typeof value === 'number' ? (value === 2 ? 1 : 0) : null) },
  waterleak: { metric: 'leak', read: positive },
  pressure: { metric: 'pressure', read: number },
  soundAvg: { metric: 'sound', read: number },
  tvoc: { metric: 'tvoc', read: number },
};

/** Dragino's names. 327.67 °C is how it says that no probe is there, and so out of range. */
const dragino: Readonly<Record<string, Meaning>> = {
  TempC_SHT: { metric: 'temperature', read: celsius },
  Hum_SHT: { metric: 'humidity', read: percent },
  TempC_DS: { metric: 'probe_temperature', read: celsius },
  BatV: { metric: 'battery_voltage', read: number },
  ILL_lx: { metric: 'light', read: number },
  Exit_count: { metric: 'count', read: number },
};

export const families = { milesight, elsys, dragino } as const;

/** What was measured, the entries of a device's own log at their own times. */
export function normalise(meanings: Readonly<Record<string, Meaning>>, decoded: Decoded): Measured[] {
  const now = readNames(meanings, decoded);
  const log = Array.isArray(decoded.history) ? (decoded.history as Decoded[]) : [];
  const then = log.flatMap((entry) => {
    const at = typeof entry.timestamp === 'number' ? new Date(entry.timestamp * 1000) : null;
    return at === null ? [] : readNames(meanings, entry).map((measured) => ({ ...measured, at }));
  });
  return [...now, ...then];
}

/** What the normalised payload of The Things Stack says, by the path of each value. */
const normalised: Readonly<Record<string, Meaning>> = {
  'air.temperature': { metric: 'temperature', read: celsius },
  'air.relativeHumidity': { metric: 'humidity', read: percent },
  'air.pressure': { metric: 'pressure', read: number },
  'air.co2': { metric: 'co2', read: number },
  'air.lightIntensity': { metric: 'light', read: number },
  'action.motion.count': { metric: 'motion', read: number },
  'action.motion.detected': { metric: 'motion', read: (value) => (typeof value === 'boolean' ? (value ? 1 : 0) : null) },
  'action.contactState': { metric: 'contact', read: isAnyOf('open') },
  'water.leak': { metric: 'leak', read: (value) => (typeof value === 'boolean' ? (value ? 1 : 0) : null) },
  battery: { metric: 'battery_voltage', read: number },
};

/**
 * What a network server's own decoder says: its normalised payload where there is one, and otherwise the names that the
 * makers read here use.
 */
export function namesMeasured(object: Decoded): Measured[] {
  const list = Array.isArray(object.normalized_payload) ? (object.normalized_payload as unknown[]) : [];
  const found = list.flatMap((item) => readNames(normalised, flatten(item)));
  // Movement is there as yes and as a count: the greater says more.
  if (found.length > 0) return [...Map.groupBy(found, ({ metric }) => metric).values()].map((same) => same.reduce((a, b) => (b.value > a.value ? b : a)));
  return normalise({ ...dragino, ...elsys, ...milesight }, object);
}

function flatten(value: unknown, prefix = ''): Decoded {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return prefix === '' ? {} : { [prefix]: value };
  return Object.assign({}, ...Object.entries(value).map(([key, inner]) => flatten(inner, prefix === '' ? key : `${prefix}.${key}`))) as Decoded;
}

function readNames(meanings: Readonly<Record<string, Meaning>>, decoded: Decoded): Measured[] {
  return Object.entries(decoded).flatMap(([name, value]): Measured[] => {
    const meaning = Object.hasOwn(meanings, name) ? meanings[name] : undefined;
    const read = meaning?.read(value) ?? null;
    if (meaning === undefined || read === null || !Object.hasOwn(metrics, meaning.metric)) return [];
    return [{ metric: meaning.metric, value: read, ...(meaning.also === true && typeof value === 'string' ? { detail: value } : {}) }];
  });
}

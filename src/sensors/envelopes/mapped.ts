import { createHash } from 'node:crypto';
import type { Mapping } from '../definitions/mapping.ts';
import type { Measured } from '../metrics.ts';
import { readJson, refused } from './guard.ts';
import { readDevEui, readTime, type Uplink } from './message.ts';

/** What stands at a path; undefined where there is nothing. */
function at(root: unknown, item: unknown, path: string): unknown {
  const fromRoot = path.startsWith('$.');
  let value = fromRoot ? root : item;
  for (const step of path.slice(fromRoot ? 2 : 0).split(/\.|(?=\[)/)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = step.startsWith('[') ? step.slice(1, -1) : step;
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null);

const numberOf = (value: unknown): number | null => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

function timeOf(value: unknown, as: 'iso' | 'seconds' | 'milliseconds'): Date | null {
  if (as === 'iso') return typeof value === 'string' ? readTime(value) : null;
  const number = numberOf(value);
  const time = number === null ? null : new Date(as === 'seconds' ? number * 1000 : number);
  return time === null || Number.isNaN(time.getTime()) ? null : time;
}

/** The message with one item in place of its list. */
function narrowed(root: unknown, item: unknown, each: string): unknown {
  const copy = structuredClone({ ...(root as Record<string, unknown>) });
  const steps = each.replace(/^\$\./, '').split(/\.|(?=\[)/);
  const last = steps.pop() ?? '';
  const holder = steps.length === 0 ? copy : at(copy, copy, steps.join('.').replaceAll('.[', '['));
  (holder as Record<string, unknown>)[last.startsWith('[') ? last.slice(1, -1) : last] = [item];
  return copy;
}

/** Most items of a list that one message may hold. */
const most = 500;

/** Reads a message by an area's mapping, as one uplink for each item it lists. */
export function readMapped(body: Uint8Array, mapping: Mapping): Uplink[] {
  const root = readJson(body);
  const listed = mapping.each === undefined ? [root] : at(root, root, mapping.each);
  if (!Array.isArray(listed)) throw refused(`This is not ${mapping.title}: ${mapping.each} is not a list.`, `Check areas/…/sensors/mappings/${mapping.id}.yaml against what is sent.`);
  if (listed.length > most) throw refused(`The message lists ${listed.length} items; at most ${most} are read.`, 'Send fewer at a time.');
  return (listed as unknown[]).map((item, index) => readItem(root, item, mapping, listed.length === 1 ? '' : `item ${index + 1}: `));
}

function readItem(root: unknown, item: unknown, mapping: Mapping, where: string): Uplink {
  const say = (message: string): Error => refused(`This is not ${mapping.title}: ${where}${message}`, `Check areas/…/sensors/mappings/${mapping.id}.yaml against what is sent.`);
  const device = text(at(root, item, mapping.device));
  if (device === null) throw say(`${mapping.device} does not name a device.`);
  const said = mapping.time === undefined ? undefined : at(root, item, mapping.time.from);
  const time = mapping.time === undefined || said === undefined || said === null ? null : timeOf(said, mapping.time.as);
  if (said !== undefined && said !== null && time === null) throw say(`${mapping.time?.from} is not a time.`);
  const measured = mapping.readings.flatMap((reading): Measured[] => {
    const raw = at(root, item, reading.from);
    const word = text(raw);
    const value = reading.words === undefined ? numberOf(raw) : word !== null && Object.hasOwn(reading.words, word) ? (reading.words[word] ?? null) : null;
    if (value === null) return [];
    const detail = reading.detail === undefined ? null : text(at(root, item, reading.detail));
    return [{ metric: reading.metric, value: value / (reading.per ?? 1), ...(detail === null ? {} : { detail: detail.slice(0, 100) }) }];
  });
  const battery = mapping.battery === undefined ? null : numberOf(at(root, item, mapping.battery));
  const devEui = readDevEui(device);
  const message = mapping.message === undefined ? null : text(at(root, item, mapping.message));
  return {
    devEui,
    at: time,
    identity: `${devEui}/${message ?? createHash('sha256').update(JSON.stringify(item)).digest('hex')}`,
    sameWithin: time === null ? (message === null ? 60 : 3600) : null,
    kind: measured.some(({ metric, value }) => metric === 'alarm' && value > 0) ? 'alarm' : 'up',
    spoke: true,
    fPort: null,
    fCnt: null,
    // Its own item alone where there are several: another device's are not this one's to keep.
    payload: Buffer.from(JSON.stringify(mapping.each === undefined ? root : narrowed(root, item, mapping.each))),
    measured,
    object: null,
    radio: null,
    power: battery === null || battery < 0 || battery > 100 ? null : { battery, volts: null },
    note: measured.length === 0 ? 'nothing that the mapping names is in it' : null,
  };
}

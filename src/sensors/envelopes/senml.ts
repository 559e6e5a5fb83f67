import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isMetric, type Measured, type Metric } from '../metrics.ts';
import { checkShape, readJson, refused } from './guard.ts';
import { readDevEui, type Uplink } from './message.ts';

const finite = z.number();

const recordSchema = z.looseObject({
  bn: z.string().max(300).optional(),
  bt: finite.optional(),
  bu: z.string().max(40).optional(),
  bv: finite.optional(),
  bs: finite.optional(),
  bver: z.number().int().positive().optional(),
  n: z.string().max(300).optional(),
  u: z.string().max(40).optional(),
  v: finite.optional(),
  vs: z.string().max(2000).optional(),
  vb: z.boolean().optional(),
  vd: z.string().max(2000).optional(),
  s: finite.optional(),
  t: finite.optional(),
  ut: finite.optional(),
});

const packSchema = z.array(recordSchema).min(1).max(500);

/** A record with its base fields put in (RFC 8428, 4.6). */
export interface Resolved {
  name: string;
  unit: string | null;
  value: number | string | boolean | Uint8Array | null;
  sum: number | null;
  /** Seconds: of the epoch, or below 2^28 from now on (4.5.3). */
  time: number;
}

/** The highest version read (4.4); a pack that says a higher one must not be. */
const version = 10;
const nameForm = /^[A-Za-z0-9][A-Za-z0-9\-:./_]*$/;

/** Resolves a pack: base fields hold from the record that has them to the end, or to the next that has them. */
export function resolveSenml(value: unknown): Resolved[] {
  const pack = checkShape(packSchema, value, 'a SenML pack (RFC 8428)');
  let [bn, bt, bu, bv, bs]: [string, number, string | null, number | null, number | null] = ['', 0, null, null, null];
  let bver: number | null = null;
  const resolved: Resolved[] = [];
  for (const [index, record] of pack.entries()) {
    const say = (message: string): Error => refused(`This is not a SenML pack (RFC 8428): record ${index + 1}: ${message}`, 'Check how the sender makes its SenML.');
    const must = Object.keys(record).find((key) => key.endsWith('_'));
    if (must !== undefined) throw say(`the field "${must}" must be understood, and is not known here.`);
    if (record.bver !== undefined) {
      if (record.bver > version) throw say(`version ${record.bver} is not read; ${version} is the highest.`);
      if (bver !== null && bver !== record.bver) throw say('all records must have one version.');
      bver = record.bver;
    }
    bn = record.bn ?? bn;
    bt = record.bt ?? bt;
    bu = record.bu ?? bu;
    bv = record.bv ?? bv;
    bs = record.bs ?? bs;
    const values = [record.v, record.vs, record.vb, record.vd].filter((v) => v !== undefined);
    if (values.length > 1) throw say('it has more than one of v, vs, vb and vd.');
    if (values.length === 0 && record.s === undefined) continue;
    const name = bn + (record.n ?? '');
    if (!nameForm.test(name)) throw say(name === '' ? 'it has no name.' : `"${name.slice(0, 60)}" is not a name.`);
    resolved.push({
      name,
      unit: record.u ?? bu,
      value: record.v !== undefined ? record.v + (bv ?? 0) : record.vd !== undefined ? new Uint8Array(Buffer.from(record.vd, 'base64url')) : (record.vs ?? record.vb ?? null),
      sum: record.s === undefined ? null : record.s + (bs ?? 0),
      time: bt + (record.t ?? 0),
    });
  }
  return resolved;
}

/** What the last part of a name means, where it is not a metric of ours already. */
const names: Readonly<Record<string, Metric>> = {
  temp: 'temperature', t: 'temperature', hum: 'humidity', rh: 'humidity', h: 'humidity', pir: 'motion', movement: 'motion', door: 'contact', window: 'contact', lux: 'light',
  illuminance: 'light', water: 'leak', bat: 'battery', batt: 'battery', hr: 'heart_rate', pulse: 'heart_rate', breathing: 'respiration', fall: 'alarm', sos: 'alarm', noise: 'sound',
};

/** What a unit of the SenML registry means, and how it becomes ours. A K is 273.15 below a Cel; a Pa is a hundredth of an hPa. */
const units: Readonly<Record<string, { metric: Metric; from: (v: number) => number }>> = {
  Cel: { metric: 'temperature', from: (v) => v },
  K: { metric: 'temperature', from: (v) => v - 273.15 },
  '%RH': { metric: 'humidity', from: (v) => v },
  lx: { metric: 'light', from: (v) => v },
  Pa: { metric: 'pressure', from: (v) => v / 100 },
  hPa: { metric: 'pressure', from: (v) => v },
  W: { metric: 'power', from: (v) => v },
  kWh: { metric: 'energy', from: (v) => v },
  Wh: { metric: 'energy', from: (v) => v / 1000 },
  '%EL': { metric: 'battery', from: (v) => v },
  ppm: { metric: 'co2', from: (v) => v },
  dB: { metric: 'sound', from: (v) => v },
  'beat/min': { metric: 'heart_rate', from: (v) => v },
};

function measuredOf(record: Resolved, at: Date): Measured[] {
  const last = record.name.split(/[:/]/).at(-1)?.toLowerCase() ?? '';
  const byUnit = record.unit === null || !Object.hasOwn(units, record.unit) ? undefined : units[record.unit];
  const metric = isMetric(last) ? last : Object.hasOwn(names, last) ? names[last] : byUnit?.metric;
  const value = record.value ?? record.sum;
  if (metric === undefined) return [];
  if (typeof value === 'number') return [{ metric, value: byUnit?.metric === metric ? byUnit.from(value) : value, at }];
  if (typeof value === 'boolean') return [{ metric, value: value ? 1 : 0, at }];
  return typeof value === 'string' && metric === 'alarm' ? [{ metric, value: 1, detail: value.slice(0, 100), at }] : [];
}

/** Where the time is relative it is so from now (4.5.3); 2^28 is the bound. */
const relativeBelow = 2 ** 28;

/** Reads a pack of SenML in JSON, as one uplink for each device it names: all of a name but its last part. */
export function readSenml(body: Uint8Array, receivedAt: Date): Uplink[] {
  const records = resolveSenml(readJson(body));
  const timed = records.map((record) => ({
    ...record,
    at: new Date((Math.abs(record.time) < relativeBelow ? receivedAt.getTime() / 1000 + record.time : record.time) * 1000),
    relative: Math.abs(record.time) < relativeBelow,
  }));
  if (timed.length === 0) throw refused('This is not a SenML pack (RFC 8428): no record holds a value.', 'Check how the sender makes its SenML.');
  if (timed.some(({ at }) => Number.isNaN(at.getTime()))) throw refused('This is not a SenML pack (RFC 8428): a time lies beyond any calendar.', "Check the sender's clock.");
  return [...Map.groupBy(timed, ({ name }) => deviceOf(name))].map(([devEui, own]): Uplink => {
    const relative = own.some((record) => record.relative);
    const measured = own.flatMap((record) => measuredOf(record, record.at));
    return {
      devEui,
      at: relative ? null : new Date(Math.max(...own.map(({ at }) => at.getTime()))),
      identity: `${devEui}/${createHash('sha256').update(JSON.stringify(own.map((record) => asRecord(record, record.time)))).digest('hex')}`,
      sameWithin: relative ? 60 : null,
      kind: measured.some(({ metric }) => metric === 'alarm') ? 'alarm' : 'up',
      spoke: true,
      fPort: null,
      fCnt: null,
      // Its own records alone, with the times they had: another device's are not this one's to keep.
      payload: Buffer.from(JSON.stringify(own.map((record) => asRecord(record, record.at.getTime() / 1000)))),
      measured,
      object: null,
      radio: null,
      power: null,
      note: measured.length === 0 ? `none of its names and units is known here: ${own.map(({ name, unit }) => `${name} ${unit ?? ''}`.trim()).slice(0, 5).join(', ')}` : null,
    };
  });
}

const asRecord = ({ name, unit, value, sum }: Resolved, t: number): Record<string, unknown> => ({
  n: name,
  ...(unit === null ? {} : { u: unit }),
  ...(typeof value === 'number' ? { v: value } : typeof value === 'string' ? { vs: value } : typeof value === 'boolean' ? { vb: value } : value === null ? {} : { vd: Buffer.from(value).toString('base64url') }),
  ...(sum === null ? {} : { s: sum }),
  t,
});

function deviceOf(name: string): string {
  const cut = Math.max(name.lastIndexOf(':'), name.lastIndexOf('/'));
  const device = cut <= 0 ? name : name.slice(0, cut);
  const mac = /^urn:dev:mac:([0-9a-f]{16})$/i.exec(device)?.[1];
  return readDevEui(mac ?? device);
}

import { KithError } from '../kernel/index.ts';
import { findCodec, namesMeasured } from './codecs/index.ts';
import { isLow, type Settings } from './definitions/index.ts';
import { keyOf, type Uplink } from './envelopes/index.ts';
import type { Measured } from './metrics.ts';
import type { Consent } from './types.ts';
import type { ReadingRow, UplinkRow } from './write.store.ts';

/** What must be known of a device to read its uplinks. */
export interface Standing {
  deviceId: string;
  devEui: string;
  codec: string;
  installedAt: Date;
  retiredAt: Date | null;
  consent: Consent;
}

/** An uplink as it arrived: by which door, and when. */
export interface Arrived {
  uplink: Uplink;
  format: string;
  integration: string;
  receivedAt: Date;
}

/** Codecs that ask no bytes: the network server's own decoder, and formats that say themselves what was measured. */
export const wordCodecs = { network: "What the network server's own decoder says", 'as-sent': 'What the message itself says' } as const;

/** A clock may be this far ahead before what it says is not believed. */
const aheadAtMost = 10 * 60_000;
const day = 86_400_000;

/** What an uplink becomes: whose it is, whether it may be kept, and what was measured. Pure. */
export function resolveUplink(arrived: Arrived, devices: readonly Standing[], settings: Settings): { row: UplinkRow; readings: ReadingRow[] } {
  const { uplink, receivedAt } = arrived;
  const at = uplink.at ?? receivedAt;
  const key = keyOf(arrived.format, uplink.identity);
  const row: UplinkRow = {
    devEui: uplink.devEui, at, key, receivedAt, integration: arrived.integration, format: arrived.format, kind: uplink.kind, deviceId: null, fPort: uplink.fPort, fCnt: uplink.fCnt,
    payload: uplink.payload, decoded: null, radio: uplink.radio, state: 'heard', reason: uplink.note, sameWithin: uplink.sameWithin, battery: null, volts: null, low: null,
  };
  const oldest = receivedAt.getTime() - (settings.keep.uplinks - 1) * day;
  if (at.getTime() > receivedAt.getTime() + aheadAtMost) return { row: set(row, { ...beyond(receivedAt), reason: `It says it was heard at ${at.toISOString()}, which had not come when it arrived: the clock of its gateway is wrong.` }), readings: [] };
  if (at.getTime() < oldest) return { row: set(row, { ...beyond(receivedAt), reason: `It says it was heard at ${at.toISOString()}: readings are kept for ${settings.keep.uplinks} days.` }), readings: [] };
  if (!uplink.spoke) return { row: uplink.devEui === '' ? set(row, { state: 'quarantined' }) : row, readings: [] };
  const device = devices.find((d) => d.installedAt <= at && (d.retiredAt === null || at < d.retiredAt));
  if (device === undefined) return { row: set(row, { state: 'unclaimed', decoded: uplink.object, reason: whyUnclaimed(devices, at) }), readings: [] };
  const own = set(row, { deviceId: device.deviceId });
  const ended = whyWithheld(device.consent, at);
  if (ended !== null) return { row: set(own, { state: 'withheld', payload: null, reason: ended }), readings: [] };
  let measured: Measured[];
  try {
    measured = measure(uplink, device.codec);
  } catch (error) {
    if (!(error instanceof KithError)) throw error;
    return { row: set(own, { state: 'quarantined', reason: error.message, decoded: uplink.object }), readings: [] };
  }
  const battery = uplink.power?.battery ?? valueOf(measured, 'battery');
  const volts = uplink.power?.volts ?? valueOf(measured, 'battery_voltage');
  const all = battery !== null && valueOf(measured, 'battery') === null ? [...measured, { metric: 'battery' as const, value: battery }] : measured;
  const readings = all
    .map((m): ReadingRow => ({ deviceId: device.deviceId, metric: m.metric, at: m.at ?? at, value: m.value, detail: m.detail ?? null, key }))
    .filter((r) => r.at.getTime() >= oldest && r.at.getTime() <= receivedAt.getTime() + aheadAtMost && r.at >= device.installedAt && whyWithheld(device.consent, r.at) === null);
  return {
    row: set(own, { state: readings.length > 0 ? 'read' : 'heard', decoded: keepsObject(uplink, device.codec) ? uplink.object : null, battery, volts, low: isLow(settings, device.codec, battery, volts) }),
    readings,
  };
}

const set = (row: UplinkRow, more: Partial<UplinkRow>): UplinkRow => ({ ...row, ...more });

/** Where its own time cannot be believed it is kept under the time it arrived, and known again for ten days. */
const beyond = (receivedAt: Date): Partial<UplinkRow> => ({ state: 'quarantined', at: receivedAt, sameWithin: 10 * 86_400 });

const valueOf = (measured: readonly Measured[], metric: Measured['metric']): number | null => measured.find((m) => m.metric === metric && m.at === undefined)?.value ?? null;

/** The network's own decoding is kept where it is what was read, and what a telecare alarm says in words. */
const keepsObject = (uplink: Uplink, codec: string): boolean => uplink.measured !== null || Object.hasOwn(wordCodecs, codec);

function measure(uplink: Uplink, codec: string): Measured[] {
  if (uplink.measured !== null) return uplink.measured;
  if (uplink.kind !== 'up' || uplink.payload === null || uplink.fPort === 0) return [];
  if (Object.hasOwn(wordCodecs, codec)) {
    if (uplink.object === null) throw new KithError('uplink.refused', 'The network server sent it without its own decoding, which is what this device is read by.');
    return namesMeasured(uplink.object);
  }
  const found = findCodec(codec);
  if (found === null) throw new KithError('uplink.refused', `Its device is registered with a codec "${codec}", which there is not.`);
  return found.measured(found.decode(uplink.payload, uplink.fPort ?? found.port));
}

function whyUnclaimed(devices: readonly Standing[], at: Date): string {
  const last = devices.filter((d) => d.retiredAt !== null && d.retiredAt <= at).toSorted((a, b) => Number(b.retiredAt) - Number(a.retiredAt))[0];
  if (last !== undefined) return `It was taken away on ${last.retiredAt?.toISOString().slice(0, 10)}, and stands nowhere since.`;
  return devices.length > 0 ? 'It was heard before it was put in.' : 'No device of this name is registered.';
}

/** Why nothing may be kept of a device at a moment; null when it may. */
export function whyWithheld(consent: Consent, at: Date): string | null {
  if (at < startOf(consent.at)) return `Nothing may be kept before ${consent.at.slice(0, 10)}, when it was agreed.`;
  if (consent.until !== null && at >= startOf(consent.until)) return `Nothing may be kept since ${consent.until.slice(0, 10)}, when that ended.`;
  return null;
}

const londonDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });
const starts = new Map<string, Date>();

/** A moment, or the beginning of a day in London. */
export function startOf(text: string): Date {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return new Date(text);
  const known = starts.get(text);
  if (known !== undefined) return known;
  const utc = new Date(`${text}T00:00:00Z`);
  const earlier = new Date(utc.getTime() - 3_600_000);
  const start = londonDay.format(earlier) === text ? earlier : utc;
  if (starts.size > 10_000) starts.clear();
  starts.set(text, start);
  return start;
}

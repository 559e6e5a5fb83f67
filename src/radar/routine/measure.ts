import { dayAfter, londonInstant } from '../days.ts';

/** A device of a person's home, as far as routine goes. */
export interface RoutineDevice {
  deviceId: string;
  room: string;
  /** How often it should be heard. */
  intervalSeconds: number;
}

/** A quarter of an hour of one metric of one device. */
export interface Quarter {
  deviceId: string;
  metric: string;
  /** Start, milliseconds. */
  at: number;
  sum: number;
  mean: number;
}

/** What is counted, of what. */
export interface Measured {
  metric: string;
  /** Rooms whose devices count; every room when absent. */
  rooms?: readonly string[] | undefined;
  /** London hours, from and to; may pass midnight, and then belongs to the day it begins on. */
  hours: readonly [number, number];
  /**
   * `events`: how many (movements, openings). `visits`: times with a pause of at least `apart` minutes between. `active`:
   * quarters of an hour in which there was any. `first`, `last`: hour of the day of the first or last. `mean`: of the values.
   */
  count: 'events' | 'visits' | 'active' | 'first' | 'last' | 'mean';
  apart: number;
}

const quarter = 15 * 60_000;
/** A device not heard for so many of its intervals is silent, and what happened meanwhile is not known. */
const missed = 3;
/** Share of a window that may be unknown before the whole of it is. */
const mayMiss = 0.1;

export const countedDevices = (devices: readonly RoutineDevice[], of: Measured, metricsOf: (deviceId: string) => ReadonlySet<string>): RoutineDevice[] =>
  devices.filter((d) => (of.rooms === undefined || of.rooms.includes(d.room)) && metricsOf(d.deviceId).has(of.metric));

/** Readings by device, and the sorted times at which each was heard at all. */
export interface Heard {
  devices: readonly RoutineDevice[];
  times: ReadonlyMap<string, readonly number[]>;
  metrics: ReadonlyMap<string, ReadonlySet<string>>;
  quarters: readonly Quarter[];
  /** When each of the quarters begins. */
  starts: readonly number[];
}

export function hear(devices: readonly RoutineDevice[], quarters: readonly Quarter[]): Heard {
  const times = new Map<string, number[]>();
  const metrics = new Map<string, Set<string>>();
  const sorted = [...quarters].sort((a, b) => a.at - b.at);
  for (const q of sorted) {
    const list = times.get(q.deviceId) ?? [];
    if (list.at(-1) !== q.at) list.push(q.at);
    times.set(q.deviceId, list);
    const of = metrics.get(q.deviceId) ?? new Set<string>();
    of.add(q.metric);
    metrics.set(q.deviceId, of);
  }
  return { devices, times, metrics, quarters: sorted, starts: sorted.map((q) => q.at) };
}

/** First place in a sorted list at or after a time. */
function placeOf(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Milliseconds of a window in which a device was silent for longer than it may be. */
export function silentFor(times: readonly number[], intervalSeconds: number, from: number, to: number): number {
  const allowed = missed * intervalSeconds * 1000 + quarter;
  let unknown = 0;
  for (let i = placeOf(times, from); ; i++) {
    const before = times[i - 1] ?? Number.NEGATIVE_INFINITY;
    const next = times[i] ?? Number.POSITIVE_INFINITY;
    if (next - before > allowed) unknown += Math.max(0, Math.min(next, to) - Math.max(before + quarter, from));
    if (next >= to) return unknown;
  }
}

/** The window of a day, in milliseconds. */
export function windowOf(day: string, hours: readonly [number, number]): { from: number; to: number } {
  const [from, to] = hours;
  return { from: londonInstant(day, from), to: to > from ? (to === 24 ? londonInstant(dayAfter(day, 1)) : londonInstant(day, to)) : londonInstant(dayAfter(day, 1), to) };
}

/** What a measure comes to on a day; null when its sensors were silent, or the day is not over. */
export function measureDay(heard: Heard, of: Measured, day: string, now: number): number | null {
  const { from, to } = windowOf(day, of.hours);
  if (to > now) return null;
  const devices = countedDevices(heard.devices, of, (id) => heard.metrics.get(id) ?? new Set());
  if (devices.length === 0 || devices.some((d) => silentFor(heard.times.get(d.deviceId) ?? [], d.intervalSeconds, from, to) > (to - from) * mayMiss)) return null;
  const ids = new Set(devices.map((d) => d.deviceId));
  const inside: Quarter[] = [];
  for (let i = placeOf(heard.starts, from); i < heard.quarters.length && heard.quarters[i]!.at < to; i++) {
    const q = heard.quarters[i]!;
    if (ids.has(q.deviceId) && q.metric === of.metric) inside.push(q);
  }
  return count(inside, of, from);
}

function count(inside: readonly Quarter[], of: Measured, from: number): number | null {
  if (of.count === 'mean') return inside.length === 0 ? null : inside.reduce((sum, q) => sum + q.mean, 0) / inside.length;
  const active = inside.filter((q) => q.sum > 0);
  const times = [...new Set(active.map((q) => q.at))];
  if (of.count === 'events') return active.reduce((sum, q) => sum + q.sum, 0);
  if (of.count === 'active') return times.length;
  if (of.count === 'visits') return times.filter((at, i) => i === 0 || at - times[i - 1]! - quarter >= of.apart * 60_000).length;
  const at = of.count === 'first' ? times[0] : times.at(-1);
  return at === undefined ? null : of.hours[0] + (at - from) / 3_600_000;
}

import type { Random } from '../random.ts';
import { clockHour } from './house.ts';

/** Somebody who lives alone, by what their days are like. */
export interface ResidentModel {
  /** London hours. */
  up: number;
  bed: number;
  /** Times a night, and how much more they vary than chance: variance over mean. */
  nightVisits: number;
  dispersion: number;
  kitchen: number;
  drinks: number;
  outings: number;
  /** Movements an hour while up. */
  movements: number;
}

export interface ResidentChange {
  /** Milliseconds. */
  from: number;
  to: number;
  nightVisits?: number;
  kitchen?: number;
  drinks?: number;
  outings?: number;
  movements?: number;
  /** Hours by which they get up, or go to bed, later. */
  later?: number;
  /** Times a night that the outer door is opened. */
  doorAtNight?: number;
}

/** Away: gone out by the door, or taken to hospital. */
export interface Absence {
  from: number;
  to: number;
  why: 'holiday' | 'hospital';
}

export interface HomeEvent {
  at: number;
  room: string;
  metric: 'motion' | 'contact';
}

const day = 86_400_000;
const hour = 3_600_000;

/** A count with this mean and variance over mean. */
export function drawCount(random: Random, mean: number, dispersion = 1): number {
  const rate = dispersion <= 1 ? mean : gamma(random, mean / (dispersion - 1)) * (dispersion - 1);
  const limit = Math.exp(-rate);
  let [k, p] = [0, random.next()];
  while (p > limit) {
    k++;
    p *= random.next();
  }
  return k;
}

/** Marsaglia and Tsang, with the boost for shapes below one. */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal(0, 1);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** The instant, on the London day that begins at `midnight` or the night after it, of a clock hour that may pass 24. */
const instant = (midnight: number, clock: number): number => midnight + clock * hour;

/** Everything that moves or opens in a home over so many days, from a London midnight. */
export function simulateResident(model: ResidentModel, from: number, days: number, changes: readonly ResidentChange[], absences: readonly Absence[], random: Random): HomeEvent[] {
  const events: HomeEvent[] = [];
  const gone = (at: number): boolean => absences.some((a) => at >= a.from && at < a.to);
  const put = (at: number, room: string, metric: HomeEvent['metric'] = 'motion'): void => void (gone(at) || events.push({ at: Math.round(at), room, metric }));
  for (let d = 0; d < days; d++) {
    const start = from + d * day;
    const midnight = start - clockHour(start) * hour;
    const change = changes.filter((c) => midnight + 12 * hour >= c.from && midnight + 12 * hour < c.to);
    const times = (key: 'nightVisits' | 'kitchen' | 'drinks' | 'outings' | 'movements'): number => change.reduce((product, c) => product * (c[key] ?? 1), 1);
    const later = change.reduce((sum, c) => sum + (c.later ?? 0), 0);
    const up = model.up + later + random.normal(0, 0.4);
    const bed = model.bed + later + random.normal(0, 0.5);
    put(instant(midnight, up), 'bathroom');
    put(instant(midnight, up + 0.3), 'kitchen');
    const hours = bed - up;
    for (let n = drawCount(random, model.movements * times('movements') * hours, 1.6); n > 0; n--) put(instant(midnight, up + random.next() * hours), random.weighted([['living room', 6], ['bedroom', 1], ['bathroom', 1], ['hall', 1]]));
    put(instant(midnight, bed - 0.2), 'living room');
    for (let n = drawCount(random, model.kitchen * times('kitchen'), 0.9); n > 0; n--) {
      const at = instant(midnight, up + random.next() * hours);
      for (let k = random.int(1, 3); k > 0; k--) put(at + random.next() * 12 * 60_000, 'kitchen');
    }
    for (let n = drawCount(random, model.drinks * times('drinks'), 1.1); n > 0; n--) put(instant(midnight, up + random.next() * hours), 'fridge', 'contact');
    const weekday = [0.7, 1.1, 1, 1.2, 1, 1.2, 0.8][new Date(midnight + 12 * hour).getUTCDay()]!;
    for (let n = drawCount(random, model.outings * times('outings') * weekday); n > 0; n--) {
      const at = instant(midnight, 9.5 + random.next() * 8);
      put(at, 'front door', 'contact');
      put(at + (0.5 + random.next() * 1.5) * hour, 'front door', 'contact');
    }
    for (let n = drawCount(random, model.nightVisits * times('nightVisits'), model.dispersion); n > 0; n--) put(instant(midnight, Math.max(bed + 0.3, 22) + random.next() * (29.8 - Math.max(bed + 0.3, 22))), 'bathroom');
    for (let n = drawCount(random, change.reduce((sum, c) => sum + (c.doorAtNight ?? 0), 0)); n > 0; n--) put(instant(midnight, 24 + random.next() * 4), 'front door', 'contact');
  }
  for (const a of absences) if (a.why === 'holiday') events.push({ at: a.from - 60_000, room: 'hall', metric: 'motion' }, { at: a.from - 30_000, room: 'front door', metric: 'contact' }, { at: a.to + 60_000, room: 'front door', metric: 'contact' });
  return events.filter((e) => !gone(e.at)).sort((a, b) => a.at - b.at);
}

/** A resident drawn from what older people who live alone are like: 55 % are up twice a night or more. */
export function drawResident(random: Random): ResidentModel {
  return {
    up: 6.8 + random.next() * 1.6,
    bed: 21.6 + random.next() * 1.8,
    nightVisits: 1 + random.next() * 1.5,
    dispersion: random.chance(0.5) ? 1 : 1.3,
    kitchen: 4 + random.next() * 3,
    drinks: 5 + random.next() * 4,
    outings: 0.4 + random.next() * 1.2,
    movements: 3 + random.next() * 3,
  };
}

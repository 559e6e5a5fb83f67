import { dayAfter } from '../days.ts';
import { mean, spread, theilSen } from '../statistics.ts';
import { type HomeHistory, type Hours } from './types.ts';

/** How quickly a home cools when nothing heats it. */
export interface Cooling {
  /** Hours in which the difference from outside falls to 37 %: less is a home that loses its heat. */
  timeConstant: number;
  /** Nights it rests on. */
  nights: number;
  /** How far nights stray from the line, as °C of difference from outside. */
  spread: number;
}

export interface CoolingSettings {
  /** London hours of the night that are looked at, from and to (the next morning). */
  from: number;
  to: number;
  /** °C above outside below which a night tells nothing. */
  leastExcess: number;
  /** Hours that must fall, one after another. */
  leastHours: number;
  /** Nights without which nothing is said. */
  leastNights: number;
}

/**
 * The time constant of a home. Unheated, it cools at a rate of (inside − outside − g) / τ, where g is what people and
 * appliances keep up (first-order model of a building, e.g. CIBSE Guide A). Each unheated stretch of a night gives one
 * point, how fast it cooled against how much warmer than outside it was; the Theil–Sen slope through the points is 1/τ,
 * so that a window left open or a heated night does not move it, and g falls out as the intercept.
 * @returns null when too few nights tell, or they tell nothing (every night alike)
 */
export function fitCooling(history: HomeHistory, settings: CoolingSettings): Cooling | null {
  const whole = wholeHome(history);
  const nights = Array.from({ length: history.days }, (_, night) => stretches(whole, history.outside.temperature, night, settings)).filter((points) => points.length > 0);
  if (nights.length < settings.leastNights) return null;
  const points = nights.flat();
  const slope = theilSen(points);
  if (!(slope > 1 / longest)) return null;
  const off = points.map((p) => p.y - slope * p.x);
  return { timeConstant: 1 / slope, nights: nights.length, spread: spread(off) / slope };
}

/** Hours beyond which a time constant is no house's, but nights too much alike to tell. */
const longest = 400;

/** Mean of the rooms that were read in each hour. */
export function wholeHome(history: Pick<HomeHistory, 'rooms' | 'days'>): Hours {
  return Array.from({ length: history.days * 24 }, (_, i) => {
    const read = history.rooms.flatMap((r) => r.temperature[i] ?? []);
    return read.length === 0 ? null : mean(read);
  });
}

/** Unheated stretches of a night: how much warmer than outside on average, and how fast it cooled, °C an hour. */
function stretches(inside: Hours, outside: Hours, night: number, settings: CoolingSettings): { x: number; y: number }[] {
  const start = night * 24 + settings.from;
  const length = (settings.to - settings.from + 24) % 24;
  const out: { x: number; y: number }[] = [];
  let run: { t: number; o: number }[] = [];
  const end = (): void => {
    const { length: hours } = run;
    if (hours >= settings.leastHours) out.push({ x: mean(run.map((r) => r.t - r.o)), y: (run[0]!.t - run[hours - 1]!.t) / (hours - 1) });
    run = [];
  };
  for (let k = 0; k < length; k++) {
    const [t, o] = [inside[start + k] ?? null, outside[start + k] ?? null];
    if (t === null || o === null || t - o < settings.leastExcess) {
      end();
      continue;
    }
    if (run.length > 0 && t > run.at(-1)!.t + 0.1) end();
    run.push({ t, o });
  }
  end();
  return out;
}

/** Lowest hourly mean of any room during a span of days, and the day it was on; null when nothing was read. */
export function lowestIn(history: HomeHistory, first: number, last: number): { room: string; value: number; day: string } | null {
  let found: { room: string; value: number; day: string } | null = null;
  for (const { room, temperature } of history.rooms) {
    for (let i = first * 24; i < (last + 1) * 24; i++) {
      const v = temperature[i] ?? null;
      if (v !== null && (found === null || v < found.value)) found = { room, value: v, day: dayAfter(history.firstDay, Math.floor(i / 24)) };
    }
  }
  return found;
}

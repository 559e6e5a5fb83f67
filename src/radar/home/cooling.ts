import { dayAfter } from '../days.ts';
import { mean, median, spread, theilSen } from '../statistics.ts';
import { type HomeHistory, type Hours } from './types.ts';

/** How quickly a home cools when nothing heats it. */
export interface Cooling {
  /** Hours in which the difference from outside falls to 37 %: less is a home that loses its heat. */
  timeConstant: number;
  /** Nights it rests on. */
  nights: number;
  /** Half the width of the middle half of the nights' time constants would be about two thirds of this, hours. */
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
 * The time constant of a home: on each night without heating, ln(inside − outside) falls along a line whose slope is −1/τ
 * (first-order model of a building, e.g. CIBSE Guide A). Each night's slope is Theil–Sen's, and the home's is the median
 * of its nights, so that a window left open or one heated night does not move it. Heat that people and appliances give
 * off makes it look longer: it compares homes, and is no survey.
 * @returns null when too few nights tell
 */
export function fitCooling(history: HomeHistory, settings: CoolingSettings): Cooling | null {
  const constants: number[] = [];
  const whole = wholeHome(history);
  for (let night = 0; night < history.days; night++) {
    const slope = nightSlope(whole, history.outside.temperature, night, settings);
    if (slope !== null && slope < 0) constants.push(-1 / slope);
  }
  if (constants.length < settings.leastNights) return null;
  return { timeConstant: median(constants), nights: constants.length, spread: spread(constants) };
}

/** Mean of the rooms that were read in each hour. */
export function wholeHome(history: Pick<HomeHistory, 'rooms' | 'days'>): Hours {
  return Array.from({ length: history.days * 24 }, (_, i) => {
    const read = history.rooms.flatMap((r) => r.temperature[i] ?? []);
    return read.length === 0 ? null : mean(read);
  });
}

function nightSlope(inside: Hours, outside: Hours, night: number, settings: CoolingSettings): number | null {
  const start = night * 24 + settings.from;
  const length = (settings.to - settings.from + 24) % 24;
  const points: { x: number; y: number }[] = [];
  let before: number | null = null;
  for (let k = 0; k < length; k++) {
    const t = inside[start + k] ?? null;
    const o = outside[start + k] ?? null;
    if (t === null || o === null || t - o < settings.leastExcess) break;
    if (before !== null && t > before + 0.15) points.length = 0;
    points.push({ x: k, y: Math.log(t - o) });
    before = t;
  }
  return points.length < settings.leastHours ? null : theilSen(points);
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

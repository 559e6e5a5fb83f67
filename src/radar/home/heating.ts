import { dayAfter } from '../days.ts';
import { wholeHome } from './cooling.ts';
import { spells, type DayState } from './spells.ts';
import { mean, median } from '../statistics.ts';
import { degrees, hoursOf, known, type HomeHistory, type Hours, type Seen } from './types.ts';

export interface HeatingSettings {
  /** Mean temperature outside, °C, below which a home wants heating. */
  neededBelow: number;
  /** °C a room must rise, within `withinHours`, to count as a heating cycle. */
  rise: number;
  withinHours: number;
  /** London hours in which the sun may warm a room, from and to: rises that begin then do not count. */
  sun: readonly [number, number];
  /** °C below its usual level at which an unheated day counts. */
  drop: number;
  /** For a home without a past: °C inside, and °C above outside, below both of which an unheated day counts. */
  coldInside: number;
  nearOutside: number;
  /** Days in a row. */
  days: number;
  /** Heated days its usual is made from, at least; and how far back, in days. */
  leastDays: number;
  memory: number;
}

export interface Cycle {
  /** Place of the hour in which the rise began, how far it went (°C), and its steepest hour (°C): a thermostat ends a rise, so how far says little of the boiler. */
  at: number;
  rise: number;
  steepest: number;
}

/** What a day tells of heating. */
export interface HeatingDay {
  /** Null when too little was read. */
  inside: number | null;
  outside: number | null;
  cycles: readonly Cycle[];
}

/** Hours of a day that must have been read for it to tell anything. */
const leastHours = 16;

/** Rises of a room that outside did not cause: from a low to the highest within a few hours. Never across hours without readings. */
export function cyclesOf(values: Hours, outside: Hours, settings: Pick<HeatingSettings, 'rise' | 'withinHours' | 'sun'>): Cycle[] {
  const cycles: Cycle[] = [];
  for (let i = 0; i < values.length - 1; i++) {
    const from = values[i] ?? null;
    if (from === null) continue;
    let [best, bestAt, steepest] = [0, i, 0];
    for (let k = i + 1; k <= i + settings.withinHours; k++) {
      const to = values[k] ?? null;
      if (to === null || to < (values[k - 1] ?? to) - 0.2) break;
      steepest = Math.max(steepest, to - (values[k - 1] ?? to));
      if (to - from > best) [best, bestAt] = [to - from, k];
    }
    const hour = i % 24;
    const warmer = (outside[bestAt] ?? 0) - (outside[i] ?? outside[bestAt] ?? 0);
    const falling = (values[i + 1] ?? from) <= from;
    if (best < settings.rise || falling || warmer > best / 2 || (hour >= settings.sun[0] && hour < settings.sun[1])) continue;
    cycles.push({ at: i, rise: best, steepest });
    i = bestAt;
  }
  return cycles;
}

/** Each day of a home: its levels, and the cycles of whichever room had most. */
export function heatingDays(history: HomeHistory, settings: HeatingSettings): HeatingDay[] {
  const whole = wholeHome(history);
  const all = history.rooms.map((r) => cyclesOf(r.temperature, history.outside.temperature, settings));
  return Array.from({ length: history.days }, (_, day) => {
    const read = known(hoursOf(whole, day));
    const out = known(hoursOf(history.outside.temperature, day));
    const cycles = all.map((room) => room.filter(({ at }) => Math.floor(at / 24) === day)).reduce((a, b) => (b.length > a.length ? b : a), []);
    return { inside: read.length < leastHours ? null : mean(read), outside: out.length < leastHours ? null : mean(out), cycles };
  });
}

/** The level a home usually has on heated days when heating is wanted, before this day; null while it has too short a past. */
export function usualLevel(days: readonly HeatingDay[], before: number, settings: HeatingSettings): number | null {
  const heated = days.slice(Math.max(0, before - settings.memory), before).filter((d) => d.inside !== null && d.cycles.length > 0 && d.outside !== null && d.outside < settings.neededBelow);
  return heated.length < settings.leastDays ? null : median(heated.map((d) => d.inside!));
}

function stateOf(days: readonly HeatingDay[], at: number, settings: HeatingSettings): DayState {
  const { inside, outside, cycles } = days[at]!;
  if (cycles.length > 0) return 'no';
  if (inside === null || outside === null || outside >= settings.neededBelow) return 'unknown';
  const usual = usualLevel(days, at, settings);
  const low = usual === null ? inside < settings.coldInside && inside - outside < settings.nearOutside : inside < usual - settings.drop;
  return low ? 'yes' : 'no';
}

/**
 * Days on which heating was wanted, nothing rose as it does when heating comes on, and the home had sunk towards outside.
 * A home that says nothing is unknown: silence is never read as heating off.
 */
export function seeHeatingOff(history: HomeHistory, settings: HeatingSettings, bridge: number): Seen[] {
  const days = heatingDays(history, settings);
  const states = days.map((_, at) => stateOf(days, at, settings));
  return spells(states, bridge)
    .filter((spell) => spell.held >= settings.days)
    .map((spell) => {
      const from = dayAfter(history.firstDay, spell.first);
      const last = days[spell.last]!;
      const usual = usualLevel(days, spell.first, settings);
      return {
        key: `heating-off:${from}`,
        detector: 'heating-off',
        code: 'heating-off',
        label: `No sign of heating for ${spell.held} ${spell.held === 1 ? 'day' : 'days'}: ${degrees(last.inside!)} inside and ${degrees(last.outside!)} outside on average${usual === null ? '' : `, usually ${degrees(usual)} inside`}`,
        startAt: from,
        endAt: spell.open ? null : dayAfter(history.firstDay, spell.last),
        value: spell.held,
        unit: 'd',
        evidence: { metric: 'temperature', from, to: dayAfter(history.firstDay, spell.last), inside: last.inside, outside: last.outside, usual, levels: days.slice(Math.max(0, spell.first - 7), spell.last + 1).map((d) => d.inside) },
      };
    });
}

import { dayAfter, sayDay } from '../days.ts';
import { heatingDays, usualLevel, type HeatingDay, type HeatingSettings } from './heating.ts';
import { median } from '../statistics.ts';
import { degrees, type HomeHistory, type Seen } from './types.ts';

/** How many times likelier each sign is where the boiler is broken than where it is not. A council's own judgement, in its file. */
export interface BoilerSettings {
  /** Odds of a fault before anything is seen, e.g. 0.01. */
  priorOdds: number;
  missedHeating: number;
  weakHeating: number;
  openRepair: number;
  earlierRepair: number;
  /** Probability from which it is observed. */
  alarmAt: number;
  /** Days looked at, and days of the home's own past they are held against. */
  recent: number;
  past: number;
  /** Share of usual heating times missed, and of usual rise left, that count as a sign. */
  missedShare: number;
  weakShare: number;
  earlierMonths: number;
}

/** A repair of heating that the landlord's record holds. */
export interface Repair {
  reported: string;
  completed: string | null;
}

/** Share of past days on which a cycle began in an hour, from which the home is said to heat at that hour. */
const usualHour = 0.5;

const heats = (day: HeatingDay, hour: number): boolean => day.cycles.some(({ at }) => Math.abs((at % 24) - hour) <= 1);

/** Hours at which heating usually came on in these days. */
function usualHours(days: readonly HeatingDay[]): number[] {
  const told = days.filter((d) => d.inside !== null);
  return Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => told.filter((d) => d.cycles.some(({ at }) => at % 24 === hour)).length >= told.length * usualHour && told.length > 0);
}

/**
 * How likely the heating is broken and not merely off: heating that no longer comes on at the times it did, or comes on
 * and warms less, with what the repairs record says. Signs are multiplied as odds, taken as apart from one another.
 */
export function seeBoilerFault(history: HomeHistory, heating: HeatingSettings, settings: BoilerSettings, repairs: readonly Repair[]): Seen[] {
  const days = heatingDays(history, heating);
  const end = days.findLastIndex((d) => d.inside !== null) + 1;
  const recent = days.slice(Math.max(0, end - settings.recent), end);
  const past = days.slice(Math.max(0, end - settings.recent - settings.past), Math.max(0, end - settings.recent)).filter((d) => d.outside !== null && d.outside < heating.neededBelow);
  const wanted = recent.filter((d) => d.inside !== null && d.outside !== null && d.outside < heating.neededBelow);
  const today = dayAfter(history.firstDay, end - 1);
  const signs: { words: string; odds: number }[] = [];

  const hours = usualHours(past);
  const usual = usualLevel(days, Math.max(0, end - settings.recent), heating);
  const cold = usual !== null && wanted.length > 0 && wanted.every((d) => d.inside! < usual - heating.drop / 2);
  if (hours.length > 0 && wanted.length >= settings.recent && cold) {
    const missed = wanted.flatMap((d) => hours.map((hour) => !heats(d, hour)));
    const share = missed.filter(Boolean).length / missed.length;
    if (share >= settings.missedShare) signs.push({ words: `heating did not come on at ${Math.round(share * 100)} % of its usual times`, odds: settings.missedHeating });
  }
  const rises = wanted.flatMap((d) => d.cycles.map((c) => c.steepest));
  const before = past.flatMap((d) => d.cycles.map((c) => c.steepest));
  if (rises.length >= 2 && before.length >= 10 && cold && median(rises) < settings.weakShare * median(before)) {
    signs.push({ words: `heating warms by ${degrees(median(rises))} an hour, usually ${degrees(median(before))}`, odds: settings.weakHeating });
  }
  if (signs.length === 0) return [];
  const open = repairs.filter((r) => r.completed === null && r.reported <= today).sort((a, b) => (a.reported < b.reported ? -1 : 1));
  if (open[0] !== undefined) signs.push({ words: `a heating repair reported on ${sayDay(open[0].reported, true)} is open`, odds: settings.openRepair });
  const since = dayAfter(today, -30 * settings.earlierMonths);
  const earlier = repairs.filter((r) => r.completed !== null && r.reported >= since).length;
  if (earlier > 0) signs.push({ words: `${earlier} heating ${earlier === 1 ? 'repair' : 'repairs'} in the last ${settings.earlierMonths} months`, odds: settings.earlierRepair });

  const odds = signs.reduce((product, s) => product * s.odds, settings.priorOdds);
  const probability = odds / (1 + odds);
  if (probability < settings.alarmAt) return [];
  const began = firstOfRun(days, end, heating);
  return [
    {
      key: `boiler:${dayAfter(history.firstDay, began)}`,
      detector: 'boiler-fault',
      code: 'boiler-fault-likely',
      label: `Heating may be broken: ${signs.map((s) => s.words).join('; ')}`,
      startAt: dayAfter(history.firstDay, began),
      endAt: null,
      value: Math.round(probability * 100) / 100,
      unit: '1',
      evidence: { metric: 'temperature', from: dayAfter(history.firstDay, began), to: today, signs, usual },
    },
  ];
}

/** First of the days up to now on which the home has been below its usual level. */
function firstOfRun(days: readonly HeatingDay[], end: number, heating: HeatingSettings): number {
  let first = end - 1;
  for (let day = end - 1; day >= 0; day--) {
    const { inside } = days[day]!;
    if (inside === null) continue;
    const usual = usualLevel(days, day, heating);
    if (usual === null || inside >= usual - heating.drop / 2) break;
    first = day;
  }
  return first;
}

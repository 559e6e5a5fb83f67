import { randomOf } from '../../src/lab/random.ts';
import { devicesOfHome, drawCount, drawHouse, drawResident, simulateHome, simulateWeather, type ResidentChange, type SimHome } from '../../src/lab/sensors/index.ts';
import { dayAfter, daysBetween, londonHour } from '../../src/radar/days.ts';
import { noticeChanges } from '../../src/radar/routine/detect.ts';
import { hear } from '../../src/radar/routine/measure.ts';
import { measureDays, routineSeries, type RoutineSettings } from '../../src/radar/routine/observe.ts';
import type { Learning, RoutineDay, Watch } from '../../src/radar/routine/types.ts';
import { quartersOf } from './history.ts';
import { row, scoreOf, type Score } from './score.ts';

const day = 86_400_000;
const baseline = 63;
const watched = 56;

/** Counts alone, drawn as the published simulation drew them (1 to 2.5 a night, 56 days of past, rate doubled or trebled). */
export function scoreCounts(seed: string, people: number, learning: Learning): string[] {
  const watchOf = (methods: Watch['methods'], budget: number): Watch => ({ methods, direction: 'up', ratio: 2, budget, weekdays: false, run: 1, least: 0, log: false });
  const tried: [string, Watch][] = [
    ['CUSUM, budget 5 %', watchOf(['cusum'], 0.05)],
    ['CUSUM, budget 3 %', watchOf(['cusum'], 0.03)],
    ['CUSUM and tail, budget 5 %', watchOf(['cusum', 'tail'], 0.05)],
    ['gamma-Poisson tail, budget 3 %', watchOf(['tail'], 0.03)],
    ['median and MAD, budget 3 %', watchOf(['robust'], 0.03)],
  ];
  const out: string[] = [];
  for (const dispersion of [1, 1.3, 1.5]) {
    for (const [name, watch] of tried) {
      for (const ratio of dispersion === 1 ? [2, 3] : [2]) {
        const score = scoreOf(`night visits ×${ratio}, variance ${dispersion} × mean`, name, 7);
        for (let p = 0; p < people; p++) {
          const random = randomOf('counts', seed, p);
          const rate = 1 + 1.5 * random.next();
          const draw = (n: number, times: number): number[] => Array.from({ length: n }, () => drawCount(random, rate * times, dispersion));
          const asDays = (values: readonly number[]): RoutineDay[] => values.map((value, i) => ({ day: dayAfter('2026-01-01', (p % 7) + i), value }));
          const calm = draw(baseline + watched, 1);
          const changes = noticeChanges(asDays(calm), watch, learning).changes.filter((c) => c.noticed >= baseline);
          score.weeks += watched / 7;
          score.alarms += new Set(changes.map((c) => Math.floor((c.noticed - baseline) / 7))).size;
          const at = baseline + random.int(0, watched - 8);
          if (noticeChanges(asDays(calm.slice(0, at)), watch, learning).changes.some((c) => c.open)) continue;
          const found = noticeChanges(asDays([...calm.slice(0, at), ...draw(7, ratio)]), watch, learning).changes.find((c) => c.noticed >= at);
          score.delays.push(found === undefined ? null : found.noticed - at + 1);
        }
        out.push(row(score, 'person'));
      }
    }
  }
  return out;
}

const tried: readonly { measure: string; words: string; change: Omit<ResidentChange, 'from' | 'to'>; within: number }[] = [
  { measure: 'night-toilet-visits', words: 'night visits doubled', change: { nightVisits: 2 }, within: 7 },
  { measure: 'movement', words: 'movement halved', change: { movements: 0.5, kitchen: 0.7 }, within: 7 },
  { measure: 'kitchen', words: 'kitchen use halved', change: { kitchen: 0.5 }, within: 7 },
  { measure: 'drinks', words: 'fridge use halved', change: { drinks: 0.5 }, within: 7 },
  { measure: 'door-at-night', words: 'door opened at night', change: { doorAtNight: 1.5 }, within: 7 },
  { measure: 'outings', words: 'stops going out', change: { outings: 0 }, within: 14 },
  { measure: 'up-in-the-morning', words: 'up two hours later', change: { later: 2 }, within: 7 },
  { measure: 'to-bed', words: 'to bed two hours later', change: { later: 2 }, within: 7 },
];

/** Whole homes, from movements through sensors that lose some, with holidays, hospital stays and outages, to what is noticed. */
export function scoreRoutines(seed: string, people: number, settings: RoutineSettings): string[] {
  const score = new Map<string, Score>(settings.measures.map((m) => [m.id, scoreOf(tried.find((t) => t.measure === m.id)?.words ?? m.title, m.watch.methods.join(' and '), tried.find((t) => t.measure === m.id)?.within ?? 7)]));
  const from = Date.parse('2026-08-31T23:00:00Z');
  const days = baseline + watched;
  const weather = simulateWeather(randomOf('routine-weather', seed), from, days * 24);
  let anyWeeks = 0;
  let disturbed = 0;
  for (let p = 0; p < people; p++) {
    const random = (...keys: (string | number)[]) => randomOf('routines', seed, p, ...keys);
    const events = random('events');
    const holiday = { from: from + (20 + events.int(0, 60)) * day + 10 * 3_600_000, to: 0, why: 'holiday' as const };
    holiday.to = holiday.from + events.int(3, 10) * day;
    const stay = { from: from + (90 + events.int(0, 15)) * day, to: 0, why: 'hospital' as const };
    stay.to = stay.from + events.int(2, 6) * day;
    const absences = [...(events.chance(0.5) ? [holiday] : []), ...(events.chance(0.3) ? [stay] : [])];
    const outages = events.chance(0.4) ? [{ from: from + events.int(30, 100) * day, to: 0 }].map((o) => ({ ...o, to: o.from + events.int(6, 96) * 3_600_000 })) : [];
    const home: SimHome = { id: `p${p}`, house: drawHouse(random('house')), resident: drawResident(random('resident')), absences, outages, lost: 0.01, bedroom: 0.8, climateEvery: 7200 };
    const stays = absences.filter((a) => a.why === 'hospital').map((a) => ({ from: londonHour(a.from).day, to: londonHour(a.to).day }));
    const calm = changesOf(home, settings, stays, weather, random);
    const first = dayAfter(londonHour(from).day, baseline);
    const weeksWith = new Set<number>();
    for (const { measure, changes, dayOf } of calm) {
      const one = score.get(measure.id)!;
      one.weeks += watched / 7;
      const weeks = new Set(changes.map((c) => dayOf(c.noticed)).filter((d) => d >= first).map((d) => Math.floor(daysBetween(first, d) / 7)));
      one.alarms += weeks.size;
      for (const w of weeks) weeksWith.add(w);
      disturbed += changes.filter((c) => stays.some((s) => dayOf(c.noticed) >= s.from && dayOf(c.noticed) <= s.to)).length;
    }
    anyWeeks += weeksWith.size;
    const t = tried[p % tried.length]!;
    if (!settings.measures.some((m) => m.id === t.measure)) continue;
    const at = from + (baseline + 7 + random('change').int(0, watched - 7 - t.within - 1)) * day;
    const changed = { ...home, absences: [], outages: [], residentChanges: [{ ...t.change, from: at, to: Infinity }] };
    const atDay = londonHour(at + 2 * 3_600_000).day;
    const found = changesOf(changed, settings, [], weather, random).find((c) => c.measure.id === t.measure)!;
    const hit = found.changes.find((c) => found.dayOf(c.noticed) >= atDay);
    const delay = hit === undefined ? null : daysBetween(atDay, found.dayOf(hit.noticed)) + 1;
    score.get(t.measure)!.delays.push(delay === null || delay > t.within ? null : delay);
  }
  return [
    ...[...score.values()].map((s) => row(s, 'person')),
    `\nAny measure at all: an alarm without cause in ${((100 * anyWeeks) / ((people * watched) / 7)).toFixed(1)} % of person-weeks. Alarms while in hospital: ${disturbed}.`,
  ];
}

function changesOf(home: SimHome, settings: RoutineSettings, stays: { from: string; to: string }[], weather: ReturnType<typeof simulateWeather>, random: (...keys: (string | number)[]) => ReturnType<typeof randomOf>) {
  const readings = simulateHome(home, weather, random);
  const devices = devicesOfHome(home).map((d) => ({ deviceId: d.devEui, room: d.room, intervalSeconds: d.intervalSeconds }));
  const heard = hear(devices, quartersOf(readings));
  const first = londonHour(weather[0]!.at).day;
  const days = Array.from({ length: baseline + watched }, (_, i) => dayAfter(first, i));
  const end = weather.at(-1)!.at + 3_600_000;
  return routineSeries(measureDays(heard, days, settings, end), stays, first, days.at(-1)!, settings).map((s) => ({ measure: s.measure, changes: s.changes, dayOf: (i: number) => s.days[i]!.day }));
}

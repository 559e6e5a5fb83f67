import { randomOf, type Random } from '../../src/lab/random.ts';
import { devicesOfHome, drawHouse, simulateHome, simulateWeather, type HouseChange, type SimHome } from '../../src/lab/sensors/index.ts';
import { seeBoilerFault, type Repair } from '../../src/radar/home/boiler.ts';
import type { HomeSettings } from '../../src/radar/home/definition.ts';
import { fitCooling } from '../../src/radar/home/cooling.ts';
import { seeHeatingOff } from '../../src/radar/home/heating.ts';
import { seeRung, type Rung } from '../../src/radar/home/ladder.ts';
import { seeMould } from '../../src/radar/home/mould-risk.ts';
import type { HomeHistory, Seen } from '../../src/radar/home/types.ts';
import { dayAfter, daysBetween, londonHour } from '../../src/radar/days.ts';
import { toHistory, upTo } from './history.ts';
import { row, scoreOf, type Score } from './score.ts';

const day = 86_400_000;
const weeks = 15;
const from = Date.parse('2026-08-31T23:00:00Z');

type Fault = 'none' | 'boiler dead' | 'boiler weak' | 'rationed' | 'silent' | 'closed up';
const faults: readonly Fault[] = ['none', 'none', 'none', 'boiler dead', 'boiler weak', 'rationed', 'silent', 'closed up'];

interface Case {
  fault: Fault;
  /** Day the fault begins. */
  at: string;
  history: HomeHistory;
  /** The same home as it truly was: no noise, nothing lost. */
  truth: HomeHistory;
  timeConstant: number;
}

function makeCase(seed: string, n: number): Case {
  const random = (...keys: (string | number)[]): Random => randomOf('detectors', seed, n, ...keys);
  const fault = faults[n % faults.length]!;
  const start = from + (8 + random('at').int(0, 28) / 7) * 7 * day;
  const at = londonHour(start).day;
  const begins = Math.floor(start / day) * day;
  const spell = from + random('cold').int(60, 90) * day;
  const weather = simulateWeather(random('weather'), from, weeks * 7 * 24, [{ from: spell, to: spell + 5 * day, by: -6 }]);
  const house = drawHouse(random('house'));
  const change: Record<Fault, HouseChange[]> = {
    none: [],
    silent: [],
    'boiler dead': [{ from: begins, to: Infinity, boiler: 0 }],
    'boiler weak': [{ from: begins, to: Infinity, boiler: 0.3 }],
    rationed: [{ from: begins, to: Infinity, schedule: [[18, 20]], setpoint: Math.min(17.5, house.setpoint - 2) }],
    'closed up': [{ from: begins, to: Infinity, ventilation: 0.22, moisture: house.moisture * 2 }],
  };
  const silent = fault === 'silent' ? [{ from: begins, to: Infinity }] : random('outage').chance(0.3) ? [{ from: begins - 10 * day, to: begins - 10 * day + random('long').int(4, 60) * 3_600_000 }] : [];
  const home: SimHome = { id: `h${n}`, house, houseChanges: change[fault], outages: silent, lost: 0.03, bedroom: 0.65 + random('bedroom').next() * 0.35, climateEvery: 1200 };
  const rooms = new Map(devicesOfHome(home).map((d) => [d.devEui, d.room]));
  const readings = simulateHome(home, weather, random);
  const whole = simulateHome({ ...home, outages: [], lost: 0, climateEvery: 600 }, weather, random);
  return { fault, at, history: toHistory(readings, rooms, weather), truth: toHistory(whole, rooms, weather), timeConstant: house.timeConstant };
}

const roomOf = (s: Seen): string => (typeof s.evidence.room === 'string' ? s.evidence.room : '');
const begins = (seen: readonly Seen[]): Set<string> => new Set(seen.map((s) => `${s.code}/${roomOf(s)}`));

/** Days until a detector sees something it did not see on the eve of the fault; null when it does not within so many. */
function delayOf(c: Case, within: number, see: (history: HomeHistory) => Seen[]): number | null {
  for (let d = 0; d < within; d++) {
    const at = dayAfter(c.at, d);
    if (see(upTo(c.history, at)).some((s) => s.endAt === null && daysBetween(c.at, s.startAt) >= -1)) return d + 1;
  }
  return null;
}

/** Alarms that began in days without the fault. */
const falseStarts = (c: Case, see: (history: HomeHistory) => Seen[], until: string | null): number => see(until === null ? c.history : upTo(c.history, dayAfter(until, -1))).length;

/** Scores every detector of homes. */
export function scoreHomes(seed: string, homes: number, settings: HomeSettings): string[] {
  const heating = scoreOf('heating off', 'no cycles, sunk towards outside', 14);
  const boilerAlone = scoreOf('boiler dead or weak', 'missed times and weak rises', 14);
  const boilerRepair = scoreOf('boiler dead or weak, repair reported', 'with the repairs record', 14);
  const rationed = scoreOf('boiler fault said of fuel rationing', 'missed times and weak rises', 14);
  const silence = scoreOf('heating off or boiler said of a silent home', 'any', 14);
  const ladder = new Map<string, Score>();
  const mould = scoreOf('mould index reaches a rung', 'VTT on fRsi surface', 45);
  let mouldAhead = 0;
  const constants: { fitted: number; made: number }[] = [];

  for (let n = 0; n < homes; n++) {
    const c = makeCase(seed, n);
    const seeHeat = (h: HomeHistory): Seen[] => seeHeatingOff(h, settings.heating, settings.bridge);
    const seeBoiler = (repairs: readonly Repair[]) => (h: HomeHistory): Seen[] => seeBoilerFault(h, settings.heating, settings.boiler, repairs);
    const calm = c.fault === 'none' || c.fault === 'closed up' ? null : c.at;
    const calmWeeks = (calm === null ? weeks * 7 : daysBetween(c.history.firstDay, calm)) / 7;
    heating.weeks += calmWeeks;
    heating.alarms += falseStarts(c, seeHeat, calm);
    boilerAlone.weeks += calmWeeks;
    for (let d = 35; d < (calm === null ? weeks * 7 : daysBetween(c.history.firstDay, calm)); d += 7) boilerAlone.alarms += seeBoiler([])(upTo(c.history, dayAfter(c.history.firstDay, d))).length;
    if (c.fault === 'boiler dead') heating.delays.push(delayOf(c, 14, seeHeat));
    if (c.fault === 'boiler dead' || c.fault === 'boiler weak') {
      boilerAlone.delays.push(delayOf(c, 14, seeBoiler([])));
      boilerRepair.delays.push(delayOf(c, 14, seeBoiler([{ reported: c.at, completed: null }])));
    }
    if (c.fault === 'rationed') {
      rationed.weeks += 2;
      rationed.alarms += delayOf(c, 14, seeBoiler([])) === null ? 0 : 1;
    }
    if (c.fault === 'silent') {
      silence.weeks += 2;
      silence.alarms += delayOf(c, 14, (h) => [...seeHeat(h), ...seeBoiler([])(h)]) === null ? 0 : 1;
    }
    for (const { between, rooms, ...rest } of settings.ladder) {
      const rung: Rung = { ...rest, ...(between === undefined ? {} : { between }), ...(rooms === undefined ? {} : { rooms }) };
      const score = ladder.get(rung.code) ?? scoreOf(rung.code, `${rung.side} ${rung.threshold}, ${rung.hours} h, ${rung.days} d`, 3);
      ladder.set(rung.code, score);
      const truth = seeRung(c.truth, rung, settings.bridge);
      const seen = seeRung(c.history, rung, settings.bridge);
      score.weeks += weeks;
      score.alarms += seen.filter((s) => !truth.some((t) => t.evidence.room === s.evidence.room && t.startAt <= dayAfter(s.endAt ?? '2099-01-01', 2) && (t.endAt ?? '2099-01-01') >= dayAfter(s.startAt, -2))).length;
      if (c.fault === 'silent') continue;
      for (const t of truth) {
        const due = dayAfter(t.startAt, rung.days - 1);
        const found = Array.from({ length: 3 }, (_, d) => d).find((d) => dayAfter(due, d) <= dayAfter(c.history.firstDay, c.history.days - 1) && seeRung(upTo(c.history, dayAfter(due, d)), rung, settings.bridge).some((s) => s.evidence.room === t.evidence.room && daysBetween(s.startAt, t.startAt) <= 2 && (s.endAt ?? '2099-01-01') >= t.startAt));
        if (due <= dayAfter(c.history.firstDay, c.history.days - 1)) score.delays.push(found ?? null);
      }
    }
    if (c.fault !== 'silent') {
      const [truth, seen] = [seeMould(c.truth, settings.mould), seeMould(c.history, settings.mould)];
      mould.weeks += weeks;
      mould.alarms += [...begins(seen)].filter((code) => !begins(truth).has(code)).length;
      for (const code of begins(truth)) {
        const t = truth.find((s) => `${s.code}/${roomOf(s)}` === code)!;
        const s = seen.find((x) => x.code === t.code && x.evidence.room === t.evidence.room);
        const delay = s === undefined ? null : Math.max(0, daysBetween(t.startAt, s.startAt));
        if (s !== undefined && s.startAt < t.startAt) mouldAhead++;
        mould.delays.push(delay);
      }
    }
    const fitted = fitCooling(upTo(c.history, dayAfter(c.at, -1)), settings.cooling);
    if (fitted !== null) constants.push({ fitted: fitted.timeConstant, made: c.timeConstant });
  }
  const ratios = constants.map((k) => k.fitted / k.made).sort((a, b) => a - b);
  return [
    ...[heating, boilerAlone, boilerRepair, rationed, silence, ...ladder.values(), mould].map((s) => row(s, 'home')),
    `\nTime constant fitted over the one simulated, ${ratios.length} of ${homes} homes: median ${ratios[ratios.length >> 1]?.toFixed(2)}, middle half ${ratios[Math.floor(ratios.length * 0.25)]?.toFixed(2)} to ${ratios[Math.floor(ratios.length * 0.75)]?.toFixed(2)}; rank correlation ${rank(constants).toFixed(2)}.`,
    `Mould seen before it was truly there: ${mouldAhead}.`,
  ];
}

/** Spearman's rank correlation: what matters is which homes cool fastest. */
function rank(pairs: readonly { fitted: number; made: number }[]): number {
  const order = (key: 'fitted' | 'made'): number[] => {
    const sorted = pairs.map((p, i) => ({ v: p[key], i })).sort((a, b) => a.v - b.v);
    const out: number[] = [];
    sorted.forEach(({ i }, r) => (out[i] = r));
    return out;
  };
  const [a, b] = [order('fitted'), order('made')];
  const n = pairs.length;
  return 1 - (6 * a.reduce((sum, v, i) => sum + (v - b[i]!) ** 2, 0)) / (n * (n * n - 1));
}

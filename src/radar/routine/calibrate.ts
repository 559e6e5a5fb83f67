import { normalQuantile } from '../statistics.ts';
import { distribution, evidence, sizeOf, type FittedCounts } from './counts.ts';

/** A stream of numbers in [0, 1) that is always the same: thresholds do not change from one look to the next. (mulberry32) */
function stream(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const people = 1_600;
const weeks = 6;
const known = new Map<string, number>();

const remember = (key: string, make: () => number): number => {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size > 5_000) known.clear();
  const made = make();
  known.set(key, made);
  return made;
};

/** To the nearest of about `each` steps to a doubling, so that people much alike share a threshold. */
const coarse = (value: number, each: number): number => (Number.isFinite(value) && value > 0 ? 2 ** (Math.round(Math.log2(value) * each) / each) : value);

/**
 * The height of a CUSUM that alarms in a share `budget` of weeks without change. Found by simulating such weeks: rates
 * and dispersions are drawn from what the baseline leaves possible, so that not knowing them exactly is paid for. The first of six weeks is left out (the sum starts from
 * nothing); after an alarm it starts again.
 */
export function cusumHeight(model: FittedCounts, ratio: number, budget: number): number {
  const mean = coarse(model.mean, 6);
  const raw = coarse(Math.max(0.5, model.raw), 6);
  const days = Math.max(7, Math.round(model.days / 7) * 7);
  return remember(`cusum ${mean} ${raw} ${days} ${ratio} ${budget}`, () => {
    const steps = simulate({ ...model, days, mean, size: sizeOf(mean, 1 + model.mean / model.size) }, ratio);
    let [low, high] = [0, 12];
    for (let i = 0; i < 14; i++) {
      const middle = (low + high) / 2;
      if (alarmWeeks(steps, middle) > budget) low = middle;
      else high = middle;
    }
    return high;
  });
}

/** Evidence of each day of each simulated person: fitted alike, but each with one of the rates and dispersions still possible. */
function simulate(model: FittedCounts, ratio: number): Float64Array[] {
  const next = stream(20_261);
  const rates = 40;
  const tables = model.dispersions.flatMap((dispersion) => {
    const shape = Math.max(0.5, (model.mean * model.days) / dispersion);
    return Array.from({ length: rates }, (_, i) => {
      const z = normalQuantile((i + 0.5) / rates);
      const mean = model.mean * Math.max(0.02, (1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3);
      let sum = 0;
      return distribution({ mean, size: sizeOf(mean, dispersion) }).map((p) => (sum += p));
    });
  });
  return Array.from({ length: people }, (_, person) => {
    const table = tables[person % tables.length]!;
    return Float64Array.from({ length: weeks * 7 }, () => {
      const u = next();
      let x = 0;
      while (x < table.length - 1 && table[x]! < u) x++;
      return evidence(model, ratio, x);
    });
  });
}

/** Share of weeks, after the first, in which an alarm begins. */
function alarmWeeks(steps: readonly Float64Array[], height: number): number {
  let alarms = 0;
  for (const person of steps) {
    let sum = 0;
    for (let week = 0; week < weeks; week++) {
      let alarm = false;
      for (let day = 0; day < 7; day++) {
        sum = Math.max(0, sum + person[week * 7 + day]!);
        if (sum >= height) {
          alarm = true;
          sum = 0;
        }
      }
      if (alarm && week > 0) alarms++;
    }
  }
  return alarms / (people * (weeks - 1));
}

/**
 * How many robust standard deviations from a median of `days` days a value must be, on `run` days together, for a share
 * `budget` of weeks to alarm without change. Simulated with normal days, since the median and MAD of few days err.
 */
export function robustHeight(days: number, run: number, sides: 1 | 2, budget: number): number {
  const n = Math.max(7, Math.round(days / 7) * 7);
  return remember(`robust ${n} ${run} ${sides} ${budget}`, () => {
    const next = stream(97);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const highest: number[] = [];
    for (let person = 0; person < people; person++) {
      const base = Array.from({ length: n }, normal).sort((a, b) => a - b);
      const middle = (base[(n - 1) >> 1]! + base[n >> 1]!) / 2;
      const off = base.map((v) => Math.abs(v - middle)).sort((a, b) => a - b);
      const scale = 1.4826 * ((off[(n - 1) >> 1]! + off[n >> 1]!) / 2);
      for (let week = 1; week < weeks; week++) {
        const z = Array.from({ length: 7 }, () => (normal() - middle) / scale);
        const runs = Array.from({ length: 8 - run }, (_, i) => Math.max(Math.min(...z.slice(i, i + run)), sides === 2 ? Math.min(...z.slice(i, i + run).map((v) => -v)) : -Infinity));
        highest.push(Math.max(...runs));
      }
    }
    highest.sort((a, b) => a - b);
    return highest[Math.min(highest.length - 1, Math.ceil(highest.length * (1 - budget)))]!;
  });
}

import { mean, median, spread } from '../statistics.ts';
import { cusumHeight, robustHeight } from './calibrate.ts';
import { distribution, evidence, fitCounts, tail, type CountModel, type FittedCounts } from './counts.ts';
import type { Baseline, Change, Learning, RoutineDay, Watch } from './types.ts';

/** A baseline is made again every week, of days at least a week old, so that a change does not teach itself. */
const lag = 7;

interface Fitted {
  baseline: Baseline;
  counts: FittedCounts | null;
  robust: { middle: number; scale: number } | null;
  /** What each weekday is of the mean; place 0 is Monday. */
  weekday: readonly number[];
}

const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

/** Each weekday's share, drawn towards one as if a fortnight of it had been ordinary. */
function weekdays(days: readonly RoutineDay[], overall: number): number[] {
  return Array.from({ length: 7 }, (_, w) => {
    const values = days.flatMap((d) => (weekdayOf(d.day) === w && d.value !== null ? [d.value] : []));
    return overall <= 0 ? 1 : (values.reduce((sum, v) => sum + v, 0) + 2 * overall) / ((values.length + 2) * overall);
  });
}

function fit(past: readonly RoutineDay[], watch: Watch): Fitted {
  const values = past.flatMap((d) => (d.value === null ? [] : [d.value]));
  const counted = watch.methods.some((m) => m !== 'robust');
  const weekday = watch.weekdays ? weekdays(past, mean(values)) : Array.from({ length: 7 }, () => 1);
  if (counted) {
    const counts = fitCounts(past.flatMap((d) => (d.value === null ? [] : [d.value / weekday[weekdayOf(d.day)]!])));
    let sum = 0;
    const below = distribution(counts).map((p) => (sum += p));
    return { baseline: { middle: counts.mean, low: below.findIndex((p) => p >= 0.1), high: below.findIndex((p) => p >= 0.9), days: values.length }, counts, robust: null, weekday };
  }
  const even = past.flatMap((d) => (d.value === null ? [] : [scaled(d.value / weekday[weekdayOf(d.day)]!, watch)]));
  const robust = { middle: median(even), scale: Math.max(spread(even), 1e-6) };
  const back = (z: number): number => unscaled(robust.middle + z * robust.scale, watch);
  return { baseline: { middle: back(0), low: back(-1.28), high: back(1.28), days: values.length }, counts: null, robust, weekday };
}

const scaled = (value: number, watch: Watch): number => (watch.log ? Math.log(Math.max(0, value) + 1) : value);
const unscaled = (value: number, watch: Watch): number => (watch.log ? Math.exp(value) - 1 : value);

/**
 * Goes through a person's days as they happened, learning what is usual and noticing changes from it. Days without a
 * value, away or in hospital are passed over; days of a change teach nothing until it has lasted long enough to be usual.
 */
export function noticeChanges(days: readonly RoutineDay[], watch: Watch, learning: Learning): { changes: Change[]; baseline: Baseline | null; learningSince: string | null } {
  const changes: Change[] = [];
  const teaches = days.map((d) => d.value !== null && d.apart === undefined);
  const sides = (['up', 'down'] as const).filter((side) => watch.direction === 'both' || watch.direction === side);
  const state = { up: { sum: 0, since: 0, run: 0 }, down: { sum: 0, since: 0, run: 0 } };
  let open: Change | null = null;
  let from = 0;
  let needs = learning.days;
  let stay = 0;
  let fitted: Fitted | null = null;
  const restart = (): void => void Object.assign(state, { up: { sum: 0, since: 0, run: 0 }, down: { sum: 0, since: 0, run: 0 } });
  const close = (change: Change): void => {
    change.open = false;
    for (let k = change.began; k <= change.last; k++) teaches[k] = false;
    open = null;
    restart();
  };

  days.forEach((today, i) => {
    if (today.apart === 'in-hospital') {
      stay++;
      if (open !== null) close(open);
      return;
    }
    if (stay >= learning.stay) [from, needs, fitted] = [i, learning.again, null];
    stay = 0;
    if (fitted === null || dayNumber(today.day) % 7 === 0) {
      const usable: RoutineDay[] = [];
      for (let k = i - 1 - (fitted === null && needs === learning.again ? 0 : lag); k >= from && usable.length < learning.most; k--) if (teaches[k] === true) usable.push(days[k]!);
      const before: Fitted | null = fitted;
      if (usable.length >= needs) fitted = fit(usable, watch);
      if (before === null) restart();
    }
    if (today.value === null || today.apart !== undefined || fitted === null) return;
    const value = today.value;
    const factor = fitted.weekday[weekdayOf(today.day)]!;
    for (const side of sides) {
      if (open !== null && open.direction !== side) continue;
      const judged = judge(fitted, watch, side, value, factor, state[side], i);
      if (open !== null) {
        if (judged.still) open.last = i;
        if ((!judged.still && judged.over) || settled(days, i, open, watch)) close(open);
      } else if (judged.alarm !== null) {
        const since: number[] = days.slice(judged.began, i + 1).flatMap((d) => (d.value === null ? [] : [d.value]));
        if (Math.abs(mean(since) - fitted.baseline.middle) < watch.least) continue;
        open = { method: judged.alarm, direction: side, began: judged.began, noticed: i, last: i, open: true, baseline: fitted.baseline, now: 0 };
        changes.push(open);
      }
    }
    if (open !== null) {
      const change: Change = open;
      for (let k = change.began; k <= i; k++) teaches[k] = false;
      change.now = mean(days.slice(Math.max(change.began, i - 6), change.last + 1).flatMap((d) => (d.value === null || d.apart !== undefined ? [] : [d.value])));
      if (i - change.began >= learning.settles) {
        change.open = false;
        for (let k = change.began; k <= i; k++) teaches[k] = days[k]!.value !== null && days[k]!.apart === undefined;
        [from, fitted, open] = [change.began, null, null];
        needs = learning.again;
        restart();
      }
    }
  });
  return { changes, baseline: (fitted as Fitted | null)?.baseline ?? null, learningSince: fitted === null ? (days[from]?.day ?? null) : null };
}

/** Whether the last week of known days is back at what was usual, or nearer to it than to what was looked for. */
function settled(days: readonly RoutineDay[], at: number, change: Change, watch: Watch): boolean {
  if (change.method === 'robust' || at - change.noticed < 4) return false;
  const week = days.slice(Math.max(change.began, at - 6), at + 1).flatMap((d) => (d.value === null || d.apart !== undefined ? [] : [d.value]));
  const halfway = change.baseline.middle * Math.sqrt(change.direction === 'up' ? watch.ratio : 1 / watch.ratio);
  return week.length >= 5 && (change.direction === 'up' ? mean(week) < halfway : mean(week) > halfway);
}

interface Judged {
  alarm: Change['method'] | null;
  began: number;
  /** A change that is open goes on, or is over; between the two it waits. */
  still: boolean;
  over: boolean;
}

/** One day by every method of the watch. CUSUM and a single extreme day share the budget, four parts to one. */
function judge(fitted: Fitted, watch: Watch, side: 'up' | 'down', value: number, factor: number, state: { sum: number; since: number; run: number }, i: number): Judged {
  const sides = watch.direction === 'both' ? 2 : 1;
  const budget = watch.budget / sides;
  const out: Judged = { alarm: null, began: i, still: false, over: true };
  if (fitted.counts !== null) {
    const model = { mean: fitted.counts.mean * factor, size: fitted.counts.size };
    const ratio = side === 'up' ? watch.ratio : 1 / watch.ratio;
    const both = watch.methods.includes('cusum') && watch.methods.includes('tail');
    if (watch.methods.includes('cusum')) {
      const height = cusumHeight(fitted.counts, ratio, budget * (both ? 0.8 : 1));
      if (state.sum <= 0) state.since = i;
      state.sum = Math.min(height * 1.5, Math.max(0, state.sum + evidence(model, ratio, value)));
      if (state.sum >= height) Object.assign(out, { alarm: 'cusum', began: state.since });
      out.over = state.sum <= 0;
    }
    if (watch.methods.includes('tail') && out.alarm === null && tail(uncertain(model, fitted.baseline.days), value, side) < (budget * (both ? 0.2 : 1)) / 7) out.alarm = 'tail';
    out.still = out.alarm !== null || (side === 'up' ? value > model.mean * Math.sqrt(ratio) : value < model.mean * Math.sqrt(ratio));
    return out;
  }
  if (fitted.robust === null) return out;
  const z = ((scaled(value / factor, watch) - fitted.robust.middle) / fitted.robust.scale) * (side === 'up' ? 1 : -1);
  const height = robustHeight(fitted.baseline.days, watch.run, sides, watch.budget);
  if (z < height) state.run = 0;
  else if (state.run++ === 0) state.since = i;
  if (state.run >= watch.run) Object.assign(out, { alarm: 'robust', began: state.since });
  out.still = z >= height / 2;
  out.over = !out.still;
  return out;
}

/** The prediction of one more day when the mean itself rests on so many: gamma-Poisson, a little wider than the fit. */
function uncertain(model: CountModel, days: number): CountModel {
  const sure = model.mean * days + 0.5;
  return { mean: model.mean, size: Number.isFinite(model.size) ? 1 / (1 / model.size + 1 / sure) : sure };
}

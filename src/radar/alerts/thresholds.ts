/** People whose score went, in one week, from `from` whole points to `to`. */
export interface Rise {
  /** ISO day of the week's Monday. */
  week: string;
  from: number;
  to: number;
  people: number;
}

/** What another threshold would have done over the weeks looked back on. */
export interface ThresholdRow {
  /** Least score that would raise. */
  threshold: number;
  /** The one in force. */
  current: boolean;
  /** Raised in each week, oldest first. */
  weeks: number[];
  perWeek: number;
  /** Of the alerts that were accepted, those that would not have been raised. */
  missed: number;
  /** How many would be waiting now at the pace given; null where no pace is known. */
  queue: number | null;
}

const rowsAtMost = 24;

/** Whole thresholds from the lowest band to the highest score met, at most twenty-four, the one in force among them. */
export function candidates(lowest: number, current: number, highest: number): number[] {
  const from = Math.max(1, Math.floor(lowest));
  const to = Math.max(Math.ceil(highest), Math.ceil(current));
  const step = Math.max(1, Math.ceil((to - from + 1) / rowsAtMost));
  const all = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
  return [...new Set([...all, Math.ceil(current)])].toSorted((a, b) => a - b);
}

/**
 * For each threshold: a rise from below it to it or above would have raised an alert in that week. Weeks before a person's
 * last alert ended are not left out, so the figures are the most there could have been.
 * @param weeks ISO Mondays, oldest first
 * @param peaks the highest score of each alert accepted in those weeks
 * @param pace how many are dealt with a week
 */
export function atThresholds(thresholds: readonly number[], current: number, weeks: readonly string[], rises: readonly Rise[], peaks: readonly number[], pace: number | null): ThresholdRow[] {
  return thresholds.map((threshold) => {
    const counts = weeks.map((week) => rises.filter((r) => r.week === week && r.from < threshold && threshold <= r.to).reduce((sum, r) => sum + r.people, 0));
    return {
      threshold,
      current: threshold === Math.ceil(current),
      weeks: counts,
      perWeek: counts.length === 0 ? 0 : counts.reduce((a, b) => a + b, 0) / counts.length,
      missed: peaks.filter((peak) => peak < threshold).length,
      queue: pace === null ? null : Math.round(counts.reduce((waiting, came) => Math.max(0, waiting + came - pace), 0)),
    };
  });
}

/** Mondays of the `n` whole weeks before `today`, oldest first. */
export function mondays(today: string, n: number): string[] {
  const day = new Date(`${today}T00:00:00Z`);
  const monday = day.getTime() - ((day.getUTCDay() + 6) % 7) * 86_400_000;
  return Array.from({ length: n }, (_, i) => new Date(monday - (n - i) * 7 * 86_400_000).toISOString().slice(0, 10));
}

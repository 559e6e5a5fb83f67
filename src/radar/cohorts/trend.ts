import type { Sql } from '../../kernel/index.ts';
import { countsOf, keepCount, type CohortCount } from './cohorts.store.ts';

/** Months told of. */
const months = 12;

/** The last days of the twelve months before a day, newest first. */
export function monthEnds(day: string): string[] {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return Array.from({ length: months }, (_, back) => new Date(Date.UTC(year, month - 1 - back, 0)).toISOString().slice(0, 10));
}

/**
 * Counts at the ends of the last twelve months, and today's. What nobody counted at the time is worked out now, newest
 * first, until `seconds` have gone; the next call goes on from there.
 * @param count how many there were on a day
 */
export async function keepTrend(sql: Sql, cohort: string, today: string, seconds: number, count: (day: string, past: boolean) => Promise<number>): Promise<CohortCount[]> {
  const began = performance.now();
  const ends = monthEnds(today);
  const has = new Map((await countsOf(sql, cohort, ends.at(-1)!)).map((c) => [c.day, c]));
  const wanted = [today, ...ends];
  for (const day of wanted) {
    const past = day !== today;
    if (past && (has.has(day) || (performance.now() - began) / 1000 > seconds)) continue;
    const counted: CohortCount = { day, people: await count(day, past), lookedBack: past };
    await keepCount(sql, cohort, counted);
    has.set(day, counted);
  }
  return wanted.flatMap((day) => has.get(day) ?? []).toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

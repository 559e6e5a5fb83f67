import type { Schedule } from './definition.ts';

/** What is held of a person by one feed in one kind of data. */
export interface HeldGroup {
  personId: string;
  birthDate: string | null;
  feed: string;
  category: string;
  kinds: string[];
  /** ISO day of the last thing that happened, as precise as known; null where nothing has a date. */
  last: string | null;
  /** Something is still open: a service goes on, a plan is current. */
  open: boolean;
  factIds: string[];
}

/** What has reached the end of its time. */
export interface Due {
  personId: string;
  schedule: string;
  /** The first day on which it need no longer be kept. */
  dueOn: string;
  factIds: string[];
}

const reaches = (schedule: Schedule, group: HeldGroup): boolean =>
  (schedule.reaches.categories === undefined || schedule.reaches.categories.includes(group.category)) && (schedule.reaches.feeds === undefined || schedule.reaches.feeds.includes(group.feed));

/** The last day that a date as precise as known may mean: a year is its end, so that nothing goes too early. */
const latestDay = (date: string): string => (date.length === 4 ? `${date}-12-31` : date.length === 7 ? `${date}-31` : date.slice(0, 10));

const plusYears = (day: string, years: number): string => `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;

/**
 * The day from which a schedule lets somebody's data go; null for never, as long as it cannot be told: a birthday not known, nothing
 * with a date, or a service that goes on.
 */
function endOf(schedule: Schedule, groups: readonly HeldGroup[]): string | null {
  if (groups.some((g) => g.open)) return null;
  if ('untilAge' in schedule.keep) {
    const birth = groups[0]?.birthDate ?? null;
    return birth === null ? null : plusYears(latestDay(birth), schedule.keep.untilAge);
  }
  const last = groups.reduce<string | null>((latest, g) => (g.last !== null && (latest === null || latestDay(g.last) > latest) ? latestDay(g.last) : latest), null);
  return last === null ? null : plusYears(last, schedule.keep.yearsAfterLast);
}

/**
 * What is due of one person on a day. Of several schedules that reach a feed's data one with `only` counts before the rest, where all
 * the person has there is of those kinds; otherwise the one that keeps longest. What no schedule reaches is never due.
 * @param groups everything held of the person
 */
export function dueOf(schedules: readonly Schedule[], groups: readonly HeldGroup[], today: string): Due[] {
  const ends = new Map(
    schedules.map((schedule) => {
      const reached = groups.filter((g) => reaches(schedule, g));
      const applies = reached.length > 0 && (schedule.reaches.only === undefined || reached.every((g) => g.kinds.every((kind) => (schedule.reaches.only as readonly string[]).includes(kind))));
      return [schedule.id, applies ? { end: endOf(schedule, reached) } : null] as const;
    }),
  );
  const due = new Map<string, Due>();
  for (const group of groups) {
    const all = schedules.filter((s) => reaches(s, group) && ends.get(s.id) != null);
    const narrow = all.filter((s) => s.reaches.only !== undefined);
    const counted = (narrow.length > 0 ? narrow : all).map((s) => ({ id: s.id, end: ends.get(s.id)!.end }));
    const longest = counted.reduce<{ id: string; end: string | null } | null>((most, s) => (most === null || (most.end !== null && (s.end === null || s.end > most.end)) ? s : most), null);
    if (longest === null || longest.end === null || longest.end > today) continue;
    const known = due.get(longest.id) ?? { personId: group.personId, schedule: longest.id, dueOn: longest.end, factIds: [] };
    known.factIds.push(...group.factIds);
    due.set(longest.id, known);
  }
  return [...due.values()];
}

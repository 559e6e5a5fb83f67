import { isWorkingDay, londonInstant, londonTime, nextDay, officeHours } from '../kernel/index.ts';
import type { WaitDefinition } from './definition/pathway-schema.ts';

/** A day or an instant by which something must be done: a day runs to its end. */
export interface Due {
  /** ISO day in London. */
  day: string;
  /** ISO instant, where the clock runs in hours. */
  at: string | null;
}

const addDays = (day: string, days: number): string => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
};

/**
 * When a wait that begins at `from` is over. Days and months are of the calendar, the day it begins on not counted; a
 * month ends on the day of the same number, or on the last of a shorter month (Interpretation of "month" in Dodds v Walker
 * [1981] UKHL 3). Working days leave out Saturdays, Sundays and England's bank holidays. Hours run by the clock.
 */
export function dueAfter(from: Date, wait: WaitDefinition): Due {
  const { day } = londonTime(from);
  if ('hours' in wait) {
    const at = new Date(from.getTime() + wait.hours * 3_600_000);
    return { day: londonTime(at).day, at: at.toISOString() };
  }
  if ('days' in wait) return { day: addDays(day, wait.days), at: null };
  if ('months' in wait) return { day: addMonths(day, wait.months), at: null };
  let end = day;
  for (let left = wait.workingDays; left > 0; ) {
    end = nextDay(end);
    if (isWorkingDay(officeHours, end)) left -= 1;
  }
  return { day: end, at: null };
}

/** When somebody should be warned of what is due: as long before it as `wait` says. */
export function warnBefore(due: Due, wait: WaitDefinition): Due {
  if ('hours' in wait) {
    const end = due.at === null ? londonInstant(nextDay(due.day), 0) : new Date(due.at);
    const at = new Date(end.getTime() - wait.hours * 3_600_000);
    return { day: londonTime(at).day, at: at.toISOString() };
  }
  if ('days' in wait) return { day: addDays(due.day, -wait.days), at: null };
  if ('months' in wait) return { day: addMonths(due.day, -wait.months), at: null };
  let start = due.day;
  for (let left = wait.workingDays; left > 0; ) {
    start = addDays(start, -1);
    if (isWorkingDay(officeHours, start)) left -= 1;
  }
  return { day: start, at: null };
}

function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()))).toISOString().slice(0, 10);
}

/** Days are whole numbers from 1 January 1900, so that two bytes hold any that matters; 0 means none. */
export type Day = number;

const epoch = Date.UTC(1899, 11, 31);
const dayLength = 86_400_000;
export const lastDay = 65_535;

/** Day of an ISO date or of a date and time; of a partial date its first day, or its last (`end`). 0 when it is none. */
export function dayOf(text: string | null, end = false): Day {
  if (text === null) return 0;
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  if (year === undefined || Number.isNaN(year)) return 0;
  const at = day !== undefined ? Date.UTC(year, (month ?? 1) - 1, day) : end ? (month === undefined ? Date.UTC(year, 11, 31) : Date.UTC(year, month, 0)) : Date.UTC(year, (month ?? 1) - 1, 1);
  const n = Math.round((at - epoch) / dayLength);
  return Number.isFinite(n) ? Math.min(Math.max(n, 1), lastDay) : 0;
}

/** ISO date of a day. */
export const isoOf = (day: Day): string => new Date(epoch + day * dayLength).toISOString().slice(0, 10);

/** Year, month and day of each day as one number, `20261120`, so that ages need no calendar when a million are taken. */
const figures = Int32Array.from({ length: lastDay + 1 }, (_, day) => Number(isoOf(day).replaceAll('-', '')));

/** Whole years from a birth to a day, as the calendar counts them. */
export const yearsBetween = (birth: Day, day: Day): number => Math.floor((figures[day]! - figures[birth]!) / 10_000);

/** The day somebody born on `birth` is `years` old. */
export function birthday(birth: Day, years: number): Day {
  const b = new Date(epoch + birth * dayLength);
  return Math.min(Math.round((Date.UTC(b.getUTCFullYear() + years, b.getUTCMonth(), b.getUTCDate()) - epoch) / dayLength), lastDay);
}

import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { z } from 'zod';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'give a time such as 09:00');

/** When somebody is there, by London's clock. England's bank holidays are days off unless `bankHolidays` says that they are there. */
export const hoursSchema = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1).default(['mon', 'tue', 'wed', 'thu', 'fri']),
  from: time,
  to: time,
  bankHolidays: z.boolean().default(false),
});
export type Hours = z.infer<typeof hoursSchema>;

/** How long something may wait: by the clock, or only while somebody is there. */
export const waitSchema = z.union([
  z.strictObject({ minutes: z.int().min(1).max(10_080) }),
  z.strictObject({ hours: z.int().min(1).max(720) }),
  z.strictObject({ workingHours: z.int().min(1).max(400) }),
  z.strictObject({ workingDays: z.int().min(1).max(90) }),
]);
export type Wait = z.infer<typeof waitSchema>;

/** Office hours where an area says no others. */
export const officeHours: Hours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00', bankHolidays: false };

let book: Holidays | null = null;
const years = new Map<number, ReadonlySet<string>>();

/** The library holds every country's days, so it is loaded by whoever first asks and by nobody else. */
function openBook(): Holidays {
  const Book = createRequire(import.meta.url)('date-holidays') as typeof Holidays;
  return new Book('GB', 'ENG');
}

/** England's bank holidays of a year, substitute days among them, as ISO days. */
export function bankHolidays(year: number): ReadonlySet<string> {
  const known = years.get(year);
  if (known !== undefined) return known;
  book ??= openBook();
  const days = new Set(book.getHolidays(year).filter((h) => h.type === 'public' || h.type === 'bank').map((h) => h.date.slice(0, 10)));
  years.set(year, days);
  return days;
}

const face = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** London's day and the minutes since its midnight by the clock on the wall. */
export function londonTime(at: Date): { day: string; minutes: number } {
  const part: Record<string, string> = {};
  for (const { type, value } of face.formatToParts(at)) part[type] = value;
  return { day: `${part.year}-${part.month}-${part.day}`, minutes: Number(part.hour) * 60 + Number(part.minute) + Number(part.second) / 60 };
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The instant at which London's clock shows these minutes after midnight on `day`; in the hour that spring leaves out, an hour on. */
export function londonInstant(day: string, minutes: number): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + minutes * minuteMs;
  for (const offset of [0, 60]) {
    const at = new Date(asUtc - offset * minuteMs);
    const shown = londonTime(at);
    if (Date.parse(`${shown.day}T00:00:00Z`) + shown.minutes * minuteMs === asUtc) return at;
  }
  return new Date(asUtc);
}

export const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const weekday = (day: string): (typeof weekdays)[number] => weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]!;

/** Whether somebody is there at all on that ISO day. */
export const isWorkingDay = (hours: Hours, day: string): boolean => hours.days.includes(weekday(day)) && (hours.bankHolidays || !bankHolidays(Number(day.slice(0, 4))).has(day));

/** Whether somebody is there at that moment. The hour of `to` is the first at which nobody is; `to` before `from` runs past midnight. */
export function isWithin(hours: Hours, at: Date): boolean {
  return shifts(hours, at).some(([start, end]) => start <= at && at < end);
}

/** Shifts that begin the day before `at` and on it, as instants. */
function shifts(hours: Hours, at: Date): [Date, Date][] {
  const { day } = londonTime(at);
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - dayMs).toISOString().slice(0, 10);
  return [before, day].filter((d) => isWorkingDay(hours, d)).map((d) => shift(hours, d));
}

function shift(hours: Hours, day: string): [Date, Date] {
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)];
  return [londonInstant(day, from), to > from ? londonInstant(day, to) : londonInstant(nextDay(day), to)];
}

/** Longer than any run of days off. */
const searchDays = 400;

/** The moment when `wait` is over, counted from `at`. A working day ends at the close of the n-th working day after the one it began on. */
export function waitFrom(hours: Hours, at: Date, wait: Wait): Date {
  if ('minutes' in wait) return new Date(at.getTime() + wait.minutes * minuteMs);
  if ('hours' in wait) return new Date(at.getTime() + wait.hours * 60 * minuteMs);
  let { day } = londonTime(at);
  if ('workingDays' in wait) {
    for (let i = 0, left = wait.workingDays; i < searchDays; i++) {
      day = nextDay(day);
      if (isWorkingDay(hours, day)) left -= 1;
      if (left === 0) return shift(hours, day)[1];
    }
    return at;
  }
  let left = wait.workingHours * 60 * minuteMs;
  for (const [start, end] of shifts(hours, at).filter(([, e]) => e > at)) {
    const begun = Math.max(start.getTime(), at.getTime());
    if (end.getTime() - begun >= left) return new Date(begun + left);
    left -= end.getTime() - begun;
  }
  for (let i = 0; i < searchDays; i++) {
    day = nextDay(day);
    if (!isWorkingDay(hours, day)) continue;
    const [start, end] = shift(hours, day);
    if (end.getTime() - start.getTime() >= left) return new Date(start.getTime() + left);
    left -= end.getTime() - start.getTime();
  }
  return at;
}

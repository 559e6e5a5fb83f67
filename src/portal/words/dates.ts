import { ageOn, showDate } from '../../kernel/index.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const longMonths = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `2026-11-03` as `3 Nov 2026`; a partial date as far as it goes: `Nov 2026`, `2026`. */
export function showDay(date: string): string {
  const [year = '', month, day] = date.slice(0, 10).split('-');
  if (month === undefined) return year;
  const name = months[Number(month) - 1] ?? month;
  return day === undefined ? `${name} ${year}` : `${Number(day)} ${name} ${year}`;
}

/** A date with its time of day only where the source gave one: `11 Nov 2026, 02:40`. */
export function showWhen(when: string): string {
  const time = /T(\d{2}:\d{2})/.exec(when);
  return time === null ? showDay(when) : `${showDay(when)}, ${time[1]}`;
}

/** The value of `<time datetime>`: the date as precise as the source was, with its time if it gave one. */
export const machineWhen = (when: string): string => (/T\d{2}:\d{2}/.test(when) ? when.slice(0, 16) : when.slice(0, 10));

/** `2026-11-03` as `November 2026`; a year alone as itself. */
export function showMonth(date: string): string {
  const [year = '', month] = date.slice(0, 7).split('-');
  return month === undefined ? year : `${longMonths[Number(month) - 1] ?? month} ${year}`;
}

const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

interface ClockFace {
  day: string;
  time: string;
}

/** Pages say the same few instants over and over, and reading one takes longer than the rest of its line. */
const read = new Map<string, ClockFace | null>();
const mostRead = 2_000;

/** An instant as London reads the clock: `{ day: '2026-11-20', time: '06:10' }`. */
function inLondon(instant: string): ClockFace | null {
  const known = read.get(instant);
  if (known !== undefined) return known;
  if (read.size >= mostRead) read.clear();
  const now = readLondon(instant);
  read.set(instant, now);
  return now;
}

function readLondon(instant: string): ClockFace | null {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return null;
  const part: Record<string, string> = {};
  for (const { type, value } of london.formatToParts(at)) part[type] = value;
  return { day: `${part.year}-${part.month}-${part.day}`, time: `${part.hour}:${part.minute}` };
}

/** When Kith itself did or received something: `today, 06:10`, `18 Nov 2026, 14:02`. */
export function showInstant(instant: string, today: string): string {
  const at = inLondon(instant);
  if (at === null) return instant;
  return `${at.day === today ? 'today' : showDay(at.day)}, ${at.time}`;
}

/** The time of day of an instant in London: `14:02`. */
export const clockTime = (at: Date): string => inLondon(at.toISOString())?.time ?? '';

/** The London day of an instant, as `20 Nov 2026`, or `today`. */
export function showInstantDay(instant: string, today: string): string {
  const at = inLondon(instant);
  if (at === null) return instant;
  return at.day === today ? 'today' : showDay(at.day);
}

/** Age as the NHS banner shows it: years; under two, months; under one month, days. Null when it cannot be known. */
export function showAge(birth: string, day: string): string | null {
  const years = ageOn(birth, day);
  if (years === null) return null;
  if (years >= 2 || birth.length < 10) return `${years}y`;
  const [by = 0, bm = 1, bd = 1] = birth.split('-').map(Number);
  const [y = 0, m = 1, d = 1] = day.slice(0, 10).split('-').map(Number);
  const whole = (y - by) * 12 + (m - bm) - (d < bd ? 1 : 0);
  if (whole >= 1) return `${whole}m`;
  return `${Math.round((Date.UTC(y, m - 1, d) - Date.UTC(by, bm - 1, bd)) / 86_400_000)}d`;
}

/** `14-Jul-1943 (83y)`: the NHS Common User Interface form of a date of birth and age. Those who have died have no age now. */
export function showBorn(birth: string | null, day: string, dead = false): string {
  if (birth === null) return 'Not known';
  const age = dead ? null : showAge(birth, day);
  return age === null ? showDate(birth) : `${showDate(birth)} (${age})`;
}

import type { PartialDate } from './facts.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Dates that systems write when they mean "we do not know". */
const placeholders = new Set(['1900-01-01', '1800-01-01', '1753-01-01', '1901-01-01', '9999-12-31', '9999-09-09', '2099-12-31', '3000-01-01']);

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

function compose(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || year < 1000 || day > daysIn(year, month)) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/**
 * Reads a date as UK systems write it: `2019-04-15`, `15/04/2019`, `15-Apr-2019`, `15 April 2019`, `20190415`,
 * each with or without a time after it; year alone or year and month give a partial date. Day always
 * precedes month where the form is ambiguous.
 * @returns ISO date or partial date; null when it is not a real date or is a placeholder such as 1900-01-01
 */
export function readDate(text: string): PartialDate | null {
  const date = readAnyDate(text.trim());
  return date === null || placeholders.has(date) ? null : date;
}

function readAnyDate(text: string): PartialDate | null {
  let m = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text);
  if (m) return compose(Number(m[1]), Number(m[2]), Number(m[3]));
  m = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ,].*)?$/.exec(text);
  if (m) return compose(Number(m[3]), Number(m[2]), Number(m[1]));
  m = /^(\d{4})(\d{2})(\d{2})(?:\d{2,6}(?:\.\d+)?(?:[+-]\d{4})?)?$/.exec(text);
  if (m) return compose(Number(m[1]), Number(m[2]), Number(m[3]));
  m = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})[ ,-]+(\d{4})(?:[T ].*)?$/.exec(text);
  if (m) return compose(Number(m[3]), months.indexOf(m[2]!.slice(0, 3).toLowerCase()) + 1, Number(m[1]));
  m = /^(\d{4})-(\d{2})$/.exec(text);
  if (m) return Number(m[2]) >= 1 && Number(m[2]) <= 12 ? text : null;
  return /^(1[89]|20)\d{2}$/.test(text) ? text : null;
}

/**
 * Reads a date with the time of day kept where the source gave one, as local wall-clock time without offset
 * (`2026-11-11T02:40`); a date alone stays a date.
 */
export function readWhen(text: string): string | null {
  const trimmed = text.trim();
  const date = readDate(trimmed);
  if (date === null || date.length < 10) return date;
  const time = /(?:[T ,]\s*(\d{1,2}):(\d{2}))/.exec(trimmed) ?? /^\d{8}(\d{2})(\d{2})/.exec(trimmed);
  if (!time || Number(time[1]) > 23 || Number(time[2]) > 59) return date;
  return `${date}T${time[1]!.padStart(2, '0')}:${time[2]}`;
}

/** Whole years between a birth date (as precise as known) and an ISO day; null when the year is unknown. */
export function ageOn(birth: PartialDate, day: string): number | null {
  const [by, bm = '07', bd = '01'] = birth.split('-');
  const [y, m, d] = day.split('-');
  if (!by || !y || !m || !d) return null;
  const years = Number(y) - Number(by) - (`${m}-${d.slice(0, 2)}` < `${bm}-${bd}` ? 1 : 0);
  return years < 0 ? null : years;
}

/** `2026-11-03` as the NHS writes it, `03-Nov-2026`; a partial date as far as it goes, `Nov-2026`, `2026`. */
export function showDate(date: PartialDate): string {
  const [year = '', month, day] = date.slice(0, 10).split('-');
  if (!month) return year;
  const name = months[Number(month) - 1] ?? '';
  const named = name.charAt(0).toUpperCase() + name.slice(1);
  return day ? `${day}-${named}-${year}` : `${named}-${year}`;
}

import { readDate } from '../../kernel/index.ts';

/** Whether a file writes the month before the day, told by dates that can only be read so. */
export function monthFirst(sample: readonly string[]): boolean {
  const parts = sample.map((text) => /^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b/.exec(text.trim())).filter((m) => m !== null);
  const over = (at: number): number => parts.filter((m) => Number(m[at]) > 12).length;
  return over(2) > 0 && over(1) <= over(2) * 0.05;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Years of two digits from here on are of the last century: nobody's birth lies ahead. */
const lastCentury = 27;
const fullYear = (year: string): string => (year.length === 4 ? year : `${Number(year) >= lastCentury ? 19 : 20}${year}`);
const two = (part: string): string => part.padStart(2, '0');

/**
 * Date of birth as text: ISO date as precise as known, or the digits there were where it is not a real date, since it
 * may be one digit from one that is.
 * @param american whether `1/2/1980` is the second of January
 */
export function birthValue(raw: string, american = false): string | null {
  const text = raw.trim();
  const iso = rearranged(text, american);
  const date = readDate(iso ?? text);
  if (date !== null) return date;
  const dmy = /^(\d{2})(\d{2})(1[5-9]\d\d|20\d\d)$/.exec(text);
  if (!/[1-9]/.test(text)) return null;
  const ymd = dmy !== null ? null : /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(iso ?? text);
  if (ymd !== null) return placeholder(`${ymd[1]}-${ymd[2]}-${ymd[3]}`);
  return dmy === null ? null : placeholder(american ? `${dmy[3]}-${dmy[1]}-${dmy[2]}` : `${dmy[3]}-${dmy[2]}-${dmy[1]}`);
}

/** Forms that the rest of Kith does not meet, as `YYYY-MM-DD`: year first with other signs, the American order, two-digit years, the month's name first. */
function rearranged(text: string, american: boolean): string | null {
  const year = /^(\d{4})[/. -](\d{1,2})[/. -](\d{1,2})(?:[T ].*)?$/.exec(text);
  if (year !== null) return `${year[1]}-${two(year[2]!)}-${two(year[3]!)}`;
  const numbers = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})(?:[T ,].*)?$/.exec(text);
  if (numbers !== null) {
    const [first, second] = american ? [numbers[1]!, numbers[2]!] : [numbers[2]!, numbers[1]!];
    return `${fullYear(numbers[3]!)}-${two(first)}-${two(second)}`;
  }
  const named = /^(?:[A-Za-z]{3,9},? )?(?:(\d{1,2})(?:st|nd|rd|th)?[ -]?)?([A-Za-z]{3,9})\.?[ -]?(?:(\d{1,2})(?:st|nd|rd|th)?,? )?[ ,-]*(\d{4}|\d{2})$/.exec(text);
  if (named === null) return null;
  const month = months.indexOf(named[2]!.slice(0, 3).toLowerCase()) + 1;
  const day = named[1] ?? named[3];
  if (month === 0) return null;
  return `${fullYear(named[4]!)}-${two(String(month))}${day === undefined ? '' : `-${two(day)}`}`;
}

const placeholder = (date: string): string | null => (/^(1900-01-01|1800-01-01|1753-01-01|1901-01-01|9999-.*|2099-12-31|3000-01-01|0000-.*|.*-00-00)$/.test(date) ? null : date);

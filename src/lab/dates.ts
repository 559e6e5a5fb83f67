import type { IsoDate, IsoTime } from './world.ts';

const day = 86_400_000;

/** Days since 1970 of an ISO date (or of a time's date). */
export const dayNumber = (date: IsoDate): number => Math.round(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / day);

export function dateOf(number: number): IsoDate {
  return new Date(number * day).toISOString().slice(0, 10);
}

export const plusDays = (date: IsoDate, days: number): IsoDate => dateOf(dayNumber(date) + Math.round(days));

export const daysBetween = (from: IsoDate, to: IsoDate): number => dayNumber(to) - dayNumber(from);

/** Whole years on a day. */
export function ageAt(birth: IsoDate, on: IsoDate): number {
  return Number(on.slice(0, 4)) - Number(birth.slice(0, 4)) - (on.slice(5, 10) < birth.slice(5, 10) ? 1 : 0);
}

/** The date some whole years later; 29 February becomes the 28th. */
export function plusYears(date: IsoDate, years: number): IsoDate {
  const year = Number(date.slice(0, 4)) + years;
  return `${year}${date.slice(4, 10) === '-02-29' ? '-02-28' : date.slice(4, 10)}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

export const at = (date: IsoDate, minutes: number): IsoTime => {
  const over = Math.floor(minutes / 1440);
  const rest = Math.round(minutes - over * 1440) % 1440;
  return `${over === 0 ? date.slice(0, 10) : plusDays(date, over)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
};

export const plusMinutes = (time: IsoTime, minutes: number): IsoTime => at(time, Number(time.slice(11, 13)) * 60 + Number(time.slice(14, 16)) + minutes);

export const earliest = (...dates: (IsoDate | undefined)[]): IsoDate => dates.filter((d) => d !== undefined).sort()[0]!;
export const latest = (...dates: (IsoDate | undefined)[]): IsoDate => dates.filter((d) => d !== undefined).sort().at(-1)!;

/** `09/11/2026` */
export const dayFirst = (date: IsoDate): string => `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;

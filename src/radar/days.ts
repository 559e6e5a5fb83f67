const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' });

export interface LondonHour {
  /** ISO day. */
  day: string;
  hour: number;
}

/** Formatting costs a microsecond or two; a home has thousands of readings in few hours. */
const read = new Map<number, LondonHour>();
const mostRead = 20_000;

/** The London day and hour of an instant, in milliseconds since 1970. */
export function londonHour(at: number): LondonHour {
  const hour = Math.floor(at / 3_600_000);
  const before = read.get(hour);
  if (before !== undefined) return before;
  const part: Record<string, string> = {};
  for (const { type, value } of london.formatToParts(hour * 3_600_000)) part[type] = value;
  const made = { day: `${part.year}-${part.month}-${part.day}`, hour: Number(part.hour) };
  if (read.size >= mostRead) read.clear();
  read.set(hour, made);
  return made;
}

/** The instant at which an hour of a London day begins, in milliseconds. */
export function londonInstant(day: string, hour = 0): number {
  const guess = Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000;
  const seen = londonHour(guess);
  const ahead = (Date.parse(`${seen.day}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 3_600_000 + seen.hour - hour;
  return guess - ahead * 3_600_000;
}

/** ISO day so many days on. */
export function dayAfter(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** `Sat 28 Nov`, or with its year `28 Nov 2026`, as a sentence says it. */
export const sayDay = (day: string, year = false): string =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString('en-GB', { ...(year ? { year: 'numeric' } : { weekday: 'short' }), day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Days from one to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

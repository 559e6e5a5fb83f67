import { isWorkingDay, nextDay, officeHours } from '../kernel/index.ts';

/** What happens to the time a request may take, on a London day (ISO). */
export interface TermEvent {
  kind: 'identity-asked' | 'identity-seen' | 'clarity-asked' | 'clarity-given' | 'extended';
  on: string;
}

/** How long a request may take, as it stands on a day. */
export interface Term {
  /** The day from which the month runs: the request's own, or when identity was seen, if it had to be asked for. */
  from: string;
  /** The last day on which the answer is in time; while something is awaited, as if it came today. */
  due: string;
  /** Days that do not count, for an answer was awaited. */
  pausedDays: number;
  /** What is awaited now, if anything. */
  awaiting: 'identity' | 'clarity' | null;
  extended: boolean;
  /** Whole days from today to `due`; below nothing when it is late. */
  daysLeft: number;
}

const dayMs = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const plusDays = (day: string, days: number): string => new Date(at(day) + days * dayMs).toISOString().slice(0, 10);
export const daysBetween = (from: string, to: string): number => Math.round((at(to) - at(from)) / dayMs);

/** The same day of a later month, or that month's last day where it has no such day: 31 January and a month is 28 or 29 February. */
export function plusMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()))).toISOString().slice(0, 10);
}

/** `day`, or the next on which offices of England are open. */
function workingDay(day: string): string {
  let on = day;
  while (!isWorkingDay(officeHours, on)) on = nextDay(on);
  return on;
}

/**
 * How long a request may take: one calendar month, three when extended (UK GDPR Art 12(3)), from the day it came, or on which
 * identity was seen where that had to be asked for (Art 12A(2) as the Data (Use and Access) Act 2025 puts it in); days on which
 * what was meant was awaited do not count (Art 12A(5)). A last day on which offices are closed moves to the next working day
 * (Information Commissioner's guidance, "What is the time limit?").
 * @param received London day on which it came, ISO
 * @param events in any order
 * @param today London day, ISO
 */
export function termOf(received: string, events: readonly TermEvent[], today: string): Term {
  const inOrder = events.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  let from = received;
  let asked: string | null = null;
  let unclear: string | null = null;
  let paused: { since: string; until: string }[] = [];
  let extended = false;
  for (const { kind, on } of inOrder) {
    if (kind === 'identity-asked') asked ??= on;
    else if (kind === 'identity-seen' && asked !== null) {
      asked = null;
      from = on > from ? on : from;
    } else if (kind === 'clarity-asked') unclear ??= on;
    else if (kind === 'clarity-given' && unclear !== null) {
      paused.push({ since: unclear, until: on });
      unclear = null;
    } else if (kind === 'extended') extended = true;
  }
  if (asked !== null) from = today > from ? today : from;
  if (unclear !== null) paused.push({ since: unclear, until: today > unclear ? today : unclear });
  // What was awaited before the month began to run is in that already.
  paused = paused.map(({ since, until }) => ({ since: since > from ? since : from, until }));
  const pausedDays = paused.reduce((days, { since, until }) => days + Math.max(daysBetween(since, until), 0), 0);
  const due = workingDay(plusDays(plusMonths(from, extended ? 3 : 1), pausedDays));
  return { from, due, pausedDays, awaiting: asked !== null ? 'identity' : unclear !== null ? 'clarity' : null, extended, daysLeft: daysBetween(today, due) };
}

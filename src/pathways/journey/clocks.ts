import { isWorkingDay, londonInstant, londonTime, nextDay, officeHours } from '../../kernel/index.ts';
import { dueAfter, warnBefore, type Due } from '../deadlines.ts';
import type { DeadlineDefinition, WaitDefinition } from '../definition/pathway-schema.ts';

/** A deadline as it stands on a walk. */
export interface RunningDeadline {
  id: string;
  title: string;
  owner: string;
  due: Due;
  warn: Due | null;
  /** Met late is met, and breached. */
  state: 'running' | 'paused' | 'met' | 'stopped';
  warned: boolean;
  breached: boolean;
  /** ISO instant it started at. */
  from: string;
}

export function startClock(id: string, { title, owner, after, warn }: DeadlineDefinition, from: Date): RunningDeadline {
  const due = dueAfter(from, after);
  return { id, title, owner, due, warn: warn === undefined ? null : warnBefore(due, warn), state: 'running', warned: false, breached: false, from: from.toISOString() };
}

/** The instant from which it is late: a day runs to its end in London. */
export const lateFrom = (due: Due): Date => (due.at === null ? londonInstant(nextDay(due.day), 0) : new Date(due.at));

/** The instant at which its owner is warned: of a day, its beginning. */
export const warnFrom = (warn: Due): Date => (warn.at === null ? londonInstant(warn.day, 0) : new Date(warn.at));

/** A clock that stood still since `since` runs again: due later by as many of its own units as passed. */
export function resumeClock(clock: RunningDeadline, { after, warn }: DeadlineDefinition, since: Date, now: Date): RunningDeadline {
  const due = afterPause(clock.due, after, since, now);
  return { ...clock, due, warn: warn === undefined ? null : warnBefore(due, warn), state: 'running' };
}

/** When it is due after it stood still between two instants: later by as many of its own units as passed. */
export function afterPause(due: Due, wait: WaitDefinition, from: Date, to: Date): Due {
  if (due.at !== null) {
    const at = new Date(Date.parse(due.at) + to.getTime() - from.getTime());
    return { day: londonTime(at).day, at: at.toISOString() };
  }
  const working = 'workingDays' in wait;
  const counts = (day: string): boolean => !working || isWorkingDay(officeHours, day);
  let passed = 0;
  for (let day = londonTime(from).day; day < londonTime(to).day; ) if (counts((day = nextDay(day)))) passed += 1;
  let day = due.day;
  for (let left = passed; left > 0; ) if (counts((day = nextDay(day)))) left -= 1;
  return { day, at: null };
}

import { isWorkingDay, londonInstant, londonTime, nextDay, officeHours } from '../../kernel/index.ts';
import type { Case, CaseClock } from '../cases/types.ts';
import { dueAfter, warnBefore, type Due } from '../deadlines.ts';
import type { DeadlineDefinition, WaitDefinition } from '../definition/pathway-schema.ts';

/** The instant after which what is due is late: a day runs to its end in London. */
export const endOf = (due: Due): Date => (due.at === null ? londonInstant(nextDay(due.day), 0) : new Date(due.at));

/** The instant at which a day or hour begins: when somebody is warned. */
const startOf = (due: Due): Date => (due.at === null ? londonInstant(due.day, 0) : new Date(due.at));

/** A deadline that begins to run at `from`. */
export function startClock(at: Pick<Case, 'personId' | 'caseId'>, id: string, deadline: DeadlineDefinition, team: string, from: Date): Omit<CaseClock, 'clockId'> {
  const due = dueAfter(from, deadline.after);
  return {
    personId: at.personId, caseId: at.caseId, deadline: id, title: deadline.title, owner: deadline.owner, team, startedAt: from, dueDay: due.day, dueAt: endOf(due), hourly: due.at !== null,
    warnAt: warningOf(deadline, due), warnedAt: null, breachedAt: null, state: 'running', pausedAt: null, pausedByState: false, pauses: [], endedAt: null,
  };
}

const warningOf = (deadline: Pick<DeadlineDefinition, 'warn'>, due: Due): Date | null => (deadline.warn === undefined ? null : startOf(warnBefore(due, deadline.warn)));

export const pauseClock = (byState: boolean, now: Date): Partial<CaseClock> => ({ state: 'paused', pausedAt: now, pausedByState: byState });

/**
 * A paused deadline runs again, due later by the time it stood still: as many working days as passed where it runs in working
 * days, as many days where it runs in days or months, as many hours where it runs in hours. A day of which it stood still for a part only
 * counts as one it ran, unless it stood still over its end.
 */
export function resumeClock(clock: CaseClock, deadline: Pick<DeadlineDefinition, 'after' | 'warn'>, now: Date): Partial<CaseClock> {
  const from = clock.pausedAt ?? now;
  const due = later({ day: clock.dueDay, at: clock.hourly ? clock.dueAt.toISOString() : null }, deadline.after, from, now);
  return {
    state: 'running', pausedAt: null, pausedByState: false, dueDay: due.day, dueAt: endOf(due), warnAt: warningOf(deadline, due), pauses: [...clock.pauses, { from: from.toISOString(), to: now.toISOString() }],
    ...(clock.breachedAt === null && clock.warnedAt !== null && deadline.warn !== undefined && startOf(warnBefore(due, deadline.warn)) > now ? { warnedAt: null } : {}),
  };
}

/** What is due, put off by how long it stood still. */
export function later(due: Due, wait: WaitDefinition, from: Date, to: Date): Due {
  if ('hours' in wait) {
    const at = new Date(Date.parse(due.at ?? endOf(due).toISOString()) + (to.getTime() - from.getTime()));
    return { day: londonTime(at).day, at: at.toISOString() };
  }
  const first = londonTime(from).day;
  const last = londonTime(to).day;
  let day = due.day;
  if ('workingDays' in wait) {
    let left = 0;
    for (let each = first; each < last; each = nextDay(each)) if (isWorkingDay(officeHours, nextDay(each))) left += 1;
    while (left > 0) {
      day = nextDay(day);
      if (isWorkingDay(officeHours, day)) left -= 1;
    }
    return { day, at: null };
  }
  for (let each = first; each < last; each = nextDay(each)) day = nextDay(day);
  return { day, at: null };
}

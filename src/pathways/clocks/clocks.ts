import type { Case, CaseClock } from '../cases/types.ts';
import { dueAfter, warnBefore, type Due } from '../deadlines.ts';
import type { DeadlineDefinition } from '../definition/pathway-schema.ts';
import { afterPause, lateFrom, warnFrom } from '../journey/clocks.ts';

/** A deadline that begins to run at `from`. */
export function startClock(at: Pick<Case, 'personId' | 'caseId'>, id: string, deadline: DeadlineDefinition, team: string, from: Date): Omit<CaseClock, 'clockId'> {
  const due = dueAfter(from, deadline.after);
  return {
    personId: at.personId, caseId: at.caseId, deadline: id, title: deadline.title, owner: deadline.owner, team, startedAt: from, dueDay: due.day, dueAt: lateFrom(due), hourly: due.at !== null,
    warnAt: warningOf(deadline, due), warnedAt: null, breachedAt: null, state: 'running', pausedAt: null, pausedByState: false, pauses: [], endedAt: null,
  };
}

const warningOf = (deadline: Pick<DeadlineDefinition, 'warn'>, due: Due): Date | null => (deadline.warn === undefined ? null : warnFrom(warnBefore(due, deadline.warn)));

export const pauseClock = (byState: boolean, now: Date): Partial<CaseClock> => ({ state: 'paused', pausedAt: now, pausedByState: byState });

/**
 * A paused deadline runs again, due later by the time it stood still: as many working days as passed where it runs in working
 * days, as many days where it runs in days or months, as many hours where it runs in hours. A day counts as one it stood still where it did so over its end.
 */
export function resumeClock(clock: CaseClock, deadline: Pick<DeadlineDefinition, 'after' | 'warn'>, now: Date): Partial<CaseClock> {
  const from = clock.pausedAt ?? now;
  const due = afterPause({ day: clock.dueDay, at: clock.hourly ? clock.dueAt.toISOString() : null }, deadline.after, from, now);
  return {
    state: 'running', pausedAt: null, pausedByState: false, dueDay: due.day, dueAt: lateFrom(due), warnAt: warningOf(deadline, due), pauses: [...clock.pauses, { from: from.toISOString(), to: now.toISOString() }],
    ...(clock.breachedAt === null && clock.warnedAt !== null && deadline.warn !== undefined && warnFrom(warnBefore(due, deadline.warn)) > now ? { warnedAt: null } : {}),
  };
}

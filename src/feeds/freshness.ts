import type { FeedState, Kernel } from '../kernel/index.ts';
import type { FeedDefinition } from './definition.ts';
import type { FeedTotals } from './feeds.store.ts';

const hours: Record<string, number> = { h: 1, d: 24, w: 168 };

/** When the next delivery is due after one received at `from`. A term is a third of a school year: four months. */
export function nextDue(from: Date, every: FeedDefinition['cadence']['every']): Date {
  const next = new Date(from);
  const months = { month: 1, quarter: 3, term: 4, year: 12 }[every as 'month'] as number | undefined;
  if (months === undefined) next.setUTCDate(next.getUTCDate() + (every === 'week' ? 7 : 1));
  else {
    next.setUTCDate(1);
    next.setUTCMonth(next.getUTCMonth() + months);
    const lastDay = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate();
    next.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  }
  return next;
}

const graceHours = (grace: string): number => Number(grace.slice(0, -1)) * (hours[grace.slice(-1)] ?? 24);

/**
 * State of a feed: `never` before its first delivery; `failed` when the newest was refused; `late` when the next
 * is due and its grace has passed. A feed of what people type is always `on-time`.
 */
export function feedState(definition: FeedDefinition, totals: FeedTotals | undefined, kernel: Pick<Kernel, 'area' | 'clock'>): FeedState {
  const last = totals?.lastLoaded ?? null;
  const refused = totals?.lastRefused ?? null;
  // What people type comes when there is somebody to record: it is never awaited.
  const typed = definition.format.kind === 'typed';
  const next = last === null || typed ? null : nextDue(last, definition.cadence.every);
  const late = next !== null && kernel.clock.now().getTime() > next.getTime() + graceHours(definition.cadence.grace) * 3_600_000;
  const organisation = kernel.area.organisations.find((o) => o.id === definition.organisation);
  return {
    feed: definition.id,
    title: definition.title,
    category: definition.category,
    organisation: definition.organisation ?? '',
    organisationName: organisation?.name ?? definition.publisher ?? '',
    lastReceived: last?.toISOString() ?? null,
    nextExpected: next?.toISOString() ?? null,
    state: refused !== null && (last === null || refused > last) ? 'failed' : typed ? 'on-time' : last === null ? 'never' : late ? 'late' : 'on-time',
    rows: totals?.rows ?? 0,
    rejects: totals?.rejects ?? 0,
    coverage: definition.coverage.says,
    ages: { from: definition.coverage.ages.from ?? null, to: definition.coverage.ages.to ?? null },
    covers: { from: definition.coverage.from ?? null, to: definition.coverage.to ?? null },
  };
}

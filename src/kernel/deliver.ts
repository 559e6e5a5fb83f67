import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import type { Logger } from './log.ts';
import { claimEvents, failEvent, settleEvent, type ClaimedEvent, type Receipt } from './outbox.ts';

/** How a try ended: the channel's word; a failure that may pass; or one that will not. */
export type Delivery = { is: 'sent'; receipt: Receipt } | { is: 'later'; reason: string; /** As the channel asked for, in seconds. */ afterSeconds?: number } | { is: 'never'; reason: string };

/** What takes the events of one topic. A throw counts as a failure that may pass. */
export interface Consumer {
  topic: string;
  /** Names itself on receipts of failure. */
  channel(event: ClaimedEvent): string;
  /** Must give up when `signal` does: after that another process may try. */
  deliver(event: ClaimedEvent, signal: AbortSignal): Promise<Delivery>;
}

const leaseSeconds = 60;
/** A try ends well before its lease, so that two are never under way at once. */
const trySeconds = 40;
const atOnce = 20;
/** Doubling from two seconds to an hour: about a day. */
const triesAtMost = 34;
const longestWait = 3600;

/** Seconds until the next try after `attempt` failed ones: 2, 4, 8 … 3,600. */
export const backOff = (attempt: number): number => Math.min(2 ** attempt, longestWait);

/**
 * Tries whatever is due, some at once. However it is cut off, nothing is lost: what was not settled is taken again when
 * its lease ends, with the same key.
 * @returns how many were tried
 */
export async function deliverEvents(db: Pick<Database, 'writer'>, clock: Clock, consumers: readonly Consumer[], log: Logger): Promise<number> {
  const by = new Map(consumers.map((c) => [c.topic, c]));
  const events = await claimEvents(db.writer, [...by.keys()], { limit: atOnce, leaseSeconds }, clock.now());
  await Promise.all(
    events.map(async (event) => {
      const consumer = by.get(event.topic);
      if (consumer === undefined) return;
      const delivery = await consumer.deliver(event, AbortSignal.timeout(trySeconds * 1000)).catch((error: unknown): Delivery => ({ is: 'later', reason: error instanceof Error ? error.message : String(error) }));
      const now = clock.now();
      await db.writer.begin(async (sql) => {
        if (delivery.is === 'sent') return settleEvent(sql, event, delivery.receipt, now);
        const wait = delivery.is === 'later' ? Math.max(delivery.afterSeconds ?? 0, backOff(event.attempt)) : 0;
        const dueAt = delivery.is === 'never' || event.attempt >= triesAtMost ? null : new Date(now.getTime() + wait * 1000);
        log[dueAt === null ? 'error' : 'warn']({ topic: event.topic, event: event.eventId, attempt: event.attempt, reason: delivery.reason }, dueAt === null ? 'an event was set aside' : 'an event will be tried again');
        return failEvent(sql, event, { reason: delivery.reason, channel: consumer.channel(event), dueAt }, now);
      });
    }),
  );
  return events.length;
}

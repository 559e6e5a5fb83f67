import type { Sql } from './database.ts';
import { newId } from './identifiers.ts';

/** The channel of LISTEN and NOTIFY on which an append wakes whoever delivers. */
export const outboxChannel = 'kith_outbox';

/** Something to tell outside the transaction it happened in. Nothing about a person stands in its payload. */
export interface OutboxEvent {
  /** Who takes it: one topic has one consumer. */
  topic: string;
  /** What is told, so that telling it twice is once: `alert:<id>:raised:mail`. It goes with every try as its idempotency key. */
  key: string;
  payload: Record<string, unknown>;
  /** Not before then; at once when not given. */
  dueAt?: Date;
}

/** An event somebody has taken for a while. */
export interface ClaimedEvent {
  eventId: string;
  topic: string;
  key: string;
  payload: Record<string, unknown>;
  madeAt: Date;
  /** Which try this is, from 1. From 2 on, an earlier one may have got through without our knowing. */
  attempt: number;
  lease: string;
}

/** What a channel says of a try. */
export interface Receipt {
  /** `accepted` by the channel; `delivered` to whom it was for; `failed` there; `not-sent` because the channel is not set up. */
  kind: 'accepted' | 'delivered' | 'failed' | 'not-sent';
  channel: string;
  /** The channel's own name for it. */
  reference: string | null;
  detail: string | null;
}

/** Writes events in the caller's transaction; what is there already stays as it is. @returns the new ones */
export async function appendEvents(sql: Sql, events: readonly OutboxEvent[], now: Date): Promise<{ eventId: string; key: string }[]> {
  if (events.length === 0) return [];
  const rows = events.map(({ topic, key, payload, dueAt }) => ({ id: newId(), topic, key, payload, due: (dueAt ?? now).toISOString() }));
  const made = await sql<{ eventId: string; key: string }[]>`
    insert into kernel.outbox (event_id, topic, key, payload, made_at, due_at)
    select id, topic, key, payload, ${now}, due from jsonb_to_recordset(${sql.json(rows as never)}::jsonb) as e(id uuid, topic text, key text, payload jsonb, due timestamptz)
    on conflict (topic, key) do nothing
    returning event_id::text as "eventId", key`;
  if (made.length > 0) await sql`select pg_notify(${outboxChannel}, '')`;
  return [...made];
}

/** Takes events that are due for `leaseSeconds`; those that another process holds are passed over. */
export async function claimEvents(sql: Sql, topics: readonly string[], { limit, leaseSeconds }: { limit: number; leaseSeconds: number }, now: Date): Promise<ClaimedEvent[]> {
  const lease = newId();
  const until = new Date(now.getTime() + leaseSeconds * 1000);
  const claimed = await sql<ClaimedEvent[]>`
    update kernel.outbox o set attempts = attempts + 1, leased_by = ${lease}, leased_until = ${until}
    where event_id in (
      select event_id from kernel.outbox
      where state = 'waiting' and topic = any (${[...topics]}::text[]) and due_at <= ${now} and (leased_until is null or leased_until <= ${now})
      order by due_at, event_id limit ${limit} for update skip locked)
    returning event_id::text as "eventId", topic, key, payload, made_at as "madeAt", attempts as attempt, leased_by::text as lease`;
  return claimed.toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1));
}

/** Ends an event with what its channel said. It stands even when the lease ran out meanwhile: what was sent was sent. */
export async function settleEvent(sql: Sql, event: Pick<ClaimedEvent, 'eventId'>, receipt: Receipt, now: Date): Promise<void> {
  const settled = await sql`
    update kernel.outbox set state = 'done', settled_at = ${now}, leased_by = null, leased_until = null, reason = null
    where event_id = ${event.eventId} and state = 'waiting'`;
  if (settled.count > 0) await addReceipt(sql, event.eventId, receipt, now);
}

/** Puts an event back until `dueAt`, or sets it aside for good with the reason when `dueAt` is null. Only while its lease is ours. */
export async function failEvent(sql: Sql, event: Pick<ClaimedEvent, 'eventId' | 'lease'>, failure: { reason: string; channel: string; dueAt: Date | null }, now: Date): Promise<void> {
  const { reason, channel, dueAt } = failure;
  const put = await sql`
    update kernel.outbox set state = ${dueAt === null ? 'dead' : 'waiting'}, due_at = coalesce(${dueAt}::timestamptz, due_at), settled_at = ${dueAt === null ? now : null}::timestamptz,
      leased_by = null, leased_until = null, reason = ${reason}
    where event_id = ${event.eventId} and state = 'waiting' and leased_by = ${event.lease}`;
  if (put.count > 0 && dueAt === null) await addReceipt(sql, event.eventId, { kind: 'failed', channel, reference: null, detail: reason }, now);
}

/** Keeps what a channel said later of something it had accepted. */
export async function addReceipt(sql: Sql, eventId: string, receipt: Receipt, now: Date): Promise<void> {
  await sql`
    insert into kernel.receipt (event_id, receipt_id, at, kind, channel, reference, detail)
    values (${eventId}, ${newId()}, ${now}, ${receipt.kind}, ${receipt.channel}, ${receipt.reference}, ${receipt.detail})`;
}

/** What a channel took since `since` and has said nothing final of, the oldest first. */
export async function openReceipts(sql: Sql, channel: string, since: Date, limit: number): Promise<{ eventId: string; reference: string }[]> {
  return sql<{ eventId: string; reference: string }[]>`
    select event_id::text as "eventId", reference from kernel.receipt r
    where channel = ${channel} and kind = 'accepted' and reference is not null and at >= ${since}
      and not exists (select 1 from kernel.receipt f where f.event_id = r.event_id and f.kind in ('delivered', 'failed'))
    order by at limit ${limit}`;
}

/** Puts what was set aside back in the queue; its next try is still not its first. @returns how many */
export async function reviveEvents(sql: Sql, topics: readonly string[], now: Date): Promise<number> {
  const revived = await sql`
    update kernel.outbox set state = 'waiting', attempts = 1, due_at = ${now}, settled_at = null, reason = null where state = 'dead' and topic = any (${[...topics]}::text[])`;
  if (revived.count > 0) await sql`select pg_notify(${outboxChannel}, '')`;
  return revived.count;
}

/** How many events of each topic wait, are done and were set aside, and since when the oldest waits. */
export async function outboxCounts(sql: Sql): Promise<{ topic: string; waiting: number; done: number; dead: number; oldest: Date | null }[]> {
  return sql<{ topic: string; waiting: number; done: number; dead: number; oldest: Date | null }[]>`
    select topic, count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'done')::int as done,
           count(*) filter (where state = 'dead')::int as dead, min(made_at) filter (where state = 'waiting') as oldest
    from kernel.outbox group by topic order by topic`;
}

/** Forgets what was settled before `before`, and what nobody ever took. @returns how many */
export async function forgetEvents(sql: Sql, before: Date): Promise<number> {
  const gone = await sql<{ id: string }[]>`delete from kernel.outbox where coalesce(settled_at, made_at) < ${before} returning event_id::text as id`;
  await sql`delete from kernel.receipt where event_id = any (${gone.map((g) => g.id)}::uuid[])`;
  return gone.length;
}

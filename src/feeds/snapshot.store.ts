import type { Connection } from './load.store.ts';

/** Which rows a snapshot speaks for: all of the feed's, or those whose key starts with one of these names. */
export type Reach = readonly string[] | null;

/** How many rows held before this delivery it still has, and how many it lacks. */
export async function missingRows(sql: Connection, feed: string, deliveryId: string, reach: Reach): Promise<{ missing: number; held: number }> {
  const [row] = await sql<{ missing: number; kept: number; changed: number }[]>`
    select (select count(*)::int from feeds.entry e where e.feed = ${feed} and e.to_at is null and e.delivery_id <> ${deliveryId}
              and (${reach === null} or split_part(e.row_key, '|', 1) = any (${reach ?? []}))
              and not exists (select from feeds.seen s where s.delivery_id = ${deliveryId} and s.entry_id = e.entry_id)) as missing,
           (select count(*)::int from feeds.seen where delivery_id = ${deliveryId}) as kept,
           (select rows_changed::int from feeds.delivery where delivery_id = ${deliveryId}) as changed`;
  const { missing = 0, kept = 0, changed = 0 } = row ?? {};
  return { missing, held: missing + kept + changed };
}

/** Closes the rows that a snapshot lacks, and takes away the directory entries they gave. */
export async function withdrawMissing(sql: Connection, feed: string, deliveryId: string, reach: Reach, now: Date): Promise<void> {
  await sql`
    with gone as (
      update feeds.entry e set to_at = ${now} where e.feed = ${feed} and e.to_at is null and e.delivery_id <> ${deliveryId}
        and (${reach === null} or split_part(e.row_key, '|', 1) = any (${reach ?? []}))
        and not exists (select from feeds.seen s where s.delivery_id = ${deliveryId} and s.entry_id = e.entry_id)
      returning entry_id),
    counted as (update feeds.delivery set rows_withdrawn = rows_withdrawn + (select count(*) from gone) where delivery_id = ${deliveryId}),
    unhoused as (
      insert into feeds.touched_dwelling (uprn, touched_at)
      select distinct f.uprn, ${now}::timestamptz from feeds.fact f join gone using (entry_id) where f.uprn is not null
      on conflict (uprn) do update set touched_at = excluded.touched_at),
    unlisted as (delete from feeds.directory where feed = ${feed} and entry_id in (select entry_id from gone))
    insert into feeds.touched (subject_id, touched_at) select distinct f.subject_id, ${now}::timestamptz from feeds.fact f join gone using (entry_id) where f.subject_id is not null
    on conflict (subject_id) do update set touched_at = excluded.touched_at`;
}

/** A snapshot overtakes the rows that earlier deliveries of the same table left in quarantine. */
export async function overtakeQuarantine(sql: Connection, feed: string, deliveryId: string, type: string | null, now: Date): Promise<void> {
  await sql`
    update feeds.quarantine q set resolved_at = ${now} from feeds.delivery d
    where q.feed = ${feed} and q.resolved_at is null and q.delivery_id <> ${deliveryId} and d.delivery_id = q.delivery_id
      and (${type === null} or d.head ->> 'type' = ${type ?? ''})`;
}

/** Marks a delivery complete. */
export async function finishDelivery(sql: Connection, deliveryId: string, notice: string | null, now: Date): Promise<void> {
  await sql`delete from feeds.seen where delivery_id = ${deliveryId}`;
  await sql`update feeds.delivery set status = 'loaded', finished_at = ${now}, notice = ${notice} where delivery_id = ${deliveryId}`;
}

import type { Demographics, FactKind, Sql } from '../kernel/index.ts';
import type { Checkpoint, Inspection } from './formats/reader.ts';
import type { KeptFile } from './kept-files.ts';
import type { Totals } from './load.store.ts';

export interface DeliveryRow extends Totals {
  deliveryId: string;
  feed: string;
  fileName: string;
  sha256: string;
  bytes: number;
  receivedAt: Date;
  status: 'loading' | 'loaded' | 'refused';
  refusedBecause: string | null;
  encoding: string | null;
  head: Inspection['head'] | null;
  checkpoint: Checkpoint | null;
  notice: string | null;
}

const deliveryColumns = (sql: Sql) => sql`
  delivery_id as "deliveryId", feed, file_name as "fileName", sha256, bytes::float8 as bytes, received_at as "receivedAt", status,
  refused_because as "refusedBecause", encoding, head, checkpoint, notice,
  rows_read::int as "rowsRead", rows_new::int as "rowsNew", rows_changed::int as "rowsChanged", rows_unchanged::int as "rowsUnchanged",
  rows_withdrawn::int as "rowsWithdrawn", rows_rejected::int as "rowsRejected", rows_repeated::int as "rowsRepeated"`;

/** The delivery of this very file, unless it was refused. */
export async function findDelivery(sql: Sql, feed: string, sha256: string): Promise<DeliveryRow | undefined> {
  const [row] = await sql<DeliveryRow[]>`select ${deliveryColumns(sql)} from feeds.delivery where feed = ${feed} and sha256 = ${sha256} and status <> 'refused'`;
  return row;
}

export async function readDelivery(sql: Sql, deliveryId: string): Promise<DeliveryRow> {
  const [row] = await sql<DeliveryRow[]>`select ${deliveryColumns(sql)} from feeds.delivery where delivery_id = ${deliveryId}`;
  if (row === undefined) throw new Error(`There is no delivery ${deliveryId}.`);
  return row;
}

/** Deliveries that an interruption left half loaded, oldest first. */
export const unfinishedDeliveries = (sql: Sql, feed?: string): Promise<DeliveryRow[]> =>
  sql<DeliveryRow[]>`select ${deliveryColumns(sql)} from feeds.delivery where status = 'loading' ${feed === undefined ? sql`` : sql`and feed = ${feed}`} order by received_at, delivery_id`.then((rows) => [...rows]);

export async function addDelivery(sql: Sql, delivery: { deliveryId: string; feed: string; fileName: string; broughtBy: string; receivedAt: Date } & Omit<KeptFile, 'path'>): Promise<void> {
  const { deliveryId, feed, fileName, sha256, bytes, broughtBy, receivedAt } = delivery;
  await sql`insert into feeds.delivery (delivery_id, feed, file_name, sha256, bytes, brought_by, received_at, status)
    values (${deliveryId}, ${feed}, ${fileName}, ${sha256}, ${bytes}, ${broughtBy}, ${receivedAt}, 'loading')`;
}

export async function saveInspection(sql: Sql, deliveryId: string, inspection: Inspection): Promise<void> {
  await sql`update feeds.delivery set encoding = ${inspection.encoding}, head = ${sql.json(inspection.head as never)} where delivery_id = ${deliveryId}`;
}

export async function refuseDelivery(sql: Sql, deliveryId: string, because: string, now: Date): Promise<void> {
  await sql`update feeds.delivery set status = 'refused', refused_because = ${because}, finished_at = ${now} where delivery_id = ${deliveryId}`;
}

/** What feeds have done so far; one row for each feed that has ever had a delivery. */
export interface FeedTotals {
  feed: string;
  lastLoaded: Date | null;
  lastRefused: Date | null;
  rows: number;
  rejects: number;
}

export const feedTotals = (sql: Sql): Promise<FeedTotals[]> =>
  sql<FeedTotals[]>`
    select d.feed, max(d.received_at) filter (where d.status = 'loaded') as "lastLoaded", max(d.received_at) filter (where d.status = 'refused') as "lastRefused",
           sum(d.rows_new - d.rows_withdrawn)::float8 as rows,
           (select count(*)::int from feeds.quarantine q where q.feed = d.feed and q.resolved_at is null) as rejects
    from feeds.delivery d group by d.feed`.then((rows) => [...rows]);

export interface BelievedFact {
  kind: FactKind;
  category: string;
  code: string | null;
  system: string | null;
  label: string;
  start: string | null;
  end: string | null;
  body: Record<string, unknown>;
}

/** A version of a row: what the source said, and when Kith held it to be so. */
export interface RowVersion {
  rowKey: string;
  raw: string;
  deliveryId: string;
  fileName: string;
  line: number;
  from: Date;
  to: Date | null;
  facts: BelievedFact[];
}

/** The version of a row that was held at a moment. */
export async function versionAt(sql: Sql, feed: string, rowKey: string, at: Date): Promise<RowVersion | undefined> {
  const [row] = await sql<RowVersion[]>`
    select e.row_key as "rowKey", e.raw, e.delivery_id as "deliveryId", d.file_name as "fileName", e.line::int as line, e.from_at as "from", e.to_at as "to",
           coalesce((select jsonb_agg(jsonb_build_object('kind', f.kind, 'category', f.category, 'code', f.code, 'system', f.system, 'label', f.label,
                                                         'start', f.start_at, 'end', f.end_at, 'body', f.body) order by f.fact_id)
                     from feeds.fact f where f.entry_id = e.entry_id), '[]') as facts
    from feeds.entry e join feeds.delivery d using (delivery_id)
    where e.feed = ${feed} and e.row_key = ${rowKey} and e.from_at <= ${at} and (e.to_at is null or e.to_at > ${at})
    order by e.from_at desc, e.entry_id desc limit 1`;
  return row;
}

/** Everything held about one subject of a feed at a moment. */
export const factsAt = (sql: Sql, feed: string, localKey: string, at: Date): Promise<BelievedFact[]> =>
  sql<BelievedFact[]>`
    select f.kind, f.category, f.code, f.system, f.label, f.start_at as start, f.end_at as "end", f.body
    from feeds.subject s join feeds.fact f using (subject_id) join feeds.entry e using (entry_id)
    where s.feed = ${feed} and s.local_key = ${localKey} and e.from_at <= ${at} and (e.to_at is null or e.to_at > ${at})
    order by f.start_at nulls last, f.fact_id`.then((rows) => [...rows]);

/** Everything a feed has said about who a subject is, newest first. */
export const demographicsOf = (sql: Sql, feed: string, localKey: string): Promise<{ demographics: Demographics; asOf: string | null; firstAt: Date; lastAt: Date }[]> =>
  sql<{ demographics: Demographics; asOf: string | null; firstAt: Date; lastAt: Date }[]>`
    select d.demographics, d.as_of as "asOf", d.first_at as "firstAt", d.last_at as "lastAt"
    from feeds.subject s join feeds.demographic d using (subject_id) where s.feed = ${feed} and s.local_key = ${localKey} order by d.last_at desc, d.first_at desc`.then((rows) => [...rows]);

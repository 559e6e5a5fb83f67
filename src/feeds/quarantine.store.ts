import type { Sql } from '../kernel/index.ts';

/** A row that could not be used, kept until it can be. */
export interface QuarantinedRow {
  id: string;
  feed: string;
  deliveryId: string;
  file: string;
  line: number;
  field: string;
  code: string;
  reason: string;
  /** The row exactly as received: personal data. */
  raw: string;
  at: string;
}

export const listQuarantine = (sql: Sql, feed: string | undefined, limit: number): Promise<QuarantinedRow[]> =>
  sql<(Omit<QuarantinedRow, 'at'> & { at: Date })[]>`
    select quarantine_id as id, feed, delivery_id as "deliveryId", file_name as file, line::int as line, field, code, reason, raw, quarantined_at as at
    from feeds.quarantine where resolved_at is null ${feed === undefined ? sql`` : sql`and feed = ${feed}`}
    order by feed, quarantine_id limit ${limit}`.then((rows) => rows.map((row) => ({ ...row, at: row.at.toISOString() })));

/** Rows still open of one delivery, after `after`, a page at a time. */
export const openRows = (sql: Sql, deliveryId: string, after: string, limit: number): Promise<{ id: string; line: number; raw: string }[]> =>
  sql<{ id: string; line: number; raw: string }[]>`
    select quarantine_id as id, line::int as line, raw from feeds.quarantine
    where delivery_id = ${deliveryId} and resolved_at is null and quarantine_id > ${after} order by quarantine_id limit ${limit}`.then((rows) => [...rows]);

export const deliveriesWithOpenRows = (sql: Sql, feed: string): Promise<string[]> =>
  sql<{ deliveryId: string }[]>`
    select distinct d.delivery_id as "deliveryId", d.received_at from feeds.quarantine q join feeds.delivery d using (delivery_id)
    where q.feed = ${feed} and q.resolved_at is null and d.status = 'loaded' order by d.received_at, d.delivery_id`.then((rows) => rows.map((row) => row.deliveryId));

export async function resolveRows(sql: Sql, ids: readonly string[], now: Date): Promise<void> {
  await sql`update feeds.quarantine set resolved_at = ${now} where quarantine_id = any (${[...ids]}::bigint[])`;
}

/** Says afresh why a row still cannot be used. */
export async function restate(sql: Sql, rows: readonly { id: string; field: string; code: string; reason: string }[]): Promise<void> {
  await sql`update feeds.quarantine q set field = r.field, code = r.code, reason = r.reason
    from jsonb_to_recordset(${sql.json([...rows])}) as r (id bigint, field text, code text, reason text) where q.quarantine_id = r.id`;
}

/** Keys among `rowKeys` whose open version came with a delivery later than `than`: a retry must not put the older row over it. */
export const newerKeys = (sql: Sql, feed: string, rowKeys: readonly string[], than: Date): Promise<Set<string>> =>
  sql<{ rowKey: string }[]>`
    select e.row_key as "rowKey" from feeds.entry e join feeds.delivery d using (delivery_id)
    where e.feed = ${feed} and e.row_key = any (${[...rowKeys]}) and e.to_at is null and d.received_at > ${than}`.then((rows) => new Set(rows.map((row) => row.rowKey)));

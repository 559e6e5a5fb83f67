import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type postgres from 'postgres';
import type { Batch } from './batch.ts';
import type { Checkpoint } from './formats/reader.ts';

/** One connection, held for a whole delivery: it owns the feed's lock and the staging tables. */
export type Connection = postgres.ReservedSql;

export interface Target {
  feed: string;
  deliveryId: string;
  fileName: string;
  snapshot: boolean;
  /** A changed row replaces what it said of who its subject is. */
  restates: boolean;
}

/** Waits for the feed's turn. The lock goes with the connection, so a killed import frees it when its last transaction has ended. */
export async function lockFeed(sql: Connection, feed: string): Promise<void> {
  await sql`select pg_advisory_lock(7254083, hashtext(${feed}))`;
}

export async function unlockFeed(sql: Connection, feed: string): Promise<void> {
  await sql`select pg_advisory_unlock(7254083, hashtext(${feed}))`;
}

/** Staging tables of this connection; each transaction leaves them empty. */
export async function prepareStaging(sql: Connection): Promise<void> {
  await sql.unsafe(`
    create temp table if not exists stage_row (n int, row_key text, hash bytea, line bigint, raw text, withdraws boolean) on commit delete rows;
    create temp table if not exists stage_subject (s int, local_key text) on commit delete rows;
    create temp table if not exists stage_statement (n int, s int) on commit delete rows;
    create temp table if not exists stage_demographic (s int, hash bytea, demographics jsonb, as_of date) on commit delete rows;
    create temp table if not exists stage_fact (n int, s int, uprn text, kind text, category text, code text, system text, label text, start_at text, end_at text, body jsonb) on commit delete rows;
    create temp table if not exists stage_directory (n int, code text, name text, kind text, postcode text, phone text, body jsonb) on commit delete rows;
    create temp table if not exists stage_diff (n int, state text, old_id bigint, entry_id bigint, own boolean) on commit delete rows;
    create temp table if not exists stage_id (s int, subject_id bigint) on commit delete rows;
  `);
}

/** Runs `work` in a transaction of the held connection. */
export async function inTransaction<T>(sql: Connection, work: () => Promise<T>): Promise<T> {
  await sql.unsafe('begin');
  try {
    const result = await work();
    await sql.unsafe('commit');
    return result;
  } catch (error) {
    await sql.unsafe('rollback');
    throw error;
  }
}

/** Brings a batch into the staging tables. */
export async function stage(sql: Connection, batch: Batch): Promise<void> {
  const copies: [string, postgres.PendingQuery<postgres.Row[]>][] = [
    [batch.rows, sql`copy stage_row from stdin`],
    [batch.subjects, sql`copy stage_subject from stdin`],
    [batch.statements, sql`copy stage_statement from stdin`],
    [batch.demographics, sql`copy stage_demographic from stdin`],
    [batch.facts, sql`copy stage_fact from stdin`],
    [batch.directory, sql`copy stage_directory from stdin`],
  ];
  for (const [text, query] of copies) {
    if (text !== '') await pipeline(Readable.from([Buffer.from(text)]), await query.writable());
  }
}

/** Running totals of a delivery. */
export interface Totals {
  rowsRead: number;
  rowsNew: number;
  rowsChanged: number;
  rowsUnchanged: number;
  rowsWithdrawn: number;
  rowsRejected: number;
  rowsRepeated: number;
}

/**
 * Brings what is staged into the feed's tables, set by set: a row whose content is as before stays; a new or
 * different one becomes the open version, and the one before it is closed at `now`. Statements are sent together,
 * so the store works through them while the next chunk is being read.
 */
export async function apply(sql: Connection, target: Target, now: Date, batch: Batch, checkpoint: Checkpoint): Promise<Totals> {
  const { feed, deliveryId, fileName, snapshot, restates } = target;
  const rejected = batch.rejected.map(({ line, field, code, reason, raw }) => ({ line, field, code, reason, raw }));
  const keptKeys = batch.rejected.flatMap((row) => row.rowKeys);
  const statements: Promise<unknown>[] = [
    ...diff(sql, feed, deliveryId),
    ...believe(sql, feed, deliveryId, now),
    ...(restates ? [restate(sql)] : []),
    ...(batch.directory === '' ? [] : [fileDirectory(sql, feed)]),
    ...(rejected.length === 0
      ? []
      : [
          sql`insert into feeds.quarantine (delivery_id, feed, file_name, line, field, code, reason, raw, quarantined_at)
            select ${deliveryId}, ${feed}, ${fileName}, r.line, r.field, r.code, r.reason, r.raw, ${now}
            from jsonb_to_recordset(${sql.json(rejected)}) as r (line bigint, field text, code text, reason text, raw text)`,
        ]),
    ...(snapshot ? [sql`insert into feeds.seen (delivery_id, entry_id) select ${deliveryId}, old_id from stage_diff where state = 'same' and not own on conflict do nothing`] : []),
    ...(snapshot && keptKeys.length > 0
      ? [
          sql`insert into feeds.seen (delivery_id, entry_id)
            select ${deliveryId}, entry_id from feeds.entry where feed = ${feed} and row_key = any (${keptKeys}) and to_at is null on conflict do nothing`,
        ]
      : []),
  ];
  const totals = sql<Totals[]>`
    update feeds.delivery d set
      checkpoint = ${sql.json(checkpoint)},
      rows_read = rows_read + ${batch.read},
      rows_new = rows_new + c.new, rows_changed = rows_changed + c.changed + ${batch.repeated},
      rows_unchanged = rows_unchanged + c.same + ${batch.unchangedRepeats}, rows_withdrawn = rows_withdrawn + c.gone,
      rows_rejected = rows_rejected + ${rejected.length}, rows_repeated = rows_repeated + c.own + ${batch.repeated}
    from (select count(*) filter (where state = 'new') as new, count(*) filter (where state = 'changed') as changed,
                 count(*) filter (where state = 'same') as same, count(*) filter (where state = 'gone') as gone,
                 count(*) filter (where state = 'changed' and own) as own from stage_diff) c
    where d.delivery_id = ${deliveryId}
    returning rows_read::int as "rowsRead", rows_new::int as "rowsNew", rows_changed::int as "rowsChanged", rows_unchanged::int as "rowsUnchanged",
              rows_withdrawn::int as "rowsWithdrawn", rows_rejected::int as "rowsRejected", rows_repeated::int as "rowsRepeated"`;
  const results = await Promise.all([...statements, totals]);
  const [row] = results.at(-1) as Totals[];
  if (row === undefined) throw new Error(`Delivery ${deliveryId} has gone.`);
  return row;
}

/**
 * What each staged row is to the version held. The lateral look-ups and the settings keep the planner to one index
 * look-up for each staged row, whatever it believes of tables that have grown since it last measured them.
 */
function diff(sql: Connection, feed: string, deliveryId: string): Promise<unknown>[] {
  return [
    // Should the machine itself fail, a chunk just committed may go, its checkpoint with it, and is read again;
    // the commit that ends the delivery waits for the disk, and for all before it.
    sql`set local synchronous_commit = off`,
    sql`set local enable_hashjoin = off`,
    sql`set local enable_mergejoin = off`,
    sql`set local enable_seqscan = off`,
    sql`set local enable_bitmapscan = off`,
    sql`insert into feeds.subject (feed, local_key)
      select ${feed}, s.local_key from stage_subject s
      where (select k.subject_id from feeds.subject k where k.feed = ${feed} and k.local_key = s.local_key) is null`,
    sql`insert into stage_id (s, subject_id)
      select s.s, (select k.subject_id from feeds.subject k where k.feed = ${feed} and k.local_key = s.local_key) from stage_subject s`,
    sql`insert into stage_diff (n, state, old_id, entry_id, own)
      select r.n,
             case when r.withdraws then case when e.entry_id is null then 'none' else 'gone' end
                  when e.entry_id is null then 'new' when e.hash = r.hash then 'same' else 'changed' end,
             e.entry_id,
             case when not r.withdraws and e.hash is distinct from r.hash then nextval('feeds.entry_entry_id_seq') end,
             coalesce(e.delivery_id = ${deliveryId}, false)
      from stage_row r left join lateral (
        select e.entry_id, e.hash, e.delivery_id from feeds.entry e where e.feed = ${feed} and e.row_key = r.row_key and e.to_at is null offset 0) e on true`,
    sql`set local enable_hashjoin = on`,
  ];
}

function believe(sql: Connection, feed: string, deliveryId: string, now: Date): Promise<unknown>[] {
  return [
    sql`update feeds.entry set to_at = ${now} where entry_id = any (array(select old_id from stage_diff where state in ('changed', 'gone')))`,
    sql`insert into feeds.entry (entry_id, feed, row_key, hash, delivery_id, line, raw, from_at) overriding system value
      select d.entry_id, ${feed}, r.row_key, r.hash, ${deliveryId}, r.line, r.raw, ${now} from stage_row r join stage_diff d using (n) where d.entry_id is not null`,
    sql`insert into feeds.fact (entry_id, subject_id, uprn, kind, category, code, system, label, start_at, end_at, body)
      select d.entry_id, i.subject_id, f.uprn, f.kind, f.category, f.code, f.system, f.label, f.start_at, f.end_at, f.body
      from stage_fact f join stage_diff d using (n) left join stage_id i using (s) where d.entry_id is not null`,
    sql`insert into feeds.demographic (subject_id, hash, demographics, as_of, first_at, last_at)
      select i.subject_id, g.hash, g.demographics, g.as_of, ${now}, ${now} from stage_demographic g join stage_id i using (s)
      on conflict (subject_id, hash) do update set last_at = excluded.last_at, as_of = greatest(demographic.as_of, excluded.as_of)`,
    sql`insert into feeds.touched (subject_id, touched_at)
      select i.subject_id, ${now} from stage_diff d join stage_statement t using (n) join stage_id i using (s) where d.entry_id is not null
      union select f.subject_id, ${now} from stage_diff d
        cross join lateral (select f.subject_id from feeds.fact f where f.entry_id = d.old_id offset 0) f where d.state in ('changed', 'gone') and f.subject_id is not null
      on conflict (subject_id) do update set touched_at = excluded.touched_at`,
    sql`insert into feeds.touched_dwelling (uprn, touched_at)
      select t.uprn, ${now} from (
        select f.uprn from stage_diff d join stage_fact f using (n) where d.entry_id is not null and f.uprn is not null
        union select f.uprn from stage_diff d
          cross join lateral (select f.uprn from feeds.fact f where f.entry_id = d.old_id offset 0) f where d.state in ('changed', 'gone') and f.uprn is not null) t
      order by t.uprn
      on conflict (uprn) do update set touched_at = excluded.touched_at`,
  ];
}

/** Takes away what changed rows said before of who their subjects are. The rows themselves are kept, as received. */
function restate(sql: Connection): Promise<unknown> {
  return sql`delete from feeds.demographic d using stage_id i
    where d.subject_id = i.subject_id
      and exists (select 1 from stage_statement t join stage_diff f using (n) where t.s = i.s and f.state = 'changed')
      and not exists (select 1 from stage_demographic g where g.s = i.s and g.hash = d.hash)`;
}

function fileDirectory(sql: Connection, feed: string): Promise<unknown> {
  return sql`insert into feeds.directory (feed, code, name, kind, postcode, phone, body, entry_id)
    select distinct on (x.code) ${feed}, x.code, x.name, x.kind, x.postcode, x.phone, x.body, d.entry_id
    from stage_directory x join stage_diff d using (n) where d.entry_id is not null order by x.code, d.entry_id desc
    on conflict (feed, code) do update set name = excluded.name, kind = excluded.kind, postcode = excluded.postcode, phone = excluded.phone,
      body = excluded.body, entry_id = excluded.entry_id`;
}

import type { Database, Sql } from '../kernel/index.ts';
import { byteaText, copyRows, type Cell } from './copy.store.ts';
import type { Metric } from './metrics.ts';

/** What became of an uplink. */
export type UplinkState = 'read' | 'heard' | 'unclaimed' | 'quarantined' | 'withheld';

/** An uplink to be kept. */
export interface UplinkRow {
  devEui: string;
  at: Date;
  key: string;
  receivedAt: Date;
  integration: string;
  format: string;
  kind: string;
  deviceId: string | null;
  fPort: number | null;
  fCnt: number | null;
  payload: Uint8Array | null;
  decoded: Record<string, unknown> | null;
  radio: Record<string, unknown> | null;
  state: UplinkState;
  reason: string | null;
  /** Without a time of its own: within how many seconds the same key is the same uplink. */
  sameWithin: number | null;
  battery: number | null;
  volts: number | null;
  /** Whether that is low; null where it says neither. */
  low: boolean | null;
}

/** A reading to be kept, with the key of the uplink it came in; null where it came in none. */
export interface ReadingRow {
  deviceId: string;
  metric: Metric;
  at: Date;
  value: number;
  detail: string | null;
  key: string | null;
}

/** How late a device may be before it is silent. */
export interface Patience {
  /** This many of its intervals … */
  intervals: number;
  /** … and never less than this. */
  minutes: number;
}

export interface Written {
  /** Uplinks not known before, and readings. */
  uplinks: number;
  readings: number;
}

/** Notified when a batch with new readings is committed: who waits for them listens. */
export const freshReadings = 'kith_fresh';

/** Held while a batch is written: one at a time, so that the order of `fresh` is the order of commits and no two wait for each other. */
const writing = 7_254_091;
const made = new WeakMap<Database['writer'], Set<string>>();

/** Makes sure that partitions of these days are there; each process asks for a day once. */
export async function ensurePartitions(db: Pick<Database, 'writer'>, times: Iterable<Date>): Promise<void> {
  const known = made.get(db.writer) ?? new Set<string>();
  made.set(db.writer, known);
  const days = new Set<string>();
  for (const at of times) {
    const day = at.toISOString().slice(0, 10);
    if (!known.has(day)) days.add(day);
  }
  if (days.size === 0) return;
  await db.writer`select sensors.make_partitions(${[...days]}::date[])`;
  for (const day of days) known.add(day);
}

/** Partitions were dropped: ask again before the next is written to. */
export const forgetPartitions = (db: Pick<Database, 'writer'>): void => void made.delete(db.writer);

/**
 * Keeps a batch in one transaction: uplinks not yet known, their readings, the roll-ups these touch, when each device was
 * last heard, and that its home has news. Committed when it returns. Doing it again changes nothing.
 */
export async function writeBatch(db: Pick<Database, 'writer'>, uplinks: readonly UplinkRow[], readings: readonly ReadingRow[], now: Date, patience: Patience): Promise<Written> {
  await ensurePartitions(db, times(uplinks, readings));
  return db.writer.begin(async (sql) => {
    await sql.unsafe(`
      create temp table if not exists stage_uplink (dev_eui text, at timestamptz, key uuid, received_at timestamptz, integration text, format text, kind text, device_id uuid,
        f_port int, f_cnt bigint, payload bytea, decoded jsonb, radio jsonb, state text, reason text, same_within float8, battery float8, volts float8, low boolean) on commit delete rows;
      create temp table if not exists stage_reading (device_id uuid, metric text, at timestamptz, value float8, detail text, key uuid) on commit delete rows;`);
    await copyRows(sql, 'stage_uplink', uplinks.map(uplinkCells));
    await copyRows(sql, 'stage_reading', readings.map((r): Cell[] => [r.deviceId, r.metric, r.at, r.value, r.detail, r.key]));
    await sql`select pg_advisory_xact_lock(${writing})`;
    const [written] = await keep(sql, now, patience);
    if (written === undefined) throw new Error('a statement that counts gives a row');
    if (written.readings < written.offered) await mendTies(sql);
    if (written.readings > 0) await sql`select pg_notify(${freshReadings}, '')`;
    return { uplinks: written.uplinks, readings: written.readings };
  });
}

function* times(uplinks: readonly UplinkRow[], readings: readonly ReadingRow[]): Generator<Date> {
  for (const { at } of uplinks) yield at;
  for (const { at } of readings) yield at;
}

/** JSON that PostgreSQL takes: no NUL and no half of a surrogate pair. */
const json = (value: Record<string, unknown> | null): string | null =>
  value === null ? null : JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? inner.toWellFormed().replaceAll('\0', '\ufffd') : inner));

const uplinkCells = (u: UplinkRow): Cell[] => [
  u.devEui, u.at, u.key, u.receivedAt, u.integration, u.format, u.kind, u.deviceId, u.fPort, u.fCnt, u.payload === null ? null : byteaText(u.payload),
  json(u.decoded), json(u.radio), u.state, u.reason, u.sameWithin, u.battery, u.volts, u.low,
];

/** The whole of a batch, in one statement: what is new among the staged rows, and all that follows from it. */
const keep = (sql: Sql, now: Date, patience: Patience) => sql<(Written & { offered: number })[]>`
  with kept as (
    insert into sensors.uplink (dev_eui, at, key, received_at, integration, format, kind, device_id, f_port, f_cnt, payload, decoded, radio, state, reason)
    select dev_eui, at, key, received_at, integration, format, kind, device_id, f_port, f_cnt, payload, decoded, radio, state, reason
    from stage_uplink s
    where same_within is null or not exists (
      select from sensors.uplink u where u.dev_eui = s.dev_eui and u.key = s.key and u.at > s.at - make_interval(secs => s.same_within) and u.at <= s.at + make_interval(secs => s.same_within))
    order by dev_eui, at, key
    on conflict do nothing returning key
  ), offered as (
    select device_id, metric, at, max(value) as value, string_agg(distinct detail, ', ' order by detail) as detail
    from stage_reading where key is null or key in (select key from kept) group by device_id, metric, at
  ), added as (
    insert into sensors.reading (device_id, metric, at, value, detail)
    select device_id, metric, at, value, detail from offered order by device_id, metric, at
    on conflict do nothing returning device_id, metric, at, value
  ), quarters as (
    insert into sensors.quarter as q (device_id, metric, at, n, sum, min, max, last, last_at)
    select device_id, metric, date_bin('15 minutes', at, '2000-01-01Z'), count(*), sum(value::numeric), min(value), max(value), (array_agg(value order by at desc))[1], max(at)
    from added group by 1, 2, 3 order by 1, 2, 3
    on conflict (device_id, metric, at) do update set n = q.n + excluded.n, sum = q.sum + excluded.sum, min = least(q.min, excluded.min), max = greatest(q.max, excluded.max),
      last = case when excluded.last_at > q.last_at then excluded.last else q.last end, last_at = greatest(q.last_at, excluded.last_at)
  ), days as (
    insert into sensors.day as d (device_id, metric, day, n, sum, min, max, last, last_at)
    select device_id, metric, (at at time zone 'Europe/London')::date, count(*), sum(value::numeric), min(value), max(value), (array_agg(value order by at desc))[1], max(at)
    from added group by 1, 2, 3 order by 1, 2, 3
    on conflict (device_id, metric, day) do update set n = d.n + excluded.n, sum = d.sum + excluded.sum, min = least(d.min, excluded.min), max = greatest(d.max, excluded.max),
      last = case when excluded.last_at > d.last_at then excluded.last else d.last end, last_at = greatest(d.last_at, excluded.last_at)
  ), heard as (
    select device_id, max(at) as at, max(power_at) as power_at, (array_agg(battery order by power_at desc nulls last, battery))[1] as battery,
      (array_agg(volts order by power_at desc nulls last, volts))[1] as volts, (array_agg(low order by power_at desc nulls last, low))[1] as low
    from (
      select device_id, at, battery, volts, low, case when low is not null then at end as power_at
      from stage_uplink where device_id is not null and key in (select key from kept)
      union all
      select a.device_id, max(a.at), null, null, null, null from added a where a.device_id in (select device_id from stage_reading where key is null) group by 1
    ) u group by device_id
  ), seen as (
    update sensors.device d set
      last_seen_at = greatest(d.last_seen_at, h.at),
      battery = case when h.power_at > coalesce(d.battery_at, '-infinity') then coalesce(h.battery, d.battery) else d.battery end,
      battery_volts = case when h.power_at > coalesce(d.battery_at, '-infinity') then coalesce(h.volts, d.battery_volts) else d.battery_volts end,
      battery_low = case when h.power_at > coalesce(d.battery_at, '-infinity') then h.low else d.battery_low end,
      battery_at = greatest(d.battery_at, h.power_at),
      state = s.state,
      state_since = case when s.state = d.state then d.state_since else h.at end
    from heard h
    join sensors.device e using (device_id),
    lateral (select case
      when e.retired_at is not null then e.state
      when h.at < ${now}::timestamptz - make_interval(secs => greatest(e.interval_seconds * ${patience.intervals}::float8, ${patience.minutes}::float8 * 60)) then e.state
      when case when h.power_at > coalesce(e.battery_at, '-infinity') then h.low else e.battery_low end then 'low-battery'
      else 'active' end as state) s
    where d.device_id = h.device_id
  ), fresh as (
    insert into sensors.fresh (made_at, devices, since)
    select ${now}::timestamptz, array_agg(device_id order by device_id), array_agg(at order by device_id) from (select device_id, min(at) as at from added group by 1) a
    having count(*) > 0
  )
  select (select count(*)::int from kept) as uplinks, (select count(*)::int from added) as readings, (select count(*)::int from offered) as offered`;

/**
 * Two uplinks may say different things for one moment of one device. The greater value stands and every code is kept,
 * whichever came first, and what was rolled up of it is made again.
 */
async function mendTies(sql: Sql): Promise<void> {
  const touched = await sql<Touched[]>`
    update sensors.reading h set value = greatest(h.value, o.value), detail = case when o.detail is null then h.detail else (
        select string_agg(distinct code, ', ' order by code) from unnest(string_to_array(coalesce(h.detail, ''), ', ') || string_to_array(o.detail, ', ')) code where code <> '') end
    from (select device_id, metric, at, max(value) as value, string_agg(distinct detail, ', ') as detail from stage_reading group by 1, 2, 3) o
    where (h.device_id, h.metric, h.at) = (o.device_id, o.metric, o.at)
      and (o.value > h.value or not string_to_array(o.detail, ', ') <@ string_to_array(coalesce(h.detail, ''), ', '))
    returning h.device_id::text as "deviceId", h.metric, h.at`;
  await rollUpAgain(sql, touched);
}

/** A reading that was changed or taken away after it was rolled up. */
export interface Touched {
  deviceId: string;
  metric: string;
  at: Date;
}

/** Makes again, from readings, exactly the roll-ups these stand in. */
export async function rollUpAgain(sql: Sql, touched: readonly Touched[]): Promise<void> {
  if (touched.length === 0) return;
  const t = sql`(select distinct d as device_id, m as metric, date_bin('15 minutes', a, '2000-01-01Z') as quarter, (a at time zone 'Europe/London')::date as day
    from unnest(${touched.map((x) => x.deviceId)}::uuid[], ${touched.map((x) => x.metric)}::text[], ${touched.map((x) => x.at.toISOString())}::timestamptz[]) as x (d, m, a))`;
  await sql`
    with t as (select distinct device_id, metric, quarter from ${t} z), gone as (
      delete from sensors.quarter q using t where (q.device_id, q.metric, q.at) = (t.device_id, t.metric, t.quarter)
        and not exists (select from sensors.reading r where (r.device_id, r.metric) = (t.device_id, t.metric) and r.at >= t.quarter and r.at < t.quarter + interval '15 minutes'))
    insert into sensors.quarter as q (device_id, metric, at, n, sum, min, max, last, last_at)
    select t.device_id, t.metric, t.quarter, count(*), sum(r.value::numeric), min(r.value), max(r.value), (array_agg(r.value order by r.at desc))[1], max(r.at)
    from t join sensors.reading r on (r.device_id, r.metric) = (t.device_id, t.metric) and r.at >= t.quarter and r.at < t.quarter + interval '15 minutes'
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (device_id, metric, at) do update set n = excluded.n, sum = excluded.sum, min = excluded.min, max = excluded.max, last = excluded.last, last_at = excluded.last_at`;
  await sql`
    with t as (select distinct device_id, metric, day, day::timestamp at time zone 'Europe/London' as from_at, (day + 1)::timestamp at time zone 'Europe/London' as to_at from ${t} z), gone as (
      delete from sensors.day q using t where (q.device_id, q.metric, q.day) = (t.device_id, t.metric, t.day)
        and not exists (select from sensors.reading r where (r.device_id, r.metric) = (t.device_id, t.metric) and r.at >= t.from_at and r.at < t.to_at))
    insert into sensors.day as q (device_id, metric, day, n, sum, min, max, last, last_at)
    select t.device_id, t.metric, t.day, count(*), sum(r.value::numeric), min(r.value), max(r.value), (array_agg(r.value order by r.at desc))[1], max(r.at)
    from t join sensors.reading r on (r.device_id, r.metric) = (t.device_id, t.metric) and r.at >= t.from_at and r.at < t.to_at
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (device_id, metric, day) do update set n = excluded.n, sum = excluded.sum, min = excluded.min, max = excluded.max, last = excluded.last, last_at = excluded.last_at`;
}

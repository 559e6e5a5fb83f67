import type { Sql } from '../kernel/index.ts';
import type { Device, FreshDevice, Point, SeriesRequest, Silence } from './types.ts';

export const deviceColumns = (sql: Sql) => sql`
  device_id::text as "deviceId", dev_eui as "devEui", name, codec, household_id::text as "householdId", uprn, room, person_id::text as "personId", installer,
  installed_at as "installedAt", retired_at as "retiredAt", consent, purpose, interval_seconds as "intervalSeconds", battery, last_seen_at as "lastSeenAt", state,
  state_since as "stateSince"`;

/**
 * Readings or roll-ups of devices or of homes, by device, metric and time. As the reader it gives only those of devices
 * that `openHomes` has opened.
 */
export async function series(sql: Sql, request: SeriesRequest): Promise<Point[]> {
  const { from, to } = request;
  const only = request.metrics === undefined ? sql`` : sql`and metric = any (${[...request.metrics]})`;
  const devices = [...(request.devices ?? [])];
  const where = sql`device_id = any (array(select unnest(${devices}::uuid[]) union select device_id from sensors.device where household_id = any (${[...(request.households ?? [])]}::uuid[]))) ${only}`;
  if (request.step === 'raw') {
    return sql<Point[]>`
      select device_id::text as "deviceId", metric, at, value, 1 as n, value as sum, value as min, value as max, value as last, detail
      from sensors.reading where ${where} and at >= ${from} and at < ${to} order by device_id, metric, at`;
  }
  if (request.step === 'quarter') {
    return sql<Point[]>`
      select device_id::text as "deviceId", metric, at, mean as value, n, sum::float8 as sum, min, max, last, null as detail
      from sensors.quarter where ${where} and at >= ${from} and at < ${to} order by device_id, metric, at`;
  }
  return sql<Point[]>`
    select device_id::text as "deviceId", metric, day::timestamp at time zone 'Europe/London' as at, mean as value, n, sum::float8 as sum, min, max, last, null as detail
    from sensors.day where ${where} and day >= (${from}::timestamptz at time zone 'Europe/London')::date and day::timestamp at time zone 'Europe/London' < ${to}
    order by device_id, metric, day`;
}

/** Devices that stand in these homes or with these people; retired ones too when asked. */
export async function devicesOf(sql: Sql, of: { households?: readonly string[]; persons?: readonly string[]; retired?: boolean }): Promise<Device[]> {
  return sql<Device[]>`
    select ${deviceColumns(sql)} from sensors.device
    where (household_id = any (${[...(of.households ?? [])]}::uuid[]) or person_id = any (${[...(of.persons ?? [])]}::uuid[])) ${of.retired === true ? sql`` : sql`and retired_at is null`}
    order by room nulls last, name, device_id`;
}

/** Batches taken at once: some minutes of a large area. */
const batches = 1000;

/**
 * Devices with readings committed since a cursor, each with the earliest of them. Start with `'0'`, and hand back the
 * cursor given. Nothing committed is passed over: the order is that of commits.
 */
export async function freshHomes(sql: Sql, cursor: string): Promise<{ cursor: string; devices: FreshDevice[] }> {
  const [at] = await sql<{ cursor: string | null }[]>`
    select max(seq)::text as cursor from (select seq from sensors.fresh where seq > ${cursor}::bigint order by seq limit ${batches}) f`;
  const next = at?.cursor ?? null;
  if (next === null) return { cursor, devices: [] };
  const devices = await sql<FreshDevice[]>`
    select d.device_id::text as "deviceId", d.household_id::text as "householdId", d.person_id::text as "personId", f.since
    from (select u.device_id, min(u.since) as since from sensors.fresh f, unnest(f.devices, f.since) as u (device_id, since)
          where f.seq > ${cursor}::bigint and f.seq <= ${next}::bigint group by 1) f
    join sensors.device d using (device_id) order by 1`;
  return { cursor: next, devices };
}

/** Devices that are silent now. */
export async function silences(sql: Sql): Promise<Silence[]> {
  return sql<Silence[]>`
    select device_id::text as "deviceId", name, household_id::text as "householdId", person_id::text as "personId", room, last_seen_at as "lastSeenAt", state_since as since
    from sensors.device where state = 'silent' and retired_at is null order by state_since, device_id`;
}

import type { Sql } from '../kernel/index.ts';
import type { Standing } from './resolve.ts';
import { deviceColumns } from './series.store.ts';
import type { Consent, Device } from './types.ts';
import type { Patience, UplinkRow, UplinkState } from './write.store.ts';

/** What these names stand for or stood for, by when. */
export async function standingOf(sql: Sql, devEuis: readonly string[]): Promise<Standing[]> {
  if (devEuis.length === 0) return [];
  return sql<Standing[]>`
    select device_id::text as "deviceId", dev_eui as "devEui", codec, installed_at as "installedAt", retired_at as "retiredAt", consent
    from sensors.device where dev_eui = any (${[...devEuis]})`;
}

/** A device about to be registered. */
export interface NewDevice {
  deviceId: string;
  devEui: string;
  name: string;
  codec: string;
  householdId: string | null;
  uprn: string | null;
  room: string | null;
  personId: string | null;
  installer: string | null;
  installedAt: Date;
  consent: Consent;
  purpose: string | null;
  intervalSeconds: number;
}

/** Registers a device. Gives false where one of that name stands somewhere already. */
export async function insertDevice(sql: Sql, d: NewDevice, by: string, now: Date): Promise<boolean> {
  const rows = await sql`
    insert into sensors.device (device_id, dev_eui, name, codec, household_id, uprn, room, person_id, installer, installed_at, consent, purpose, interval_seconds, state_since, registered_by, registered_at)
    values (${d.deviceId}, ${d.devEui}, ${d.name}, ${d.codec}, ${d.householdId}, ${d.uprn}, ${d.room}, ${d.personId}, ${d.installer}, ${d.installedAt}, ${sql.json({ ...d.consent })}, ${d.purpose},
            ${d.intervalSeconds}, ${d.installedAt}, ${by}, ${now})
    on conflict (dev_eui) where retired_at is null do nothing returning 1`;
  return rows.length > 0;
}

export async function findDevice(sql: Sql, deviceId: string): Promise<Device | null> {
  const [row] = await sql<Device[]>`select ${deviceColumns(sql)} from sensors.device where device_id = ${deviceId}`;
  return row ?? null;
}

/** Every device that stands somewhere, and those taken away since a moment. */
export const listDevices = (sql: Sql, since: Date): Promise<Device[]> =>
  sql<Device[]>`select ${deviceColumns(sql)} from sensors.device where retired_at is null or retired_at > ${since} order by name, device_id`;

export async function retireDevice(sql: Sql, deviceId: string, at: Date): Promise<boolean> {
  const rows = await sql`update sensors.device set retired_at = ${at}, state = 'retired', state_since = ${at} where device_id = ${deviceId} and retired_at is null returning 1`;
  return rows.length > 0;
}

export async function endConsent(sql: Sql, deviceId: string, until: string): Promise<boolean> {
  const rows = await sql`update sensors.device set consent = jsonb_set(consent, '{until}', to_jsonb(${until}::text)) where device_id = ${deviceId} and retired_at is null returning 1`;
  return rows.length > 0;
}

/** Devices known by a property alone are tied to its household once there is one. */
export const untied = (sql: Sql): Promise<{ uprn: string }[]> => sql<{ uprn: string }[]>`select distinct uprn from sensors.device where household_id is null and uprn is not null and retired_at is null`;

export async function tieToHomes(sql: Sql, homes: ReadonlyMap<string, string>): Promise<number> {
  const rows = await sql`
    update sensors.device d set household_id = h.id from unnest(${[...homes.keys()]}::text[], ${[...homes.values()]}::uuid[]) h (uprn, id)
    where d.uprn = h.uprn and d.household_id is null and d.retired_at is null returning 1`;
  return rows.length;
}

/** A device stands with whoever its person is now. */
export async function followPersons(sql: Sql, merged: readonly { from: string; to: string }[]): Promise<void> {
  for (const { from, to } of merged) await sql`update sensors.device set person_id = ${to} where person_id = ${from}`;
}

/** Marks devices silent that have not been heard for too long. @returns how many fell silent now */
export async function markSilent(sql: Sql, now: Date, patience: Patience): Promise<number> {
  const rows = await sql`
    with late as (
      select device_id, coalesce(last_seen_at, installed_at) + make_interval(secs => greatest(interval_seconds * ${patience.intervals}::float8, ${patience.minutes}::float8 * 60)) as since
      from sensors.device where retired_at is null and state <> 'silent')
    update sensors.device d set state = 'silent', state_since = l.since from late l where l.device_id = d.device_id and l.since < ${now} returning 1`;
  return rows.length;
}

/** What happened to a device's uplinks lately, as its page shows it: nothing of what was measured. */
export interface HeardUplink {
  at: Date;
  receivedAt: Date;
  integration: string;
  format: string;
  kind: string;
  state: UplinkState;
  reason: string | null;
  fPort: number | null;
  bytes: number | null;
  radio: { rssi?: number; snr?: number; gateways?: number } | null;
}

export const heardLately = (sql: Sql, devEui: string, since: Date, limit: number): Promise<HeardUplink[]> =>
  sql<HeardUplink[]>`
    select at, received_at as "receivedAt", integration, format, kind, state, reason, f_port as "fPort", octet_length(payload) as bytes, radio
    from sensors.uplink where dev_eui = ${devEui} and at >= ${since} order by at desc, key limit ${limit}`;

/** Names that were heard and that no device answers to, the latest first. */
export interface Unclaimed {
  devEui: string;
  uplinks: number;
  firstAt: Date;
  lastAt: Date;
  formats: string[];
  reason: string;
}

export const listUnclaimed = (sql: Sql, limit: number): Promise<Unclaimed[]> =>
  sql<Unclaimed[]>`
    select dev_eui as "devEui", count(*)::int as uplinks, min(at) as "firstAt", max(at) as "lastAt", array_agg(distinct format order by format) as formats,
      (array_agg(reason order by at desc))[1] as reason
    from sensors.uplink where state = 'unclaimed' group by dev_eui order by max(at) desc, dev_eui limit ${limit}`;

/** What could not be read, grouped by why. */
export interface Quarantined {
  devEui: string;
  deviceId: string | null;
  format: string;
  reason: string;
  uplinks: number;
  lastAt: Date;
}

export const listQuarantined = (sql: Sql, limit: number): Promise<Quarantined[]> =>
  sql<Quarantined[]>`
    select dev_eui as "devEui", (max(device_id::text)) as "deviceId", format, coalesce(reason, '') as reason, count(*)::int as uplinks, max(at) as "lastAt"
    from sensors.uplink where state = 'quarantined' group by dev_eui, format, coalesce(reason, '') order by max(at) desc limit ${limit}`;

export interface WaitingUplink {
  devEui: string;
  at: Date;
  key: string;
  receivedAt: Date;
  integration: string;
  format: string;
  kind: string;
  fPort: number | null;
  fCnt: string | null;
  payload: Buffer | null;
  decoded: Record<string, unknown> | null;
  radio: Record<string, unknown> | null;
}

/** Uplinks that wait for their device or for a codec that reads them; a page of them after a place. */
export const waitingUplinks = (sql: Sql, devEui: string | null, after: { devEui: string; at: Date; key: string } | null, limit: number): Promise<WaitingUplink[]> =>
  sql<WaitingUplink[]>`
    select dev_eui as "devEui", at, key, received_at as "receivedAt", integration, format, kind, f_port as "fPort", f_cnt as "fCnt", payload, decoded, radio
    from sensors.uplink where state in ('unclaimed', 'quarantined') and dev_eui <> '' ${devEui === null ? sql`` : sql`and dev_eui = ${devEui}`}
      ${after === null ? sql`` : sql`and (dev_eui, at, key) > (${after.devEui}, ${after.at}, ${after.key}::uuid)`}
    order by dev_eui, at, key limit ${limit}`;

/** Says of uplinks that waited what became of them. */
export async function settleUplinks(sql: Sql, rows: readonly UplinkRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update sensors.uplink u set state = r.state, reason = r.reason, device_id = r.device_id, payload = case when r.state = 'withheld' then null else u.payload end,
      decoded = case when r.state = 'withheld' then null else u.decoded end
    from unnest(${rows.map((r) => r.devEui)}::text[], ${rows.map((r) => r.at.toISOString())}::timestamptz[], ${rows.map((r) => r.key)}::uuid[], ${rows.map((r) => r.state)}::text[],
      ${rows.map((r) => r.reason)}::text[], ${rows.map((r) => r.deviceId)}::uuid[]) as r (dev_eui, at, key, state, reason, device_id)
    where (u.dev_eui, u.at, u.key) = (r.dev_eui, r.at, r.key)`;
}

/** What a device sent lately, as it came. For whoever may see what it measured. */
export const rawLately = (sql: Sql, deviceId: string, devEui: string, since: Date, limit: number): Promise<{ at: Date; format: string; fPort: number | null; payload: Buffer }[]> =>
  sql<{ at: Date; format: string; fPort: number | null; payload: Buffer }[]>`
    select at, format, f_port as "fPort", payload from sensors.uplink
    where dev_eui = ${devEui} and device_id = ${deviceId} and payload is not null and at >= ${since} order by at desc, key limit ${limit}`;

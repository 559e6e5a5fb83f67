import type { Sql } from '../../kernel/index.ts';
import type { StationMonth, WeatherAlert, WeatherHour, WeatherProblem } from './types.ts';

export type WeatherKind = 'observed' | 'forecast';

/** Keeps hours of weather; an hour said again is replaced by whatever was issued later. @returns rows that are new or changed */
export async function writeHours(sql: Sql, place: string, kind: WeatherKind, source: string, issued: Date, hours: readonly WeatherHour[]): Promise<number> {
  if (hours.length === 0) return 0;
  const rows = await sql`
    insert into radar.weather as w (place, at, kind, issued_at, source, temperature, humidity, wind)
    select distinct on (at) ${place}, at, ${kind}, ${issued}::timestamptz, ${source}, temperature, humidity, wind
    from jsonb_to_recordset(${sql.json(hours as never)}::jsonb) as h(at timestamptz, temperature float8, humidity float8, wind float8) order by at
    on conflict (place, kind, at) do update set issued_at = excluded.issued_at, source = excluded.source, temperature = excluded.temperature, humidity = excluded.humidity, wind = excluded.wind
      where excluded.issued_at >= w.issued_at and (w.temperature, w.humidity, w.wind, w.issued_at) is distinct from (excluded.temperature, excluded.humidity, excluded.wind, excluded.issued_at)
    returning 1`;
  return rows.length;
}

export async function writeAlerts(sql: Sql, alerts: readonly WeatherAlert[]): Promise<number> {
  if (alerts.length === 0) return 0;
  const rows = await sql`
    insert into radar.weather_alert as a (hazard, geography_code, period_start, period_end, status, score, likelihood, impact, text, geography, refreshed_at)
    select distinct on (hazard, "geographyCode", "from") hazard, "geographyCode", "from", "to", status, score, likelihood, impact, text, geography, refreshed
    from jsonb_to_recordset(${sql.json(alerts as never)}::jsonb) as s(hazard text, "geographyCode" text, "from" timestamptz, "to" timestamptz, status text, score int, likelihood text, impact text, text text, geography text, refreshed timestamptz)
    order by hazard, "geographyCode", "from", refreshed desc
    on conflict (hazard, geography_code, period_start) do update set period_end = excluded.period_end, status = excluded.status, score = excluded.score, likelihood = excluded.likelihood,
      impact = excluded.impact, text = excluded.text, geography = excluded.geography, refreshed_at = excluded.refreshed_at
      where excluded.refreshed_at >= a.refreshed_at
    returning 1`;
  return rows.length;
}

export async function writeMonths(sql: Sql, station: string, months: readonly StationMonth[]): Promise<number> {
  if (months.length === 0) return 0;
  const rows = await sql`
    insert into radar.weather_month as m (station, year, month, highest, lowest, frost_days, estimated)
    select ${station}, year, month, highest, lowest, "frostDays", estimated
    from jsonb_to_recordset(${sql.json(months as never)}::jsonb) as s(year int, month int, highest float8, lowest float8, "frostDays" float8, estimated boolean) order by year, month
    on conflict (station, year, month) do update set highest = excluded.highest, lowest = excluded.lowest, frost_days = excluded.frost_days, estimated = excluded.estimated
    returning 1`;
  return rows.length;
}

export async function writeDelivery(sql: Sql, delivery: { id: string; name: string; kind: string; at: Date; read: number; problems: readonly WeatherProblem[] }): Promise<void> {
  await sql`insert into radar.weather_delivery (delivery_id, name, kind, received_at, read, problems)
    values (${delivery.id}, ${delivery.name}, ${delivery.kind}, ${delivery.at}, ${delivery.read}, ${sql.json(delivery.problems as never)})`;
}

export interface KeptHour {
  /** Milliseconds. */
  at: number;
  kind: WeatherKind;
  issued: number;
  temperature: number;
  humidity: number | null;
}

/** Hours of a place from one moment to another, in order; where an hour was observed and forecast, what was observed. */
export async function hoursOfPlace(sql: Sql, place: string, from: Date, to: Date): Promise<KeptHour[]> {
  return sql<KeptHour[]>`
    select distinct on (at) (extract(epoch from at) * 1000)::float8 as at, kind, (extract(epoch from issued_at) * 1000)::float8 as issued, temperature, humidity
    from radar.weather where place = ${place} and at >= ${from} and at < ${to} order by at, kind desc`;
}

export interface KeptAlert {
  hazard: 'cold' | 'heat';
  status: string;
  from: Date;
  to: Date;
  text: string;
  geography: string;
}

/** Alerts of these regions that are not over. */
export async function alertsInForce(sql: Sql, regions: readonly string[], now: Date): Promise<KeptAlert[]> {
  return sql<KeptAlert[]>`
    select hazard, status, period_start as "from", period_end as "to", text, geography from radar.weather_alert
    where geography_code = any (${[...regions]}) and period_end > ${now} order by period_start`;
}

export interface WatchedHome {
  householdId: string;
  timeConstant: number | null;
  lastCold: LastSpell | null;
  lastHeat: LastSpell | null;
}

/** How a home did in a spell that is over: its lowest, or in heat highest, hourly mean of any room. */
export interface LastSpell {
  from: string;
  to: string;
  room: string;
  value: number;
}

export async function watchedHomes(sql: Sql): Promise<WatchedHome[]> {
  return sql<WatchedHome[]>`
    select household_id::text as "householdId", time_constant as "timeConstant", last_cold as "lastCold", last_heat as "lastHeat" from radar.home_state
    where time_constant is not null or jsonb_typeof(last_cold) = 'object' or jsonb_typeof(last_heat) = 'object' order by 1`;
}

import type { Sql } from '../../kernel/index.ts';
import type { Quarter } from './measure.ts';

/** Quarters of an hour of these devices from a moment on, of every metric: any reading shows that a device was heard. */
export async function quartersOf(sql: Sql, devices: readonly string[], from: Date): Promise<Quarter[]> {
  if (devices.length === 0) return [];
  return sql<Quarter[]>`
    select device_id::text as "deviceId", metric, (extract(epoch from at) * 1000)::float8 as at, sum::float8 as sum, mean from sensors.quarter
    where device_id = any (${[...devices]}::uuid[]) and at >= ${from} order by at`;
}

export interface RoutineDayRow {
  day: string;
  measured: Record<string, number | null>;
  away: boolean;
}

/** What was measured of a person before, by these definitions; days measured by others are left out. */
export async function routineDays(sql: Sql, personId: string, firstDay: string, digest: string): Promise<RoutineDayRow[]> {
  return sql<RoutineDayRow[]>`
    select day::text as day, measured, away from radar.routine_day where person_id = ${personId} and day >= ${firstDay} and digest = ${digest} order by day`;
}

export async function writeRoutineDays(sql: Sql, personId: string, rows: readonly RoutineDayRow[], digest: string): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into radar.routine_day as r (person_id, day, measured, away, digest)
    select ${personId}::uuid, day, measured, away, ${digest} from jsonb_to_recordset(${sql.json(rows as never)}::jsonb) as d(day date, measured jsonb, away boolean)
    on conflict (person_id, day) do update set measured = excluded.measured, away = excluded.away, digest = excluded.digest
      where (r.measured, r.away, r.digest) is distinct from (excluded.measured, excluded.away, excluded.digest)`;
}

export async function forgetRoutineDays(sql: Sql, before: string): Promise<void> {
  await sql`delete from radar.routine_day where day < ${before}`;
}

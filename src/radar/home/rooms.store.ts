import type { Sql } from '../../kernel/index.ts';

export interface RoomDayRow {
  householdId: string;
  room: string;
  day: string;
  temperature: (number | null)[];
  humidity: (number | null)[];
}

/** Makes the hourly means of these homes again, each from a day on, from sensors' quarters. */
export async function remakeRoomDays(sql: Sql, homes: readonly { householdId: string; from: Date }[]): Promise<void> {
  if (homes.length === 0) return;
  await sql`
    with asked as (select * from unnest(${homes.map((h) => h.householdId)}::uuid[], ${homes.map((h) => h.from.toISOString())}::timestamptz[]) as a(household_id, since)),
    hours as materialized (
      select d.household_id, coalesce(d.room, 'home') as room, (q.at at time zone 'Europe/London')::date as day, extract(hour from q.at at time zone 'Europe/London')::int as hour,
             q.metric, (sum(q.sum) / sum(q.n))::float8 as mean
      from asked a join sensors.device d on d.household_id = a.household_id
      join sensors.quarter q on q.device_id = d.device_id and q.at >= a.since and q.metric in ('temperature', 'humidity')
      group by 1, 2, 3, 4, 5)
    insert into radar.room_day as r (household_id, room, day, temperature, humidity)
    select k.household_id, k.room, k.day, array_agg(t.mean order by g.hour), array_agg(u.mean order by g.hour)
    from (select distinct household_id, room, day from hours) k cross join generate_series(0, 23) g(hour)
    left join hours t on (t.household_id, t.room, t.day, t.hour) = (k.household_id, k.room, k.day, g.hour) and t.metric = 'temperature'
    left join hours u on (u.household_id, u.room, u.day, u.hour) = (k.household_id, k.room, k.day, g.hour) and u.metric = 'humidity'
    group by 1, 2, 3
    on conflict (household_id, room, day) do update set temperature = excluded.temperature, humidity = excluded.humidity
      where (r.temperature, r.humidity) is distinct from (excluded.temperature, excluded.humidity)`;
}

export async function roomDays(sql: Sql, householdIds: readonly string[], firstDay: string): Promise<RoomDayRow[]> {
  return sql<RoomDayRow[]>`
    select household_id::text as "householdId", room, day::text as day, to_jsonb(temperature) as temperature, to_jsonb(humidity) as humidity from radar.room_day
    where household_id = any (${[...householdIds]}::uuid[]) and day >= ${firstDay} order by room, day`;
}

/** Forgets hourly means older than a day: sensors' roll-ups keep what an area has said to keep. */
export async function forgetRoomDays(sql: Sql, before: string): Promise<void> {
  await sql`delete from radar.room_day where day < ${before}`;
}

export interface HomeState {
  timeConstant: number | null;
  nights: number | null;
  lastCold: unknown;
  lastHeat: unknown;
  fuelPoverty: unknown;
}

export async function writeHomeState(sql: Sql, householdId: string, state: HomeState, now: Date): Promise<void> {
  await sql`
    insert into radar.home_state (household_id, time_constant, nights, last_cold, last_heat, fuel_poverty, looked_at)
    values (${householdId}, ${state.timeConstant}, ${state.nights}, ${sql.json((state.lastCold ?? null) as never)}, ${sql.json((state.lastHeat ?? null) as never)}, ${sql.json((state.fuelPoverty ?? null) as never)}, ${now})
    on conflict (household_id) do update set time_constant = excluded.time_constant, nights = excluded.nights, last_cold = excluded.last_cold, last_heat = excluded.last_heat,
      fuel_poverty = excluded.fuel_poverty, looked_at = excluded.looked_at`;
}

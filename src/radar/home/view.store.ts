import type { Sql } from '../../kernel/index.ts';

/** The homes a person lives in now, as the reader; communal places are not a home of one's own. */
export async function currentHomes(sql: Sql, personId: string): Promise<string[]> {
  const rows = await sql<{ householdId: string }[]>`
    select household_id::text as "householdId" from record.home where person_id = ${personId} and current and not communal order by start_at desc nulls last, household_id`;
  return rows.map((row) => row.householdId);
}

export interface StoredHomeState {
  timeConstant: number | null;
  nights: number | null;
  lastCold: { from: string; to: string; room: string; value: number } | null;
  fuelPoverty: { verdict: 'fuel-poor' | 'not-fuel-poor' | 'not-known'; because: string; missing?: string[] } | null;
}

export async function homeState(sql: Sql, householdId: string): Promise<StoredHomeState | null> {
  const [row] = await sql<StoredHomeState[]>`
    select time_constant as "timeConstant", nights, last_cold as "lastCold", fuel_poverty as "fuelPoverty" from radar.home_state where household_id = ${householdId}`;
  return row ?? null;
}

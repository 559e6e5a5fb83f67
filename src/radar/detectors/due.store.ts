import type { Sql } from '../../kernel/index.ts';
import { freshHomes } from '../../sensors/index.ts';

const consumer = 'homes';

/**
 * Takes up what sensors have published since last time: each home with new readings is due at once, or a while after it
 * was last looked at. Runs inside the caller's transaction, so that the cursor moves with what it marks.
 * @returns whether anything was new
 */
export async function takeUpFresh(sql: Sql, now: Date, restSeconds: number): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(7254095)`;
  const [at] = await sql<{ cursor: string }[]>`select cursor from radar.cursor where consumer = ${consumer}`;
  const { cursor, devices } = await freshHomes(sql, at?.cursor ?? '0');
  if (cursor === at?.cursor || (at === undefined && cursor === '0')) return false;
  const homes = new Map<string, Date>();
  for (const { householdId, since } of devices) {
    if (householdId === null) continue;
    const before = homes.get(householdId);
    if (before === undefined || since < before) homes.set(householdId, since);
  }
  if (homes.size > 0) {
    await sql`
      insert into radar.home_due as d (household_id, since, due_at)
      select f.household_id, f.since, greatest(${now}::timestamptz, s.looked_at + make_interval(secs => ${restSeconds}))
      from unnest(${[...homes.keys()]}::uuid[], ${[...homes.values()].map((at) => at.toISOString())}::timestamptz[]) as f(household_id, since) left join radar.home_state s using (household_id)
      order by f.household_id
      on conflict (household_id) do update set since = least(d.since, excluded.since)`;
  }
  await sql`
    insert into radar.cursor (consumer, cursor, at) values (${consumer}, ${cursor}, ${now}) on conflict (consumer) do update set cursor = excluded.cursor, at = excluded.at`;
  return true;
}

/** Marks every home that has a device as due now. */
export async function allDue(sql: Sql, now: Date): Promise<number> {
  const rows = await sql`
    insert into radar.home_due as d (household_id, since, due_at)
    select distinct household_id, ${now}::timestamptz, ${now}::timestamptz from sensors.device where household_id is not null and retired_at is null order by household_id
    on conflict (household_id) do update set due_at = least(d.due_at, excluded.due_at) returning 1`;
  return rows.length;
}

/** Takes some due homes for this transaction; those another process has taken are passed over. */
export async function takeDue(sql: Sql, now: Date, size: number): Promise<{ householdId: string; since: Date }[]> {
  return sql<{ householdId: string; since: Date }[]>`
    delete from radar.home_due where household_id in (
      select household_id from radar.home_due where due_at <= ${now} order by due_at limit ${size} for update skip locked)
    returning household_id::text as "householdId", since`;
}

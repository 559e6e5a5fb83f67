import type { Sql } from '../kernel/index.ts';

/** Drops what is past its time: whole partitions of uplinks, readings and quarters, and days one by one. @returns names of what was dropped */
export async function dropPast(sql: Sql, before: { uplinks: string; quarters: string; days: string; fresh: Date }): Promise<string[]> {
  await sql`set local lock_timeout = '10s'`;
  const dropped = await sql<{ name: string }[]>`
    select sensors.drop_partitions('uplink', ${before.uplinks}::date) as name union all select sensors.drop_partitions('reading', ${before.uplinks}::date)
    union all select sensors.drop_partitions('quarter', ${before.quarters}::date)`;
  await sql`delete from sensors.day where day < ${before.days}::date`;
  await sql`delete from sensors.fresh where made_at < ${before.fresh}`;
  return dropped.map(({ name }) => name);
}

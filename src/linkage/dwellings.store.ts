import type { Sql } from '../kernel/index.ts';

/**
 * Marks whoever lives now in a home of which something new is known, so that their record is made again. A home is
 * found by its UPRN; nothing about it links people.
 * @returns how many homes were taken
 */
export async function takeDwellings(sql: Sql, now: Date): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    with taken as (delete from feeds.touched_dwelling returning uprn),
    marked as (
      insert into linkage.changed_person (person_id, changed_at)
      select distinct r.person_id, ${now}::timestamptz
      from taken t join linkage.household h using (uprn) join linkage.residency r using (household_id) where r.current
      on conflict (person_id) do update set changed_at = excluded.changed_at)
    select count(*)::int as n from taken`;
  return row?.n ?? 0;
}

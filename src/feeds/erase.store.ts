import type { Sql } from '../kernel/index.ts';

/**
 * Takes facts out in the caller's transaction, with what earlier versions of their rows said of the same subjects. A row as it came
 * goes where nothing else stands in it; one that is about somebody else too stays, and is counted.
 */
export async function eraseFacts(sql: Sql, factIds: readonly string[]): Promise<{ rowsGone: number; rowsKept: number }> {
  if (factIds.length === 0) return { rowsGone: 0, rowsKept: 0 };
  const entries = await sql<{ id: string }[]>`
    select distinct v.entry_id::text as id from feeds.fact f join feeds.entry e using (entry_id) join feeds.entry v on v.feed = e.feed and v.row_key = e.row_key
    where f.fact_id = any (${factIds as string[]}::bigint[])`;
  const ids = entries.map((entry) => entry.id);
  await sql`
    delete from feeds.fact f using (select distinct subject_id from feeds.fact where fact_id = any (${factIds as string[]}::bigint[])) s
    where f.entry_id = any (${ids}::bigint[]) and f.subject_id = s.subject_id`;
  const gone = await sql`delete from feeds.entry e where e.entry_id = any (${ids}::bigint[]) and not exists (select from feeds.fact f where f.entry_id = e.entry_id)`;
  return { rowsGone: gone.count, rowsKept: ids.length - gone.count };
}

import type { Sql } from '../../kernel/index.ts';

/** All that has been said of every subject as a JSON array, newest first, in batches. */
export async function* readSubjects(sql: Sql): AsyncGenerator<{ id: number; statements: string }[]> {
  const query = sql<{ id: number; statements: string }[]>`
    select s.subject_id::float8 as id, coalesce((
      select json_agg(d.demographics order by coalesce(d.as_of, d.last_at::date) desc, d.last_at desc, d.hash)
      from feeds.demographic d where d.subject_id = s.subject_id), '[]')::text as statements
    from feeds.subject s order by s.subject_id`;
  for await (const rows of query.cursor(4000)) yield [...rows];
}

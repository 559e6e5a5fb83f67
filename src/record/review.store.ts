import type { Demographics, Sql } from '../kernel/index.ts';

/** What each of these records says of who the person is, newest statement first; only of people opened to the reader. */
export async function recordStatements(sql: Sql, subjects: readonly number[]): Promise<{ subject: number; personId: string; feed: string; localKey: string; demographics: Demographics; lastAt: Date }[]> {
  return sql<{ subject: number; personId: string; feed: string; localKey: string; demographics: Demographics; lastAt: Date }[]>`
    select subject_id::float8 as subject, person_id::text as "personId", feed, local_key as "localKey", demographics, last_at as "lastAt"
    from record.demographic where subject_id = any (${subjects as number[]}::bigint[])
    order by subject_id, coalesce(as_of, last_at::date) desc, last_at desc, hash`;
}

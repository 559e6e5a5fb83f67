import type { Demographics, Sql } from '../kernel/index.ts';

/** What each of these records says of who the person is, newest statement first; only of people opened to the reader. */
export async function recordStatements(sql: Sql, subjects: readonly number[]): Promise<{ subject: number; personId: string; feed: string; localKey: string; demographics: Demographics; lastAt: Date }[]> {
  return sql<{ subject: number; personId: string; feed: string; localKey: string; demographics: Demographics; lastAt: Date }[]>`
    select subject_id::float8 as subject, person_id::text as "personId", feed, local_key as "localKey", demographics, last_at as "lastAt"
    from record.demographic where subject_id = any (${subjects as number[]}::bigint[])
    order by subject_id, coalesce(as_of, last_at::date) desc, last_at desc, hash`;
}

/** Every record of these people with its newest statement first, and how many dated facts of it this reading may see. */
export async function recordsOfPeople(sql: Sql, people: readonly string[]): Promise<{ subject: number; personId: string; feed: string; localKey: string; statements: Demographics[]; receivedAt: Date; facts: number }[]> {
  return sql<{ subject: number; personId: string; feed: string; localKey: string; statements: Demographics[]; receivedAt: Date; facts: number }[]>`
    select d.subject_id::float8 as subject, person_id::text as "personId", feed, local_key as "localKey", max(last_at) as "receivedAt",
           json_agg(demographics order by coalesce(as_of, last_at::date) desc, last_at desc, hash) as statements,
           (select count(*)::int from record.fact f where f.person_id = d.person_id and f.subject_id = d.subject_id) as facts
    from record.demographic d where person_id = any (${people as string[]}::uuid[])
    group by person_id, d.subject_id, feed, local_key order by feed, local_key`;
}

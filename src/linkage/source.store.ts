import type { Sql } from '../kernel/index.ts';
import type { Terms } from './engine.store.ts';
import type { SubjectText } from './worker.ts';

export interface LastRun {
  runId: string;
  modelVersion: string;
  /** Subjects there were when names were last counted. */
  countedAmong: number;
}

/** The run last published. */
export async function lastRun(sql: Sql): Promise<LastRun | null> {
  const [run] = await sql<LastRun[]>`
    select run_id as "runId", model_version as "modelVersion", (counts ->> 'countedAmong')::int as "countedAmong"
    from linkage.run order by number desc limit 1`;
  return run ?? null;
}

export async function readTerms(sql: Sql, records: number): Promise<Terms> {
  const rows = await sql<Terms['rows']>`select kind, term, count::float8 as count from linkage.term`;
  return { records, rows: [...rows] };
}

/** Subjects with something new, each with the version of its mark, so that a mark made again meanwhile is not cleared. */
export async function readTouched(sql: Sql): Promise<{ id: number; mark: string }[]> {
  return sql<{ id: number; mark: string }[]>`select subject_id::float8 as id, xmin::text as mark from feeds.touched`;
}

export async function countSubjects(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from feeds.subject`;
  return row?.n ?? 0;
}

/** Subjects with all they have been said to be, newest statement first. */
export async function* readSubjects(sql: Sql, only: readonly number[] | null): AsyncGenerator<SubjectText[]> {
  const query = sql<SubjectText[]>`
    select s.subject_id::float8 as id, coalesce((
      select json_agg(d.demographics order by coalesce(d.as_of, d.last_at::date) desc, d.last_at desc, d.hash)
      from feeds.demographic d where d.subject_id = s.subject_id), '[]')::text as statements
    from feeds.subject s
    ${only === null ? sql`` : sql`where s.subject_id = any (${only as number[]}::bigint[])`}
    order by s.subject_id`;
  for await (const rows of query.cursor(4000)) yield [...rows];
}

/** Person of each of these subjects (null: of every subject that has one). */
export async function readLinks(sql: Sql, only: readonly number[] | null): Promise<Map<number, string>> {
  const links = new Map<number, string>();
  const query = sql<{ id: number; person: string }[]>`
    select subject_id::float8 as id, person_id::text as person from linkage.link
    ${only === null ? sql`` : sql`where subject_id = any (${only as number[]}::bigint[])`}`;
  for await (const rows of query.cursor(20_000)) for (const row of rows) links.set(row.id, row.person);
  return links;
}

/** Every link of every person that any of these subjects is linked to. */
export async function readCompanions(sql: Sql, of: readonly number[]): Promise<Map<number, string>> {
  const rows = await sql<{ id: number; person: string }[]>`
    select l.subject_id::float8 as id, l.person_id::text as person from linkage.link l
    where l.person_id in (select person_id from linkage.link where subject_id = any (${of as number[]}::bigint[]))`;
  return new Map(rows.map((row) => [row.id, row.person]));
}

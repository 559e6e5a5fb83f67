import type { Sql } from '../kernel/index.ts';
import type { Terms } from './engine.store.ts';

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

/** How many subjects have something new, and what was committed when they were counted: a mark made again since is not cleared. */
export async function countTouched(sql: Sql): Promise<{ count: number; snapshot: string }> {
  const [row] = await sql<{ count: number; snapshot: string }[]>`select count(*)::int as count, pg_current_snapshot()::text as snapshot from feeds.touched`;
  return row!;
}

export async function readTouched(sql: Sql): Promise<number[]> {
  const [row] = await sql<{ ids: number[] }[]>`select array(select subject_id::float8 from feeds.touched order by subject_id) as ids`;
  return row?.ids ?? [];
}

export async function countSubjects(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from feeds.subject`;
  return row?.n ?? 0;
}

/** Octets of a batch of rows, about. */
const batch = 1 << 20;

/**
 * What has been said of subjects as COPY text (subject, feed, date of the statement, demographics), in batches. A
 * subject's rows stand together and in one batch, newest first; one of whom nothing was said has a row of nulls.
 */
export async function* readStatements(sql: Sql, only: readonly number[] | null): AsyncGenerator<ArrayBuffer> {
  if (only?.length === 0) return;
  const which = only === null ? '' : `where s.subject_id = any ('{${only.map(Number).join(',')}}'::bigint[])`;
  const rows = await sql.unsafe(`copy (
    select s.subject_id, s.feed, coalesce(d.as_of, d.first_at::date), d.demographics
    from feeds.subject s left join feeds.demographic d using (subject_id) ${which}
    order by s.subject_id, coalesce(d.as_of, d.last_at::date) desc, d.last_at desc, d.hash) to stdout`).readable();
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    held.push(chunk);
    size += chunk.length;
    if (size < batch) continue;
    const text = Buffer.concat(held);
    const cut = lastSubject(text);
    if (cut > 0) yield copyOf(text.subarray(0, cut));
    held = [text.subarray(cut)];
    size = text.length - cut;
  }
  if (size > 0) yield copyOf(Buffer.concat(held));
}

const copyOf = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;

/** Where the last subject's rows begin; the text ends with whole rows. */
function lastSubject(text: Buffer): number {
  const end = text.lastIndexOf(0x0a, text.length - 2) + 1;
  const id = text.subarray(end, text.indexOf(0x09, end) + 1);
  let at = end;
  while (at > 0) {
    const before = text.lastIndexOf(0x0a, at - 2) + 1;
    if (!text.subarray(before, before + id.length).equals(id)) break;
    at = before;
  }
  return at;
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

import type postgres from 'postgres';
import type { Demographics, Sql } from '../../kernel/index.ts';
import { chunksOf, copyInto } from '../copy.store.ts';
import type { EngineThread } from '../engine.ts';
import type { BlockingKey } from './keys.ts';
import { bucketOf, subjectsOf } from './packing.ts';

/** Whether the last run left what look-ups need: a store from before there were look-ups has to be filled once. */
export async function liveStands(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ yes: boolean }[]>`select exists (select from linkage.look_up_in_force) or not exists (select from linkage.link) as yes`;
  return row?.yes ?? false;
}

/**
 * Writes a filling of look-ups of every record, beside the one in force and outside the transaction that publishes: nobody
 * reads it before `enforceFilling`. What a killed run left of its own is cleared first.
 */
export async function writeFilling(pool: postgres.Sql, engine: EngineThread, runId: string): Promise<void> {
  await clearFillings(pool);
  await copyInto(pool, 'linkage.look_up (filling, bucket, entries)', chunksOf(() => engine.live(runId, null)));
}

/** Makes a filling the one that answers. Runs inside the transaction that publishes, last in it. */
export async function enforceFilling(sql: Sql, runId: string): Promise<void> {
  await sql`insert into linkage.look_up_in_force (filling) values (${runId}) on conflict (one) do update set filling = excluded.filling`;
  await sql`truncate linkage.key, linkage.rekeyed`;
}

/** Removes every filling that is not in force. */
export async function clearFillings(sql: Sql): Promise<void> {
  await sql`delete from linkage.look_up l where not exists (select 1 from linkage.look_up_in_force f where f.filling = l.filling)`;
}

/** Gives these subjects the keys of their records now, inside the transaction that publishes. */
export async function rekey(sql: Sql, engine: EngineThread, only: readonly number[]): Promise<void> {
  if (only.length === 0) return;
  const ids = only as number[];
  await sql`insert into linkage.rekeyed select unnest(${ids}::bigint[]) on conflict do nothing`;
  await sql`delete from linkage.key where subject_id = any (${ids}::bigint[])`;
  await copyInto(sql, 'linkage.key (key, subject_id)', chunksOf(() => engine.live(null, ids)));
}

interface KeyRow {
  /** Position in what was asked. */
  at: number;
  entries: Buffer | null;
  subjects: string[];
}

/**
 * Subjects that share a key with what is asked, those that share the rarest keys first. A key that more than its cap
 * share finds nobody. `filed` are those found only by the filling in force, which may know them by keys they have no more.
 */
export async function findSubjects(sql: Sql, keys: readonly BlockingKey[], most: number): Promise<{ subjects: number[]; filed: number[] }> {
  const rows = await sql<KeyRow[]>`
    select a.at::int as at, l.entries, array(select k.subject_id::text from linkage.key k where k.key = a.key limit a.cap + 1) as subjects
    from unnest(${keys.map((k) => String(k.key))}::bigint[], ${keys.map((k) => k.cap)}::int[], ${keys.map((k) => bucketOf(k.key))}::int[]) with ordinality as a(key, cap, bucket, at)
    left join linkage.look_up l on l.filling = (select filling from linkage.look_up_in_force) and l.bucket = a.bucket`;
  const rarity = new Map<number, number>();
  const rekeyed = new Set<number>();
  for (const { at, entries, subjects } of rows) {
    const { key, cap } = keys[at - 1]!;
    const now = subjects.map(Number);
    const all = new Set([...now, ...(entries === null ? [] : subjectsOf(entries, key))]);
    if (all.size > cap) continue;
    for (const id of all) rarity.set(id, (rarity.get(id) ?? 0) + 1 / all.size);
    for (const id of now) rekeyed.add(id);
  }
  const subjects = [...rarity].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, most).map(([id]) => id);
  return { subjects, filed: subjects.filter((id) => !rekeyed.has(id)) };
}

export interface Kept {
  subjectId: number;
  personId: string;
  /** Newest first. */
  statements: Demographics[];
}

const statements = (sql: Sql) => sql`coalesce((
  select json_agg(d.demographics order by coalesce(d.as_of, d.last_at::date) desc, d.last_at desc, d.hash) from feeds.demographic d where d.subject_id = l.subject_id), '[]') as statements`;

/** What is said of these subjects, and whom they are linked to; without those of `filed` that have other keys by now. */
export async function readKept(sql: Sql, subjects: readonly number[], filed: readonly number[]): Promise<Kept[]> {
  return sql<Kept[]>`
    select l.subject_id::float8 as "subjectId", l.person_id::text as "personId", ${statements(sql)}
    from linkage.link l where l.subject_id = any (${subjects as number[]}::bigint[])
      and not exists (select 1 from linkage.rekeyed r where r.subject_id = l.subject_id and r.subject_id = any (${filed as number[]}::bigint[]))`;
}

/** All subjects of these people. */
export async function findRecords(sql: Sql, personIds: readonly string[]): Promise<Kept[]> {
  return sql<Kept[]>`
    select l.subject_id::float8 as "subjectId", l.person_id::text as "personId", ${statements(sql)} from linkage.link l where l.person_id = any (${personIds as string[]}::uuid[])`;
}

/** Frozen counts of these names, and the run they are frozen with. */
export async function readFrozen(sql: Sql, given: readonly string[], family: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ name: string; count: number }[]>`
    select kind || ' ' || term as name, count::float8 as count from linkage.term
    where (kind = 'given' and term = any (${given as string[]}::text[])) or (kind = 'family' and term = any (${family as string[]}::text[]))`;
  return new Map(rows.map((row) => [row.name, row.count]));
}

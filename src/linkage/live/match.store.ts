import type { Sql } from '../../kernel/index.ts';
import type { Model } from '../model.ts';
import { copyInto } from '../publish.store.ts';
import { keysOf, readKept, type BlockingKey } from './keys.ts';
import type { LiveRows } from './rows.store.ts';

/** Whether the last run left what look-ups need: a store from before there were look-ups has to be filled once. */
export async function liveStands(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ yes: boolean }[]>`select exists (select from linkage.standard) or not exists (select from linkage.link) as yes`;
  return row?.yes ?? false;
}

/**
 * Brings look-ups up to the run being published, inside its transaction and last in it: a full fill shuts look-ups out
 * until it is published.
 * @param only subjects whose records changed; null for all
 */
export async function publishLive(sql: Sql, model: Model, only: readonly number[] | null, rows: (what: LiveRows) => AsyncIterable<string>): Promise<void> {
  if (only === null) {
    await sql`truncate linkage.standard, linkage.key`;
    await copyInto(sql, 'linkage.standard (subject_id, record)', rows('standard'), 'freeze');
    await copyInto(sql, 'linkage.key (key, subject_id)', rows('key'), 'freeze');
    return;
  }
  const ids = only as number[];
  const old = await sql<{ id: number; record: string }[]>`delete from linkage.standard where subject_id = any (${ids}::bigint[]) returning subject_id::float8 as id, record`;
  const keys = old.flatMap((row) => keysOf(model, readKept(row.id, row.record)).map(({ key }) => ({ key: String(key), id: row.id })));
  await sql`delete from linkage.key k using unnest(${keys.map((k) => k.key)}::bigint[], ${keys.map((k) => k.id)}::bigint[]) o(key, subject_id)
    where k.key = o.key and k.subject_id = o.subject_id`;
  await copyInto(sql, 'linkage.standard (subject_id, record)', rows('standard'));
  await copyInto(sql, 'linkage.key (key, subject_id)', rows('key'));
}

export interface Kept {
  subjectId: number;
  personId: string;
  record: string;
}

/**
 * Subjects that share a key with what is asked, with their person: those that share the rarest keys first. A key that
 * more than its cap share finds nobody.
 */
export async function findCandidates(sql: Sql, keys: readonly BlockingKey[], most: number): Promise<Kept[]> {
  return sql<Kept[]>`
    with found as (
      select s.subject_id, sum(1.0::float8 / cardinality(b.ids)) as rarity
      from unnest(${keys.map((k) => String(k.key))}::bigint[], ${keys.map((k) => k.cap)}::int[]) as a(key, cap)
      cross join lateral (select array(select k.subject_id from linkage.key k where k.key = a.key limit a.cap + 1) as ids) b
      cross join lateral unnest(b.ids) as s(subject_id)
      where cardinality(b.ids) <= a.cap
      group by s.subject_id order by rarity desc, s.subject_id limit ${most}
    )
    select f.subject_id::float8 as "subjectId", l.person_id::text as "personId", st.record
    from found f join linkage.standard st using (subject_id) join linkage.link l using (subject_id)`;
}

/** All subjects of these people. */
export async function findRecords(sql: Sql, personIds: readonly string[]): Promise<Kept[]> {
  return sql<Kept[]>`
    select l.subject_id::float8 as "subjectId", l.person_id::text as "personId", st.record
    from linkage.link l join linkage.standard st using (subject_id) where l.person_id = any (${personIds as string[]}::uuid[])`;
}

/** Frozen counts of these names, and the run they are frozen with. */
export async function readFrozen(sql: Sql, given: readonly string[], family: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ name: string; count: number }[]>`
    select kind || ' ' || term as name, count::float8 as count from linkage.term
    where (kind = 'given' and term = any (${given as string[]}::text[])) or (kind = 'family' and term = any (${family as string[]}::text[]))`;
  return new Map(rows.map((row) => [row.name, row.count]));
}

import type { Sql } from '../../kernel/index.ts';

/** One version of a fact: as it was told, and whether it still is. */
export interface FactVersion {
  personId: string;
  feed: string;
  /** What makes versions of a fact one: the same subject, kind, code and start. */
  identity: string;
  kind: string;
  category: string;
  code: string | null;
  label: string;
  start: string | null;
  end: string | null;
  body: Record<string, unknown>;
  receivedAt: Date;
  withdrawnAt: Date | null;
  atFirst: boolean;
}

/** Takes people whose record was made again since they were last looked at. */
export async function takeChanged(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    delete from record.remade_for where consumer = 'pathways' and person_id in (select person_id from record.remade_for where consumer = 'pathways' order by person_id limit ${limit} for update skip locked) returning person_id::text as id`;
  return rows.map((r) => r.id);
}

/** Facts of these people that came or were taken back since `since`, with their earlier versions. */
export async function recentFacts(sql: Sql, people: readonly string[], kinds: readonly string[], since: Date): Promise<FactVersion[]> {
  return sql<FactVersion[]>`
    with v as (
      select person_id, feed, md5(concat_ws('|', feed, kind, code, start_at)) as identity, kind, category, code, label, start_at, end_at, body, received_at, withdrawn_at, at_first
      from record.fact_version where person_id = any (${[...people]}::uuid[]) and kind = any (${[...kinds]}::text[]))
    select person_id::text as "personId", feed, identity, kind, category, code, label, start_at as start, end_at as "end", body, received_at as "receivedAt", withdrawn_at as "withdrawnAt", at_first as "atFirst"
    from v where (person_id, identity) in (select person_id, identity from v where received_at >= ${since} or withdrawn_at >= ${since}) order by received_at`;
}

/** Those of these people who have died, with the day where it is known. */
export async function deathsOf(sql: Sql, people: readonly string[]): Promise<{ personId: string; day: string | null }[]> {
  return sql<{ personId: string; day: string | null }[]>`
    select person_id::text as "personId", nullif(summary->>'deceased', 'true') as day from record.person where person_id = any (${[...people]}::uuid[]) and summary->>'deceased' is not null`;
}

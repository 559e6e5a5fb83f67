import type { Sql } from '../../kernel/index.ts';
import type { FactMatch } from '../fact-match.ts';

/** Somebody who lives in a home now, by what sources state. The dead and residents of communal places are left out. */
export interface Resident {
  householdId: string;
  personId: string;
  birthDate: string | null;
}

export async function residentsOf(sql: Sql, households: readonly string[]): Promise<Resident[]> {
  return sql<Resident[]>`
    select h.household_id::text as "householdId", h.person_id::text as "personId", p.summary->>'birthDate' as "birthDate"
    from record.home h join record.person p using (person_id)
    where h.household_id = any (${[...households]}::uuid[]) and h.current and not h.communal and jsonb_typeof(coalesce(p.summary->'deceased', 'null')) = 'null' order by 1, 2`;
}

export interface StatedFact {
  personId: string;
  feed: string;
  code: string | null;
  label: string;
  start: string | null;
  end: string | null;
  value: string | number | null;
}

/** Current facts of these people that match any of what is asked, newest first. As the reader, only those a decision opened. */
export async function statedFacts(sql: Sql, people: readonly string[], asked: readonly FactMatch[]): Promise<StatedFact[]> {
  if (people.length === 0 || asked.length === 0) return [];
  return sql<StatedFact[]>`
    select person_id::text as "personId", feed, code, label, start_at as start, end_at as "end", body->'value' as value
    from record.fact f where person_id = any (${[...people]}::uuid[]) and exists (
      select from jsonb_to_recordset(${sql.json(asked)}::jsonb) as a(feed text, code text, label text)
      where f.feed = a.feed and (a.code is null or f.code = a.code) and (a.label is null or strpos(lower(f.label), lower(a.label)) > 0))
    order by start_at desc nulls last, label`;
}

/** Whether a fact is one of those meant. */
export const matches = (fact: StatedFact, asked: readonly FactMatch[]): boolean =>
  asked.some((a) => fact.feed === a.feed && (a.code === undefined || fact.code === a.code) && (a.label === undefined || fact.label.toLowerCase().includes(a.label.toLowerCase())));

import type { Demographics, FactBodies, FactKind, Sql } from '../kernel/index.ts';
import { surroundingsColumn, type Surroundings } from './family.store.ts';
import type { StoredSummary } from './summary.ts';

export interface PersonRow {
  personId: string;
  summary: StoredSummary;
  feeds: string[];
  categories: string[];
}

/** A fact as it is kept. Which come back is for row-level security: only of categories the decision opened. */
export interface FactRow {
  factId: string;
  feed: string;
  category: string;
  kind: FactKind;
  code: string | null;
  system: string | null;
  label: string;
  start: string | null;
  end: string | null;
  body: FactBodies[FactKind];
  receivedAt: Date;
}

/** A fact inside a row, where a time is text. */
export type OverviewFact = Omit<FactRow, 'receivedAt'> & { receivedAt: string };

export async function peopleRows(sql: Sql, people: readonly string[]): Promise<PersonRow[]> {
  if (people.length === 0) return [];
  return sql<PersonRow[]>`
    select person_id as "personId", summary, feeds, categories from record.person where person_id = any(${people}::uuid[])`;
}

/**
 * All an overview is made of, in one round trip: the person, those around them, and their facts but stated
 * relationships (of events and of findings that are no alert, the newest `events` of each category).
 */
export async function overviewRow(sql: Sql, personId: string, events: number): Promise<(PersonRow & { around: Surroundings; facts: OverviewFact[] }) | null> {
  const [row] = await sql<(PersonRow & { around: Surroundings; facts: OverviewFact[] })[]>`
    select person_id as "personId", summary, feeds, categories, ${surroundingsColumn(sql, personId)} as around,
           coalesce((
             select jsonb_agg(jsonb_build_object('factId', fact_id::text, 'feed', feed, 'category', category, 'kind', kind, 'code', code, 'system', system,
                                                 'label', label, 'start', start_at, 'end', end_at, 'body', body, 'receivedAt', received_at))
             from (
               select *, row_number() over (partition by category, kind order by start_at desc nulls last) as place
               from record.fact where person_id = ${personId} and kind <> 'relationship'
             ) f where kind not in ('life-event', 'finding') or place <= ${events} or body->>'type' in ('alert', 'about-me', 'reasonable-adjustment')), '[]') as facts
    from record.person where person_id = ${personId}`;
  return row ?? null;
}

/** One page of a chronology, newest first; what has no date of its own comes last. */
export async function chronologyFacts(
  sql: Sql,
  personId: string,
  wanted: { categories: readonly string[]; kinds: readonly string[]; from: string | null; to: string | null; offset: number; limit: number },
): Promise<{ rows: FactRow[]; total: number }> {
  const among = sql`
    from record.fact
    where person_id = ${personId} and category = any(${wanted.categories}::text[]) and kind = any(${wanted.kinds}::text[])
      and (${wanted.from}::text is null or start_at >= left(${wanted.from}::text, length(start_at)))
      and (${wanted.to}::text is null or left(start_at, 10) <= ${wanted.to}::text)`;
  const rows = await sql<(FactRow & { total: number })[]>`
    select fact_id as "factId", feed, category, kind, code, system, label, start_at as start, end_at as "end", body, received_at as "receivedAt", count(*) over ()::int as total
    ${among}
    order by start_at desc nulls last, fact_id desc
    limit ${wanted.limit} offset ${wanted.offset}`;
  if (rows.length === 0 && wanted.offset > 0) return { rows: [], total: (await sql<{ total: number }[]>`select count(*)::int as total ${among}`)[0]?.total ?? 0 };
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** Every statement of who the person is. */
export async function statementRows(sql: Sql, personId: string): Promise<{ feed: string; localKey: string; demographics: Demographics; asOf: string | null; firstAt: Date; lastAt: Date }[]> {
  return sql<{ feed: string; localKey: string; demographics: Demographics; asOf: string | null; firstAt: Date; lastAt: Date }[]>`
    select feed, local_key as "localKey", demographics, as_of as "asOf", first_at as "firstAt", last_at as "lastAt"
    from record.demographic where person_id = ${personId} order by feed, last_at desc`;
}

/** How much each feed holds, and its newest date. */
export async function factCounts(sql: Sql, personId: string): Promise<{ feed: string; category: string; facts: number; latest: string | null }[]> {
  return sql<{ feed: string; category: string; facts: number; latest: string | null }[]>`
    select feed, category, count(*)::int as facts, max(start_at) as latest from record.fact where person_id = ${personId} group by feed, category`;
}

import type { Demographics, Sql } from '../kernel/index.ts';
import type { StoredSummary } from './summary.ts';

export interface StatementRow {
  personId: string;
  feed: string;
  localKey: string;
  demographics: Demographics;
  asOf: string | null;
  firstAt: Date;
  lastAt: Date;
}

/** What is derived in TypeScript for one person, ready to be written. */
export interface MadePerson {
  personId: string;
  summary: StoredSummary;
  identityFeeds: string[];
  names: string;
  keys: string[];
  birthDate: string | null;
  postcodes: string[];
  identifiers: { value: string; system: string; feed: string }[];
}

/**
 * Makes this transaction go by index. The tables grow from nothing while a statement's plan lives on, and one that
 * read a whole table when it was empty would go on doing so.
 */
export async function goByIndex(sql: Sql): Promise<void> {
  await sql`set local enable_seqscan = off`;
}

/** Takes up to `size` changed people for this transaction; those another process has taken are passed over. */
export async function takeChanged(sql: Sql, size: number): Promise<string[]> {
  const rows = await sql<{ personId: string }[]>`
    select person_id as "personId" from linkage.changed_person order by person_id limit ${size} for update skip locked`;
  return rows.map((row) => row.personId);
}

export async function countChanged(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from linkage.changed_person`;
  return row?.n ?? 0;
}

/** Copies the facts and statements of identity of these people from linkage's views, in place of what was there. */
export async function remakeRows(sql: Sql, people: readonly string[]): Promise<void> {
  await sql`delete from record.fact where person_id = any(${people}::uuid[])`;
  await sql`delete from record.demographic where person_id = any(${people}::uuid[])`;
  await sql`
    insert into record.fact (person_id, fact_id, subject_id, feed, category, kind, code, system, label, start_at, end_at, body, delivery_id, line, received_at)
    select person_id, fact_id, subject_id, feed, category, kind, code, system, label, start_at, end_at, body, delivery_id, line, received_at
    from linkage.person_fact where person_id = any(${people}::uuid[])`;
  await sql`
    insert into record.demographic (person_id, subject_id, hash, feed, local_key, demographics, as_of, first_at, last_at)
    select person_id, subject_id, hash, feed, local_key, demographics, as_of, first_at, last_at
    from linkage.person_demographic where person_id = any(${people}::uuid[])`;
}

/** Every statement of who these people are, in an order that does not hang on how the rows came to be. */
export async function statementsOf(sql: Sql, people: readonly string[]): Promise<StatementRow[]> {
  return sql<StatementRow[]>`
    select person_id as "personId", feed, local_key as "localKey", demographics, as_of as "asOf", first_at as "firstAt", last_at as "lastAt"
    from record.demographic where person_id = any(${people}::uuid[])
    order by feed, local_key, first_at, hash`;
}

/** Writes what was made of each person; rows that did not change are left alone. */
export async function writePeople(sql: Sql, made: readonly MadePerson[], now: Date): Promise<void> {
  const identities = sql.json(made.map(({ personId, summary, identityFeeds }) => ({ personId, summary, identityFeeds })) as never);
  await sql`
    insert into record.person as p (person_id, summary, feeds, categories, facts, updated_at)
    select m."personId", m.summary,
           array(select distinct feed from unnest(m."identityFeeds" || h.feeds) feed order by feed), coalesce(h.categories, '{}'), h.facts, ${now}
    from jsonb_to_recordset(${identities}::jsonb) as m("personId" uuid, summary jsonb, "identityFeeds" text[])
    left join lateral (
      select array_agg(distinct f.category order by f.category) as categories, array_agg(distinct f.feed) as feeds, count(*)::int as facts
      from record.fact f where f.person_id = m."personId"
    ) h on true
    on conflict (person_id) do update
      set summary = excluded.summary, feeds = excluded.feeds, categories = excluded.categories, facts = excluded.facts, updated_at = excluded.updated_at
      where (p.summary, p.feeds, p.categories, p.facts) is distinct from (excluded.summary, excluded.feeds, excluded.categories, excluded.facts)`;
  const searches = sql.json(made.map(({ personId, summary, names, keys, birthDate, postcodes }) => ({ personId, displayName: summary.displayName, names, keys, birthDate, postcodes })));
  await sql`
    insert into record.search as s (person_id, display_name, names, keys, birth_date, postcodes)
    select m."personId", m."displayName", m.names, m.keys, m."birthDate", m.postcodes
    from jsonb_to_recordset(${searches}::jsonb) as m("personId" uuid, "displayName" text, names text, keys text[], "birthDate" text, postcodes text[])
    on conflict (person_id) do update
      set display_name = excluded.display_name, names = excluded.names, keys = excluded.keys, birth_date = excluded.birth_date, postcodes = excluded.postcodes
      where (s.display_name, s.names, s.keys, s.birth_date, s.postcodes)
        is distinct from (excluded.display_name, excluded.names, excluded.keys, excluded.birth_date, excluded.postcodes)`;
  await sql`delete from record.identifier where person_id = any(${made.map((m) => m.personId)}::uuid[])`;
  const numbers = made.flatMap(({ personId, identifiers }) => identifiers.map((i) => ({ personId, ...i })));
  await sql`
    insert into record.identifier (value, system, person_id, feed)
    select value, system, person_id, feed
    from unnest(${numbers.map((n) => n.value)}::text[], ${numbers.map((n) => n.system)}::text[], ${numbers.map((n) => n.personId)}::uuid[], ${numbers.map((n) => n.feed)}::text[])
      as i(value, system, person_id, feed)
    on conflict do nothing`;
}

/** Adds new name parts to the vocabulary that misspellings are looked for in; in order, so that processes do not deadlock. */
export async function addWords(sql: Sql, words: readonly { word: string; sound: string }[]): Promise<void> {
  await sql`
    insert into record.word (word, sound)
    select word, sound from unnest(${words.map((w) => w.word)}::text[], ${words.map((w) => w.sound)}::text[]) as w(word, sound)
    order by word collate "C"
    on conflict do nothing`;
}

/**
 * Open episodes of care of these people: what gives whoever runs them a relationship. `provider` is who the episode names as
 * giving the service, when that is not the feed's own organisation; `until` is the day after the episode's stated end, and `endedAt` the
 * instant of it where the source states the time of day.
 */
export async function openEpisodes(
  sql: Sql,
  people: readonly string[],
  today: string,
): Promise<{ personId: string; feed: string; provider: string | null; since: string; until: string | null; endedAt: Date | null }[]> {
  return sql<{ personId: string; feed: string; provider: string | null; since: string; until: string | null; endedAt: Date | null }[]>`
    select person_id as "personId", feed, body->>'organisation' as provider,
           min(case length(split_part(start_at, 'T', 1)) when 4 then start_at || '-01-01' when 7 then start_at || '-01' when 10 then left(start_at, 10)
               else to_char(received_at, 'YYYY-MM-DD') end) as since,
           case when bool_or(end_at is null) then null else max((case length(split_part(end_at, 'T', 1))
             when 4 then (end_at || '-01-01')::date + interval '1 year' when 7 then (end_at || '-01')::date + interval '1 month'
             else left(end_at, 10)::date + interval '1 day' end)::date)::text end as until,
           case when bool_and(coalesce(end_at like '%T%', false)) then max(case when end_at like '%T%' then end_at::timestamp end) at time zone 'Europe/London' end as "endedAt"
    from record.fact
    where person_id = any(${people}::uuid[]) and kind = 'service-episode' and body->>'status' = 'current' and (end_at is null or end_at >= ${today})
    group by person_id, feed, body->>'organisation'`;
}

/** Removes those of whom nothing is left: merged into another, or every subject moved away. */
export async function removePeople(sql: Sql, people: readonly string[]): Promise<void> {
  await sql`delete from record.person where person_id = any(${people}::uuid[])`;
  await sql`delete from record.search where person_id = any(${people}::uuid[])`;
  await sql`delete from record.identifier where person_id = any(${people}::uuid[])`;
}

/** Of these people, those who have facts but no statement of who they are. */
export async function withFacts(sql: Sql, people: readonly string[]): Promise<string[]> {
  const rows = await sql<{ personId: string }[]>`select distinct person_id as "personId" from record.fact where person_id = any(${people}::uuid[])`;
  return rows.map((row) => row.personId);
}

/** Publishes whose record was made again, those of whom nothing is left among them. */
export async function tellRemade(sql: Sql, people: readonly string[], now: Date): Promise<void> {
  await sql`insert into record.remade (person_id, remade_at) select id, ${now}::timestamptz from unnest(${people}::uuid[]) id order by id
    on conflict (person_id) do update set remade_at = excluded.remade_at`;
  await sql`insert into record.remade_for (consumer, person_id, remade_at) select 'pathways', id, ${now}::timestamptz from unnest(${people}::uuid[]) id order by id
    on conflict (consumer, person_id) do update set remade_at = excluded.remade_at`;
}

export async function forgetChanged(sql: Sql, people: readonly string[]): Promise<void> {
  await sql`delete from linkage.changed_person where person_id = any(${people}::uuid[])`;
}

export async function counts(sql: Sql): Promise<{ persons: number; records: number }> {
  const [row] = await sql<{ persons: number; records: number }[]>`select count(*)::int as persons, coalesce(sum(facts), 0)::float8 as records from record.person`;
  return row ?? { persons: 0, records: 0 };
}

import type { Sql } from '../../kernel/index.ts';
import type { NotKnown, Reason } from '../scoring/types.ts';
import type { ListFilter } from './types.ts';

export interface Candidate {
  personId: string;
  score: number;
  band: string;
  since: Date;
  reasons: Reason[];
  notKnown: NotKnown[];
}

/**
 * People who may be on a card's list, in order, before anything is decided about them. Places are of those whose
 * whereabouts are not hidden. Nothing of a row is shown until its person is decided and logged.
 */
export async function candidates(sql: Sql, card: string, filter: ListFilter, born: { after: string; before: string } | null, offset: number, limit: number): Promise<Candidate[]> {
  const { band, ward, signal, since } = filter;
  return sql<Candidate[]>`
    select s.person_id::text as "personId", s.score, s.band, s.since, s.reasons, s.not_known as "notKnown"
    from radar.score s
    where s.card = ${card} and s.band <> ''
      ${band === undefined ? sql`` : sql`and s.band = ${band}`}
      ${signal === undefined ? sql`` : sql`and s.reasons @> ${sql.json([{ signal }])}::jsonb`}
      ${since === undefined ? sql`` : sql`and s.since >= ${since}::date`}
      ${ward === undefined ? sql`` : sql`and exists (select 1 from record.place p where p.person_id = s.person_id and p.ward_name = ${ward})
        and not exists (select 1 from access.mark m where m.person_id = s.person_id and m.kind = 'restricted-demographics' and (m.until is null or m.until > now()))`}
      ${born === null ? sql`` : sql`and exists (select 1 from record.search b where b.person_id = s.person_id and b.birth_date > ${born.after} and b.birth_date <= ${born.before})`}
    order by ${filter.sort === 'newest' ? sql`s.since desc, s.score desc` : sql`s.score desc, s.since desc`}, s.person_id
    limit ${limit} offset ${offset}`;
}

/** Names of wards, for a filter: a place's, and nobody's. */
export async function wardNames(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`select distinct ward_name as name from record.place where ward_name is not null order by 1`;
  return rows.map((row) => row.name);
}

/** Newest contact of each of these people with a service whose dates they may be told: `open` names person and category, `id/category`. */
export async function lastContacts(sql: Sql, people: readonly string[], open: readonly string[], today: string): Promise<Map<string, string>> {
  const rows = await sql<{ personId: string; at: string }[]>`
    select person_id::text as "personId", max(left(start_at, 10)) as at from record.fact
    where person_id = any (${people}::uuid[]) and kind in ('life-event', 'service-episode')
      and person_id::text || '/' || category = any (${open}::text[]) and left(start_at, 10) <= ${today} group by person_id`;
  return new Map(rows.map((row) => [row.personId, row.at]));
}

export interface EvidenceRow {
  ref: string;
  personId: string;
  label: string;
  date: string | null;
  feed: string;
}

/** Facts by id and observations by key, of people and categories this reading opened. */
export async function evidenceRows(sql: Sql, people: readonly string[], facts: readonly string[], keys: readonly string[]): Promise<EvidenceRow[]> {
  return sql<EvidenceRow[]>`
    select fact_id::text as ref, person_id::text as "personId", label, start_at as date, feed from record.fact
    where person_id = any (${people}::uuid[]) and fact_id = any (${facts}::bigint[])
    union all
    select key, person_id::text, label, start_at, detector from radar.observation
    where person_id = any (${people}::uuid[]) and key = any (${keys}::text[])`;
}

/** Since when somebody has been in the band that stands stored. */
export async function sinceOf(sql: Sql, personId: string): Promise<Map<string, { band: string; since: Date }>> {
  const rows = await sql<{ card: string; band: string; since: Date }[]>`select card, band, since from radar.score where person_id = ${personId}`;
  return new Map(rows.map(({ card, ...row }) => [card, row]));
}

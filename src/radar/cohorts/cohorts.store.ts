import type { Sql } from '../../kernel/index.ts';
import type { Criterion } from './definition.ts';

export type Sharing = 'own' | 'team' | 'counts';

/** One version of a saved cohort. */
export interface SavedCohort {
  id: string;
  version: number;
  title: string;
  about: string;
  team: string;
  purpose: string;
  criteria: Criterion[];
  owner: string;
  ownerName: string;
  shared: Sharing;
  copiedFrom: string | null;
  /** Why this version was made. */
  reason: string;
  savedBy: string;
  /** ISO instant. */
  savedAt: string;
  retired: boolean;
}

const columns = (sql: Sql) => sql`
  cohort_id::text as id, version, title, about, team, purpose, criteria, owner, owner_name as "ownerName", shared, copied_from as "copiedFrom", reason, saved_by as "savedBy",
  to_char(saved_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "savedAt", retired`;

/** The newest version of each cohort that is not retired. */
export async function savedCohorts(sql: Sql): Promise<SavedCohort[]> {
  return sql<SavedCohort[]>`
    select * from (select distinct on (cohort_id) ${columns(sql)} from radar.cohort order by cohort_id, version desc) c where not retired order by title, id`;
}

/** Every version of one cohort, newest first. */
export async function versionsOf(sql: Sql, id: string): Promise<SavedCohort[]> {
  return sql<SavedCohort[]>`select ${columns(sql)} from radar.cohort where cohort_id = ${id} order by version desc`;
}

/** Adds a version; false when somebody else has added it meanwhile. */
export async function addVersion(sql: Sql, c: SavedCohort, now: Date): Promise<boolean> {
  const rows = await sql`
    insert into radar.cohort (cohort_id, version, title, about, team, purpose, criteria, owner, owner_name, shared, copied_from, reason, saved_by, saved_at, retired)
    values (${c.id}, ${c.version}, ${c.title}, ${c.about}, ${c.team}, ${c.purpose}, ${sql.json(c.criteria)}, ${c.owner}, ${c.ownerName}, ${c.shared}, ${c.copiedFrom}, ${c.reason}, ${c.savedBy}, ${now}, ${c.retired})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

export interface CohortCount {
  /** ISO day. */
  day: string;
  people: number;
  lookedBack: boolean;
}

/** Counts of a cohort since a day, oldest first. */
export async function countsOf(sql: Sql, cohort: string, since: string): Promise<CohortCount[]> {
  return sql<CohortCount[]>`select day::text as day, people, looked_back as "lookedBack" from radar.cohort_count where cohort = ${cohort} and day >= ${since}::date order by day`;
}

/** Keeps a count; one made on the day itself stands over one looked back at. */
export async function keepCount(sql: Sql, cohort: string, { day, people, lookedBack }: CohortCount): Promise<void> {
  await sql`
    insert into radar.cohort_count (cohort, day, people, looked_back) values (${cohort}, ${day}::date, ${people}, ${lookedBack})
    on conflict (cohort, day) do update set people = excluded.people, looked_back = excluded.looked_back where cohort_count.looked_back or not excluded.looked_back`;
}

/** Forgets counts of an older wording of the criteria. */
export async function forgetCounts(sql: Sql, cohort: string): Promise<void> {
  await sql`delete from radar.cohort_count where cohort = ${cohort}`;
}

/** The newest count of each cohort. */
export async function newestCounts(sql: Sql): Promise<Map<string, { day: string; people: number }>> {
  const rows = await sql<{ cohort: string; day: string; people: number }[]>`select distinct on (cohort) cohort, day::text as day, people from radar.cohort_count order by cohort, day desc`;
  return new Map(rows.map(({ cohort, ...count }) => [cohort, count]));
}

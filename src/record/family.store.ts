import type { Sql } from '../kernel/index.ts';
import type { PersonRow } from './person.store.ts';

/** Somebody who lives or lived at an address the person lives or lived at. */
export interface Resident {
  otherId: string;
  start: string | null;
  end: string | null;
  current: boolean;
  /** Feeds that place the person there. */
  ownSources: string[];
}

export interface Surroundings {
  households: { householdId: string; address: string; communal: boolean; current: boolean; start: string | null; sources: string[] }[];
  residents: Resident[];
  /** What each other is to the person, and in which category of data that was stated. */
  family: { otherId: string; role: string; category: string }[];
}

/** Residents of one address read at most: beyond that it is a building, not a household. */
const mostResidents = 60;

/** The person's addresses, who else has lived there (not in communal places), and stated relationships, as one column of a query. */
export const surroundingsColumn = (sql: Sql, personId: string) => sql`
  jsonb_build_object(
    'households', coalesce((
      select jsonb_agg(jsonb_build_object('householdId', h.household_id, 'address', h.address, 'communal', h.communal, 'current', r.current, 'start', r.start_at, 'sources', r.sources)
                       order by r.current desc, r.start_at desc nulls last)
      from linkage.residency r join linkage.household h using (household_id) where r.person_id = ${personId}), '[]'),
    'residents', coalesce((
      select jsonb_agg(jsonb_build_object('otherId', x.other_id, 'start', x.start_at, 'end', x.end_at, 'current', x.current, 'ownSources', x.sources))
      from (
        select o.person_id as other_id, o.start_at, o.end_at, o.current and r.current as current, r.sources
        from linkage.residency r
        join linkage.household h using (household_id)
        join linkage.residency o on o.household_id = r.household_id and o.person_id <> r.person_id
        where r.person_id = ${personId} and not h.communal
          and (o.start_at is null or r.end_at is null or o.start_at <= r.end_at) and (r.start_at is null or o.end_at is null or r.start_at <= o.end_at)
        order by (o.current and r.current) desc, o.start_at desc nulls last limit ${mostResidents}
      ) x), '[]'),
    'family', coalesce((
      select jsonb_agg(jsonb_build_object('otherId', other_id, 'role', role, 'category', category)) from linkage.family where person_id = ${personId}), '[]'))`;

/** A person with those around them, in one round trip; null when the decision in force does not open them. */
export async function personAndSurroundings(sql: Sql, personId: string): Promise<(PersonRow & { around: Surroundings }) | null> {
  const [row] = await sql<(PersonRow & { around: Surroundings })[]>`
    select person_id as "personId", summary, feeds, categories, ${surroundingsColumn(sql, personId)} as around from record.person where person_id = ${personId}`;
  return row ?? null;
}

/** People around somebody, each with the categories in which this reading opened an alert in force. */
export async function peopleWithAlerts(sql: Sql, people: readonly string[], today: string): Promise<(PersonRow & { alerts: string[] })[]> {
  if (people.length === 0) return [];
  return sql<(PersonRow & { alerts: string[] })[]>`
    select person_id as "personId", summary, feeds, categories,
           array(select distinct category from record.fact f
                 where f.person_id = p.person_id and kind = 'finding' and body->>'type' = 'alert' and (end_at is null or end_at >= ${today})) as alerts
    from record.person p where person_id = any(${people}::uuid[])`;
}

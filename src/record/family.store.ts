import type { Sql } from '../kernel/index.ts';

/** Somebody who lives or lived at an address the person lives or lived at. */
export interface HouseholdRow {
  otherId: string;
  householdId: string;
  start: string | null;
  end: string | null;
  current: boolean;
  /** Feeds that place the other there, and feeds that place the person there. */
  sources: string[];
  ownSources: string[];
}

export interface FamilyRow {
  otherId: string;
  role: string;
  feed: string;
  category: string;
  start: string | null;
  end: string | null;
}

export interface Surroundings {
  households: { householdId: string; address: string; communal: boolean; current: boolean; start: string | null; sources: string[] }[];
  residents: HouseholdRow[];
  family: FamilyRow[];
}

/** Residents of one address read at most: beyond that it is a building, not a household. */
const mostResidents = 60;

/** The person's addresses, who else has lived there (not in communal places), and stated relationships: one round trip. */
export async function surroundings(sql: Sql, personId: string): Promise<Surroundings> {
  const [households, residents, family] = await Promise.all([
    sql<Surroundings['households']>`
      select h.household_id as "householdId", h.address, h.communal, r.current, r.start_at as start, r.sources
      from linkage.residency r join linkage.household h using (household_id)
      where r.person_id = ${personId} order by r.current desc, r.start_at desc nulls last`,
    sql<HouseholdRow[]>`
      select o.person_id as "otherId", o.household_id as "householdId", o.start_at as start, o.end_at as "end", o.current and r.current as current,
             o.sources, r.sources as "ownSources"
      from linkage.residency r
      join linkage.household h using (household_id)
      join linkage.residency o on o.household_id = r.household_id and o.person_id <> r.person_id
      where r.person_id = ${personId} and not h.communal
        and (o.start_at is null or r.end_at is null or o.start_at <= r.end_at) and (r.start_at is null or o.end_at is null or r.start_at <= o.end_at)
      order by (o.current and r.current) desc, o.start_at desc nulls last limit ${mostResidents}`,
    sql<FamilyRow[]>`
      select other_id as "otherId", role, feed, category, start_at as start, end_at as "end" from linkage.family where person_id = ${personId}`,
  ]);
  return { households: [...households], residents: [...residents], family: [...family] };
}

/** Which of these people have an alert in force that this reading opened. */
export async function withAlerts(sql: Sql, people: readonly string[], today: string): Promise<{ personId: string; category: string }[]> {
  if (people.length === 0) return [];
  return sql<{ personId: string; category: string }[]>`
    select distinct person_id as "personId", category from record.fact
    where person_id = any(${people}::uuid[]) and kind = 'finding' and body->>'type' = 'alert' and (end_at is null or end_at >= ${today})`;
}

import type { Sql } from '../kernel/index.ts';

/** Which household stands at each property; a property nobody is known to live at has none. */
export async function homesByUprn(sql: Sql, uprns: readonly string[]): Promise<Map<string, string>> {
  if (uprns.length === 0) return new Map();
  const rows = await sql<{ uprn: string; id: string }[]>`select uprn, min(household_id::text) as id from linkage.household where uprn = any (${[...uprns]}) group by uprn`;
  return new Map(rows.map(({ uprn, id }) => [uprn, id]));
}

/** A home: its address, whether many live there who are no one household, and whom sources say live there now. */
export interface Home {
  householdId: string;
  address: string;
  communal: boolean;
  residents: string[];
}

/** Homes by household. For looking: nobody among the residents is decided on yet. */
export async function homesOf(sql: Sql, households: readonly string[]): Promise<Home[]> {
  if (households.length === 0) return [];
  return sql<Home[]>`
    select household_id::text as "householdId", concat_ws(', ', nullif(address, ''), postcode) as address, communal,
      array(select person_id::text from linkage.residency r where r.household_id = h.household_id and current order by person_id) as residents
    from linkage.household h where household_id = any (${[...households]}::uuid[])`;
}

/** Households where a person lives now. */
export async function householdsOf(sql: Sql, personId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select household_id::text as id from linkage.residency where person_id = ${personId} and current order by 1`;
  return rows.map(({ id }) => id);
}

/** Whose NHS numbers these are; a number nobody has, or several share, is left out. For tying a device to a person: shows nothing of them. */
export async function personsByNhsNumber(sql: Sql, numbers: readonly string[]): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map();
  const rows = await sql<{ value: string; id: string }[]>`
    select value, min(person_id::text) as id from record.identifier where system = 'nhs-number' and value = any (${[...numbers]}) group by value having count(distinct person_id) = 1`;
  return new Map(rows.map(({ value, id }) => [value, id]));
}

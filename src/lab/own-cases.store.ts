import type { Sql } from '../kernel/index.ts';

/** Living people of whom something of a category is held, in an order of chance that is the same for the same borough. */
export async function peopleKnownTo(sql: Sql, category: string, salt: string, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select person_id::text as id from record.person
    where ${category} = any (categories) and summary->>'deceased' is null and summary->>'nhsNumber' is not null order by md5(${salt} || (summary->>'nhsNumber')) limit ${limit}`;
  return rows.map((r) => r.id);
}

/** Whether there are cases already. */
export async function hasCases(sql: Sql): Promise<boolean> {
  const [row] = await sql`select 1 from pathways."case" where opened_by is not null limit 1`;
  return row !== undefined;
}

import type { Sql } from '../../kernel/index.ts';
import type { Value } from '../types.ts';

/** An event as a case kept it. */
export interface StoredEvent {
  personId: string;
  pathway: string;
  restricted: string[];
  reference: string;
  event: string;
  fields: Record<string, Value>;
  at: Date;
}

/** Whom a return has events of. Ids alone: who they are takes a reading. */
export async function personsReturned(sql: Sql, returnId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select distinct person_id::text as id from pathways.returned where "return" = ${returnId} order by 1`;
  return rows.map((r) => r.id);
}

/** Events of these people, as each case produced them. */
export async function eventsOf(sql: Sql, returnId: string, personIds: readonly string[]): Promise<StoredEvent[]> {
  return sql<StoredEvent[]>`
    select r.person_id::text as "personId", c.pathway, c.restricted, c.letters || '-' || lpad(c.number::text, 6, '0') as reference, r.event, r.fields, r.at
    from pathways.returned r join pathways."case" c using (person_id, case_id)
    where r."return" = ${returnId} and r.person_id = any (${personIds}::uuid[]) order by r.at, r.returned_id`;
}

import type { Sql } from '../../kernel/index.ts';
import type { Heard } from '../events/facts.ts';

/** Keeps what was heard. @returns false when it was heard before */
export async function insertHeard(sql: Sql, heard: Heard, now: Date): Promise<boolean> {
  const done = await sql`
    insert into pathways.heard (person_id, topic, key, at, body, heard_at) values (${heard.personId}, ${heard.topic}, ${heard.key}, ${heard.at}, ${sql.json(heard.body)}, ${now}) on conflict do nothing`;
  return done.count > 0;
}

/** References of the cases that it opened and moved, and the pathways that it offers. */
export async function noteHeard(sql: Sql, heard: Heard, came: HeardOutcome): Promise<void> {
  await sql`update pathways.heard set opened = ${came.opened}, moved = ${came.moved}, offered = ${came.offered} where person_id = ${heard.personId} and topic = ${heard.topic} and key = ${heard.key}`;
}

/** What came of what was heard. */
export interface HeardOutcome {
  opened: string[];
  moved: string[];
  /** Pathways that somebody may begin for it. */
  offered: string[];
}

/** What was heard of a person, newest first; of people opened to the reader alone. */
export async function heardOf(sql: Sql, personId: string, limit: number): Promise<(Omit<Heard, 'personId'> & HeardOutcome)[]> {
  return sql<(Omit<Heard, 'personId'> & HeardOutcome)[]>`select topic, key, at, body, opened, moved, offered from pathways.heard where person_id = ${personId} order by heard_at desc limit ${limit}`;
}

/** Whether nothing may show that somebody exists. */
export async function isSealed(sql: Sql, personId: string, now: Date): Promise<boolean> {
  const [row] = await sql`select 1 from access.mark where person_id = ${personId} and kind = 'sealed' and (until is null or until > ${now}) limit 1`;
  return row !== undefined;
}

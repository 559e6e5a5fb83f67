import type { Sql } from '../../kernel/index.ts';
import { caseColumns } from './case.store.ts';
import type { Case } from './types.ts';

/** Every case of a person with the records of which they were when it was opened, locked. */
export async function heldBy(sql: Sql, personId: string): Promise<(Case & { subjects: number[] })[]> {
  return sql<(Case & { subjects: number[] })[]>`select ${caseColumns(sql)}, subjects::float8[] as subjects from pathways."case" c where person_id = ${personId} order by case_id for update`;
}

const tables = ['case_person', 'step', 'answer', 'draft', 'clock', 'task', 'link', 'transfer', 'attachment', 'document', 'returned', 'notice'] as const;

/** Gives a case, with all that hangs on it, to another person. Of two that may be open but once, both stay open. */
export async function rehome(sql: Sql, held: Pick<Case, 'personId' | 'caseId'>, to: string): Promise<void> {
  await sql`
    update pathways."case" c set person_id = ${to}, single = single and not exists (select 1 from pathways."case" o where o.person_id = ${to} and o.pathway = c.pathway and o.closed_at is null and o.single)
    where person_id = ${held.personId} and case_id = ${held.caseId}`;
  await sql`
    insert into pathways.notice_read (person_id, notice_id, user_id, read_at)
    select ${to}, r.notice_id, r.user_id, r.read_at from pathways.notice_read r join pathways.notice n on n.person_id = r.person_id and n.notice_id = r.notice_id where n.person_id = ${held.personId} and n.case_id = ${held.caseId}
    on conflict do nothing`;
  for (const table of tables) await sql`update pathways.${sql(table)} set person_id = ${to} where person_id = ${held.personId} and case_id = ${held.caseId}`;
  await sql`update pathways.link set other_person_id = ${to} where other_person_id = ${held.personId} and other_id = ${held.caseId}`;
}

/** The records of a case that stayed with its person: it goes with those from now on. */
export async function narrow(sql: Sql, held: Pick<Case, 'personId' | 'caseId'>, subjects: readonly number[]): Promise<void> {
  await sql`update pathways."case" set subjects = ${[...subjects]}::bigint[] where person_id = ${held.personId} and case_id = ${held.caseId}`;
}

/** Puts another in the place of a member, wherever somebody is one. */
export async function moveMember(sql: Sql, from: string, to: string): Promise<void> {
  await sql`
    insert into pathways.case_person (person_id, case_id, member_id, role, added_at)
    select person_id, case_id, ${to}, role, added_at from pathways.case_person where member_id = ${from} and person_id <> ${to} on conflict do nothing`;
  await sql`delete from pathways.case_person where member_id = ${from}`;
}

/** What was heard of one is heard of the other. */
export async function moveHeard(sql: Sql, from: string, to: string): Promise<void> {
  await sql`
    insert into pathways.heard (person_id, topic, key, at, body, heard_at, opened, moved, offered)
    select ${to}, topic, key, at, body, heard_at, opened, moved, offered from pathways.heard where person_id = ${from} on conflict do nothing`;
}

import type { Sql } from '../../kernel/index.ts';
import { caseColumns } from '../cases/case.store.ts';
import type { Case } from '../cases/types.ts';

/** Open cases of a pathway that run on an earlier version, in the order of their ids, after `after`. `lock`: those that somebody is at are passed over. */
export async function olderCases(sql: Sql, pathway: string, version: number, after: string | null, limit: number, lock: boolean): Promise<Case[]> {
  return sql<Case[]>`
    select ${caseColumns(sql)} from pathways."case" c where pathway = ${pathway} and version < ${version} and closed_at is null and (${after}::uuid is null or case_id > ${after}::uuid)
    order by case_id limit ${limit} ${lock ? sql`for update skip locked` : sql``}`;
}

/** Answers being worked on take the names of the new version. */
export async function renameDraft(sql: Sql, at: Pick<Case, 'personId' | 'caseId'>, draftId: string, answers: unknown): Promise<void> {
  await sql`update pathways.draft set answers = ${sql.json(answers as never)}, revision = revision + 1 where person_id = ${at.personId} and case_id = ${at.caseId} and draft_id = ${draftId}`;
}

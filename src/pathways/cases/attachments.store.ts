import { createHash } from 'node:crypto';
import { newId, type ColumnSeals, type SealedColumn, type Sql } from '../../kernel/index.ts';
import type { Attachment, Case } from './types.ts';

/** Files are large, so that few are opened and sealed again at once. */
export const attachmentColumn: SealedColumn = { table: 'pathways.attachment', column: 'sealed', row: 'attachment_id', atOnce: 5 };

type At = Pick<Case, 'personId' | 'caseId'>;

const columns = (sql: Sql) => sql`attachment_id::text as "attachmentId", name, type, size, user_name as "userName", added_at as "addedAt"`;

/** Files of a case, without their content. */
export async function selectAttachments(sql: Sql, { personId, caseId }: At): Promise<Attachment[]> {
  return sql<Attachment[]>`select ${columns(sql)} from pathways.attachment where person_id = ${personId} and case_id = ${caseId} order by added_at`;
}

export async function selectAttachment(sql: Sql, seals: ColumnSeals, { personId, caseId }: At, attachmentId: string): Promise<(Attachment & { content: Buffer }) | null> {
  const [row] = await sql<(Attachment & { sealed: string })[]>`select ${columns(sql)}, sealed from pathways.attachment where person_id = ${personId} and case_id = ${caseId} and attachment_id = ${attachmentId}`;
  if (row === undefined) return null;
  const { sealed, ...attachment } = row;
  return { ...attachment, content: Buffer.from(seals.openColumn(attachmentColumn, attachment.attachmentId, sealed), 'base64') };
}

/** Keeps a file with a case. The same file again is the one that is there. */
export async function insertAttachment(sql: Sql, seals: ColumnSeals, at: At, made: { name: string; type: string; content: Buffer; userId: string; userName: string }, now: Date): Promise<Attachment> {
  const sha256 = createHash('sha256').update(made.content).digest('hex');
  const [there] = await sql<Attachment[]>`select ${columns(sql)} from pathways.attachment where person_id = ${at.personId} and case_id = ${at.caseId} and sha256 = ${sha256} and name = ${made.name}`;
  if (there !== undefined) return there;
  const attachmentId = newId();
  await sql`
    insert into pathways.attachment (person_id, case_id, attachment_id, name, type, size, sha256, sealed, user_id, user_name, added_at)
    values (${at.personId}, ${at.caseId}, ${attachmentId}, ${made.name}, ${made.type}, ${made.content.length}, ${sha256}, ${seals.sealColumn(attachmentColumn, attachmentId, made.content.toString('base64'))}, ${made.userId}, ${made.userName}, ${now})`;
  return { attachmentId, name: made.name, type: made.type, size: made.content.length, userName: made.userName, addedAt: now };
}

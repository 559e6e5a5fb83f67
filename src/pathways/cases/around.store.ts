import { newId, type Sql } from '../../kernel/index.ts';
import type { Value } from '../types.ts';
import type { Case, CaseDocument, CaseLink, Transfer } from './types.ts';

type At = Pick<Case, 'personId' | 'caseId'>;

/** Links two cases, each seen from its own side. Linked already, they stay so; `waits` is added. */
export async function insertLink(sql: Sql, from: At, to: At, kind: CaseLink['kind'], waits: boolean, userName: string | null, now: Date): Promise<void> {
  const back = kind === 'opened' ? 'opened-by' : kind === 'opened-by' ? 'opened' : 'related';
  await sql`
    insert into pathways.link (person_id, case_id, other_person_id, other_id, kind, waits, linked_at, user_name)
    values (${from.personId}, ${from.caseId}, ${to.personId}, ${to.caseId}, ${kind}, ${waits}, ${now}, ${userName}),
           (${to.personId}, ${to.caseId}, ${from.personId}, ${from.caseId}, ${back}, false, ${now}, ${userName})
    on conflict (person_id, case_id, other_id) do nothing`;
}

export async function removeLink(sql: Sql, from: At, to: At): Promise<void> {
  await sql`
    delete from pathways.link where (person_id = ${from.personId} and case_id = ${from.caseId} and other_id = ${to.caseId}) or (person_id = ${to.personId} and case_id = ${to.caseId} and other_id = ${from.caseId})`;
}

export async function selectLinks(sql: Sql, { personId, caseId }: At): Promise<CaseLink[]> {
  return sql<CaseLink[]>`
    select other_person_id::text as "otherPersonId", other_id::text as "otherId", kind, waits, linked_at as "linkedAt", user_name as "userName"
    from pathways.link where person_id = ${personId} and case_id = ${caseId} order by linked_at`;
}

/** Cases that this one waits for and that are not over. */
export async function awaited(sql: Sql, { personId, caseId }: At): Promise<{ reference: string }[]> {
  return sql<{ reference: string }[]>`
    select o.letters || '-' || lpad(o.number::text, 6, '0') as reference from pathways.link l join pathways."case" o on o.person_id = l.other_person_id and o.case_id = l.other_id
    where l.person_id = ${personId} and l.case_id = ${caseId} and l.waits and o.closed_at is null`;
}

/** Others whom a case is about. */
export interface Member {
  memberId: string;
  role: string;
}

export async function selectMembers(sql: Sql, { personId, caseId }: At): Promise<Member[]> {
  return sql<Member[]>`select member_id::text as "memberId", role from pathways.case_person where person_id = ${personId} and case_id = ${caseId} order by added_at`;
}

export async function insertMembers(sql: Sql, { personId, caseId }: At, members: readonly Member[], now: Date): Promise<void> {
  for (const { memberId, role } of members) await sql`insert into pathways.case_person (person_id, case_id, member_id, role, added_at) values (${personId}, ${caseId}, ${memberId}, ${role}, ${now}) on conflict do nothing`;
}

export async function removeMember(sql: Sql, { personId, caseId }: At, memberId: string): Promise<void> {
  await sql`delete from pathways.case_person where person_id = ${personId} and case_id = ${caseId} and member_id = ${memberId}`;
}

const transferColumns = (sql: Sql) => sql`
  transfer_id::text as "transferId", from_team as "fromTeam", to_team as "toTeam", note, offered_at as "offeredAt", offered_by as "offeredBy", offered_by_name as "offeredByName", state,
  answered_at as "answeredAt", answered_by_name as "answeredByName", answer_note as "answerNote"`;

/** Hand-overs of a case, newest first. */
export async function selectTransfers(sql: Sql, { personId, caseId }: At): Promise<Transfer[]> {
  return sql<Transfer[]>`select ${transferColumns(sql)} from pathways.transfer where person_id = ${personId} and case_id = ${caseId} order by offered_at desc`;
}

export async function insertTransfer(sql: Sql, at: At, offer: Pick<Transfer, 'fromTeam' | 'toTeam' | 'note' | 'offeredBy' | 'offeredByName'>, now: Date): Promise<string> {
  const transferId = newId();
  await sql`
    insert into pathways.transfer (person_id, case_id, transfer_id, from_team, to_team, note, offered_at, offered_by, offered_by_name, state)
    values (${at.personId}, ${at.caseId}, ${transferId}, ${offer.fromTeam}, ${offer.toTeam}, ${offer.note}, ${now}, ${offer.offeredBy}, ${offer.offeredByName}, 'offered')`;
  return transferId;
}

export async function answerTransfer(sql: Sql, at: At, transferId: string, state: Transfer['state'], by: string | null, note: string | null, now: Date): Promise<void> {
  await sql`
    update pathways.transfer set state = ${state}, answered_at = ${now}, answered_by_name = ${by}, answer_note = ${note}
    where person_id = ${at.personId} and case_id = ${at.caseId} and transfer_id = ${transferId}`;
}

export async function selectDocuments(sql: Sql, { personId, caseId }: At): Promise<CaseDocument[]> {
  return sql<CaseDocument[]>`
    select document_id::text as "documentId", document, asked_at as "askedAt", asked_in as "askedIn", made_at as "madeAt" from pathways.document where person_id = ${personId} and case_id = ${caseId} order by asked_at desc`;
}

export async function insertDocuments(sql: Sql, at: At, documents: readonly string[], state: string, now: Date): Promise<void> {
  for (const document of documents) await sql`insert into pathways.document (person_id, case_id, document_id, document, asked_at, asked_in) values (${at.personId}, ${at.caseId}, ${newId()}, ${document}, ${now}, ${state})`;
}

export interface NewReturn {
  return: string;
  event: string;
  fields: Record<string, Value>;
}

export async function insertReturns(sql: Sql, at: At, events: readonly NewReturn[], now: Date): Promise<void> {
  for (const made of events) {
    await sql`insert into pathways.returned (person_id, case_id, returned_id, "return", event, fields, at) values (${at.personId}, ${at.caseId}, ${newId()}, ${made.return}, ${made.event}, ${sql.json(made.fields)}, ${now})`;
  }
}

import { newId, type Sql } from '../../kernel/index.ts';
import type { Case, CaseNotice } from './types.ts';

export interface NewNotice extends Pick<Case, 'personId' | 'caseId'> {
  /** What it is told of, so that telling it twice is once. */
  key: string;
  kind: string;
  team: string;
  role: string | null;
  userId: string | null;
  reference: string;
  says: string;
  channel: string;
}

/** Keeps notices of cases; one with a key that its case has already is not kept again. @returns those that are new, with their ids */
export async function insertNotices(sql: Sql, notices: readonly NewNotice[], now: Date): Promise<(NewNotice & { noticeId: string })[]> {
  if (notices.length === 0) return [];
  const rows = notices.map((n) => ({ noticeId: newId(), ...n }));
  const made = await sql<{ id: string }[]>`
    insert into pathways.notice (person_id, case_id, notice_id, key, kind, team, role, user_id, reference, says, channel, told_at)
    select "personId", "caseId", "noticeId", key, kind, team, role, "userId", reference, says, channel, ${now}
    from jsonb_to_recordset(${sql.json(rows)}::jsonb)
      as n("personId" uuid, "caseId" uuid, "noticeId" uuid, key text, kind text, team text, role text, "userId" text, reference text, says text, channel text)
    on conflict do nothing returning notice_id::text as id`;
  const ids = new Set(made.map((m) => m.id));
  return rows.filter((r) => ids.has(r.noticeId));
}

/** What a worker of a team in a role was told, newest first, with who has read it. */
export async function noticesFor(sql: Sql, reader: { userId: string; team: string; role: string }, now: Date, offset: number, limit: number): Promise<CaseNotice[]> {
  return sql<CaseNotice[]>`
    select notice_id::text as "noticeId", person_id::text as "personId", case_id::text as "caseId", reference, kind, says, channel, told_at as "toldAt",
      (select read_at from pathways.notice_read r where r.person_id = c.person_id and r.notice_id = c.notice_id and r.user_id = ${reader.userId}) as "readAt",
      array(select user_id from pathways.notice_read r where r.person_id = c.person_id and r.notice_id = c.notice_id order by read_at) as "readBy"
    from pathways.notice c where ${forReader(sql, reader)} and ${unsealedNotice(sql, now)} order by told_at desc, notice_id desc offset ${offset} limit ${limit}`;
}

/** How many of them the worker has not read. */
export async function unreadFor(sql: Sql, reader: { userId: string; team: string; role: string }, now: Date): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from pathways.notice c
    where ${forReader(sql, reader)} and ${unsealedNotice(sql, now)} and not exists (select 1 from pathways.notice_read r where r.person_id = c.person_id and r.notice_id = c.notice_id and r.user_id = ${reader.userId})`;
  return row?.n ?? 0;
}

const forReader = (sql: Sql, { userId, team, role }: { userId: string; team: string; role: string }) => sql`team = ${team} and (user_id = ${userId} or (user_id is null and (role is null or role = ${role})))`;
const unsealedNotice = (sql: Sql, now: Date) => sql`not exists (select 1 from access.mark m where m.person_id = c.person_id and m.kind = 'sealed' and (m.until is null or m.until > ${now}))`;

/** Remembers that somebody read what they were told. Anything that is not theirs is passed over. @returns whether it was */
export async function markRead(sql: Sql, reader: { userId: string; team: string; role: string }, noticeId: string, now: Date): Promise<boolean> {
  const done = await sql`
    insert into pathways.notice_read (person_id, notice_id, user_id, read_at) select person_id, notice_id, ${reader.userId}, ${now} from pathways.notice where notice_id = ${noticeId} and ${forReader(sql, reader)}
    on conflict do nothing`;
  return done.count > 0;
}

/** Remembers by which event a notice went elsewhere. */
export async function setNoticeEvents(sql: Sql, events: readonly (Pick<Case, 'personId' | 'caseId'> & { noticeId: string; eventId: string })[]): Promise<void> {
  for (const { personId, caseId, noticeId, eventId } of events) await sql`update pathways.notice set event_id = ${eventId} where person_id = ${personId} and case_id = ${caseId} and notice_id = ${noticeId}`;
}

/** Who was told of a case, and what became of it. */
export interface CaseTold {
  noticeId: string;
  kind: string;
  team: string;
  role: string | null;
  says: string;
  channel: string;
  toldAt: Date;
  /** Ids of those who read it in the portal. */
  readBy: string[];
  /** Of one sent elsewhere: whether it went. Null for the portal alone. */
  state: 'waiting' | 'done' | 'dead' | null;
  receipts: { kind: string; at: string; channel: string; detail: string | null }[];
}

/** Who was told of a case, newest first. */
export async function toldOfCase(sql: Sql, { personId, caseId }: Pick<Case, 'personId' | 'caseId'>): Promise<CaseTold[]> {
  return sql<CaseTold[]>`
    select n.notice_id::text as "noticeId", n.kind, n.team, n.role, n.says, n.channel, n.told_at as "toldAt", o.state,
      array(select user_id from pathways.notice_read r where r.person_id = n.person_id and r.notice_id = n.notice_id order by read_at) as "readBy",
      coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'at', r.at, 'channel', r.channel, 'detail', r.detail) order by r.receipt_id) from kernel.receipt r where r.event_id = n.event_id), '[]') as receipts
    from pathways.notice n left join kernel.outbox o on o.event_id = n.event_id where n.person_id = ${personId} and n.case_id = ${caseId} order by n.notice_id desc`;
}

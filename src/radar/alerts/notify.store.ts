import type { Sql } from '../../kernel/index.ts';

export interface NewNotice {
  personId: string;
  alertId: string;
  noticeId: string;
  kind: string;
  contact: string;
  eventId: string | null;
}

export async function insertNotices(sql: Sql, notices: readonly NewNotice[], now: Date): Promise<void> {
  if (notices.length === 0) return;
  await sql`
    insert into radar.alert_notice (person_id, alert_id, notice_id, kind, contact, made_at, event_id)
    select "personId", "alertId", "noticeId", kind, contact, ${now}, "eventId"
    from jsonb_to_recordset(${sql.json(notices as never)}::jsonb) as n("personId" uuid, "alertId" uuid, "noticeId" uuid, kind text, contact text, "eventId" uuid)`;
}

/** Somebody told of an alert, and what the channel said of it. */
export interface Told {
  kind: string;
  contact: string;
  madeAt: Date;
  /** Null while it waits for a digest. */
  state: 'waiting' | 'done' | 'dead' | null;
  attempts: number;
  /** Why the last try failed. */
  reason: string | null;
  receipts: { kind: 'accepted' | 'delivered' | 'failed' | 'not-sent'; at: string; channel: string; reference: string | null; detail: string | null }[];
}

/** Who was told of an alert, newest first. */
export async function toldOf(sql: Sql, personId: string, alertId: string): Promise<Told[]> {
  return sql<Told[]>`
    select n.kind, n.contact, n.made_at as "madeAt", o.state, coalesce(o.attempts, 0) as attempts, o.reason,
      coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'at', r.at, 'channel', r.channel, 'reference', r.reference, 'detail', r.detail) order by r.receipt_id) from kernel.receipt r where r.event_id = n.event_id), '[]') as receipts
    from radar.alert_notice n left join kernel.outbox o on o.event_id = n.event_id
    where n.person_id = ${personId} and n.alert_id = ${alertId} order by n.notice_id desc`;
}

/** Drops from the next digest what somebody has seen, closed or put off meanwhile; the rest by contact and team. */
export async function waitingForDigest(sql: Sql): Promise<{ contact: string; team: string; count: number; notices: string[] }[]> {
  await sql`
    delete from radar.alert_notice n using radar.alert a
    where n.event_id is null and a.person_id = n.person_id and a.alert_id = n.alert_id and (a.state <> 'raised' or a.snoozed_until is not null)`;
  return sql<{ contact: string; team: string; count: number; notices: string[] }[]>`
    select n.contact, a.team, count(distinct a.alert_id)::int as count, array_agg(n.notice_id::text) as notices
    from radar.alert_notice n join radar.alert a on a.person_id = n.person_id and a.alert_id = n.alert_id where n.event_id is null and a.held_at is null
    group by n.contact, a.team order by n.contact, a.team`;
}

export async function digested(sql: Sql, notices: readonly string[], eventId: string): Promise<void> {
  await sql`update radar.alert_notice set event_id = ${eventId} where notice_id = any (${[...notices]}::uuid[])`;
}

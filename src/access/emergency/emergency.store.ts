import type { Sql } from '../../kernel/index.ts';
import type { Grant } from '../decide.ts';
import type { Session } from '../types.ts';
import type { EmergencyLook, EmergencyUse, Verdict } from './types.ts';

/** Emergency access of one user to these people, in force now. */
export async function grantsInForce(sql: Sql, userId: string, personIds: readonly string[], now: Date): Promise<Map<string, Grant>> {
  const rows = await sql<(Grant & { personId: string })[]>`
    select person_id as "personId", emergency_id::text as "emergencyId", user_id as "userId", team, reason, until_at as until
    from access.emergency
    where person_id = any (${personIds as string[]}::uuid[]) and user_id = ${userId} and from_at <= ${now} and until_at > ${now} and ended_at is null
    order by until_at`;
  return new Map(rows.map(({ personId, ...grant }) => [personId, grant]));
}

export interface NewEmergency {
  id: string;
  personId: string;
  session: Session;
  reason: string;
  words: string;
  keptBack: string | null;
  from: Date;
  until: Date;
  reviewBy: Date;
}

export async function addEmergency(sql: Sql, one: NewEmergency): Promise<void> {
  const { session } = one;
  await sql`
    insert into access.emergency (person_id, emergency_id, user_id, user_name, organisation, team, role, purpose, reason, words, from_at, until_at, kept_back, review_by)
    values (${one.personId}, ${one.id}, ${session.userId}, ${session.name}, ${session.organisation}, ${session.team}, ${session.role}, ${session.purpose},
            ${one.reason}, ${one.words}, ${one.from}, ${one.until}, ${one.keptBack}, ${one.reviewBy})`;
}

/** @returns whose record it was; null where this user has none such under way */
export async function endEmergency(sql: Sql, emergencyId: string, userId: string, now: Date): Promise<string | null> {
  const rows = await sql<{ personId: string; carried: boolean }[]>`
    update access.emergency set ended_at = ${now}
    where emergency_id = ${emergencyId} and user_id = ${userId} and until_at > ${now} and ended_at is null
    returning person_id::text as "personId", carried`;
  return (rows.find((row) => !row.carried) ?? rows[0])?.personId ?? null;
}

/** A use as it is kept. */
export type StoredUse = Omit<EmergencyUse, 'own' | 'teamName'>;

type UseRow = Omit<StoredUse, 'told' | 'review' | 'looks'> & {
  toldAt: Date | null;
  toldBy: string | null;
  toldHow: string | null;
  reviewAt: Date | null;
  reviewer: string | null;
  verdict: Verdict | null;
  note: string | null;
};

const uses = (sql: Sql) => sql`
  select e.emergency_id::text as id, e.person_id::text as "personId", e.user_id as "userId", e.user_name as "userName", e.organisation, e.team, e.purpose, e.reason, e.words,
         e.from_at as "from", least(e.until_at, coalesce(e.ended_at, e.until_at)) as until, e.kept_back as "keptBack", e.told_at as "toldAt", e.told_by as "toldBy",
         e.told_how as "toldHow", e.review_by as "reviewBy", e.escalated_at as "escalatedAt", r.at as "reviewAt", r.user_name as reviewer, r.verdict, r.note
  from access.emergency e
  left join lateral (select at, user_name, verdict, note from access.emergency_review r where r.emergency_id = e.emergency_id order by review_id desc limit 1) r on true`;

/** Uses that wait for a judgement or for their person to be told, escalated first, then the oldest. */
export async function openUses(sql: Sql, limit: number): Promise<StoredUse[]> {
  return complete(
    sql,
    await sql<UseRow[]>`
      ${uses(sql)}
      where not e.carried and (r.verdict is null or r.verdict = 'follow-up' or (e.kept_back is null and e.told_at is null))
      order by e.escalated_at is null, e.from_at limit ${limit}`,
  );
}

export async function oneUse(sql: Sql, emergencyId: string): Promise<StoredUse | null> {
  const [use] = await complete(sql, await sql<UseRow[]>`${uses(sql)} where not e.carried and e.emergency_id = ${emergencyId}`);
  return use ?? null;
}

/** Adds what was looked at under each, from the log. */
async function complete(sql: Sql, rows: readonly UseRow[]): Promise<StoredUse[]> {
  const looks = await sql<(EmergencyLook & { emergency: string })[]>`
    select p.emergency::text as emergency, l.at, l.action, p.decisions from access.log_person p join access.log l using (log_id)
    where p.emergency = any (${rows.map((r) => r.id)}::uuid[]) and l.kind = 'look' order by log_id`;
  const byUse = Map.groupBy(looks, (look) => look.emergency);
  return rows.map(({ toldAt, toldBy, toldHow, reviewAt, reviewer, verdict, note, ...use }) => ({
    ...use,
    told: toldAt === null ? null : { at: toldAt, by: toldBy ?? '', how: toldHow ?? '' },
    review: reviewAt === null || verdict === null ? null : { at: reviewAt, by: reviewer ?? '', verdict, note: note ?? '' },
    looks: (byUse.get(use.id) ?? []).map(({ at, action, decisions }) => ({ at, action, decisions })),
  }));
}

export async function addReview(sql: Sql, review: { emergencyId: string; reviewId: string; at: Date; by: Session; verdict: Verdict; note: string }): Promise<void> {
  await sql`
    insert into access.emergency_review (emergency_id, review_id, at, user_id, user_name, verdict, note)
    values (${review.emergencyId}, ${review.reviewId}, ${review.at}, ${review.by.userId}, ${review.by.name}, ${review.verdict}, ${review.note})`;
}

/** False when the person had been told already. */
export async function setTold(sql: Sql, emergencyId: string, by: string, how: string, now: Date): Promise<boolean> {
  const set = await sql`update access.emergency set told_at = ${now}, told_by = ${by}, told_how = ${how} where emergency_id = ${emergencyId} and told_at is null and kept_back is null`;
  return set.count > 0;
}

/** Marks those past their day that nobody has judged at all. @returns how many */
export async function markEscalated(sql: Sql, now: Date): Promise<number> {
  const marked = await sql`
    update access.emergency e set escalated_at = ${now}
    where not carried and escalated_at is null and review_by <= ${now} and not exists (select from access.emergency_review r where r.emergency_id = e.emergency_id)`;
  return marked.count;
}

/** Access that is in force goes with the person when records are joined or parted. */
export async function copyEmergencies(sql: Sql, from: string, to: string, now: Date): Promise<void> {
  await sql`
    insert into access.emergency (person_id, emergency_id, user_id, user_name, organisation, team, role, purpose, reason, words, from_at, until_at, ended_at, kept_back, review_by, carried)
    select ${to}, emergency_id, user_id, user_name, organisation, team, role, purpose, reason, words, from_at, until_at, ended_at, kept_back, review_by, true
    from access.emergency where person_id = ${from} and until_at > ${now} and ended_at is null
    on conflict do nothing`;
}

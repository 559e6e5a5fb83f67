import { newId, type Sql } from '../../kernel/index.ts';

/** A time somebody is away, and who looks after their work. Days are ISO days in London, both of them away. */
export interface Absence {
  absenceId: string;
  userId: string;
  from: string;
  until: string;
  cover: string | null;
  coverName: string | null;
  setBy: string;
  setAt: Date;
}

/** Those whose work somebody looks after on a day. */
export async function coveredBy(sql: Sql, userId: string, today: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select distinct user_id as id from pathways.absence where cover = ${userId} and from_day <= ${today} and until_day >= ${today} and ended_at is null`;
  return rows.map((r) => r.id);
}

/** Times away, now or to come, of these people. */
export async function absencesOf(sql: Sql, userIds: readonly string[], today: string): Promise<Absence[]> {
  return sql<Absence[]>`
    select absence_id::text as "absenceId", user_id as "userId", from_day as "from", until_day as "until", cover, cover_name as "coverName", set_by as "setBy", set_at as "setAt"
    from pathways.absence where user_id = any (${[...userIds]}::text[]) and until_day >= ${today} and ended_at is null order by from_day, absence_id`;
}

export async function insertAbsence(sql: Sql, made: Omit<Absence, 'absenceId' | 'setAt'>, now: Date): Promise<string> {
  const absenceId = newId();
  await sql`
    insert into pathways.absence (absence_id, user_id, from_day, until_day, cover, cover_name, set_by, set_at) values (${absenceId}, ${made.userId}, ${made.from}, ${made.until}, ${made.cover}, ${made.coverName}, ${made.setBy}, ${now})`;
  return absenceId;
}

export async function endAbsence(sql: Sql, absenceId: string, userIds: readonly string[], now: Date): Promise<boolean> {
  const done = await sql`update pathways.absence set ended_at = ${now} where absence_id = ${absenceId} and user_id = any (${[...userIds]}::text[]) and ended_at is null`;
  return done.count > 0;
}

import type { Sql } from '../../kernel/index.ts';
import type { MarkKind, Session } from '../types.ts';
import type { HandMark, Scope } from './types.ts';

export interface NewMark {
  id: string;
  personId: string;
  kind: MarkKind;
  state: 'proposed' | 'in-force';
  words: string;
  scope: Scope | null;
  givenOn: string | null;
  reviewOn: string | null;
  session: Session;
  at: Date;
}

export async function addHandMark(sql: Sql, mark: NewMark): Promise<void> {
  const { session } = mark;
  await sql`
    insert into access.hand_mark (person_id, mark_id, kind, state, words, scope, given_on, review_on, put_at, put_by_id, put_by, team)
    values (${mark.personId}, ${mark.id}, ${mark.kind}, ${mark.state}, ${mark.words}, ${mark.scope === null ? null : sql.json(mark.scope as never)}, ${mark.givenOn}, ${mark.reviewOn},
            ${mark.at}, ${session.userId}, ${session.name}, ${session.team})`;
}

/** Puts what is kept by hand in force. */
export async function enforce(
  sql: Sql,
  mark: { id: string; personId: string; kind: MarkKind; reason: string; scope: Partial<Scope> & { users?: string[] } | null; until: Date | null; at: Date },
): Promise<void> {
  await sql`
    insert into access.mark (person_id, kind, reason, source, since, until, scope)
    values (${mark.personId}, ${mark.kind}, ${mark.reason}, ${`hand:${mark.id}`}, ${mark.at}, ${mark.until}, ${mark.scope === null ? null : sql.json(mark.scope)})`;
}

/** Takes a mark out of force, of whomever it has followed. */
export async function endForce(sql: Sql, id: string, now: Date): Promise<void> {
  await sql`update access.mark set until = ${now} where source = ${`hand:${id}`} and (until is null or until > ${now})`;
}

/** Changes the state of a mark that stands so; null where there is none. */
export async function changeState(
  sql: Sql,
  id: string,
  from: HandMark['state'],
  to: HandMark['state'],
  by: Session,
  why: string,
  now: Date,
): Promise<{ personId: string; kind: MarkKind; words: string } | null> {
  const ended = to === 'lifted' || to === 'declined';
  const [row] = await sql<{ personId: string; kind: MarkKind; words: string }[]>`
    update access.hand_mark set state = ${to}, settled_at = case when ${from} = 'proposed' then ${now}::timestamptz else settled_at end, settled_by = case when ${from} = 'proposed' then ${by.name} else settled_by end,
      ended_at = case when ${ended} then ${now}::timestamptz else ended_at end, ended_by = case when ${ended} then ${by.name} else ended_by end, ended_why = case when ${ended} then ${why} else ended_why end
    where mark_id = ${id} and state = ${from} returning person_id::text as "personId", kind, words`;
  return row ?? null;
}

export async function setReview(sql: Sql, id: string, reviewOn: string): Promise<void> {
  await sql`update access.hand_mark set review_on = ${reviewOn} where mark_id = ${id}`;
}

type Row = Omit<HandMark, 'ended'> & { endedAt: Date | null; endedBy: string | null; endedWhy: string | null };

const columns = (sql: Sql) => sql`
  h.mark_id::text as id, h.kind, h.state, h.words, h.scope, h.given_on::text as "givenOn", h.review_on::text as "reviewOn", h.put_at as "putAt", h.put_by as "putBy",
  h.ended_at as "endedAt", h.ended_by as "endedBy", h.ended_why as "endedWhy"`;
const complete = ({ endedAt, endedBy, endedWhy, ...row }: Row): HandMark => ({ ...row, ended: endedAt === null ? null : { at: endedAt, by: endedBy ?? '', why: endedWhy ?? '' } });

/** Marks that stand or are proposed, the first due first; each under the id its person has now. */
export async function standingMarks(sql: Sql, kinds: readonly MarkKind[], limit: number): Promise<HandMark[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)}, coalesce((select max(m.person_id::text) from access.merged g join access.mark m on m.person_id = g.person_id and m.source = 'hand:' || h.mark_id where g.merged_id = h.person_id), h.person_id::text) as "personId"
    from access.hand_mark h where h.state in ('proposed', 'in-force') and h.kind = any (${kinds as string[]}::text[])
    order by h.state = 'proposed' desc, h.review_on nulls last, h.put_at limit ${limit}`;
  return rows.map(complete);
}

/** What is kept by hand of one person, by whatever id it was put. */
export async function marksOf(sql: Sql, personId: string, kinds: readonly MarkKind[]): Promise<HandMark[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)}, ${personId} as "personId" from access.hand_mark h
    where h.kind = any (${kinds as string[]}::text[])
      and (h.person_id = ${personId} or h.mark_id in (select substr(m.source, 6)::uuid from access.mark m where m.person_id = ${personId} and m.source like 'hand:%'))
    order by h.put_at desc`;
  return rows.map(complete);
}

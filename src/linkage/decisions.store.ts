import type { Sql } from '../kernel/index.ts';
import type { Standing } from './decided.ts';

/** Whoever decides, as the decision keeps it. */
export interface Decider {
  userId: string;
  name: string;
  organisation: string;
}

/** What a person has said of two records. */
export interface Override {
  overrideId: string;
  subjectA: number;
  subjectB: number;
  decision: 'join' | 'apart';
  reason: string;
  userName: string;
  organisation: string;
  at: Date;
  undoneAt: Date | null;
  undoneReason: string | null;
  /** Shared by decisions made at once, as one; null for one alone. */
  batch: string | null;
  /** Decisions in force of the batch; 1 for one alone. */
  pairs: number;
}

/** Decisions in force, in the order they were made. */
export async function readStanding(sql: Sql): Promise<Standing[]> {
  return sql<Standing[]>`
    select subject_a::float8 as a, subject_b::float8 as b, decision from linkage.override where undone_at is null order by at, override_id`;
}

/** Decisions made or undone that no run has taken up, each with the version of its row. */
export async function readPending(sql: Sql): Promise<{ id: string; mark: string; a: number; b: number }[]> {
  return sql<{ id: string; mark: string; a: number; b: number }[]>`
    select override_id::text as id, xmin::text as mark, subject_a::float8 as a, subject_b::float8 as b from linkage.override where pending`;
}

/** Persons that hold a record anything was ever decided about. */
export async function readDecidedPersons(sql: Sql): Promise<string[]> {
  const rows = await sql<{ person: string }[]>`
    select distinct l.person_id::text as person from linkage.override o join linkage.link l on l.subject_id in (o.subject_a, o.subject_b)`;
  return rows.map((row) => row.person);
}

/** The run has taken these up; one changed meanwhile stays pending. */
export async function clearPending(sql: Sql, taken: readonly { id: string; mark: string }[]): Promise<void> {
  if (taken.length === 0) return;
  await sql`
    update linkage.override o set pending = false from unnest(${taken.map((t) => t.id)}::uuid[], ${taken.map((t) => t.mark)}::text[]) as t(id, mark)
    where o.override_id = t.id and o.xmin::text = t.mark`;
}

/** The person of each of these records, in their order; null for one that is not linked. */
export async function personsOf(sql: Sql, subjects: readonly number[]): Promise<(string | null)[]> {
  const rows = await sql<{ id: number; person: string }[]>`
    select subject_id::float8 as id, person_id::text as person from linkage.link where subject_id = any (${subjects as number[]}::bigint[])`;
  const found = new Map(rows.map((row) => [row.id, row.person]));
  return subjects.map((id) => found.get(id) ?? null);
}

/** Every record of these persons. */
export async function recordsOf(sql: Sql, persons: readonly string[]): Promise<number[]> {
  if (persons.length === 0) return [];
  const rows = await sql<{ id: number }[]>`select subject_id::float8 as id from linkage.link where person_id = any (${persons as string[]}::uuid[]) order by subject_id`;
  return rows.map((row) => row.id);
}

export interface NewDecision {
  a: number;
  b: number;
  decision: 'join' | 'apart';
  reason: string;
  /** Decisions of one batch are undone together. */
  batch?: string;
}

/** Keeps a decision; one in force for the same two records is undone by it. */
export async function insertOverride(sql: Sql, id: string, about: NewDecision, by: Decider, now: Date): Promise<void> {
  const [a, b] = about.a < about.b ? [about.a, about.b] : [about.b, about.a];
  await sql`
    update linkage.override set undone_at = ${now}, undone_by = ${by.userId}, undone_reason = 'Decided again.', pending = true
    where subject_a = ${a} and subject_b = ${b} and undone_at is null`;
  await sql`
    insert into linkage.override (override_id, subject_a, subject_b, decision, reason, user_id, user_name, organisation, at, batch)
    values (${id}, ${a}, ${b}, ${about.decision}, ${about.reason}, ${by.userId}, ${by.name}, ${by.organisation}, ${now}, ${about.batch ?? null})`;
}

/** Undoes a decision and those of its batch. @returns whether there was one in force to undo */
export async function undoOverride(sql: Sql, id: string, reason: string, by: Decider, now: Date): Promise<boolean> {
  const done = await sql`
    update linkage.override o set undone_at = ${now}, undone_by = ${by.userId}, undone_reason = ${reason}, pending = true
    where undone_at is null and (override_id = ${id} or batch = (select batch from linkage.override where override_id = ${id}))`;
  return done.count > 0;
}

/** Undoes whatever keeps the records of these two persons apart. @returns how many decisions */
export async function undoApart(sql: Sql, personId: string, otherId: string, reason: string, by: Decider, now: Date): Promise<number> {
  const done = await sql`
    update linkage.override o set undone_at = ${now}, undone_by = ${by.userId}, undone_reason = ${reason}, pending = true
    from linkage.link x, linkage.link y
    where undone_at is null and decision = 'apart' and x.subject_id = subject_a and y.subject_id = subject_b
      and ((x.person_id = ${personId} and y.person_id = ${otherId}) or (x.person_id = ${otherId} and y.person_id = ${personId}))`;
  return done.count;
}

/** Every record that a decision, with its batch, is about; empty when there is none. */
export async function decidedRecords(sql: Sql, id: string): Promise<number[]> {
  const rows = await sql<{ subject: number }[]>`
    select distinct unnest(array[subject_a, subject_b])::float8 as subject from linkage.override
    where override_id = ${id} or batch = (select batch from linkage.override where override_id = ${id}) order by 1`;
  return rows.map((row) => row.subject);
}

export async function selectOverride(sql: Sql, id: string): Promise<Override | null> {
  const [row] = await sql<Override[]>`
    select override_id::text as "overrideId", subject_a::float8 as "subjectA", subject_b::float8 as "subjectB", decision, reason, user_name as "userName", organisation, at,
           undone_at as "undoneAt", undone_reason as "undoneReason", batch::text as batch,
           case when batch is null then 1 else (select count(*)::int from linkage.override b where b.batch = o.batch and b.undone_at is null) end as pairs
    from linkage.override o where override_id = ${id}`;
  return row ?? null;
}

/** Decisions in force, newest first, one of each batch; ids alone, for whoever is to be asked whether they may be seen. */
export async function latestOverrides(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ overrideId: string }[]>`
    select "overrideId" from (
      select distinct on (coalesce(batch, override_id)) override_id::text as "overrideId", at from linkage.override
      where undone_at is null order by coalesce(batch, override_id), override_id
    ) o order by at desc, "overrideId" desc limit ${limit}`;
  return rows.map((row) => row.overrideId);
}

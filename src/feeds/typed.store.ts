import type { Sql } from '../kernel/index.ts';

/** What somebody typed about a person, waiting to be brought in. */
export interface TypedEntry {
  entryId: string;
  feed: string;
  /** Numbers the person in this feed. */
  record: string;
  said: Record<string, string>;
  by: { userId: string; name: string; organisation: string };
  /** Records that this one must not be joined with, and why. */
  apart: { subject: number; reason: string }[];
}

/** Keeps an entry; the same again is nothing. Runs as the reader too, which may add and not read. */
export async function insertTyped(sql: Sql, entry: TypedEntry, now: Date): Promise<void> {
  const { entryId, feed, record, said, by, apart } = entry;
  await sql`
    insert into feeds.typed (entry_id, feed, record, said, user_id, user_name, organisation, at, apart)
    values (${entryId}, ${feed}, ${record}, ${sql.json(said)}, ${by.userId}, ${by.name}, ${by.organisation}, ${now}, ${sql.json(apart)}) on conflict do nothing`;
}

/** Ids of entries not brought in yet, oldest first. */
export async function waitingTyped(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select entry_id::text as id from feeds.typed where loaded_at is null order by at, entry_id`;
  return rows.map((row) => row.id);
}

/** Takes an entry for this transaction; null when another has done it meanwhile. */
export async function takeTyped(sql: Sql, entryId: string): Promise<(TypedEntry & { decided: boolean }) | null> {
  const [row] = await sql<{ feed: string; record: string; said: Record<string, string>; userId: string; name: string; organisation: string; apart: TypedEntry['apart']; decided: boolean }[]>`
    select feed, record, said, user_id as "userId", user_name as name, organisation, apart, decided_at is not null as decided
    from feeds.typed where entry_id = ${entryId} and loaded_at is null for update`;
  if (row === undefined) return null;
  const { userId, name, organisation, ...entry } = row;
  return { entryId, ...entry, by: { userId, name, organisation } };
}

export async function markTyped(sql: Sql, entryId: string, what: 'decided' | 'loaded', now: Date): Promise<void> {
  await sql`update feeds.typed set ${what === 'decided' ? sql`decided_at` : sql`loaded_at`} = ${now} where entry_id = ${entryId}`;
}

/** The subject a record is, made where there is none yet: decisions about it may come before its first statement. */
export async function subjectOf(sql: Sql, feed: string, record: string): Promise<number> {
  await sql`insert into feeds.subject (feed, local_key) values (${feed}, ${record}) on conflict do nothing`;
  const found = await findSubject(sql, feed, record);
  if (found === null) throw new Error('a subject just made can be read');
  return found;
}

export async function findSubject(sql: Sql, feed: string, record: string): Promise<number | null> {
  const [row] = await sql<{ id: number }[]>`select subject_id::float8 as id from feeds.subject where feed = ${feed} and local_key = ${record}`;
  return row?.id ?? null;
}

/** What was last typed about a record; null when nothing was. */
export async function lastTyped(sql: Sql, feed: string, record: string): Promise<Record<string, string> | null> {
  const [row] = await sql<{ said: Record<string, string> }[]>`select said from feeds.typed where feed = ${feed} and record = ${record} order by at desc, entry_id desc limit 1`;
  return row?.said ?? null;
}

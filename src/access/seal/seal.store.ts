import type { Sql } from '../../kernel/index.ts';
import type { LogRow } from './body.ts';
import type { Frontier, Hash } from './merkle.ts';

const lock = 7_254_083;
const hashBytes = 32;

export interface Leaf {
  seq: number;
  logId: string;
  salt: Buffer;
  hash: Hash;
  mac: Buffer;
}

export interface StoredHead {
  size: number;
  root: Hash;
  note: string;
}

/** False when another process is sealing: it will come to the same rows. */
export async function takeTurn(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${lock}) as mine`;
  return row?.mine ?? false;
}

/** The tree as it was last signed. */
export async function readFrontier(sql: Sql): Promise<Frontier> {
  const [head] = await sql<{ size: number; frontier: Buffer }[]>`select size::float8 as size, frontier from access.head order by head.size desc limit 1`;
  if (head === undefined) return { size: 0, roots: [] };
  return { size: head.size, roots: Array.from({ length: head.frontier.length / hashBytes }, (_, i) => head.frontier.subarray(i * hashBytes, (i + 1) * hashBytes)) };
}

const columns = (sql: Sql) => sql`
  l.log_id::text as "logId", to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, l.user_id as "userId", l.user_name as "userName", l.organisation,
  l.team, l.role, l.purpose, l.basis, l.action, l.request, l.outcome, l.decisions, l.rules, l.kind,
  (select coalesce(jsonb_agg(jsonb_build_object('personId', p.person_id, 'decisions', p.decisions, 'emergency', p.emergency)), '[]') from access.log_person p where p.log_id = l.log_id) as persons`;

/** Takes up to `most` rows that are in no tree yet, oldest first. */
export async function takeUnsealed(sql: Sql, most: number): Promise<LogRow[]> {
  return sql<LogRow[]>`
    with taken as (delete from access.unsealed where log_id in (select log_id from access.unsealed order by log_id limit ${most}) returning log_id)
    select ${columns(sql)} from taken join access.log l using (log_id) order by l.log_id`;
}

export async function addLeaves(sql: Sql, leaves: readonly Leaf[]): Promise<void> {
  await sql`
    insert into access.leaf (seq, log_id, salt, hash, mac)
    select seq, log_id, decode(salt, 'hex'), decode(hash, 'hex'), decode(mac, 'hex')
    from unnest(${leaves.map((l) => l.seq)}::bigint[], ${leaves.map((l) => l.logId)}::uuid[], ${leaves.map((l) => l.salt.toString('hex'))}::text[],
                ${leaves.map((l) => l.hash.toString('hex'))}::text[], ${leaves.map((l) => l.mac.toString('hex'))}::text[]) as t(seq, log_id, salt, hash, mac)`;
}

export async function addHead(sql: Sql, head: StoredHead, tree: Frontier, at: Date): Promise<void> {
  await sql`insert into access.head (size, root, at, note, frontier) values (${head.size}, ${head.root}, ${at}, ${head.note}, ${Buffer.concat(tree.roots)})`;
}

/** Heads in order of size. */
export async function readHeads(sql: Sql, after = -1): Promise<StoredHead[]> {
  return sql<StoredHead[]>`select size::float8 as size, root, note from access.head where size > ${after} order by head.size`;
}

/** Every leaf in order with its log row; null where the row is gone. */
export async function* readLeaves(sql: Sql): AsyncGenerator<(Leaf & { row: LogRow | null })[]> {
  const query = sql<(LogRow & { seq: number; leafId: string; salt: Buffer; hash: Buffer; mac: Buffer })[]>`
    select f.seq::float8 as seq, f.log_id::text as "leafId", f.salt, f.hash, f.mac, ${columns(sql)}
    from access.leaf f left join access.log l using (log_id) order by f.seq`;
  for await (const rows of query.cursor(2000)) {
    yield rows.map(({ seq, leafId, salt, hash, mac, ...row }) => ({ seq, logId: leafId, salt, hash, mac, row: row.logId === null ? null : row }));
  }
}

/** Log rows of a time, oldest first; of those who are sealed now, that they were looked at is left out. */
export async function* readRows(sql: Sql, from: Date, to: Date, now: Date): AsyncGenerator<LogRow[]> {
  const sealed = new Set((await sql<{ id: string }[]>`
    select person_id::text as id from access.mark where kind = 'sealed' and (until is null or until > ${now})
    union select g.merged_id::text from access.merged g join access.mark m using (person_id) where m.kind = 'sealed' and (m.until is null or m.until > ${now})`).map((row) => row.id));
  const query = sql<LogRow[]>`select ${columns(sql)} from access.log l where l.at >= ${from} and l.at < ${to} order by l.at, l.log_id`;
  for await (const rows of query.cursor(2000)) {
    yield rows.flatMap((row) => {
      const persons = row.persons.filter((p) => !sealed.has(p.personId));
      return row.persons.length > 0 && persons.length === 0 ? [] : [{ ...row, persons }];
    });
  }
}

/** Log rows that stand outside the tree though nothing says they still wait to be sealed. */
export async function readOutside(sql: Sql, most: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select l.log_id::text as id from access.log l
    where not exists (select from access.leaf f where f.log_id = l.log_id) and not exists (select from access.unsealed u where u.log_id = l.log_id)
    order by l.log_id limit ${most}`;
  return rows.map((row) => row.id);
}

/** Rows of people that hang on no look. */
export async function readOrphans(sql: Sql, most: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct p.log_id::text as id from access.log_person p where not exists (select from access.log l where l.log_id = p.log_id) limit ${most}`;
  return rows.map((row) => row.id);
}

export async function countUnsealed(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from access.unsealed`;
  return row?.n ?? 0;
}

export async function addTimeStamp(sql: Sql, size: number, authority: string, stamp: { at: Date; token: Buffer }): Promise<void> {
  await sql`insert into access.head_timestamp (size, authority, at, token) values (${size}, ${authority}, ${stamp.at}, ${stamp.token}) on conflict do nothing`;
}

/** Whether this authority has stamped the head of that size. */
export async function hasTimeStamp(sql: Sql, size: number, authority: string): Promise<boolean> {
  return (await sql`select 1 from access.head_timestamp where size = ${size} and authority = ${authority}`).length > 0;
}

/** Time-stamps with the heads they are of, in order of size; null where that head is gone. */
export async function readTimeStamps(sql: Sql): Promise<{ size: number; authority: string; token: Buffer; note: string | null; at: Date }[]> {
  return sql<{ size: number; authority: string; token: Buffer; note: string | null; at: Date }[]>`
    select t.size::float8 as size, t.authority, t.token, h.note, coalesce(h.at, t.at) as at from access.head_timestamp t left join access.head h using (size) order by t.size`;
}

export async function addCosignature(sql: Sql, size: number, witness: string, line: string, at: Date): Promise<void> {
  await sql`insert into access.cosignature (size, witness, line, at) values (${size}, ${witness}, ${line}, ${at}) on conflict do nothing`;
}

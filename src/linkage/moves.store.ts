import type { Sql } from '../kernel/index.ts';
import type { Identities } from './identity.ts';
import { movesOf, type PersonMove } from './moves.ts';
import { copyInto, copyRows } from './copy.store.ts';

/** Writes what a run did to people that there were before, in the transaction that publishes it. */
export async function publishMoves(sql: Sql, runId: string, identities: Identities, now: Date): Promise<void> {
  const moves = movesOf(identities);
  if (moves.length === 0) return;
  await copyInto(
    sql,
    'linkage.person_move (run_id, kind, from_id, to_id, subjects, at)',
    copyRows(moves, (m) => [runId, m.kind, m.from, m.to, `{${m.subjects.join(',')}}`, now.toISOString()]),
  );
}

/**
 * The next moves that `consumer` has not had, oldest first. Its place moves on in the caller's transaction: what the
 * caller does about them and that it has had them stand or fall together. Only one transaction of a consumer is under
 * way at a time. Runs publish one after another, so none is committed below a place already passed.
 */
export async function takeMoves(sql: Sql, consumer: string, limit: number): Promise<PersonMove[]> {
  const [waiting] = await sql`
    select 1 from linkage.person_move where sequence > coalesce((select sequence from linkage.move_cursor where consumer = ${consumer}), 0) limit 1`;
  if (waiting === undefined) return [];
  await sql`insert into linkage.move_cursor (consumer, sequence) values (${consumer}, 0) on conflict do nothing`;
  const [place] = await sql<{ sequence: string }[]>`select sequence::text as sequence from linkage.move_cursor where consumer = ${consumer} for update`;
  const moves = await sql<PersonMove[]>`
    select sequence::float8 as sequence, kind, from_id::text as "from", to_id::text as "to", subjects::float8[] as subjects, at
    from linkage.person_move where sequence > ${place!.sequence}::bigint order by sequence limit ${limit}`;
  const last = moves.at(-1);
  if (last !== undefined) await sql`update linkage.move_cursor set sequence = ${last.sequence} where consumer = ${consumer}`;
  return [...moves];
}

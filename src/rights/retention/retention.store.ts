import type { Sql } from '../../kernel/index.ts';
import type { Due, HeldGroup } from './due.ts';

/** What is held of everybody, or of some, by person, feed and kind of data; a few hundred people at a time, in order. */
export async function* heldGroups(sql: Sql, persons: readonly string[] | null): AsyncGenerator<HeldGroup[]> {
  const query = sql<HeldGroup[]>`
    select f.person_id as "personId", p.summary->>'birthDate' as "birthDate", f.feed, f.category, array_agg(distinct f.kind) as kinds,
           max(left(coalesce(f.end_at, f.start_at), 10)) as last,
           bool_or(f.end_at is null and f.kind in ('service-episode', 'plan') and f.body->>'status' in ('current', 'planned')) as open,
           array_agg(f.fact_id::text order by f.fact_id) as "factIds"
    from record.fact f join record.person p using (person_id)
    where ${persons === null} or f.person_id = any (${(persons ?? []) as string[]}::uuid[])
    group by f.person_id, p.summary->>'birthDate', f.feed, f.category order by f.person_id`;
  for await (const rows of query.cursor(500)) yield rows;
}

export interface HoldRow {
  personId: string;
  holdId: string;
  reason: string;
  byName: string;
  at: Date;
  until: string | null;
}

export const holdsInForce = (sql: Sql, today: string): Promise<HoldRow[]> =>
  sql<HoldRow[]>`select person_id as "personId", hold_id as "holdId", reason, by_name as "byName", at, until from rights.hold where lifted_at is null and (until is null or until > ${today}) order by at desc`;

export async function insertHold(sql: Sql, hold: { personId: string; holdId: string; reason: string; byId: string; byName: string; at: Date; until: string | null }): Promise<void> {
  await sql`insert into rights.hold (person_id, hold_id, reason, by_id, by_name, at, until) values (${hold.personId}, ${hold.holdId}, ${hold.reason}, ${hold.byId}, ${hold.byName}, ${hold.at}, ${hold.until})`;
}

/** @returns whose it was; null when there is none to lift */
export async function liftHold(sql: Sql, holdId: string, by: string, at: Date): Promise<string | null> {
  const [row] = await sql<{ personId: string }[]>`update rights.hold set lifted_at = ${at}, lifted_by = ${by} where hold_id = ${holdId} and lifted_at is null returning person_id as "personId"`;
  return row?.personId ?? null;
}

export interface BatchRow {
  batchId: string;
  proposedBy: string;
  proposedByName: string;
  proposedAt: Date;
  approvedByName: string | null;
  approvedAt: Date | null;
  refusedAt: Date | null;
  doneAt: Date | null;
}

export interface PartRow {
  personId: string;
  schedule: string;
  source: string;
  dueOn: string;
  facts: number;
  destroyedAt: Date | null;
  destroyed: number | null;
  rowsGone: number | null;
  rowsKept: number | null;
  hash: string | null;
  passedOver: string | null;
}

export async function insertBatch(sql: Sql, batchId: string, by: { userId: string; name: string }, at: Date, due: readonly (Due & { source: string })[]): Promise<void> {
  await sql`insert into rights.batch (batch_id, proposed_by, proposed_by_name, proposed_at) values (${batchId}, ${by.userId}, ${by.name}, ${at})`;
  for (const d of due) await sql`insert into rights.batch_part (person_id, batch_id, schedule, source, due_on, facts) values (${d.personId}, ${batchId}, ${d.schedule}, ${d.source}, ${d.dueOn}, ${d.factIds.length})`;
}

export const batches = (sql: Sql): Promise<BatchRow[]> =>
  sql<BatchRow[]>`
    select batch_id as "batchId", proposed_by as "proposedBy", proposed_by_name as "proposedByName", proposed_at as "proposedAt", approved_by_name as "approvedByName", approved_at as "approvedAt",
           refused_at as "refusedAt", done_at as "doneAt" from rights.batch order by batch_id desc limit 50`;

export const partsOf = (sql: Sql, batchId: string): Promise<PartRow[]> =>
  sql<PartRow[]>`
    select person_id as "personId", schedule, source, due_on as "dueOn", facts, destroyed_at as "destroyedAt", destroyed, rows_gone as "rowsGone", rows_kept as "rowsKept", hash, passed_over as "passedOver"
    from rights.batch_part where batch_id = ${batchId} order by schedule, person_id`;

/** Approves, or refuses, a batch that nobody has judged, by anybody but whoever proposed it. */
export const judgeBatch = (sql: Sql, batchId: string, by: { userId: string; name: string }, at: Date, approve: boolean): Promise<number> =>
  (approve
    ? sql`update rights.batch set approved_by = ${by.userId}, approved_by_name = ${by.name}, approved_at = ${at} where batch_id = ${batchId} and approved_at is null and refused_at is null and proposed_by <> ${by.userId}`
    : sql`update rights.batch set refused_at = ${at} where batch_id = ${batchId} and approved_at is null and refused_at is null`
  ).then((r) => r.count);

export async function finishBatch(sql: Sql, batchId: string, at: Date): Promise<void> {
  await sql`update rights.batch set done_at = ${at} where batch_id = ${batchId} and done_at is null`;
}

export async function certify(sql: Sql, batchId: string, part: Pick<PartRow, 'personId' | 'schedule'>, done: { at: Date; destroyed: number; rowsGone: number; rowsKept: number; hash: string } | { at: Date; passedOver: string }): Promise<void> {
  await sql`
    update rights.batch_part set destroyed_at = ${done.at}, destroyed = ${'destroyed' in done ? done.destroyed : 0}, rows_gone = ${'rowsGone' in done ? done.rowsGone : 0}, rows_kept = ${'rowsKept' in done ? done.rowsKept : 0},
      hash = ${'hash' in done ? done.hash : null}, passed_over = ${'passedOver' in done ? done.passedOver : null}
    where person_id = ${part.personId} and batch_id = ${batchId} and schedule = ${part.schedule} and destroyed_at is null`;
}

/** The record's own rows of these facts; it is made again from what is left. */
export async function forgetFacts(sql: Sql, personId: string, factIds: readonly string[]): Promise<void> {
  await sql`delete from record.fact where person_id = ${personId} and fact_id = any (${factIds as string[]}::bigint[])`;
}

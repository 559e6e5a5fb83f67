import type { Sql } from '../kernel/index.ts';
import type { Observation } from './types.ts';

/**
 * Keeps what a detector sees, in place of what the same key said before, and marks its people for scoring. What is the
 * same as before changes nothing and marks nobody. Runs inside the caller's transaction.
 * @returns people whose observations changed
 */
export async function recordObservations(sql: Sql, seen: readonly Observation[], now: Date): Promise<string[]> {
  if (seen.length === 0) return [];
  const rows = await sql<{ personId: string }[]>`
    insert into radar.observation as o (person_id, key, household_id, detector, code, label, category, start_at, end_at, value, unit, evidence, made_at)
    select "personId", key, "householdId", detector, code, label, category, "startAt", "endAt", value, unit, evidence, ${now}
    from jsonb_to_recordset(${sql.json(seen as never)}::jsonb) as s("personId" uuid, key text, "householdId" uuid, detector text, code text, label text,
      category text, "startAt" text, "endAt" text, value float8, unit text, evidence jsonb)
    order by "personId", key
    on conflict (person_id, key) do update set household_id = excluded.household_id, detector = excluded.detector, code = excluded.code, label = excluded.label,
      category = excluded.category, start_at = excluded.start_at, end_at = excluded.end_at, value = excluded.value, unit = excluded.unit, evidence = excluded.evidence, made_at = excluded.made_at
      where (o.code, o.label, o.start_at, o.end_at, o.value, o.evidence) is distinct from (excluded.code, excluded.label, excluded.start_at, excluded.end_at, excluded.value, excluded.evidence)
    returning o.person_id::text as "personId"`;
  const people = [...new Set(rows.map((row) => row.personId))];
  await touch(sql, people, now);
  return people;
}

/** Marks people for scoring; in order, so that processes do not deadlock. */
export async function touch(sql: Sql, personIds: readonly string[], now: Date): Promise<void> {
  if (personIds.length === 0) return;
  await sql`insert into radar.touched (person_id, touched_at) select distinct id, ${now}::timestamptz from unnest(${[...personIds]}::uuid[]) id order by id
    on conflict (person_id) do update set touched_at = excluded.touched_at`;
}

/** Observations of these people, newest first. */
export async function observationsOf(sql: Sql, personIds: readonly string[]): Promise<Observation[]> {
  return sql<Observation[]>`
    select key, person_id::text as "personId", household_id::text as "householdId", detector, code, label, category, start_at as "startAt", end_at as "endAt", value, unit, evidence
    from radar.observation where person_id = any (${[...personIds]}::uuid[]) order by start_at desc, key`;
}

/** Brings observations along with people that linkage moved: what was seen of one id stands under the other, whose newer row wins. */
export async function moveObservations(sql: Sql, moves: readonly { from: string; to: string }[]): Promise<void> {
  for (const { from, to } of moves) {
    await sql`
      insert into radar.observation (person_id, key, household_id, detector, code, label, category, start_at, end_at, value, unit, evidence, made_at)
      select ${to}::uuid, key, household_id, detector, code, label, category, start_at, end_at, value, unit, evidence, made_at from radar.observation where person_id = ${from}
      on conflict (person_id, key) do nothing`;
  }
}

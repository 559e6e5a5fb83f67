import type { Sql } from '../../kernel/index.ts';

export interface WhoRow {
  personId: string;
  birthDate: string | null;
  deceased: string | true | null;
  gender: string | null;
  interpreter: boolean;
  gpPractice: boolean;
  housed: boolean;
}

/** Who these people are, as far as signals ask; those without a record are not there. */
export async function whoRows(sql: Sql, people: readonly string[]): Promise<WhoRow[]> {
  return sql<WhoRow[]>`
    select person_id::text as "personId", summary->>'birthDate' as "birthDate", summary->'deceased' as deceased, summary->>'gender' as gender,
           coalesce((summary->>'interpreterNeeded')::boolean, false) as interpreter, summary->>'gpPractice' is not null as "gpPractice",
           exists (select 1 from record.home h where h.person_id = p.person_id and h.current and not h.communal) as housed
    from record.person p where person_id = any (${people}::uuid[])`;
}

export interface LivingRow {
  personId: string;
  otherId: string;
  start: string | null;
  end: string | null;
  current: boolean;
}

/** Who lives, or lived, with each of these people. */
export async function livingRows(sql: Sql, people: readonly string[]): Promise<LivingRow[]> {
  return sql<LivingRow[]>`
    select person_id::text as "personId", other_id::text as "otherId", start_at as start, end_at as "end", current
    from record.living_together where person_id = any (${people}::uuid[]) order by person_id, current desc, start_at desc nulls last`;
}

export interface KinRow {
  personId: string;
  otherId: string;
  role: string;
  feed: string;
  category: string;
  start: string | null;
  end: string | null;
}

/** What others are to each of these people, as sources state it. */
export async function kinRows(sql: Sql, people: readonly string[]): Promise<KinRow[]> {
  return sql<KinRow[]>`
    select person_id::text as "personId", other_id::text as "otherId", role, feed, category, start_at as start, end_at as "end"
    from record.kin where person_id = any (${people}::uuid[]) order by person_id, other_id, role`;
}

export interface FactVersionRow {
  personId: string;
  factId: string;
  feed: string;
  category: string;
  kind: string;
  code: string | null;
  system: string | null;
  label: string;
  start: string | null;
  end: string | null;
  body: Record<string, unknown>;
  receivedAt: Date;
  withdrawnAt: Date | null;
  atFirst: boolean;
}

/** Every version of every fact of these people but stated relationships. */
export async function factVersions(sql: Sql, people: readonly string[]): Promise<FactVersionRow[]> {
  return sql<FactVersionRow[]>`
    select person_id::text as "personId", fact_id::text as "factId", feed, category, kind, code, system, label, start_at as start, end_at as "end",
           body - array['professionals', 'detail', 'organisation', 'place', 'recordedBy'] as body, received_at as "receivedAt", withdrawn_at as "withdrawnAt", at_first as "atFirst"
    from record.fact_version where person_id = any (${people}::uuid[]) and kind <> 'relationship'`;
}

/** Moves people whose record was made again to those whose scores must be. @returns how many */
export async function takeRemade(sql: Sql, now: Date): Promise<number> {
  const rows = await sql`
    with taken as (delete from record.remade returning person_id)
    insert into radar.touched (person_id, touched_at) select person_id, ${now}::timestamptz from taken order by person_id
    on conflict (person_id) do update set touched_at = excluded.touched_at returning 1`;
  return rows.length;
}

/** The next people to score again, with those around them, whom the same change may concern. */
export async function takeTouched(sql: Sql, size: number, roles: readonly string[]): Promise<string[]> {
  const taken = await sql<{ id: string }[]>`select person_id::text as id from radar.touched order by touched_at, person_id limit ${size}`;
  if (taken.length === 0) return [];
  const ids = taken.map((row) => row.id);
  const around = await sql<{ id: string }[]>`
    select other_id::text as id from record.living_together where person_id = any (${ids}::uuid[])
    union select person_id::text from record.kin where other_id = any (${ids}::uuid[]) and role = any (${roles}::text[])`;
  const all = [...new Set([...ids, ...around.map((row) => row.id)])].sort();
  await sql`delete from radar.touched where person_id = any (${all}::uuid[])`;
  return all;
}

export async function countTouched(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from (select person_id from radar.touched union select person_id from record.remade) t`;
  return row?.n ?? 0;
}

/** Marks everybody for scoring: when what is packed of them must be packed again. */
export async function touchEverybody(sql: Sql, now: Date): Promise<void> {
  await sql`insert into radar.touched (person_id, touched_at) select person_id, ${now}::timestamptz from record.person on conflict do nothing`;
}

export async function savePacked(sql: Sql, rows: readonly { personId: string; packed: Buffer }[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into radar.person_events (person_id, packed, made_at)
    select id, decode(packed, 'hex'), ${now}::timestamptz from unnest(${rows.map((r) => r.personId)}::uuid[], ${rows.map((r) => r.packed.toString('hex'))}::text[]) as t (id, packed)
    on conflict (person_id) do update set packed = excluded.packed, made_at = excluded.made_at`;
}

export async function packedOf(sql: Sql, people: readonly string[]): Promise<Map<string, Buffer>> {
  const rows = await sql<{ personId: string; packed: Buffer }[]>`select person_id::text as "personId", packed from radar.person_events where person_id = any (${people}::uuid[])`;
  return new Map(rows.map((row) => [row.personId, row.packed]));
}

/** One scorer at a time, so that nobody's score is written from what was read before somebody else's change. Held to the end of the transaction. */
export async function scoringAlone(sql: Sql): Promise<void> {
  await sql`select pg_advisory_xact_lock(7254084)`;
}

/** Makes this transaction go by index: tables grow from nothing while a statement's plan lives on. */
export async function goByIndex(sql: Sql): Promise<void> {
  await sql`set local enable_seqscan = off`;
}

/** Of these people, those with a sensor that is to be heard, in their home or of their own. */
export async function fittedOf(sql: Sql, people: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ id: string }[]>`
    select h.person_id::text as id from record.home h join sensors.device d on d.household_id = h.household_id
    where h.person_id = any (${people}::uuid[]) and h.current and d.retired_at is null
    union select person_id::text from sensors.device where person_id = any (${people}::uuid[]) and retired_at is null`;
  return new Set(rows.map((row) => row.id));
}

/** As much of the dictionary as was added after `after`. */
export async function shapesAfter(sql: Sql, after: number): Promise<{ id: number; shape: Record<string, unknown> }[]> {
  return sql<{ id: number; shape: Record<string, unknown> }[]>`select shape_id as id, shape from radar.shape where shape_id > ${after} order by shape_id`;
}

/** Adds shapes nobody has numbered yet. */
export async function addShapes(sql: Sql, shapes: readonly { key: string; shape: Record<string, unknown> }[]): Promise<void> {
  await sql`
    insert into radar.shape (key, shape)
    select key, shape from jsonb_to_recordset(${sql.json(shapes as never)}::jsonb) as s(key text, shape jsonb) order by key on conflict do nothing`;
}

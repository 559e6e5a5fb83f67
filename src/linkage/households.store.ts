import type { Sql } from '../kernel/index.ts';
import { chunksOf, copyInto } from './copy.store.ts';
import type { EngineThread } from './engine.ts';
import type { Model } from './model.ts';

/**
 * Makes households and residencies again for the persons in the temporary table `changed` (or for all). A household's
 * id stays with its UPRN or address for ever, whoever lives there. What is stated of homes comes from the engine's file,
 * which is read person by person. Runs inside the caller's transaction.
 * @param all the engine's clusters, and the person of each; null for those in `changed` alone
 */
export async function publishHouseholds(sql: Sql, engine: EngineThread, model: Model, today: string, all: readonly string[] | null, now: Date): Promise<void> {
  await sql`create temp table rehoused (person_id uuid) on commit drop`;
  if (all === null) await sql`insert into rehoused select person_id from changed`;
  await settle(sql, engine, all);
  await sql`create temp table stated (address text, uprn text) on commit drop`;
  await copyInto(sql, 'stated', chunksOf(() => engine.statedUprns(all === null)));
  await sql`create temp table newly (address text) on commit drop`;
  await sql`
    with added as (insert into linkage.address_uprn select distinct address, uprn from stated where uprn is not null on conflict do nothing returning address)
    insert into newly select distinct address from added`;
  if (all === null && (await rehouseAlso(sql, now)) > 0) {
    await settle(sql, engine, null);
    await copyInto(sql, 'stated', chunksOf(() => engine.statedUprns(true)));
  }
  const known = await sql<{ address: string; uprn: string }[]>`
    select address, min(uprn) as uprn from linkage.address_uprn ${all === null ? sql`where address in (select address from stated)` : sql``} group by address having count(*) = 1`;
  const options = { uprns: new Map(known.map((k) => [k.address, k.uprn])), communalWords: model.households.communalWords, today };
  await sql`create temp table living (person_id uuid, key text, start_at text, end_at text, current boolean, sources text[]) on commit drop`;
  await copyInto(sql, 'living', chunksOf(() => engine.residences(options)));
  await sql`create temp table home (key text, household_id uuid, uprn text, postcode text, address text, marked boolean) on commit drop`;
  await copyInto(sql, 'home', chunksOf(() => engine.residences(options)));
  await write(sql, model, all !== null);
}

/** An address that has only now been given a UPRN moves whoever was filed under the address alone. */
async function rehouseAlso(sql: Sql, now: Date): Promise<number> {
  await sql`analyze newly`;
  await sql`create temp table also on commit drop as
    select distinct r.person_id from linkage.residency r join linkage.household h using (household_id)
    where (h.key in (select 'a:' || address from newly) or h.key in (select 'u:' || u.uprn from linkage.address_uprn u join newly using (address)))
      and r.person_id not in (select person_id from rehoused)`;
  await sql`insert into linkage.changed_person (person_id, changed_at) select person_id, ${now}::timestamptz from also on conflict do nothing`;
  return (await sql`insert into rehoused select person_id from also`).count;
}

/** Tells the engine whose records are whose. */
async function settle(sql: Sql, engine: EngineThread, all: readonly string[] | null): Promise<void> {
  if (all !== null) return engine.settle(null, [...all]);
  await sql`analyze rehoused`;
  const rows = await sql<{ person: string; id: number }[]>`select l.person_id::text as person, l.subject_id::float8 as id from rehoused join linkage.link l using (person_id)`;
  const persons = [...new Set(rows.map((row) => row.person))].sort();
  const place = new Map(persons.map((person, i) => [person, i]));
  await engine.settle({ ids: rows.map((row) => row.id), of: rows.map((row) => place.get(row.person)!) }, persons);
}

/** Brings households and residencies to what `home` and `living` say; rows that say what there is stay as they are. */
async function write(sql: Sql, model: Model, all: boolean): Promise<void> {
  await sql`insert into linkage.household as h (household_id, key, uprn, postcode, address, marked) select household_id, key, uprn, postcode, address, marked from home
    on conflict (key) do update set address = case when excluded.address = '' then h.address else excluded.address end,
      postcode = coalesce(excluded.postcode, h.postcode), marked = h.marked or excluded.marked
    where (excluded.address <> '' and excluded.address <> h.address) or (excluded.postcode is not null and excluded.postcode is distinct from h.postcode) or (excluded.marked and not h.marked)`;
  await sql`create temp table lived on commit drop as
    select person_id, household_id, start_at, end_at, current, sources from living join linkage.household using (key)`;
  await sql`analyze lived`;
  await sql`create temp table left_from (household_id uuid) on commit drop`;
  await sql`
    with gone as (
      delete from linkage.residency r ${all ? sql`where` : sql`using rehoused p where p.person_id = r.person_id and`}
        not exists (select 1 from lived l where l.person_id = r.person_id and l.household_id = r.household_id) returning household_id)
    insert into left_from select distinct household_id from gone`;
  await sql`insert into linkage.residency as r (person_id, household_id, start_at, end_at, current, sources) select person_id, household_id, start_at, end_at, current, sources from lived
    on conflict (person_id, household_id) do update set start_at = excluded.start_at, end_at = excluded.end_at, current = excluded.current, sources = excluded.sources
    where (r.start_at, r.end_at, r.current, r.sources) is distinct from (excluded.start_at, excluded.end_at, excluded.current, excluded.sources)`;
  await sql`
    with here as (select household_id from left_from union select household_id from lived),
         living_now as (select r.household_id, count(*) as n from linkage.residency r join here using (household_id) where r.current group by 1)
    update linkage.household h set communal = c.communal
    from (select household_id, h.marked or coalesce(n, 0) >= ${model.households.communalFrom} as communal from here join linkage.household h using (household_id) left join living_now using (household_id)) c
    where c.household_id = h.household_id and h.communal is distinct from c.communal`;
}

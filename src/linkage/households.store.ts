import { newId, type Address, type Sql } from '../kernel/index.ts';
import { residencesOf, type Residence, type ResidenceStatement } from './households.ts';
import type { Model } from './model.ts';
import { copyInto, copyRows } from './publish.store.ts';
import { readAddress } from './addresses.ts';

interface Row {
  personId: string;
  subjectId: string;
  feed: string;
  since: string;
  latest: boolean;
  addresses: Address[];
}

/**
 * Makes households and residencies again for the persons in the temporary table `changed` (or for all). A household's
 * id stays with its UPRN or address for ever, whoever lives there. Runs inside the caller's transaction.
 */
export async function publishHouseholds(sql: Sql, model: Model, today: string, all: boolean, now: Date): Promise<void> {
  await sql`create temp table rehoused on commit drop as select person_id from ${all ? sql`linkage.person` : sql`changed`}`;
  await sql`create temp table stated (address text, uprn text) on commit drop`;
  const rows: Row[] = [];
  await gather(sql, rows);
  await copyInto(sql, 'stated', copyRows(statedUprns(rows), (s) => [s.address, s.uprn]));
  await sql`create temp table newly on commit drop as
    with added as (insert into linkage.address_uprn select distinct address, uprn from stated on conflict do nothing returning address) select distinct address from added`;
  if (!all) {
    // An address that has only now been given a UPRN moves whoever was filed under the address alone.
    await sql`create temp table also on commit drop as
      select distinct r.person_id from linkage.residency r join linkage.household h using (household_id)
      where (h.key in (select 'a:' || address from newly) or h.key in (select 'u:' || u.uprn from linkage.address_uprn u join newly using (address)))
        and r.person_id not in (select person_id from rehoused)`;
    await sql`insert into rehoused select person_id from also`;
    await sql`insert into linkage.changed_person (person_id, changed_at) select person_id, ${now}::timestamptz from also on conflict do nothing`;
    rows.length = 0;
    await gather(sql, rows);
  }
  const known = await sql<{ address: string; uprn: string }[]>`
    select address, min(uprn) as uprn from linkage.address_uprn ${all ? sql`` : sql`where address = any (${[...places(rows)]})`} group by address having count(*) = 1`;
  const uprns = new Map(known.map((k) => [k.address, k.uprn]));
  const residences = byPerson(rows).flatMap(({ personId, statements }) =>
    residencesOf(statements, (place) => uprns.get(place), model.households.communalWords, today).map((residence) => ({ personId, residence })),
  );
  await write(sql, model, residences);
}

async function gather(sql: Sql, rows: Row[]): Promise<void> {
  await sql`analyze rehoused`;
  const query = sql<Row[]>`
    select l.person_id::text as "personId", d.subject_id::text as "subjectId", s.feed, coalesce(d.as_of, d.first_at::date)::text as since,
           row_number() over (partition by d.subject_id order by coalesce(d.as_of, d.last_at::date) desc, d.last_at desc, d.hash) = 1 as latest,
           d.demographics -> 'addresses' as addresses
    from rehoused join linkage.link l using (person_id) join feeds.demographic d using (subject_id) join feeds.subject s using (subject_id)
    where jsonb_typeof(d.demographics -> 'addresses') = 'array'
    order by l.person_id, latest desc, d.subject_id, since desc, d.hash`;
  for await (const chunk of query.cursor(5000)) rows.push(...chunk);
}

function placesOf(row: Row): { place: string | null; uprn: string | null }[] {
  return row.addresses.flatMap((address) => {
    const read = readAddress(address);
    return read === null ? [] : [{ place: read.text !== '' && read.postcode !== null ? `${read.text}|${read.postcode}` : null, uprn: read.uprn }];
  });
}

const places = (rows: readonly Row[]): Set<string> => new Set(rows.flatMap(placesOf).flatMap(({ place }) => (place === null ? [] : [place])));

const statedUprns = (rows: readonly Row[]): { address: string; uprn: string }[] =>
  rows.flatMap(placesOf).flatMap(({ place, uprn }) => (place === null || uprn === null ? [] : [{ address: place, uprn }]));

function byPerson(rows: readonly Row[]): { personId: string; statements: ResidenceStatement[] }[] {
  const persons: { personId: string; statements: ResidenceStatement[] }[] = [];
  for (const row of rows) {
    if (persons.at(-1)?.personId !== row.personId) persons.push({ personId: row.personId, statements: [] });
    persons.at(-1)!.statements.push(row);
  }
  return persons;
}

async function write(sql: Sql, model: Model, residences: readonly { personId: string; residence: Residence }[]): Promise<void> {
  const homes = new Map<string, Residence>();
  for (const { residence } of residences) {
    const has = homes.get(residence.key);
    homes.set(residence.key, has === undefined ? residence : { ...has, address: has.address || residence.address, postcode: has.postcode ?? residence.postcode, marked: has.marked || residence.marked });
  }
  await sql`create temp table home (key text primary key, household_id uuid, uprn text, postcode text, address text, marked boolean) on commit drop`;
  await copyInto(sql, 'home', copyRows([...homes.values()], (h) => [h.key, newId(), h.uprn, h.postcode, h.address, h.marked ? 't' : 'f']));
  await sql`insert into linkage.household (household_id, key, uprn, postcode, address, marked) select household_id, key, uprn, postcode, address, marked from home
    on conflict (key) do update set address = case when excluded.address = '' then household.address else excluded.address end,
      postcode = coalesce(excluded.postcode, household.postcode), marked = household.marked or excluded.marked`;
  await sql`create temp table living (person_id uuid, key text, start_at text, end_at text, current boolean, sources text[]) on commit drop`;
  await copyInto(sql, 'living', copyRows(residences, ({ personId, residence: r }) => [personId, r.key, r.start, r.end, r.current ? 't' : 'f', `{${r.sources.map((s) => JSON.stringify(s)).join(',')}}`]));
  await sql`create temp table left_from on commit drop as select distinct household_id from linkage.residency where person_id in (select person_id from rehoused)`;
  await sql`delete from linkage.residency where person_id in (select person_id from rehoused)`;
  await sql`insert into linkage.residency (person_id, household_id, start_at, end_at, current, sources)
    select person_id, household_id, start_at, end_at, current, sources from living join linkage.household using (key)`;
  await sql`update linkage.household h set communal = c.communal from (
      select household_id, h.marked or (select count(*) from linkage.residency r where r.household_id = h.household_id and r.current) >= ${model.households.communalFrom} as communal
      from linkage.household h where household_id in (select household_id from left_from) or key in (select key from home)) c
    where c.household_id = h.household_id and h.communal is distinct from c.communal`;
}

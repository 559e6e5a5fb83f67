import type { Sql } from '../../kernel/index.ts';
import type { MarkKind } from '../../access/index.ts';
import type { Criterion } from './definition.ts';

type Fragment = ReturnType<Sql>;

/** Bands of a scorecard from one upwards, as `card` criteria mean them. */
export type BandsFrom = (card: string, band: string) => string[];

/** Who may be counted at all: the living, without those who bear a mark that leaves them out. */
const counted = (sql: Sql, marks: readonly MarkKind[], now: Date): Fragment => sql`
  not r.dead and not exists (select from access.mark m where m.person_id = r.person_id and m.kind = any (${[...marks]}::text[]) and (m.until is null or m.until > ${now}))`;

/** A criterion about who or where somebody is, on a row of the roster. An age is of whole years on the day. */
function holds(sql: Sql, criterion: Criterion, day: string, bandsFrom: BandsFrom): Fragment {
  const { age, sex, ethnicity, language, ward, lsoa, deprivation, card } = criterion;
  if (age !== undefined) {
    const old = age.from === undefined ? sql`true` : sql`r.born <= (${day}::date - make_interval(years => ${age.from}))::date`;
    const young = age.to === undefined ? sql`true` : sql`r.born > (${day}::date - make_interval(years => ${age.to + 1}))::date`;
    return sql`(${old} and ${young})`;
  }
  if (sex !== undefined) return sql`r.sex = any (${sex}::text[])`;
  if (ethnicity !== undefined) return sql`r.ethnic_group = any (${ethnicity}::text[])`;
  if (language !== undefined) return sql`lower(r.language) = any (${language.map((l) => l.toLowerCase())}::text[])`;
  if (ward !== undefined) return sql`r.ward = any (${ward}::text[])`;
  if (lsoa !== undefined) return sql`r.lsoa = any (${lsoa}::text[])`;
  if (deprivation !== undefined) return sql`r.imd_decile between ${deprivation.from} and ${deprivation.to}`;
  return sql`exists (select from radar.score s where s.person_id = r.person_id and s.card = ${card?.id ?? ''} and s.band = any (${card === undefined ? [] : bandsFrom(card.id, card.band)}::text[]))`;
}

export interface Narrowed {
  /** Everybody who may be counted. */
  everybody: number;
  /** How many are left after each criterion, in order. */
  left: number[];
}

/** Counts who is left after each criterion, all in one pass over the roster. */
export async function countNarrowed(sql: Sql, criteria: readonly Criterion[], marks: readonly MarkKind[], day: string, now: Date, bandsFrom: BandsFrom): Promise<Narrowed> {
  let so = sql`true`;
  const counts = criteria.map((criterion) => {
    so = sql`${so} and ${holds(sql, criterion, day, bandsFrom)}`;
    return sql`count(*) filter (where ${so})::int`;
  });
  const list = counts.reduce((all, one, i) => (i === 0 ? one : sql`${all}, ${one}`), sql``);
  const [row] = await sql<{ everybody: number; left: number[] }[]>`
    select count(*)::int as everybody, array[${list}]::int[] as left from radar.roster r where ${counted(sql, marks, now)}`;
  return row ?? { everybody: 0, left: [] };
}

/** Those who fit every criterion about who and where they are. */
export async function narrowed(sql: Sql, criteria: readonly Criterion[], marks: readonly MarkKind[], day: string, now: Date, bandsFrom: BandsFrom): Promise<string[]> {
  const all = criteria.reduce((so, criterion) => sql`${so} and ${holds(sql, criterion, day, bandsFrom)}`, sql`${counted(sql, marks, now)}`);
  const rows = await sql<{ id: string }[]>`select r.person_id::text as id from radar.roster r where ${all}`;
  return rows.map((row) => row.id);
}

/** Of these people, those of one ward or small area, by name; whoever hides where they live is of none. */
export async function inPlace(sql: Sql, people: readonly string[], level: 'ward' | 'lsoa', code: string, now: Date): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select r.person_id::text as id from unnest(${[...people]}::uuid[]) as m (person_id) join radar.roster r using (person_id)
    where ${level === 'ward' ? sql`r.ward` : sql`r.lsoa`} = ${code} and not exists (
      select from access.mark m where m.person_id = r.person_id and m.kind = 'restricted-demographics' and (m.until is null or m.until > ${now}))`;
  return rows.map((row) => row.id);
}

/** The same people in order of name. Looking comes before deciding: nothing of them is shown from here. */
export async function byName(sql: Sql, people: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select person_id::text as id from unnest(${[...people]}::uuid[]) as m (person_id) left join record.search using (person_id) order by display_name nulls last, person_id`;
  return rows.map((row) => row.id);
}

/** Bands and scores of these people on some cards. */
export async function bandsOf(sql: Sql, people: readonly string[], cards: readonly string[]): Promise<{ personId: string; card: string; band: string }[]> {
  if (people.length === 0 || cards.length === 0) return [];
  return sql<{ personId: string; card: string; band: string }[]>`
    select person_id::text as "personId", card, band from radar.score where person_id = any (${[...people]}::uuid[]) and card = any (${[...cards]}::text[])`;
}

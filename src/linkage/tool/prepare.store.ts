import type { ColumnUse, Role } from './roles.ts';
import { houseNumber, headingWords } from './roles.ts';
import { birthValue, monthFirst } from './dates.ts';
import { addressValues, familyValues, fullValues, givenValues, plainValue, surnameFirst, unit } from './values.ts';
import { heading, literal, type Workspace } from './workspace.store.ts';

/** What the records there are can be compared on. */
export interface Prepared {
  /** Rows as they differ: rows that say the same are one record. */
  records: number;
  /** Columns of `record`, by name. */
  has: ReadonlySet<string>;
  /** Extra comparisons: column of `record`, heading, and how. */
  extras: readonly Extra[];
  /** How many identifier columns there are (`i0`, `i1` …) with their headings. */
  identifiers: readonly string[];
}

export interface Extra {
  column: string;
  heading: string;
  kind: 'exact' | 'fuzzy';
  levels: readonly number[];
}

type Values = (raw: string) => (string | null)[];

const sep = `'${unit}'`;
const nhsValid = (d: string): string => {
  const sum = Array.from({ length: 9 }, (_, i) => `(ascii(substr(${d}, ${i + 1}, 1)) - 48) * ${10 - i}`).join(' + ');
  return `length(${d}) = 10 and (11 - (${sum}) % 11) % 11 = ascii(substr(${d}, 10, 1)) - 48 and not regexp_matches(${d}, '^(0{10}|1{10}|2{10}|3{10}|4{10}|5{10}|6{10}|7{10}|8{10}|9{10}|1234567890|0123456789)$')`;
};

/**
 * Makes `line` (row number, file, record) and `record` (one row for each set of rows that say the same). Names, dates and
 * addresses are standardised once for each different value.
 */
export async function prepare(work: Workspace, uses: readonly ColumnUse[], step: (note: string) => void): Promise<Prepared> {
  const of = (role: Role): string[] => uses.filter((u) => u.role === role).map((u) => u.heading);
  const used = uses.filter((u) => u.role !== 'ignore').map((u) => heading(u.heading));
  const folded = used.map((c) => `lower(${c})`);
  step('finding rows that say the same');
  await work.run(`create table line as select n, file, hash(${folded.join(', ')}) as h, hash(1, ${folded.toReversed().join(', ')}) as h2 from raw`);
  await work.run(`create table entity as select (row_number() over (order by first))::int as id, first, copies, h, h2
    from (select min(n) as first, count(*)::int as copies, h, h2 from line group by h, h2)`);
  await work.run('create or replace table line as select l.n, l.file, e.id from line l join entity e using (h, h2)');

  const texts: string[] = [];
  const given = [...of('given-name'), ...of('middle-name')];
  if (given.length > 0) texts.push(`concat_ws(' ', ${given.map(heading).join(', ')}) as given_raw`);
  const family = of('surname');
  if (family.length > 0) texts.push(`${heading(family[0]!)} as family_raw`);
  const other = of('other-surname');
  if (other.length > 0) texts.push(`concat_ws(' ', ${other.map(heading).join(', ')}) as other_raw`);
  const full = of('full-name');
  if (full.length > 0) texts.push(`concat_ws(' ', ${full.map(heading).join(', ')}) as full_raw`, `coalesce(${full.map(heading).join(', ')}) as one_full_raw`);
  const birth = of('date-of-birth');
  if (birth.length > 0) texts.push(`${heading(birth[0]!)} as birth_raw`);
  const address = of('address');
  if (address.length > 0) texts.push(`nullif(${addressText(address)}, '') as address_raw`);
  const plain = [...of('town').map((c) => ['town', c]), ...of('occupation').map((c) => ['occ', c]), ...of('birth-place').map((c) => ['bp', c]), ...of('region').map((c) => ['region', c])] as [string, string][];
  const extraUses = uses.filter((u) => u.role === 'exact' || u.role === 'fuzzy');
  const extras = extraUses.map((u, i): Extra => ({ column: `x${i}`, heading: u.heading, kind: u.role === 'exact' ? 'exact' : 'fuzzy', levels: u.levels ?? [0.92, 0.8] }));
  for (const extra of extras) plain.push([extra.column, extra.heading]);
  for (const [field, name] of plain) texts.push(`${heading(name)} as ${field}_raw`);
  const identifiers = of('identifier');
  for (const [i, name] of identifiers.entries()) texts.push(`${identifierText(heading(name))} as i${i}`);
  for (const name of of('nhs-number')) texts.push(`regexp_replace(${heading(name)}, '[^0-9]', '', 'g') as nhs_raw`);
  for (const name of of('sex')) texts.push(`${sexText(heading(name))} as sex`);
  for (const name of of('postcode')) texts.push(`nullif(regexp_replace(upper(${heading(name)}), '[^A-Z0-9]', '', 'g'), '') as pc_raw`);
  for (const name of of('uprn')) texts.push(`nullif(ltrim(regexp_replace(${heading(name)}, '[^0-9]', '', 'g'), '0'), '') as uprn`);
  for (const [i, name] of of('phone').entries()) texts.push(`${phoneText(heading(name))} as ph${i}`);
  for (const [i, name] of of('email').entries()) texts.push(`case when contains(${heading(name)}, '@') then lower(${heading(name)}) end as em${i}`);
  await work.run(`create table said as select e.id, e.copies, e.first, ${texts.join(', ')} from entity e join raw on raw.n = e.first`);

  const joins: string[] = [];
  const fields: string[] = ['s.id', 's.copies'];
  const has = new Set<string>();
  const field = (name: string, text: string): void => {
    fields.push(`${text} as ${name}`);
    has.add(name);
  };
  const map = async (raw: string, names: string[], values: Values): Promise<void> => {
    step(`standardising ${raw.replace('_raw', '')}`);
    const table = `map_${raw}`;
    await work.run(`create table ${table} (raw varchar, ${names.map((n) => `${n} varchar`).join(', ')})`);
    await mapDistinct(work, raw, table, values);
    joins.push(`left join ${table} on ${table}.raw = s.${raw}`);
  };
  const list = (text: string): string => `case when ${text} is not null and ${text} <> '' then string_split(${text}, ${sep}) end`;

  if (full.length > 0) {
    const sample = (await work.rows('select one_full_raw from said where one_full_raw is not null limit 500')).map((r) => String(r[0]));
    const comma = surnameFirst(sample);
    await work.run('create table full_map (raw varchar, fg varchar, ff varchar, ft varchar)');
    step('standardising full names');
    await mapDistinct(work, 'full_raw', 'full_map', (raw) => [...fullValues(raw, comma)]);
    await work.run(`create or replace table said as select s.*, m.ft from said s left join full_map m on m.raw = s.full_raw`);
    // A full name says the given name and surname where no column of their own does.
    for (const [name, from] of [['given_raw', 'fg'], ['family_raw', 'ff']] as const) {
      const own = (name === 'given_raw' ? given : family).length > 0;
      if (!own) await work.run(`create or replace table said as select s.*, m.${from} as ${name} from said s left join full_map m on m.raw = s.full_raw`);
    }
  }
  const hasGiven = given.length > 0 || full.length > 0;
  const hasFamily = family.length > 0 || full.length > 0;
  if (hasGiven) await map('given_raw', ['g', 'gk', 'gt', 'gs', 'mid'], givenValues);
  if (hasFamily) await map('family_raw', ['f', 'fk', 'fp', 'fs'], familyValues);
  if (other.length > 0) await map('other_raw', ['f2', 'fk2', 'fp2', 'fs2'], familyValues);
  if (birth.length > 0) {
    const american = monthFirst((await work.rows("select birth_raw from said where regexp_matches(birth_raw, '^\\s*[0-9]{1,2}[/.-]') limit 5000")).map((r) => String(r[0])));
    await map('birth_raw', ['b'], (raw) => [birthValue(raw, american)]);
  }
  if (address.length > 0) await map('address_raw', ['ln', 'num', 'loc', 'st', 'ot'], addressValues);
  for (const [name] of plain) await map(`${name}_raw`, [name], (raw) => [plainValue(raw)]);

  if (hasGiven) {
    field('g', 'map_given_raw.g');
    field('gk', list('map_given_raw.gk'));
    field('gs', 'map_given_raw.gs');
    field('mid', 'map_given_raw.mid');
  }
  if (hasFamily) {
    field('f', 'map_family_raw.f');
    field('fk', list(`concat_ws(${sep}, map_family_raw.fk${other.length > 0 ? ', map_other_raw.fk2' : ''})`));
    field('fs', 'map_family_raw.fs');
  }
  const tokens = [...(hasGiven ? ['map_given_raw.gt'] : []), ...(hasFamily ? ['map_family_raw.fp'] : []), ...(full.length > 0 ? ['s.ft'] : []), ...(other.length > 0 ? ['map_other_raw.fp2'] : [])];
  if (tokens.length > 0) field('toks', list(`concat_ws(${sep}, ${tokens.join(', ')})`));
  if (birth.length > 0) {
    const b = 'map_birth_raw.b';
    field('b', b);
    field('y', `left(${b}, 4)`);
    field('md', `case when length(${b}) = 10 then substr(${b}, 6) end`);
    field('bk', `case when length(${b}) = 10 then left(${b}, 5) || least(substr(${b}, 6, 2), substr(${b}, 9, 2)) || greatest(substr(${b}, 6, 2), substr(${b}, 9, 2)) end`);
  }
  if (of('sex').length > 0) field('sex', 's.sex');
  if (of('nhs-number').length > 0) field('nhs', `case when ${nhsValid('s.nhs_raw')} then s.nhs_raw end`);
  for (const i of identifiers.keys()) field(`i${i}`, `s.i${i}`);
  if (address.length > 0) {
    field('ln', 'map_address_raw.ln');
    field('num', 'map_address_raw.num');
    field('st', 'map_address_raw.st');
    field('ot', 'map_address_raw.ot');
  }
  if (of('postcode').length > 0) {
    const uk = `regexp_matches(s.pc_raw, '^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$')`;
    const pc = `case when left(s.pc_raw, 4) <> 'ZZ99' then s.pc_raw end`;
    field('pc', pc);
    field('sec', `case when ${uk} then left(s.pc_raw, -2) else ${pc} end`);
    field('outw', `case when ${uk} then left(s.pc_raw, -3) when length(s.pc_raw) > 3 then left(s.pc_raw, 3) else ${pc} end`);
  }
  if (of('uprn').length > 0) field('uprn', 's.uprn');
  if (of('town').length > 0) {
    field('town', 'map_town_raw.town');
  }
  if (of('town').length === 0 && address.length > 0) field('town', 'map_address_raw.loc');
  for (const kind of ['phone', 'email'] as const) {
    const names = of(kind).map((_, i) => `s.${kind === 'phone' ? 'ph' : 'em'}${i}`);
    if (names.length > 0) field(kind === 'phone' ? 'ph' : 'em', `case when coalesce(${names.join(', ')}) is not null then list_distinct(list_filter([${names.join(', ')}], x -> x is not null)) end`);
  }
  for (const [name] of plain) if (!has.has(name)) field(name, `map_${name}_raw.${name}`);
  step('laying out the records');
  await work.run(`create table record as select ${fields.join(', ')} from said s ${joins.join(' ')} order by s.id`);
  for (const table of ['said', ...joins.map((j) => j.split(' ')[2]!), ...(full.length > 0 ? ['full_map'] : [])]) await work.run(`drop table ${table}`);
  // Taken out of other columns, these may turn out to be in none of the rows.
  for (const name of ['mid', 'ot']) if (has.has(name) && (await work.count(`select count(${name}) from record`)) === 0) has.delete(name);
  return { records: await work.count('select count(*) from record'), has, extras, identifiers };
}

async function mapDistinct(work: Workspace, raw: string, table: string, values: Values): Promise<void> {
  const stream = await work.side.stream(`select distinct ${raw} from said where ${raw} is not null`);
  for (let chunk = await stream.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await stream.fetchChunk()) {
    await work.append(table, (chunk.getColumnValues(0) as string[]).map((text) => [text, ...values(text)]));
  }
}

/** Lines joined by the unit separator; a house number stands with the line after it. */
function addressText(columns: readonly string[]): string {
  const parts = columns.map((c, i) => {
    const after = i === columns.length - 1 ? literal('') : houseNumber.test(headingWords(c)) ? literal(' ') : sep;
    return `coalesce(${heading(c)} || ${after}, '')`;
  });
  return parts.join(' || ');
}

const identifierText = (c: string): string => {
  const bare = `lower(regexp_replace(${c}, '[^A-Za-z0-9]', '', 'g'))`;
  return `case when not regexp_matches(${bare}, '^(0*|9+|na|none|unknown|null|nan)$') then ${bare} end`;
};
const sexText = (c: string): string => `case when lower(${c}) in ('m', 'male', 'man', 'boy', '1') then 'm' when lower(${c}) in ('f', 'female', 'woman', 'girl', '2') then 'f' end`;
const phoneText = (c: string): string => {
  const digits = `regexp_replace(regexp_replace(${c}, '\\(0\\)|\\D', '', 'g'), '^(00)?(44)?0*', '')`;
  return `case when length(${digits}) between 7 and 13 then ${digits} end`;
};

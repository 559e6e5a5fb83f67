import type { Prepared } from './prepare.store.ts';

/** One level of a comparison: what two records `a` and `b` must do, and the shares it starts from. */
export interface Level {
  id: string;
  title: string;
  test: string;
  m: number;
  u: number;
  /** Column whose value's own frequency takes the place of `u`. */
  term?: string;
}

export interface Comparison {
  id: string;
  title: string;
  /** Holds where both records have something to compare. */
  needs: string;
  /** The last is "otherwise". */
  levels: readonly Level[];
  /** Columns of `record` it reads: a training session that blocks on one of them does not teach it. */
  reads: readonly string[];
  /** How many pairs' worth of trust its starting `m` is given. */
  trust: number;
}

const both = (...columns: string[]): string => columns.map((c) => `(a.${c} is not null and b.${c} is not null)`).join(' or ');
const same = (c: string): string => `coalesce(a.${c} = b.${c}, false)`;
const shared = (c: string): string => `coalesce(list_has_any(a.${c}, b.${c}), false)`;
const like = (c: string, at: number): string => `coalesce(jaro_winkler_similarity(a.${c}, b.${c}) >= ${at}, false)`;
/** A few slips leave one half of a number as it was: that is looked at first, because counting edits is slow. */
const edits = (c: string, most: number): string => `coalesce((left(a.${c}, 3) = left(b.${c}, 3) or right(a.${c}, 3) = right(b.${c}, 3)) and levenshtein(a.${c}, b.${c}) <= ${most}, false)`;
/** Digits that differ between two dates. */
const digits = (most: number): string => `(case when length(a.b) = length(b.b) then hamming(a.b, b.b) <= ${most} else false end)`;
/** How alike two names are, worked out once for each pair: "jw_g" and "jw_f" are columns beside the pair. */
const alike = (c: string, at: number): string => `jw_${c} >= ${at}`;
/** A surname of one among the other's names, its given name aside. */
const familyElsewhere = `(coalesce(a.f <> b.g and list_contains(b.toks, a.f), false) or coalesce(b.f <> a.g and list_contains(a.toks, b.f), false))`;
/** From this likeness of each name to the other's other name, given name and surname are taken to have changed places. */
export const changedPlaces = 0.85;
const among = (c: string): string => `(coalesce(list_contains(a.toks, b.${c}), false) or coalesce(list_contains(b.toks, a.${c}), false))`;

/** What the records can be compared on, with shares to start from. Comparisons that the file has no column for are left out. */
export function comparisonsFor(prepared: Prepared): Comparison[] {
  const { has } = prepared;
  const list: Comparison[] = [];
  if (has.has('g')) list.push(given(has.has('f')));
  if (has.has('mid')) list.push(middle);
  if (has.has('f')) list.push(family(has.has('g')));
  if (has.has('b')) list.push(birth);
  if (has.has('sex')) list.push(sex);
  if (has.has('nhs')) list.push(number('nhs', 'NHS number', 'nhs'));
  for (const [i, heading] of prepared.identifiers.entries()) list.push(number(`i${i}`, heading, `i${i}`));
  const place = address(has);
  if (place !== null) list.push(place);
  if (has.has('ot')) list.push(restOfAddress);
  if (has.has('region')) list.push(exact('region', 'Region', { m: 0.9, u: 0.25 }));
  if (has.has('ph')) list.push(phone);
  if (has.has('em')) list.push(email);
  if (has.has('occ')) list.push(text('occ', 'Occupation', 'occ', { same: 0.7, close: 0.05 }, [0.92, 0.8]));
  if (has.has('bp')) list.push(text('bp', 'Place of birth', 'bp', { same: 0.8, close: 0.05 }, [0.92, 0.8]));
  for (const extra of prepared.extras) {
    if (extra.kind === 'exact') list.push(exact(extra.column, extra.heading));
    else list.push(text(extra.column, extra.heading, extra.column, { same: 0.75, close: 0.06 }, extra.levels));
  }
  return list;
}

const given = (surname: boolean): Comparison => ({
  id: 'given-name',
  title: 'Given name',
  needs: both('g'),
  reads: ['g', 'gk', 'gs'],
  trust: 100,
  levels: [
    { id: 'same', title: 'same', test: same('g'), m: 0.76, u: 0.006, term: 'g' },
    { id: 'nickname', title: 'a form of the same name', test: shared('gk'), m: 0.06, u: 0.004 },
    { id: 'initial', title: 'an initial of it', test: `(length(a.g) = 1 or length(b.g) = 1) and left(a.g, 1) = left(b.g, 1)`, m: 0.02, u: 0.01 },
    { id: 'close', title: 'spelt alike', test: alike('g', 0.9), m: 0.06, u: 0.004 },
    ...(surname ? [{ id: 'swapped', title: 'given name and surname changed about', test: `swap >= ${changedPlaces}`, m: 0.01, u: 0.00002 }] : []),
    { id: 'elsewhere', title: "stands elsewhere in the other's name", test: among('g'), m: 0.02, u: 0.008 },
    { id: 'near', title: 'somewhat alike', test: alike('g', 0.78), m: 0.02, u: 0.02 },
    { id: 'different', title: 'different', test: 'true', m: 0.05, u: 0.95 },
  ],
});

const middle: Comparison = {
  id: 'middle-name',
  title: 'Middle name',
  needs: both('mid'),
  reads: ['mid'],
  trust: 100,
  levels: [
    { id: 'same', title: 'same', test: same('mid'), m: 0.7, u: 0.01, term: 'mid' },
    { id: 'initial', title: 'an initial of it', test: '(length(a.mid) = 1 or length(b.mid) = 1) and left(a.mid, 1) = left(b.mid, 1)', m: 0.1, u: 0.01 },
    { id: 'close', title: 'spelt alike', test: like('mid', 0.88), m: 0.08, u: 0.01 },
    { id: 'different', title: 'different', test: 'true', m: 0.12, u: 0.97 },
  ],
};

const family = (given: boolean): Comparison => ({
  id: 'surname',
  title: 'Surname',
  // Where the two names changed about, the given name's level tells of both.
  needs: given ? `${both('f')} and swap < ${changedPlaces}` : both('f'),
  reads: ['f', 'fk', 'fs'],
  trust: 100,
  levels: [
    { id: 'same', title: 'same', test: same('f'), m: 0.82, u: 0.003, term: 'f' },
    { id: 'part', title: 'a part or form of it', test: shared('fk'), m: 0.04, u: 0.002 },
    { id: 'close', title: 'spelt alike', test: alike('f', 0.9), m: 0.06, u: 0.003 },
    { id: 'elsewhere', title: "stands elsewhere in the other's name", test: given ? familyElsewhere : among('f'), m: 0.02, u: 0.004 },
    { id: 'near', title: 'somewhat alike', test: alike('f', 0.78), m: 0.015, u: 0.015 },
    { id: 'different', title: 'different', test: 'true', m: 0.045, u: 0.97 },
  ],
});

const birth: Comparison = {
  id: 'date-of-birth',
  title: 'Date of birth',
  needs: both('b'),
  reads: ['b', 'y', 'md', 'bk'],
  trust: 100,
  levels: [
    { id: 'same', title: 'same', test: `length(a.b) = 10 and a.b = b.b`, m: 0.88, u: 0.00004, term: 'b' },
    { id: 'swapped', title: 'day and month changed about', test: same('bk'), m: 0.015, u: 0.00004 },
    { id: 'partial', title: 'one is a part of the other', test: '(length(a.b) < 10 or length(b.b) < 10) and (starts_with(a.b, b.b) or starts_with(b.b, a.b))', m: 0.02, u: 0.004 },
    { id: 'one-digit', title: 'one digit apart', test: digits(1), m: 0.035, u: 0.0006 },
    { id: 'two-parts', title: 'two of day, month and year the same', test: `length(a.b) = 10 and length(b.b) = 10 and (a.md = b.md or left(a.b, 7) = left(b.b, 7) or (a.y = b.y and right(a.b, 2) = right(b.b, 2)))`, m: 0.02, u: 0.004 },
    { id: 'two-digits', title: 'two digits apart', test: digits(2), m: 0.01, u: 0.012 },
    { id: 'year', title: 'same year', test: same('y'), m: 0.01, u: 0.01 },
    { id: 'generation', title: 'a generation apart', test: `coalesce(abs(try_cast(a.y as int) - try_cast(b.y as int)) between 15 and 50, false)`, m: 0.004, u: 0.45 },
    { id: 'different', title: 'different', test: 'true', m: 0.006, u: 0.52 },
  ],
};

const sex: Comparison = {
  id: 'sex',
  title: 'Sex',
  needs: both('sex'),
  reads: ['sex'],
  trust: 100,
  levels: [
    { id: 'same', title: 'same', test: same('sex'), m: 0.98, u: 0.5 },
    { id: 'different', title: 'different', test: 'true', m: 0.02, u: 0.5 },
  ],
};

const number = (id: string, title: string, column: string): Comparison => ({
  id: id === 'nhs' ? 'nhs-number' : id,
  title,
  needs: both(column),
  reads: [column],
  trust: 100,
  levels: [
    { id: 'same', title: 'same', test: same(column), m: 0.93, u: 0.000002 },
    { id: 'close', title: 'one or two characters apart', test: `length(a.${column}) >= 6 and ${edits(column, 2)}`, m: 0.05, u: 0.0005 },
    { id: 'different', title: 'different', test: 'true', m: 0.02, u: 0.999 },
  ],
});

/**
 * Everything about where somebody lives, as one comparison: its parts agree or differ together, so they must not count
 * twice. `jw_st` is how alike the streets are, whichever line each file writes them in.
 */
function address(has: ReadonlySet<string>): Comparison | null {
  const [line, pc, town, uprn] = [has.has('st'), has.has('pc'), has.has('town'), has.has('uprn')];
  if (!line && !pc && !town && !uprn) return null;
  const near = [...(pc ? [same('pc'), same('sec')] : []), ...(town ? [same('town'), like('town', 0.9)] : [])].join(' or ');
  const street = (at: number): string => `jw_st >= ${at}`;
  const levels: Level[] = [];
  const add = (present: boolean, level: Level): void => void (present && levels.push(level));
  add(uprn, { id: 'property', title: 'same property', test: same('uprn'), m: 0.5, u: 0.0004 });
  add(line && near !== '', { id: 'home', title: 'same street and number, and postcode or town', test: `${street(1)} and a.num is not distinct from b.num and (${near})`, m: 0.45, u: 0.0002 });
  add(line && near !== '', { id: 'close', title: 'like street, no other number, and postcode or town', test: `${street(0.88)} and (a.num = b.num or a.num is null or b.num is null) and (${near})`, m: 0.12, u: 0.0003 });
  add(line, { id: 'line', title: 'same street and number', test: `${street(1)} and ${same('num')}`, m: 0.06, u: 0.0003 });
  add(line && near !== '', { id: 'street', title: 'like street, another number, and postcode or town', test: `${street(0.88)} and (${near})`, m: 0.04, u: 0.0015 });
  add(line, { id: 'similar', title: 'like street and same number', test: `${street(0.92)} and ${same('num')}`, m: 0.03, u: 0.0003 });
  add(line && pc, { id: 'number', title: 'same number and postcode', test: `${same('pc')} and ${same('num')}`, m: 0.04, u: 0.0003 });
  add(pc, { id: 'postcode', title: 'same postcode', test: same('pc'), m: line ? 0.06 : 0.65, u: 0.0005, ...(line ? {} : { term: 'pc' }) });
  add(line, { id: 'road', title: 'like street', test: street(0.92), m: 0.03, u: 0.002 });
  add(pc && !line, { id: 'close-postcode', title: 'postcode one character apart', test: `length(a.pc) >= 5 and ${edits('pc', 1)}`, m: 0.05, u: 0.0005 });
  add(pc, { id: 'sector', title: 'same postcode sector', test: same('sec'), m: 0.03, u: 0.002 });
  add(pc, { id: 'district', title: 'same postcode district', test: same('outw'), m: 0.05, u: 0.01 });
  add(town, { id: 'town', title: 'same town', test: same('town'), m: line || pc ? 0.05 : 0.7, u: 0.03, term: 'town' });
  add(town, { id: 'close-town', title: 'town spelt alike', test: line ? `left(a.town, 1) = left(b.town, 1) and ${like('town', 0.88)}` : like('town', 0.88), m: line || pc ? 0.02 : 0.12, u: 0.01 });
  levels.push({ id: 'different', title: 'different', test: 'true', m: 0.12, u: 0.95 });
  const columns = ['uprn', 'st', 'pc', 'town'].filter((c) => has.has(c));
  return { id: 'address', title: 'Address', needs: `(${both(...columns)})`, reads: ['uprn', 'ln', 'st', 'num', 'pc', 'sec', 'outw', 'town'], trust: 30, levels: balanced(levels) };
}

/** What an address says beside its street: a building, a village. `jw_ot` compares what is left once the streets have met. */
const restOfAddress: Comparison = {
  id: 'rest-of-address',
  title: 'Rest of the address',
  needs: 'jw_ot is not null',
  reads: ['ot'],
  trust: 30,
  levels: balanced([
    { id: 'same', title: 'same', test: 'jw_ot >= 1', m: 0.7, u: 0.03 },
    { id: 'close', title: 'alike', test: 'jw_ot >= 0.85', m: 0.1, u: 0.01 },
    { id: 'different', title: 'different', test: 'true', m: 0.2, u: 0.95 },
  ]),
};

const phone: Comparison = {
  id: 'phone',
  title: 'Telephone',
  needs: both('ph'),
  reads: ['ph'],
  trust: 50,
  levels: [
    { id: 'same', title: 'same', test: shared('ph'), m: 0.65, u: 0.0002 },
    { id: 'close', title: 'one digit apart', test: `coalesce((left(a.ph[1], 5) = left(b.ph[1], 5) or right(a.ph[1], 4) = right(b.ph[1], 4)) and levenshtein(a.ph[1], b.ph[1]) <= 1, false)`, m: 0.05, u: 0.00005 },
    { id: 'different', title: 'different', test: 'true', m: 0.3, u: 0.9997 },
  ],
};

const email: Comparison = {
  id: 'email',
  title: 'Email',
  needs: both('em'),
  reads: ['em'],
  trust: 50,
  levels: [
    { id: 'same', title: 'same', test: shared('em'), m: 0.6, u: 0.00005 },
    { id: 'mailbox', title: 'same before the @', test: `coalesce(split_part(a.em[1], '@', 1) = split_part(b.em[1], '@', 1), false)`, m: 0.1, u: 0.0005 },
    { id: 'close', title: 'spelt alike', test: `coalesce(jaro_winkler_similarity(a.em[1], b.em[1]) >= 0.9, false)`, m: 0.1, u: 0.001 },
    { id: 'different', title: 'different', test: 'true', m: 0.2, u: 0.998 },
  ],
};

/** A column of text: same, as like as each level asks, or different. */
function text(id: string, title: string, column: string, m: { same: number; close: number }, levels: readonly number[]): Comparison {
  const titles = ['spelt alike', 'somewhat alike'];
  return {
    id: { occ: 'occupation', bp: 'birth-place' }[id] ?? id,
    title,
    needs: both(column),
    reads: [column],
    trust: 30,
    levels: balanced([
      { id: 'same', title: 'same', test: same(column), m: m.same, u: 0.03, term: column },
      ...levels.map((at, i): Level => ({ id: `like-${Math.round(at * 100)}`, title: titles[i] ?? `alike by ${at}`, test: like(column, at), m: m.close / (i + 1), u: 0.01 * (i + 1) })),
      { id: 'different', title: 'different', test: 'true', m: 0.2, u: 0.95 },
    ]),
  };
}

const exact = (column: string, title: string, start = { m: 0.85, u: 0.1 }): Comparison => ({
  id: column,
  title,
  needs: both(column),
  reads: [column],
  trust: 30,
  levels: [
    { id: 'same', title: 'same', test: same(column), ...start, term: column },
    { id: 'different', title: 'different', test: 'true', m: 1 - start.m, u: 1 - start.u },
  ],
});

/** Levels whose shares add up to one. */
function balanced(levels: readonly Level[]): Level[] {
  const [m, u] = [levels.reduce((s, l) => s + l.m, 0), levels.reduce((s, l) => s + l.u, 0)];
  return levels.map((l) => ({ ...l, m: l.m / m, u: l.u / u }));
}

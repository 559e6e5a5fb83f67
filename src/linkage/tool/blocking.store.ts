import { findInCrowds } from './crowd.store.ts';
import type { Prepared } from './prepare.store.ts';
import type { Workspace } from './workspace.store.ts';

/** Records that agree on every key of a rule are compared. */
export interface BlockingRule {
  id: string;
  /** SQL over a record; a list gives a key for each value. */
  keys: readonly string[];
  /** Columns that decide the keys. */
  on: readonly string[];
}

export interface BlockCount {
  rule: string;
  /** Pairs it brought, some of them brought by others too. */
  pairs: number;
  /** Largest block compared. */
  cap: number;
  /** Blocks passed over because more records share the key than the cap. */
  over: number;
  /** Records in them. */
  overRecords: number;
}

interface Part {
  needs: string;
  key: string;
  /** The key is a list. */
  list?: boolean;
}

const parts: Readonly<Record<string, Part>> = {
  given: { needs: 'g', key: 'g' },
  nick: { needs: 'gk', key: 'gk', list: true },
  givenSound: { needs: 'gs', key: 'gs' },
  given3: { needs: 'g', key: 'left(g, 3)' },
  initial: { needs: 'g', key: 'left(g, 1)' },
  family: { needs: 'f', key: 'f' },
  familyForm: { needs: 'fk', key: 'fk', list: true },
  familySound: { needs: 'fs', key: 'fs' },
  family4: { needs: 'f', key: 'left(f, 4)' },
  names: { needs: 'toks', key: 'toks', list: true },
  birth: { needs: 'b', key: 'b' },
  birthKey: { needs: 'bk', key: 'bk' },
  year: { needs: 'y', key: 'y' },
  day: { needs: 'md', key: 'md' },
  postcode: { needs: 'pc', key: 'pc' },
  sector: { needs: 'sec', key: 'sec' },
  district: { needs: 'outw', key: 'outw' },
  line: { needs: 'ln', key: 'ln' },
  number: { needs: 'num', key: 'num' },
  property: { needs: 'uprn', key: 'uprn' },
  town: { needs: 'town', key: 'town' },
  birthPlace: { needs: 'bp', key: 'bp' },
  occupation: { needs: 'occ', key: 'occ' },
  nhs: { needs: 'nhs', key: 'nhs' },
  phone: { needs: 'ph', key: 'ph', list: true },
  email: { needs: 'em', key: 'em', list: true },
  mailbox: { needs: 'em', key: "split_part(em[1], '@', 1)" },
};

/** Rules in the order they are tried; those whose columns the file lacks fall away. */
const usual: readonly (readonly (keyof typeof parts)[])[] = [
  ['nhs'],
  ['email'],
  ['phone', 'nick'],
  ['phone', 'year'],
  ['birthKey', 'givenSound'],
  ['birthKey', 'familySound'],
  ['birthKey', 'sector'],
  ['birthKey', 'town'],
  ['birthKey', 'birthPlace'],
  ['nick', 'familySound', 'year'],
  ['nick', 'familySound', 'day'],
  ['nick', 'familyForm', 'district'],
  ['givenSound', 'familySound', 'sector'],
  ['givenSound', 'familySound', 'town'],
  ['nick', 'familyForm', 'birthPlace'],
  ['nick', 'postcode'],
  ['familySound', 'postcode'],
  ['nick', 'line'],
  ['familySound', 'line'],
  ['year', 'postcode'],
  ['year', 'line'],
  ['property', 'nick'],
  ['mailbox'],
  ['family', 'initial', 'birthPlace', 'occupation'],
];

/** Rules for files of some hundred thousand rows: beyond that they bring many pairs that other rules bring too, and few others. */
const wide: readonly (readonly (keyof typeof parts)[])[] = [['phone'], ['given3', 'family4'], ['family', 'given'], ['birth'], ['year', 'town', 'initial']];
const largeFile = 300_000;
/** Rules that bring so many pairs that only a small file can be asked them. */
const loose: readonly (readonly (keyof typeof parts)[])[] = [['postcode'], ['line'], ['familySound'], ['givenSound'], ['year', 'town'], ['year', 'district'], ['day'], ['number', 'town'], ['number', 'district'], ['occupation', 'year'], ['birthPlace', 'year']];
const smallFile = 60_000;
/** Up to this many records every pair is compared. */
const everyPair = 1_500;

const rule = (names: readonly string[]): BlockingRule => ({ id: names.join(' + '), keys: names.map((n) => parts[n]!.key), on: names.map((n) => parts[n]!.needs) });

/** Blocking rules for the columns there are. */
export function rulesFor(prepared: Prepared): BlockingRule[] {
  const rules = [...usual, ...(prepared.records <= largeFile ? wide : []), ...(prepared.records <= smallFile ? loose : [])].filter((names) => names.every((n) => prepared.has.has(parts[n]!.needs))).map(rule);
  const identifiers = prepared.identifiers.map((heading, i): BlockingRule => ({ id: heading, keys: [`i${i}`], on: [`i${i}`] }));
  const all = [...identifiers, ...rules];
  if (all.length > 0) return all;
  return prepared.extras.map((extra) => ({ id: extra.heading, keys: [extra.column], on: [extra.column] }));
}

/** Keys that are lists, by their text. */
const lists = new Set(Object.values(parts).filter((p) => p.list === true).map((p) => p.key));

/** Selects (id, k) of every record that has all the keys. */
export function selectKeys(blocking: BlockingRule): string {
  const fields = blocking.keys.map((key, i) => `${lists.has(key) ? `unnest(${key})` : key} as k${i}`);
  const some = blocking.on.map((column) => `${column} is not null`).join(' and ');
  return `select distinct id, hash(${blocking.keys.map((_, i) => `k${i}`).join(', ')}) as k from (select id, ${fields.join(', ')} from record where ${some})`;
}

/**
 * Makes `block` (id, k) of a rule without the blocks that are too large: the largest block kept is the one up to which
 * the rule brings at most `budget` pairs.
 */
export async function layBlocks(work: Workspace, blocking: BlockingRule, budget: number, most = 1000): Promise<BlockCount> {
  await work.run(`create or replace temp table keyed as ${selectKeys(blocking)}`);
  await work.run('create or replace temp table size as select k, count(*) as n from keyed group by k having count(*) > 1');
  const cap = await work.count(`select coalesce(max(n), 2) from (select n, sum(pairs) over (order by n) as upto from (select n, sum(n * (n - 1) / 2) as pairs from size group by n)) where upto <= ${budget} and n <= ${most}`);
  const [row = []] = await work.rows(`select coalesce(sum(n * (n - 1) / 2) filter (n <= ${cap}), 0)::double, count(*) filter (n > ${cap}), coalesce(sum(n) filter (n > ${cap}), 0)::double from size`);
  await work.run(`create or replace temp table block as select keyed.id, keyed.k from keyed join size using (k) where n <= ${cap}`);
  return { rule: blocking.id, pairs: Number(row[0]), cap, over: Number(row[1]), overRecords: Number(row[2]) };
}

/** Makes `candidate` (a, b): every pair that some rule brings, once. */
export async function findCandidates(work: Workspace, rules: readonly BlockingRule[], prepared: Prepared, budget: number, step: (i: number) => void): Promise<{ blocks: BlockCount[]; pairs: number }> {
  const { records } = prepared;
  const blocks: BlockCount[] = [];
  await work.run('create or replace table nearcopy (a int, b int)');
  if (records <= everyPair) {
    await work.run('create or replace table candidate as select a.id as a, b.id as b from record a join record b on a.id < b.id');
    return { blocks: [], pairs: (records * (records - 1)) / 2 };
  }
  await work.run('create or replace table found (a int, b int)');
  await work.run('create or replace table passed (id int, rule tinyint)');
  for (const [i, blocking] of rules.entries()) {
    step(i);
    blocks.push(await layBlocks(work, blocking, budget));
    await work.run('insert into found select a.id, b.id from block a join block b on a.k = b.k and a.id < b.id');
    if (blocks.at(-1)!.over > 0) await work.run(`insert into passed select distinct id, ${i} from keyed anti join block using (id, k) join size using (k)`);
  }
  blocks.push(...(await findInCrowds(work, prepared, rules.length)));
  await work.run('create or replace table candidate as select distinct a, b from found');
  for (const table of ['found', 'passed']) await work.run(`drop table ${table}`);
  return { blocks, pairs: await work.count('select count(*) from candidate') };
}

import type { BlockCount } from './blocking.store.ts';
import { pairKey } from './group.ts';
import type { Prepared } from './prepare.store.ts';
import type { Workspace } from './workspace.store.ts';

/** Columns that say one thing of a person. */
const things: readonly (readonly string[])[] = [['g', 'mid'], ['f'], ['b'], ['sex'], ['nhs'], ['st', 'num', 'ot'], ['pc'], ['town', 'region'], ['uprn'], ['ph'], ['em'], ['occ'], ['bp']];
/** Orders in which records of one person lie near one another. */
const orders: readonly (readonly string[])[] = [['f', 'g', 'b', 'pc', 'st', 'num'], ['b', 'pc', 'st', 'num', 'f', 'g']];

/** A record is crowded when this share of the rules that it has keys for passed its block over. */
const crowdedFrom = 1 / 3;
/** Up to this many records alike are compared each with each; more, each with the first. */
const eachWithEach = 20;
/** How many that follow it in an order a record is compared with. */
const following = 5;

/**
 * Brings the pairs of records whose blocks were too large to compare (`passed`: id, rule): where one person, or one
 * name and birthday, fills thousands of rows. Records alike in all but one thing are compared, and each with the few
 * that follow it in two orders, so the work grows with the rows and not with their square.
 * The former stay in `nearcopy` (a, b).
 */
export async function findInCrowds(work: Workspace, prepared: Prepared, rules: number): Promise<BlockCount[]> {
  await work.run(`create or replace temp table crowd as select record.* from record join (select id from passed group by id having count(distinct rule) >= ${Math.max(2, Math.ceil(rules * crowdedFrom))}) using (id)`);
  const records = await work.count('select count(*) from crowd');
  if (records === 0) return [];
  const said = [...things, ...prepared.identifiers.map((_, i) => [`i${i}`]), ...prepared.extras.map((extra) => [extra.column])].map((columns) => columns.filter((c) => prepared.has.has(c))).filter((columns) => columns.length > 0);
  for (const left of said) {
    const rest = said.filter((columns) => columns !== left).flat();
    if (rest.length === 0) continue;
    await work.run(`create or replace temp table alike_but as select id, count(*) over same as n, min(id) over same as first, k from (select id, hash(${rest.join(', ')}) as k from crowd) window same as (partition by k)`);
    await work.run(`insert into nearcopy select a.id, b.id from alike_but a join alike_but b on a.k = b.k and a.id < b.id where a.n between 2 and ${eachWithEach}
      union all select first, id from alike_but where n > ${eachWithEach} and id <> first`);
  }
  await work.run('insert into found select distinct a, b from nearcopy');
  const alike = await work.count('select count(distinct (a, b)) from nearcopy');
  const before = await work.count('select count(*) from found');
  for (const order of orders) {
    const by = order.filter((c) => prepared.has.has(c));
    if (by.length === 0) continue;
    const next = Array.from({ length: following }, (_, i) => `lead(id, ${i + 1}) over o`);
    await work.run(`insert into found select least(a, b), greatest(a, b) from (select id as a, unnest([${next.join(', ')}]) as b from crowd window o as (order by ${[...by, 'id'].join(', ')})) where b is not null`);
  }
  const all = await work.count('select count(*) from found');
  const made = (rule: string, pairs: number): BlockCount => ({ rule, pairs, cap: records, over: 0, overRecords: 0 });
  return [made('all but one column, of rows passed over', alike), made('neighbours in order, of rows passed over', all - before)];
}

/** Keys of the pairs alike in all but one thing. */
export async function alikePairs(work: Workspace): Promise<Set<number>> {
  const [a = [], b = []] = (await work.db.runAndReadAll('select a, b from nearcopy')).getColumns() as number[][];
  return new Set(a.map((id, i) => pairKey(id, b[i]!)));
}

import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { KithError } from '../../kernel/index.ts';
import type { Comparison } from './comparisons.store.ts';
import type { ToolGuard } from './guards.ts';
import { heading, literal, quoted, type Workspace } from './workspace.store.ts';

/** Rows that say the same beyond this many are paired with the first of them only. */
const copiesPaired = 20;

export const isParquet = (path: string): boolean => ['.parquet', '.pq'].includes(extname(path).toLowerCase());

/** Refuses an output that cannot be written or would overwrite an input, before anything is read. */
export function checkOutput(path: string, inputs: readonly string[]): void {
  const folder = dirname(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new KithError('usage.invalid', `There is no folder ${folder} to write ${basename(path)} into.`, { mend: 'Make it first, or name another.' });
  if (existsSync(path) && !statSync(path).isFile()) throw new KithError('usage.invalid', `${path} is not a file that can be replaced.`, { mend: 'Name a file.' });
  for (const input of inputs) {
    if (existsSync(path) && existsSync(input) && statSync(path).ino === statSync(input).ino && statSync(path).dev === statSync(input).dev) {
      throw new KithError('usage.invalid', `${path} is one of the inputs; it would be overwritten.`, { mend: 'Name another file for the output.' });
    }
  }
}

/** Files made whole under another name and given their own together, so that a kill leaves no half-written file. */
export interface Outputs {
  /** Name to write to now for `path`. */
  temporary(path: string): string;
  /** Gives every file its own name. */
  keep(): void;
  /** Removes what was not kept. */
  drop(): void;
}

export function openOutputs(): Outputs {
  const pending = new Map<string, string>();
  const drop = (): void => {
    for (const at of pending.values()) rmSync(at, { force: true });
    pending.clear();
  };
  process.once('exit', drop);
  return {
    temporary(path) {
      const at = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
      pending.set(path, at);
      return at;
    },
    keep() {
      for (const [path, at] of pending) renameSync(at, path);
      pending.clear();
    },
    drop() {
      drop();
      process.off('exit', drop);
    },
  };
}

const formatOf = (path: string): string => (isParquet(path) ? '(format parquet, compression zstd)' : '(format csv, header true)');

/** An id as a cell: one that a spreadsheet would run as a formula has an apostrophe before it. Numbers stay as they are. */
const cell = (path: string, text: string): string =>
  isParquet(path) ? text : `case when regexp_matches(${text}::varchar, '^[=@+\\-\\t\\r]') and not regexp_matches(${text}::varchar, '^[+-]?[0-9]+([.][0-9]+)?$') then '''' || ${text}::varchar else ${text}::varchar end`;

const probability = (weight: string): string => `round(1 / (1 + pow(2, -(${weight}))), 6)`;

/**
 * Lays out the answer as `placed`: row number, cluster, probability.
 * A row's probability is that of the strongest link that holds it in its cluster; for a row alone, that no other row is the same person.
 * @param groups records of each person of two records or more
 * @param apart records whose own rows say too little to be one person
 */
export async function placeRows(work: Workspace, groups: readonly (readonly number[])[], self: { id: Int32Array; weight: Float64Array }, join: number): Promise<{ clusters: number }> {
  await work.run('create or replace table person (id int, g int)');
  let appender = await work.db.createAppender('person');
  for (const ids of groups) {
    for (const id of ids) {
      appender.appendInteger(id);
      appender.appendInteger(ids[0]!);
      appender.endRow();
    }
  }
  appender.closeSync();
  await work.run('create or replace table own (id int, weight float)');
  appender = await work.db.createAppender('own');
  for (const [i, id] of self.id.entries()) {
    appender.appendInteger(id);
    appender.appendFloat(self.weight[i]!);
    appender.endRow();
  }
  appender.closeSync();
  await work.run(`create or replace table best as
    select id, max(weight) filter (inside) as inside, max(weight) filter (not inside and guard < 0) as outside from (
      select s.a as id, weight, guard, coalesce(x.g = y.g, false) as inside from scored s left join person x on x.id = s.a left join person y on y.id = s.b
      union all select s.b, weight, guard, coalesce(x.g = y.g, false) from scored s left join person x on x.id = s.a left join person y on y.id = s.b) group by id`);
  await work.run(`create or replace table placed as
    with known as (
      select l.n, coalesce(p.g, l.id) as g, r.copies, o.weight as own, b.inside, b.outside, r.copies > 1 and o.weight < ${join} as split
      from line l join record r on r.id = l.id left join own o on o.id = l.id left join person p on p.id = l.id left join best b on b.id = l.id),
    firsts as (select *, case when split and inside is null then n else min(n) over (partition by g) end as first from known)
    select n, dense_rank() over (order by first) as cluster, greatest(inside, case when copies > 1 and not split then own end) as held, outside from firsts`);
  return { clusters: await work.count('select coalesce(max(cluster), 0) from placed') };
}

/** Writes `source_row,cluster_id,match_probability`, a line for each row in order. */
export async function writeClusters(work: Workspace, outputs: Outputs, path: string, id: string | null): Promise<void> {
  const source = id === null ? 'p.n' : cell(path, `raw.${heading(id)}`);
  const from = id === null ? 'placed p' : 'placed p join raw on raw.n = p.n';
  const sure = `case when held is not null then ${probability('held')} when outside is not null then round(1 - ${probability('outside')}, 6) else 1 end`;
  await work.run(`copy (select ${source} as source_row, cluster as cluster_id, ${sure} as match_probability from ${from} order by p.n) to ${literal(outputs.temporary(path))} ${formatOf(path)}`);
}

/**
 * Writes every pair from the review band up and every pair inside a cluster: both ids, weight, probability, band, guard,
 * and the level of each comparison. The weight is of the pair's own comparison. The probability counts the other rows
 * too, so that pairs and clusters give one answer: inside a cluster it is at least that of the weakest link of the
 * strongest chain between the two; a pair that a guard or its group holds apart has no more than even odds.
 */
export async function writePairs(
  work: Workspace,
  outputs: Outputs,
  path: string,
  options: { id: string | null; comparisons: readonly Comparison[]; guards: readonly ToolGuard[]; bands: { join: number; review: number }; chains: readonly { a: number; b: number; weight: number }[] },
): Promise<number> {
  const { comparisons, guards, bands } = options;
  let scale = 1;
  const levels = comparisons.map((c) => {
    const digit = `(code // ${scale}) % ${c.levels.length + 1}`;
    scale *= c.levels.length + 1;
    return `case ${digit} when 0 then 'missing' ${c.levels.map((l, i) => `when ${i + 1} then ${literal(l.id)}`).join(' ')} end as ${quoted(c.title.replace(/^[=@+\-\t\r]+/, ''))}`;
  });
  const guard = guards.length === 0 ? 'null' : `case guard ${guards.map((g, i) => `when ${i} then ${literal(g.id)}`).join(' ')} end`;
  const together = 'pa.cluster = pb.cluster';
  const band = `case when ${together} then 'join' when guard >= 0 then 'guarded' when weight >= ${bands.review} then 'review' else 'apart' end`;
  const sure = `case when ${together} then ${probability(`greatest(weight, coalesce(chain, ${bands.join}))`)} else least(${probability('weight')}, 0.5) end`;
  await layChains(work, options.chains);
  const name = (n: string, t: string): string => (options.id === null ? n : cell(path, `${t}.${heading(options.id)}`));
  const raws = options.id === null ? '' : 'join raw ra on ra.n = x.na join raw rb on rb.n = x.nb';
  await work.run(`create or replace table few as select id, n, row_number() over (partition by id order by n) as r from line`);
  const pairs = `
    select l.n as na, k.n as nb, s.code, s.weight, s.guard, c.weight as chain from scored s
      left join chain c on c.a = s.a and c.b = s.b left join person x on x.id = s.a left join person y on y.id = s.b join few l on l.id = s.a and l.r <= ${copiesPaired} join few k on k.id = s.b and k.r <= ${copiesPaired}
      where s.weight >= ${bands.review} or x.g = y.g
    union all select l.n, k.n, o.code, o.weight, -1, null from alike o join few l on l.id = o.id and l.r <= ${copiesPaired} join few k on k.id = o.id and k.r <= ${copiesPaired} and l.r < k.r
    union all select l.n, k.n, o.code, o.weight, -1, null from alike o join few l on l.id = o.id and l.r = 1 join few k on k.id = o.id and k.r > ${copiesPaired}`;
  await work.run(`copy (select ${name('x.na', 'ra')} as source_row_a, ${name('x.nb', 'rb')} as source_row_b, round(weight, 3) as match_weight, ${sure} as match_probability,
      ${band} as band, ${together} as same_cluster, ${guard} as guard, ${levels.join(', ')}
    from (select least(na, nb) as na, greatest(na, nb) as nb, code, weight, guard, chain from (${pairs})) x join placed pa on pa.n = x.na join placed pb on pb.n = x.nb ${raws} order by x.na, x.nb)
    to ${literal(outputs.temporary(path))} ${formatOf(path)}`);
  return work.count(`select count(*) from (${pairs})`);
}

async function layChains(work: Workspace, chains: readonly { a: number; b: number; weight: number }[]): Promise<void> {
  await work.run('create or replace table chain (a int, b int, weight float)');
  const appender = await work.db.createAppender('chain');
  for (const { a, b, weight } of chains) {
    appender.appendInteger(a);
    appender.appendInteger(b);
    appender.appendFloat(weight);
    appender.endRow();
  }
  appender.closeSync();
}

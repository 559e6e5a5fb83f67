import type { Pattern } from './patterns.ts';
import { layBlocks, type BlockingRule } from './blocking.store.ts';
import { levelsOf, selectCodes } from './codes.store.ts';
import type { Comparison } from './comparisons.store.ts';
import type { Prepared } from './prepare.store.ts';
import type { Workspace } from './workspace.store.ts';

/** Pairs chosen in one way, counted by pattern, and which comparisons that way of choosing does not teach. */
export interface Session {
  rule: string;
  patterns: Pattern[];
  fixed: number[];
}

const sampled = 800_000;
const taught = 300_000;

const patternsOf = async (work: Workspace, comparisons: readonly Comparison[], pairs: string): Promise<Pattern[]> => {
  const found = await work.rows(`select code::double, count(*)::double from (${selectCodes(comparisons, pairs)}) group by code order by code`);
  return found.map(([code, count]) => ({ levels: levelsOf(Number(code), comparisons), count: Number(count) }));
};

/** Pairs of records taken at random; every pair where there are few. */
export async function randomPatterns(work: Workspace, comparisons: readonly Comparison[], records: number): Promise<Pattern[]> {
  const all = (records * (records - 1)) / 2;
  const pairs =
    all <= sampled * 2
      ? 'select a.id as a, b.id as b from record a join record b on a.id < b.id'
      : `select (hash(i) % ${records})::int + 1 as a, (hash(i, 7) % ${records})::int + 1 as b from range(${sampled}) t(i)`;
  return patternsOf(work, comparisons, `select a, b from (${pairs}) where a <> b`);
}

/** Rows that say the same, as pairs: they are of one person as surely as what they say allows. */
export async function copyPatterns(work: Workspace, comparisons: readonly Comparison[]): Promise<Pattern[]> {
  const found = await work.rows(`select code::double, sum(least(copies * (copies - 1.0) / 2, copies * 10.0))::double from (${selectCodes(comparisons, 'select id as a, id as b from record where copies > 1')}) join record on id = a group by code order by code`);
  return found.map(([code, count]) => ({ levels: levelsOf(Number(code), comparisons), count: Number(count) }));
}

/** Columns whose agreement chooses the pairs of a training session, for whichever a file has. */
const choices: readonly (readonly [keys: readonly string[], on: readonly string[]])[] = [
  [['b'], ['b']],
  [['g', 'f'], ['g', 'f']],
  [['pc', 'f'], ['pc', 'f']],
  [['pc', 'y'], ['pc', 'y']],
  [['ln'], ['ln']],
  [['em'], ['em']],
  [['ph'], ['ph']],
  [['nhs'], ['nhs']],
  [['f', 'town', 'y'], ['f', 'town', 'y']],
];

/** Counts the patterns of every training session there are columns for. */
export async function trainingSessions(work: Workspace, comparisons: readonly Comparison[], prepared: Prepared, copies: readonly Pattern[], step: (note: string) => void): Promise<Session[]> {
  const rules: BlockingRule[] = choices.filter(([, on]) => on.every((c) => prepared.has.has(c))).map(([keys, on]) => ({ id: on.join(' + '), keys, on }));
  for (const [i, heading] of prepared.identifiers.entries()) rules.push({ id: heading, keys: [`i${i}`], on: [`i${i}`] });
  const sessions: Session[] = [];
  for (const rule of rules) {
    step(rule.id);
    const { pairs } = await layBlocks(work, rule, taught * 40, 400);
    const every = Math.max(1, Math.ceil(pairs / taught));
    const patterns = await patternsOf(work, comparisons, `select a.id as a, b.id as b from block a join block b on a.k = b.k and a.id < b.id where hash(a.k, 3) % ${every} = 0`);
    const fixed = comparisons.flatMap((c, i) => (c.reads.some((column) => rule.on.includes(column)) ? [i] : []));
    const same = copies.filter((p) => fixed.every((c) => p.levels[c] !== -1)).map((p) => ({ ...p, count: p.count / every }));
    sessions.push({ rule: rule.id, patterns: [...patterns, ...same], fixed });
  }
  return sessions;
}

/** Scores every candidate's levels as one code into `coded`, and counts them. */
export async function codeCandidates(work: Workspace, comparisons: readonly Comparison[], records: number, step: (done: number) => void): Promise<Pattern[]> {
  await work.run('create or replace table coded (a int, b int, code bigint)');
  // In slices of the first record, so that a slice's join fits in memory and progress can be shown.
  const slices = Math.max(1, Math.ceil(records / 250_000));
  for (let i = 0; i < slices; i++) {
    const [from, to] = [Math.floor((records * i) / slices), Math.floor((records * (i + 1)) / slices)];
    await work.run(`insert into coded ${selectCodes(comparisons, `select a, b from candidate where a > ${from} and a <= ${to}`)}`);
    step((i + 1) / slices);
  }
  await work.run('drop table candidate');
  const found = await work.rows('select code::double, count(*)::double from coded group by code order by code');
  return found.map(([code, count]) => ({ levels: levelsOf(Number(code), comparisons), count: Number(count) }));
}

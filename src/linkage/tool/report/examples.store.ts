import { levelsOf } from '../codes.store.ts';
import type { Comparison } from '../comparisons.store.ts';
import { heading, type Workspace } from '../workspace.store.ts';

/** One pair to show, with what its two rows say. */
export interface Example {
  rows: [string, string];
  values: [(string | null)[], (string | null)[]];
  weight: number;
  levels: number[];
  guard: number;
}

/** A few pairs nearest to each of these weights, no two of one record. */
export async function examplesNear(work: Workspace, comparisons: readonly Comparison[], headings: readonly string[], id: string | null, weights: readonly number[]): Promise<Example[]> {
  const examples: Example[] = [];
  const seen = new Set<number>();
  const fields = headings.map((h) => heading(h)).join(', ');
  const name = id === null ? 'n' : heading(id);
  for (const weight of weights) {
    const found = await work.rows(`select a, b, code::double, weight, guard from scored order by abs(weight - ${weight}), a, b limit 20`);
    const pair = found.find(([a, b]) => !seen.has(Number(a)) && !seen.has(Number(b)));
    if (pair === undefined) continue;
    const [a, b, code, bits, guard] = pair.map(Number);
    seen.add(a!).add(b!);
    const row = async (record: number): Promise<(string | null)[]> => {
      const [values = []] = await work.rows(`select ${name}::varchar, ${fields} from raw where n = (select min(n) from line where id = ${record})`);
      return values.map((v) => (v === null ? null : String(v)));
    };
    const [left, right] = [await row(a!), await row(b!)];
    examples.push({ rows: [left[0] ?? '', right[0] ?? ''], values: [left.slice(1), right.slice(1)], weight: bits!, levels: levelsOf(code!, comparisons), guard: guard! });
  }
  return examples;
}

/** How many weighed pairs stand at each weight, in steps of two bits. */
export async function weightsOfPairs(work: Workspace): Promise<{ from: number; pairs: number }[]> {
  const found = await work.rows('select (floor(least(greatest(weight, -10), 40) / 2) * 2)::int, count(*) from scored group by 1 order by 1');
  return found.map(([from, pairs]) => ({ from: Number(from), pairs: Number(pairs) }));
}

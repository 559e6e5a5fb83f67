/** How many pairs stand at one pattern of levels; -1 is not compared. */
export interface Pattern {
  levels: readonly number[];
  count: number;
}

/** Share of pairs at each level, for each comparison. */
export type Shares = number[][];

const least = 1e-7;

/**
 * Expectation–maximisation on grouped pattern counts (Fellegi–Sunter with conditional independence; Winkler 1988).
 * @param shares `m` and `u` to start from
 * @param options.fixed comparisons whose `m` is not learned here, because the pairs were chosen by them
 * @param options.learnU learn `u` too; otherwise it stands
 * @param options.learnM learn `m`, unless false
 * @returns shares that make the counts most likely, and the share of the pairs that are of one person
 */
export function estimate(
  patterns: readonly Pattern[],
  shares: { m: Shares; u: Shares; matched: number },
  options: { fixed?: readonly number[]; learnU?: boolean; learnM?: boolean; iterations?: number } = {},
): { m: Shares; u: Shares; matched: number; iterations: number } {
  const fixed = new Set(options.fixed ?? []);
  let { m, u, matched } = shares;
  const total = patterns.reduce((sum, p) => sum + p.count, 0);
  if (total === 0) return { m, u, matched, iterations: 0 };
  let iterations = 0;
  for (let moved = 1; moved > 1e-6 && iterations < (options.iterations ?? 200); iterations++) {
    const mCounts = m.map((levels) => levels.map(() => 0));
    const uCounts = u.map((levels) => levels.map(() => 0));
    let matches = 0;
    for (const { levels, count } of patterns) {
      const p = posterior(levels, m, u, matched, fixed);
      matches += p * count;
      for (const [c, level] of levels.entries()) {
        if (level < 0) continue;
        mCounts[c]![level]! += p * count;
        uCounts[c]![level]! += (1 - p) * count;
      }
    }
    const nextM = m.map((old, c) => (options.learnM === false || fixed.has(c) ? old : normalise(mCounts[c]!, old)));
    const nextU = options.learnU === true ? u.map((old, c) => (fixed.has(c) ? old : normalise(uCounts[c]!, old))) : u;
    const nextMatched = Math.min(1 - least, Math.max(least, matches / total));
    moved = Math.max(Math.abs(nextMatched - matched), ...nextM.flatMap((levels, c) => levels.map((x, l) => Math.abs(x - m[c]![l]!))));
    [m, u, matched] = [nextM, nextU, nextMatched];
  }
  return { m, u, matched, iterations };
}

function posterior(levels: readonly number[], m: Shares, u: Shares, matched: number, leave: ReadonlySet<number>): number {
  let odds = Math.log(matched / (1 - matched));
  for (const [c, level] of levels.entries()) if (level >= 0 && !leave.has(c)) odds += Math.log(m[c]![level]! / u[c]![level]!);
  return 1 / (1 + Math.exp(-odds));
}

/** Shares from counts, none zero; the old shares where nothing was counted. */
function normalise(counts: readonly number[], old: readonly number[]): number[] {
  const sum = counts.reduce((a, b) => a + b, 0);
  if (sum <= 0) return [...old];
  const raised = counts.map((n) => Math.max(n / sum, least));
  const all = raised.reduce((a, b) => a + b, 0);
  return raised.map((n) => n / all);
}

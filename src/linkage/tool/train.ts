import type { Pattern, Shares } from './patterns.ts';
import type { Session } from './train.store.ts';

/** What training needs of a comparison: its levels with shares to start from, and how many pairs' worth of trust those have. */
export interface Teachable {
  id: string;
  trust: number;
  levels: readonly { id: string; m: number; u: number }[];
}

/** What training found. */
export interface Trained {
  m: Shares;
  u: Shares;
  /** Levels of two people of one household: as `u`, but for what a household shares. Null where the file says nothing of homes. */
  h: Shares | null;
  /** Share of all pairs that are of one person, and of two people of one household. */
  matched: number;
  household: number;
  /** Pairs of one person that training expects among the candidates. */
  expected: number;
  /** Pairs that taught each level: of one person, and taken at random. */
  support: { m: Shares; u: Shares };
  rounds: number;
  /** Whether no share moved any more before the rounds were over. */
  converged: boolean;
  /** For each session, the share of its pairs taken to be of one person, and how many. */
  sessions: { rule: string; pairs: number; matches: number }[];
}

/** Pairs' worth of trust in the starting `u`. */
const trustInU = 2_000;
/** No share falls below this part of its start: what a file never shows may still happen. */
const leastOfStart = 0.1;
const rounds = 30;

/** What marks the person and not the home differs between rows of one person no more often than this. */
const mostDifferent: Readonly<Record<string, number>> = { 'given-name': 0.3, 'date-of-birth': 0.15, sex: 0.1, 'nhs-number': 0.1 };

/** What people of one household share, and how often they do to begin with: the first share is that of the closest levels. */
const shared: Readonly<Record<string, { close: readonly string[]; share: number }>> = {
  surname: { close: ['same'], share: 0.7 },
  address: { close: ['property', 'uprn', 'home', 'close', 'number', 'postcode'], share: 0.8 },
  phone: { close: ['same'], share: 0.5 },
  'rest-of-address': { close: ['same', 'close'], share: 0.8 },
  region: { close: ['same'], share: 0.97 },
};

/**
 * Learns `m`, `u` and how many pairs are of one person, turn about (expectation-maximisation). `m` comes from sessions
 * that each chose their pairs in a different way, and of each session only for the comparisons that did not choose them;
 * `u` from pairs taken at random less those of one person. Two people of one household are a class of their own, so
 * that surname, address and telephone, which they share, do not count three times over. How probable a pair is to be of
 * one person is always judged on all there is about it and against all pairs of the file. Starting shares count as a few
 * pairs already seen.
 */
export function train(comparisons: readonly Teachable[], random: readonly Pattern[], sessions: readonly Session[], candidates: readonly Pattern[], allPairs: number): Trained {
  const startM = comparisons.map((c) => c.levels.map((l) => l.m));
  const startU = comparisons.map((c) => c.levels.map((l) => l.u));
  const homes = comparisons.some((c) => c.id === 'address' && c.levels.some((l) => shared.address!.close.includes(l.id)));
  const startH = comparisons.map((c) => householdStart(c));
  let now: Trained = { m: startM, u: startU, h: homes ? startH : null, matched: 1e-4, household: homes ? 1e-5 : 0, expected: 0, support: { m: startM, u: startU }, rounds: 0, converged: false, sessions: [] };
  now = { ...now, u: learnU(random, startU, now).u };
  for (let round = 0; round < rounds; round++) {
    const counted = shareMatched(candidates, now, allPairs);
    now = { ...now, ...counted };
    const { u, seen } = learnU(random, startU, now);
    now = { ...now, u };
    if (now.h !== null) now = { ...now, h: learnH(candidates, startH, comparisons, now) };
    const learned: Trained['sessions'] = [];
    const sums = startM.map((levels, c) => levels.map((share) => share * comparisons[c]!.trust));
    const by = weigher(now);
    for (const { rule, patterns, fixed } of sessions) {
      let [pairs, matches] = [0, 0];
      for (const { levels, count } of patterns) {
        const one = count * probability(by.odds(levels));
        pairs += count;
        matches += one;
        for (const [c, level] of levels.entries()) if (level >= 0 && !fixed.includes(c)) sums[c]![level]! += one;
      }
      learned.push({ rule, pairs: Math.round(pairs), matches: Math.round(matches) });
    }
    const next = sums.map((levels, c) => held(toShares(levels), startM[c]!, mostDifferent[comparisons[c]!.id] ?? 1));
    const moved = Math.max(...next.flatMap((levels, c) => levels.map((share, l) => Math.abs(share - now.m[c]![l]!))));
    const taught = sums.map((levels, c) => levels.map((n, l) => n - startM[c]![l]! * comparisons[c]!.trust));
    now = { ...now, m: next, sessions: learned, support: { m: taught, u: seen }, rounds: round + 1, converged: moved < 1e-4 };
    if (now.converged) break;
  }
  return { ...now, ...shareMatched(candidates, now, allPairs) };
}

function householdStart(comparison: Teachable): number[] {
  const closest = shared[comparison.id];
  if (closest === undefined) return comparison.levels.map((l) => l.u);
  const close = comparison.levels.filter((l) => closest.close.includes(l.id));
  const sum = close.reduce((s, l) => s + l.m, 0);
  const rest = comparison.levels.filter((l) => !close.includes(l)).reduce((s, l) => s + l.u, 0);
  return comparison.levels.map((l) => (close.includes(l) ? (closest.share * l.m) / sum : ((1 - closest.share) * l.u) / rest));
}

/** Shares of which none falls far below its start, nor the last, "different", rises above `most`. */
const held = (shares: readonly number[], start: readonly number[], most: number): number[] =>
  toShares(shares.map((share, l) => Math.min(Math.max(share, start[l]! * leastOfStart), l === shares.length - 1 ? most : 1)));

const toShares = (counts: readonly number[]): number[] => {
  const all = counts.reduce((a, b) => a + b, 0);
  return counts.map((n) => Math.max(n / all, 1e-6));
};

/** Shares as logarithms, for one pass over many patterns. */
interface Logs {
  m: Shares;
  u: Shares;
  h: Shares | null;
  start: [number, number, number];
}

const logs = (shares: Shares): Shares => shares.map((levels) => levels.map(Math.log));

const logsOf = ({ m, u, h, matched, household }: Trained): Logs => ({
  m: logs(m),
  u: logs(u),
  h: h === null || household === 0 ? null : logs(h),
  start: [Math.log(matched), Math.log(household), Math.log(1 - matched - household)],
});

/** Logarithms of how likely a pattern is among pairs of one person, of one household, and of no connection, each with its share of all pairs. */
function classes(levels: readonly number[], { m, u, h, start }: Logs): [number, number, number] {
  let [one, home, none] = start;
  for (let c = 0; c < levels.length; c++) {
    const level = levels[c]!;
    if (level < 0) continue;
    one += m[c]![level]!;
    none += u[c]![level]!;
    if (h !== null) home += h[c]![level]!;
  }
  return [one, h === null ? -Infinity : home, none];
}

/** Weighs patterns of levels by what training found. */
export function weigher(trained: Trained): { odds(levels: readonly number[]): number; household(levels: readonly number[]): number } {
  const from = logsOf(trained);
  return {
    /** Natural logarithm of the odds that a pair of this pattern is of one person. */
    odds(levels) {
      const [one, home, none] = classes(levels, from);
      return one - none - householdPart(home, none);
    },
    /** How much of those is taken off because two people of one household would look so: at most 0. */
    household(levels) {
      const [, home, none] = classes(levels, from);
      return -householdPart(home, none);
    },
  };
}

const householdPart = (home: number, none: number): number => (home === -Infinity ? 0 : Math.log1p(Math.exp(Math.min(700, home - none))));

const probability = (odds: number): number => 1 / (1 + Math.exp(-odds));

function learnU(random: readonly Pattern[], start: Shares, now: Trained): { u: Shares; seen: Shares } {
  const sums = start.map((levels) => levels.map((share) => share * trustInU));
  const from = logsOf(now);
  for (const { levels, count } of random) {
    const [one, home, none] = classes(levels, from);
    const apart = count / (1 + Math.exp(one - none) + Math.exp(home - none));
    for (const [c, level] of levels.entries()) if (level >= 0) sums[c]![level]! += apart;
  }
  return { u: sums.map(toShares), seen: sums.map((levels, c) => levels.map((n, l) => n - start[c]![l]! * trustInU)) };
}

function learnH(candidates: readonly Pattern[], start: Shares, comparisons: readonly Teachable[], now: Trained): Shares {
  const sums = start.map((levels) => levels.map((share) => share * 100));
  const from = logsOf(now);
  for (const { levels, count } of candidates) {
    const [one, home, none] = classes(levels, from);
    const of = count / (1 + Math.exp(one - home) + Math.exp(none - home));
    for (const [c, level] of levels.entries()) if (level >= 0) sums[c]![level]! += of;
  }
  return comparisons.map((comparison, c) => (comparison.id in shared ? toShares(sums[c]!) : now.u[c]!));
}

function shareMatched(candidates: readonly Pattern[], now: Trained, allPairs: number): Pick<Trained, 'matched' | 'household' | 'expected'> {
  let { matched, household, expected } = now;
  for (let i = 0; i < 3; i++) {
    const from = logsOf({ ...now, matched, household });
    let [ones, homes] = [0, 0];
    for (const { levels, count } of candidates) {
      const [one, home, none] = classes(levels, from);
      const top = Math.max(one, home, none);
      const [x, y, z] = [Math.exp(one - top), Math.exp(home - top), Math.exp(none - top)];
      ones += (count * x) / (x + y + z);
      homes += (count * y) / (x + y + z);
    }
    expected = ones;
    const next = Math.min(0.4, Math.max(ones, 0.5) / Math.max(allPairs, 1));
    household = now.h === null ? 0 : Math.min(0.4, Math.max(homes, 0.01) / Math.max(allPairs, 1));
    const still = Math.abs(next - matched) < matched * 1e-3;
    matched = next;
    if (still) break;
  }
  return { matched, household, expected };
}

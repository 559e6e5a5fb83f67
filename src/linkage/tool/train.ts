import { estimate, type Pattern, type Shares } from '../em.ts';
import type { Comparison } from './comparisons.store.ts';
import type { Session } from './train.store.ts';

/** What training found. */
export interface Trained {
  m: Shares;
  u: Shares;
  /** Share of all pairs that are of one person. */
  matched: number;
  /** Pairs of one person that training expects among the candidates. */
  expected: number;
  /** For each session, the share of its pairs taken to be of one person, and how many. */
  sessions: { rule: string; pairs: number; matches: number }[];
}

/** Training is believed of a session only where it has at least this many pairs of one person to learn from. */
const fewest = 20;
const trustInU = 2_000;

/**
 * Learns `m` from sessions that each chose their pairs in a different way, `u` from pairs taken at random less those
 * that are of one person, and how many pairs are of one person, turn about. Starting shares count as a few pairs
 * already seen, so that a level the file hardly shows keeps a sensible weight.
 */
export function train(comparisons: readonly Comparison[], random: readonly Pattern[], sessions: readonly Session[], candidates: readonly Pattern[], allPairs: number): Trained {
  const startM = comparisons.map((c) => c.levels.map((l) => l.m));
  const startU = comparisons.map((c) => c.levels.map((l) => l.u));
  let m = startM;
  let u = startU;
  let matched = 1e-4;
  let expected = 0;
  let learned: Trained['sessions'] = [];
  for (let round = 0; round < 4; round++) {
    u = learnU(random, m, startU, u, matched);
    learned = [];
    const sums = startM.map((levels, c) => levels.map((share) => share * comparisons[c]!.trust));
    for (const { rule, patterns, fixed } of sessions) {
      const pairs = patterns.reduce((sum, p) => sum + p.count, 0);
      const found = estimate(patterns, { m, u, matched: 0.1 }, { fixed });
      const matches = found.matched * pairs;
      learned.push({ rule, pairs, matches: Math.round(matches) });
      if (matches < fewest) continue;
      for (const [c, levels] of found.m.entries()) {
        if (fixed.includes(c)) continue;
        const seen = patterns.reduce((sum, p) => sum + (p.levels[c]! >= 0 ? p.count : 0), 0) / Math.max(pairs, 1);
        const weight = Math.min(matches, 20_000) * seen;
        for (const [l, share] of levels.entries()) sums[c]![l]! += share * weight;
      }
    }
    m = sums.map((levels) => toShares(levels));
    ({ matched, expected } = shareMatched(candidates, m, u, matched, allPairs));
  }
  return { m, u, matched, expected, sessions: learned };
}

const toShares = (counts: readonly number[]): number[] => {
  const all = counts.reduce((a, b) => a + b, 0);
  return counts.map((n) => Math.max(n / all, 1e-6));
};

/** Natural logarithm of the odds that a pair of this pattern is of one person. */
export function logOdds(levels: readonly number[], m: Shares, u: Shares, matched: number): number {
  let odds = Math.log(matched / (1 - matched));
  for (const [c, level] of levels.entries()) if (level >= 0) odds += Math.log(m[c]![level]! / u[c]![level]!);
  return odds;
}

const probability = (odds: number): number => 1 / (1 + Math.exp(-odds));

function learnU(random: readonly Pattern[], m: Shares, start: Shares, u: Shares, matched: number): Shares {
  const sums = start.map((levels) => levels.map((share) => share * trustInU));
  for (const { levels, count } of random) {
    const apart = 1 - probability(logOdds(levels, m, u, matched));
    for (const [c, level] of levels.entries()) if (level >= 0) sums[c]![level]! += apart * count;
  }
  return sums.map(toShares);
}

function shareMatched(candidates: readonly Pattern[], m: Shares, u: Shares, from: number, allPairs: number): { matched: number; expected: number } {
  let matched = from;
  let expected = 0;
  for (let i = 0; i < 50; i++) {
    expected = candidates.reduce((sum, p) => sum + p.count * probability(logOdds(p.levels, m, u, matched)), 0);
    const next = Math.min(0.5, Math.max(expected, 0.5) / Math.max(allPairs, 1));
    if (Math.abs(next - matched) < matched * 1e-4) break;
    matched = next;
  }
  return { matched, expected };
}

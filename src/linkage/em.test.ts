import { expect, test } from 'vitest';
import { estimate, type Pattern } from './em.ts';

/** Expected pattern counts of a known mixture over three comparisons of two levels. */
function mixture(matched: number, m: number[], u: number[], total: number): Pattern[] {
  const patterns: Pattern[] = [];
  for (let bits = 0; bits < 8; bits++) {
    const levels = [0, 1, 2].map((c) => (bits >> c) & 1);
    const share = (p: number[]): number => levels.reduce((x, level, c) => x * (level === 0 ? p[c]! : 1 - p[c]!), 1);
    patterns.push({ levels, count: total * (matched * share(m) + (1 - matched) * share(u)) });
  }
  return patterns;
}

test('recovers the shares that made the counts', () => {
  const patterns = mixture(0.05, [0.95, 0.9, 0.8], [0.01, 0.02, 0.1], 1e6);
  const start = { m: [[0.8, 0.2], [0.8, 0.2], [0.7, 0.3]], u: [[0.05, 0.95], [0.05, 0.95], [0.2, 0.8]], matched: 0.2 };
  const found = estimate(patterns, start, { learnU: true, iterations: 5000 });
  expect(found.matched).toBeCloseTo(0.05, 3);
  expect(found.m.map((levels) => levels[0]!)).toEqual([expect.closeTo(0.95, 2), expect.closeTo(0.9, 2), expect.closeTo(0.8, 2)]);
  expect(found.u.map((levels) => levels[0]!)).toEqual([expect.closeTo(0.01, 2), expect.closeTo(0.02, 2), expect.closeTo(0.1, 2)]);
});

test('leaves fixed comparisons and u as they were, and makes nothing of no pairs', () => {
  const start = { m: [[0.8, 0.2], [0.8, 0.2], [0.7, 0.3]], u: [[0.05, 0.95], [0.05, 0.95], [0.2, 0.8]], matched: 0.2 };
  const found = estimate(mixture(0.5, [0.9, 0.9, 0.9], [0.05, 0.05, 0.2], 1000), start, { fixed: [1] });
  expect(found.m[1]).toEqual([0.8, 0.2]);
  expect(found.u).toEqual(start.u);
  expect(estimate([], start)).toMatchObject({ matched: 0.2, iterations: 0 });
});

test('a comparison that could not be made says nothing', () => {
  const { m } = estimate([{ levels: [0, -1], count: 10 }, { levels: [1, -1], count: 90 }], { m: [[0.9, 0.1], [0.6, 0.4]], u: [[0.1, 0.9], [0.1, 0.9]], matched: 0.1 });
  expect(m[1]).toEqual([0.6, 0.4]);
});

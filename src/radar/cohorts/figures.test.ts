import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coarse, coarseShares, fewest, rateOf } from './figures.ts';

test('fewer than ten is not told, and the rest to the nearest five', () => {
  expect([0, 1, 9, 10, 12, 13, 1_003].map(coarse)).toEqual([null, null, null, 10, 10, 15, 1_005]);
});

test('one hidden line takes another with it, so that the total does not tell', () => {
  const shares = (...people: number[]) => coarseShares(people.map((n, i) => ({ key: String(i), people: n, of: 500 }))).map((s) => s.people);
  expect(shares(40, 60, 3)).toEqual([null, 60, null]);
  expect(shares(40, 60, 3, 4)).toEqual([null, 60, null, null]);
  expect(shares(40, 60, 7, 8)).toEqual([40, 60, null, null]);
  expect(shares(40, 60)).toEqual([40, 60]);
  expect(shares(3)).toEqual([null]);
});

test('whatever the counts: no told line is of fewer than ten, and what is hidden is never one line of fewer than ten', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { minLength: 2, maxLength: 12 }), (counts) => {
      const told = coarseShares(counts.map((people, i) => ({ key: String(i), people, of: 100 })));
      const hidden = counts.filter((_, i) => told[i]!.people === null);
      expect(told.every(({ people }, i) => people === null || counts[i]! >= fewest)).toBe(true);
      const safe = hidden.length === 0 || hidden.length === counts.length || (hidden.length > 1 && hidden.reduce((a, b) => a + b, 0) >= fewest);
      expect(safe).toBe(true);
    }),
  );
});

test('a rate has Wilson’s interval, and none of nobody', () => {
  // 15 of 148: 10.1%, 6.2% to 16.1% (Newcombe 1998, table I, method 3).
  const rate = rateOf(15, 148)!;
  expect([rate.per1000, rate.low, rate.high].map((x) => Math.round(x))).toEqual([101, 62, 160]);
  expect(rateOf(0, 20)).toMatchObject({ per1000: 0, low: 0 });
  expect(rateOf(0, 0)).toBeNull();
});

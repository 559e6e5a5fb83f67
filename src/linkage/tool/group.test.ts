import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edges } from '../engine.store.ts';
import { averageLinkage, components, pairKey, strongestChains } from './group.ts';
import { shippedSettings } from './settings.ts';

const edgesOf = (list: [a: number, b: number, weight: number, guard?: number][]): Edges => ({
  a: Float64Array.from(list, (e) => e[0]),
  b: Float64Array.from(list, (e) => e[1]),
  weight: Float64Array.from(list, (e) => e[2]),
  guard: Int8Array.from(list, (e) => e[3] ?? -1),
});
const people = (list: [number, number, number, number?][], records: number, barred: number[] = []): number[][] => {
  const edges = edgesOf(list);
  return averageLinkage(components(edges, 3, records), edges, shippedSettings.cluster, 3, { barred: new Set(barred), completeUpTo: 300, alike: new Set() }).filter((g) => g.length > 1);
};

describe('grouping', () => {
  it('does not chain two people through one weak row', () => {
    expect(people([[1, 2, 15], [3, 4, 15], [2, 3, 4], [1, 3, -9], [1, 4, -9], [2, 4, -9]], 4)).toEqual([[1, 2], [3, 4]]);
  });

  it('joins a row that most of a group agrees with', () => {
    expect(people([[1, 2, 15], [1, 3, 8], [2, 3, 1]], 3)).toEqual([[1, 2, 3]]);
  });

  it('never joins a guarded pair directly, nor groups that a veto holds apart', () => {
    expect(people([[1, 2, 20, 0]], 2)).toEqual([]);
    expect(people([[1, 2, 20], [2, 3, 20], [1, 3, 20, 1]], 3, [1])).toEqual([[1, 2]]);
  });

  it('holds two rows together by the weakest link of the strongest chain between them', () => {
    const edges = edgesOf([[1, 2, 15], [2, 3, 8], [1, 3, -4], [3, 4, 5], [1, 4, 4], [5, 6, 9]]);
    const chains = strongestChains([[1, 2, 3, 4], [5, 6]], edges, 3);
    const between = (a: number, b: number): number | undefined => chains.find((c) => c.a === a && c.b === b)?.weight;
    expect([between(1, 2), between(1, 3), between(1, 4), between(2, 4), between(5, 6)]).toEqual([15, 8, 5, 5, undefined]);
    expect(strongestChains([[1, 2, 3]], edgesOf([[1, 2, 15], [1, 3, 20, 0], [2, 3, 6]]), 3).find((c) => c.a === 1 && c.b === 3)?.weight).toBe(6);
  });

  it('takes rows of a sure pair for one where not every pair could be weighed, unless a veto stands between them', () => {
    // A chain: only neighbours were weighed.
    const chain = Array.from({ length: 40 }, (_, i): [number, number, number] => [i + 1, i + 2, 12]);
    const group = (list: [number, number, number, number?][], completeUpTo: number, alike: number[] = []): number => {
      const edges = edgesOf(list);
      return averageLinkage(components(edges, 3, 41), edges, shippedSettings.cluster, 3, { barred: new Set([1]), completeUpTo, alike: new Set(alike) }).length;
    };
    expect(group(chain, 300)).toBeGreaterThan(1);
    expect(group(chain, 10)).toBe(1);
    expect(group([...chain, [1, 41, 5, 1]], 10)).toBeGreaterThan(1);
    const weak = chain.map(([a, b]): [number, number, number] => [a, b, 4]);
    expect(group(weak, 10)).toBeGreaterThan(1);
    expect(group(weak, 10, weak.map(([a, b]) => pairKey(a, b)))).toBe(1);
  });

  it('places every record of every component once, whatever the order of the pairs', () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: -12, max: 25 })).filter(([a, b]) => a < b);
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: ([a, b]) => a * 100 + b, maxLength: 40 }), (list) => {
        const parts = components(edgesOf(list), 3, 12);
        const placed = averageLinkage(parts, edgesOf(list), shippedSettings.cluster, 3, { barred: new Set(), completeUpTo: 300, alike: new Set() });
        expect(placed.flat().sort((a, b) => a - b)).toEqual(parts.flat().sort((a, b) => a - b));
        const again = averageLinkage(parts, edgesOf(list.toReversed()), shippedSettings.cluster, 3, { barred: new Set(), completeUpTo: 300, alike: new Set() });
        expect(again.map((g) => g.join()).sort()).toEqual(placed.map((g) => g.join()).sort());
      }),
    );
  });
});

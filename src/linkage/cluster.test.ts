import { expect, test } from 'vitest';
import { cluster, components, type ClusterInput } from './cluster.ts';
import { readModel } from './model.ts';

const model = readModel(null);
const apart = model.guards.findIndex((g) => g.band === 'apart');
const review = model.guards.findIndex((g) => g.band === 'review');

function judge(count: number, pairs: [number, number, number, number?][], more: Partial<ClusterInput> = {}): number[][] {
  const column = (at: 0 | 1 | 2): Float64Array => Float64Array.from(pairs, (p) => p[at]);
  const input: ClusterInput = {
    ids: Array.from({ length: count }, (_, i) => i + 1),
    edges: { a: column(0), b: column(1), weight: column(2), guard: Int8Array.from(pairs, (p) => p[3] ?? -1) },
    numbers: new Map(),
    before: new Map(),
    ...more,
  };
  return cluster(model, input, components(model, input, input.edges)).sort((x, y) => x[0]! - y[0]!);
}

test('records that draw each other are one person; the rest stand alone', () => {
  expect(judge(4, [[1, 2, 15], [2, 3, 12], [1, 3, 10]])).toEqual([[1, 2, 3], [4]]);
});

test('a chain of one weak link does not make two groups one', () => {
  expect(judge(4, [[1, 2, 15], [3, 4, 15], [2, 3, 6], [1, 3, -10], [1, 4, -10], [2, 4, -10]])).toEqual([[1, 2], [3, 4]]);
});

test('what a guard holds apart stays apart, through a third record too', () => {
  expect(judge(3, [[1, 2, 30, apart], [1, 3, 25], [2, 3, 10]])).toEqual([[1, 3], [2]]);
});

test('a record with an equal claim on two people held apart goes to neither', () => {
  expect(judge(3, [[1, 2, 30, apart], [1, 3, 12], [2, 3, 12]])).toEqual([[1], [2], [3]]);
});

test('a pair left for review does not join by itself', () => {
  expect(judge(2, [[1, 2, 20, review]])).toEqual([[1], [2]]);
});

test('two valid NHS numbers never come under one person, even by way of records without', () => {
  const numbers = new Map([[1, ['9434765919']], [3, ['9434765870']]]);
  expect(judge(3, [[1, 2, 15], [2, 3, 14]], { numbers }).filter((c) => c.includes(1) && c.includes(3))).toEqual([]);
});

test('hysteresis: too weak to join, strong enough to stay', () => {
  const between = (model.bands.join + model.bands.stay) / 2;
  expect(judge(2, [[1, 2, between]])).toEqual([[1], [2]]);
  expect(judge(2, [[1, 2, between]], { before: new Map([[1, 'p'], [2, 'p']]) })).toEqual([[1, 2]]);
  expect(judge(2, [[1, 2, model.bands.stay - 0.1]], { before: new Map([[1, 'p'], [2, 'p']]) })).toEqual([[1], [2]]);
});

test('four hundred records that all agree are one, at once', () => {
  const pairs = Array.from({ length: 400 }, (_, a) => Array.from({ length: 399 - a }, (_, b): [number, number, number] => [a + 1, a + b + 2, 20])).flat();
  expect(judge(401, pairs)).toEqual([Array.from({ length: 400 }, (_, i) => i + 1), [401]]);
});

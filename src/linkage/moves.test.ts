import { expect, test } from 'vitest';
import { assignPersons } from './identity.ts';
import { movesOf } from './moves.ts';

const run = (clusters: number[][], before: Record<number, string>) => {
  let made = 0;
  return movesOf(assignPersons(clusters, new Map(Object.entries(before).map(([id, person]) => [Number(id), person])), () => `new${++made}`));
};

test('a person all of whose records went is merged, one some of whose went is split or moved', () => {
  expect(run([[1, 2, 3]], { 1: 'a', 2: 'a', 3: 'b' })).toEqual([{ kind: 'merged', from: 'b', to: 'a', subjects: [3] }]);
  expect(run([[1, 2], [3]], { 1: 'a', 2: 'a', 3: 'a' })).toEqual([{ kind: 'split', from: 'a', to: 'new1', subjects: [3] }]);
  expect(run([[1], [2, 3, 4, 5]], { 1: 'a', 2: 'a', 3: 'b', 4: 'b', 5: 'b' })).toEqual([{ kind: 'moved', from: 'a', to: 'b', subjects: [2] }]);
});

test('what leaves somebody is told before what joins them, and records linked for the first time are no move', () => {
  expect(run([[1, 3, 9], [2]], { 1: 'a', 2: 'a', 3: 'b' }).map((m) => `${m.kind} ${m.from} ${m.to}`)).toEqual(['split a new1', 'merged b a']);
});

test('a person whose records went to two is merged into the one that took most, and moved to the other', () => {
  expect(run([[1, 4, 5, 6], [2, 3, 7, 8, 9]], { 1: 'a', 2: 'a', 3: 'a', 4: 'b', 5: 'b', 6: 'b', 7: 'c', 8: 'c', 9: 'c' }).map((m) => `${m.kind} ${m.from} ${m.to} ${m.subjects.join(' ')}`)).toEqual(['moved a b 1', 'merged a c 2 3']);
});

import { expect, test } from 'vitest';
import { differences } from './compare.ts';

const before = new Map([[1, 'a'], [2, 'a'], [3, 'a'], [4, 'b'], [5, 'c'], [6, 'd'], [7, 'd']]);

test('nothing changes where clusters are as persons are', () => {
  expect(differences(before, [1, 2, 3, 4, 5, 6, 7], [3, 1, 1, 2])).toEqual({ subjects: 7, persons: { now: 4, after: 4 }, pairs: { now: 4, after: 4, made: 0, broken: 0 }, peopleChanged: 0 });
});

test('pairs made and broken, and whom it touches', () => {
  // a loses 3 to b; c and d are one.
  expect(differences(before, [1, 2, 3, 4, 5, 6, 7], [2, 2, 3])).toEqual({ subjects: 7, persons: { now: 4, after: 3 }, pairs: { now: 4, after: 5, made: 3, broken: 2 }, peopleChanged: 4 });
});

test('a subject that has no person yet counts for nothing', () => {
  expect(differences(before, [1, 2, 3, 99, 4, 5, 6, 7, 98], [4, 1, 1, 2, 1])).toMatchObject({ subjects: 7, persons: { now: 4, after: 4 }, peopleChanged: 0 });
});

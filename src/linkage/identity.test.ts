import { array, assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { assignPersons } from './identity.ts';

const minting = (): (() => string) => {
  let n = 0;
  return () => `new-${++n}`;
};

test('a cluster keeps the id of the person it overlaps most, ties to the oldest', () => {
  const before = new Map([[1, 'b'], [2, 'b'], [3, 'a'], [4, 'c'], [5, 'd']]);
  const found = assignPersons([[1, 2, 3], [4, 5]], before, minting());
  expect(found.persons).toEqual(['b', 'c']);
  expect(found.merged).toEqual([{ from: 'a', to: 'b' }, { from: 'd', to: 'c' }]);
  expect(found.created).toEqual([]);
  expect(found.moved).toEqual([{ subjectId: 3, from: 'a', to: 'b' }, { subjectId: 5, from: 'd', to: 'c' }]);
});

test('a split keeps the id with the larger part and mints one for the other', () => {
  const found = assignPersons([[1, 2], [3], [9]], new Map([[1, 'a'], [2, 'a'], [3, 'a']]), minting());
  expect(found).toEqual({ persons: ['a', 'new-1', 'new-2'], created: ['new-1', 'new-2'], merged: [], moved: [{ subjectId: 3, from: 'a', to: 'new-1' }, { subjectId: 9, from: null, to: 'new-2' }] });
});

test('whatever the clusters: every id is used once, nobody is lost, and judging again moves nobody', () => {
  const partition = array(nat(5), { minLength: 1, maxLength: 12 });
  assert(
    property(partition, partition, (was, is) => {
      const before = new Map(was.map((p, i) => [i, `old-${p}`]));
      const clusters = [...Map.groupBy(is.keys(), (i) => is[i]).values()];
      const found = assignPersons(clusters, before, minting());
      const after = new Map(clusters.flatMap((ids, c) => ids.map((id) => [id, found.persons[c]!] as const)));
      const covered = new Map([...before].filter(([id]) => after.has(id)));
      const gone = [...new Set(covered.values())].filter((p) => !found.persons.includes(p));
      expect(new Set(found.persons).size).toBe(clusters.length);
      for (const person of gone) expect(found.merged.some((m) => m.from === person && found.persons.includes(m.to))).toBe(true);
      expect(assignPersons(clusters, after, minting()).moved).toEqual([]);
    }),
  );
});

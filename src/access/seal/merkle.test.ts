import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { append, consistencyProof, emptyTree, inclusionProof, leafHash, rootOf, verifyConsistency, verifyInclusion, type Hash } from './merkle.ts';

/** The test vectors of Certificate Transparency's own reference implementation. */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => Buffer.from(hex, 'hex'));
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test('roots are those of the published vectors', () => {
  expect(rootOf(emptyTree).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(roots.map((_, i) => rootOf(append(emptyTree, entries.slice(0, i + 1).map(leafHash))).toString('hex'))).toEqual(roots);
});

const leavesOf = (n: number): Hash[] => Array.from({ length: n }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
const root = (leaves: readonly Hash[]): Hash => rootOf(append(emptyTree, leaves));

describe('any tree', () => {
  test('grows the same by one batch as by many', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }), (batches) => {
      const leaves = leavesOf(batches.reduce((a, b) => a + b, 0));
      let tree = emptyTree;
      let from = 0;
      for (const n of batches) tree = append(tree, leaves.slice(from, (from += n)));
      expect(tree.size).toBe(leaves.length);
      expect(rootOf(tree)).toEqual(root(leaves));
    }));
  });

  test('shows each leaf to be in it at its place, and no other', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, a, b) => {
      const leaves = leavesOf(size);
      const [index, other] = [a % size, b % size];
      const proof = inclusionProof(leaves, index);
      expect(verifyInclusion(leaves[index]!, index, size, proof, root(leaves))).toBe(true);
      expect(verifyInclusion(leafHash(Buffer.from('forged')), index, size, proof, root(leaves))).toBe(false);
      expect(verifyInclusion(leaves[index]!, other, size, proof, root(leaves))).toBe(other === index);
    }));
  });

  test('begins with the empty one', () => {
    expect(verifyConsistency(0, root([]), 5, root(leavesOf(5)), consistencyProof(leavesOf(5), 0))).toBe(true);
  });

  test('shows an earlier tree to be its beginning, and a changed one not', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, a) => {
      const leaves = leavesOf(size);
      const before = 1 + (a % size);
      const proof = consistencyProof(leaves, before);
      expect(verifyConsistency(before, root(leaves.slice(0, before)), size, root(leaves), proof)).toBe(true);
      expect(verifyConsistency(before, root([leafHash(Buffer.from('other')), ...leaves.slice(1, before)]), size, root(leaves), proof)).toBe(false);
    }));
  });
});

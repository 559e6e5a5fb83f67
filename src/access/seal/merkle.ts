import { createHash } from 'node:crypto';

/**
 * The Merkle tree of RFC 9162 section 2.1 over SHA-256: a leaf is hashed with 0x00 before it and two nodes with 0x01, so
 * that neither can pass for the other. Hashes are 32 bytes.
 */
export type Hash = Buffer;

export const leafHash = (entry: Uint8Array): Hash => createHash('sha256').update(leafMark).update(entry).digest();
const nodeHash = (left: Hash, right: Hash): Hash => createHash('sha256').update(nodeMark).update(left).update(right).digest();
const leafMark = Buffer.of(0);
const nodeMark = Buffer.of(1);

/**
 * What must be remembered of a tree to add to it: the roots of its perfect subtrees from the largest, one for each bit
 * of its size. A tree of a thousand million leaves takes thirty.
 */
export interface Frontier {
  size: number;
  roots: Hash[];
}

export const emptyTree: Frontier = { size: 0, roots: [] };

/** The tree with these leaves added; the one given is left as it is. */
export function append(tree: Frontier, leaves: Iterable<Hash>): Frontier {
  const roots = [...tree.roots];
  let { size } = tree;
  for (const leaf of leaves) {
    let node = leaf;
    for (let bits = size; bits % 2 === 1; bits = Math.floor(bits / 2)) node = nodeHash(roots.pop()!, node);
    roots.push(node);
    size += 1;
  }
  return { size, roots };
}

/** Root of the whole; of an empty tree, the hash of nothing. */
export function rootOf(tree: Frontier): Hash {
  if (tree.roots.length === 0) return createHash('sha256').digest();
  return tree.roots.reduceRight((right, left) => nodeHash(left, right));
}

/** Largest power of two below `size`. */
function split(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

const subtree = (leaves: readonly Hash[]): Hash => rootOf(append(emptyTree, leaves));

/** Hashes by which `verifyInclusion` gets from leaf `index` to the root of a tree of these leaves (RFC 9162 2.1.3.1). */
export function inclusionProof(leaves: readonly Hash[], index: number): Hash[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...inclusionProof(leaves.slice(0, k), index), subtree(leaves.slice(k))]
    : [...inclusionProof(leaves.slice(k), index - k), subtree(leaves.slice(0, k))];
}

/** Whether a leaf stands at `index` in the tree of `size` leaves with this root (RFC 9162 2.1.3.2). */
export function verifyInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  if (index >= size) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const other of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(other, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, other);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash.equals(root);
}

/** Hashes by which `verifyConsistency` shows that the tree of the first `size` leaves is the beginning of this one (RFC 9162 2.1.4.1). */
export function consistencyProof(leaves: readonly Hash[], size: number): Hash[] {
  return size === 0 || size >= leaves.length ? [] : part(leaves, size, true);
}

function part(leaves: readonly Hash[], size: number, whole: boolean): Hash[] {
  if (size === leaves.length) return whole ? [] : [subtree(leaves)];
  const k = split(leaves.length);
  return size <= k ? [...part(leaves.slice(0, k), size, whole), subtree(leaves.slice(k))] : [...part(leaves.slice(k), size - k, false), subtree(leaves.slice(0, k))];
}

/** Whether a tree of `size` leaves with root `root` is the beginning of one of `laterSize` with `laterRoot` (RFC 9162 2.1.4.2). */
export function verifyConsistency(size: number, root: Hash, laterSize: number, laterRoot: Hash, proof: readonly Hash[]): boolean {
  if (size > laterSize) return false;
  if (size === laterSize) return proof.length === 0 && root.equals(laterRoot);
  if (size === 0) return proof.length === 0;
  const path = Number.isInteger(Math.log2(size)) ? [root, ...proof] : [...proof];
  const first = path.shift();
  if (first === undefined) return false;
  let [at, last] = [size - 1, laterSize - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [earlier, later] = [first, first];
  for (const other of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      earlier = nodeHash(other, earlier);
      later = nodeHash(other, later);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      later = nodeHash(later, other);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && earlier.equals(root) && later.equals(laterRoot);
}

import type { Sql } from '../../kernel/index.ts';
import { bodyOf } from './body.ts';
import { isHeadOf, readHead } from './head.ts';
import type { SealKey } from './keys.ts';
import { append, emptyTree, leafHash, rootOf, type Frontier, type Hash } from './merkle.ts';
import { countUnsealed, readHeads, readLeaves, readOrphans, readOutside, readTimeStamps, type Leaf, type StoredHead } from './seal.store.ts';
import type { LogRow } from './body.ts';

/** Something found to have been done to the log, as exactly as it can be named. */
export interface SealProblem {
  kind: 'edited' | 'removed' | 're-ordered' | 'rewritten' | 'unsealed' | 'head' | 'truncated' | 'anchor' | 'timestamp';
  /** Place in the log, from 0; null where it concerns no one place. */
  seq: number | null;
  logId: string | null;
  /** What was found, in words. */
  says: string;
}

export interface Verification {
  /** Rows in the tree. */
  sealed: number;
  /** Rows that wait to be sealed: the last second's, while Kith runs. */
  waiting: number;
  heads: number;
  /** Published heads held against the tree. */
  anchors: number;
  /** Time-stamps checked, and those that no certificate was given for. */
  timeStamps: { checked: number; unchecked: number };
  root: Hash;
  problems: SealProblem[];
  /** More was found than is listed. */
  more: boolean;
}

const listed = 100;

/**
 * Holds the whole log against its tree, and the tree against its heads: those kept here, and those published outside,
 * which alone show that an end was cut off together with its heads, or all was rewritten by somebody who has the key.
 * @param anchors published heads, as text
 * @param certificates by which time-stamps are checked, as PEM; without them they are counted and no more
 */
export async function verifySeal(sql: Sql, key: SealKey, anchors: readonly string[], certificates: string | null = null): Promise<Verification> {
  const problems: SealProblem[] = [];
  let found = 0;
  const say = (kind: SealProblem['kind'], seq: number | null, logId: string | null, says: string): void => {
    found += 1;
    if (problems.length < listed) problems.push({ kind, seq, logId, says });
  };
  const heads = await readHeads(sql);
  const outside = readAnchors(anchors, key, say);
  const due = new Map<number, Hash[]>();
  for (const { size, root } of [...heads, ...outside]) due.set(size, [...(due.get(size) ?? []), root]);

  let tree: Frontier = emptyTree;
  let next = 0;
  for await (const leaves of readLeaves(sql)) {
    for (const leaf of leaves) {
      if (leaf.seq !== next) say('removed', next, null, leaf.seq === next + 1 ? `Row ${next} was taken out of the tree.` : `Rows ${next} to ${leaf.seq - 1} were taken out of the tree.`);
      checkLeaf(leaf, key, say);
      next = leaf.seq + 1;
      tree = append(tree, [leaf.hash]);
      // After a gap no root can be right, and the gap has been said.
      if (tree.size !== next) continue;
      for (const root of due.get(next) ?? []) {
        if (!rootOf(tree).equals(root)) say('head', leaf.seq, null, `The tree up to row ${leaf.seq} is not the one that was signed.`);
      }
    }
  }
  checkHeads(heads, next, key, say);
  for (const { size } of outside) {
    if (size > next) say('anchor', null, null, `A head published outside has ${size} rows, and the tree has ${next}: the rows since were cut off.`);
  }
  const timeStamps = await checkTimeStamps(sql, certificates, say);
  for (const id of await readOutside(sql, listed)) say('unsealed', null, id, 'This row stands outside the tree: it was put in past the sealer, or its place in the tree was removed.');
  for (const id of await readOrphans(sql, listed)) say('removed', null, id, 'People are said to have been looked at in a row that is gone.');
  return { sealed: tree.size, waiting: await countUnsealed(sql), heads: heads.length, anchors: outside.length, timeStamps, root: rootOf(tree), problems, more: found > problems.length };
}

type Say = (kind: SealProblem['kind'], seq: number | null, logId: string | null, says: string) => void;

function checkLeaf(leaf: Leaf & { row: LogRow | null }, key: SealKey, say: Say): void {
  const { seq, logId, row, salt, hash, mac } = leaf;
  const marked = key.mac(seq, logId, hash).equals(mac);
  if (row === null) return say('removed', seq, logId, 'This row was removed from the log.');
  const fits = leafHash(Buffer.concat([salt, bodyOf(row)])).equals(hash);
  if (fits && marked) return;
  if (fits) return say('re-ordered', seq, logId, 'This row is not in the place where it was sealed, or its seal was made again without the key.');
  if (marked) return say('edited', seq, logId, 'What this row says, or whom it concerned, was changed after it was sealed.');
  say('rewritten', seq, logId, 'This row and its seal were both changed.');
}

function checkHeads(heads: readonly StoredHead[], size: number, key: SealKey, say: Say): void {
  for (const head of heads) {
    const read = readHead(head.note);
    if (!isHeadOf(head.note, key.name, key.publicKey) || read === null) say('head', null, null, `The head of ${head.size} rows was not signed by the log’s key.`);
    else if (read.head.size !== head.size || !read.head.root.equals(head.root)) say('head', null, null, `The head of ${head.size} rows does not say what was signed.`);
    if (head.size > size) say('truncated', null, null, `A head was signed over ${head.size} rows, and the tree has ${size}: the end was cut off.`);
  }
  const last = heads.at(-1)?.size ?? 0;
  if (size > last) say('truncated', last, null, `Rows ${last} to ${size - 1} are under no head: heads were removed.`);
}

async function checkTimeStamps(sql: Sql, certificates: string | null, say: Say): Promise<Verification['timeStamps']> {
  const stamps = await readTimeStamps(sql);
  if (certificates === null) return { checked: 0, unchecked: stamps.length };
  const { faultOf, readCertificates } = await import('./timestamp.ts');
  const trusted = readCertificates(certificates);
  for (const { size, authority, token, note, at } of stamps) {
    const fault = note === null ? 'its head is gone' : await faultOf(token, note, at, trusted);
    if (fault !== null) say('timestamp', null, null, `The time-stamp of ${authority} for the head of ${size} rows does not hold: ${fault}.`);
  }
  return { checked: stamps.length, unchecked: 0 };
}

function readAnchors(anchors: readonly string[], key: SealKey, say: Say): { size: number; root: Hash }[] {
  return anchors.flatMap((note) => {
    const read = readHead(note);
    if (read === null || !isHeadOf(note, key.name, key.publicKey)) {
      say('anchor', null, null, 'A head published outside cannot be read, or was not signed by this log’s key.');
      return [];
    }
    return [{ size: read.head.size, root: read.head.root }];
  });
}

import type { Sql } from '../../kernel/index.ts';
import { bodyOf } from './body.ts';
import { inclusionProof, type Hash } from './merkle.ts';
import { readHeads, readLeaves } from './seal.store.ts';

/** All that is needed to show that a row stands in the tree a head was signed over (RFC 9162 inclusion proof). */
export interface RowProof {
  logId: string;
  /** Place in the log, from 0. */
  index: number;
  /** What was sealed: the row as JSON. */
  body: string;
  /** Hex; the leaf is the hash of 0x00, salt and body. */
  salt: string;
  /** Hex, from the leaf up. */
  path: string[];
  /** The head as published. */
  head: string;
}

/** Reads every leaf's hash: a proof is asked for seldom, and intermediate nodes are not kept. */
export async function proveRow(sql: Sql, logId: string): Promise<RowProof | null> {
  const head = (await readHeads(sql)).at(-1);
  const hashes: Hash[] = [];
  let found: { index: number; body: string; salt: string } | null = null;
  for await (const leaves of readLeaves(sql)) {
    for (const leaf of leaves) {
      if (leaf.logId === logId && leaf.row !== null) found = { index: leaf.seq, body: bodyOf(leaf.row).toString(), salt: leaf.salt.toString('hex') };
      hashes.push(leaf.hash);
    }
  }
  if (found === null || head === undefined) return null;
  return { logId, ...found, path: inclusionProof(hashes.slice(0, head.size), found.index).map((h) => h.toString('hex')), head: head.note };
}

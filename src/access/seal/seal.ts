import { randomBytes } from 'node:crypto';
import type { Database } from '../../kernel/index.ts';
import { bodyOf } from './body.ts';
import { signHead } from './head.ts';
import type { SealKey } from './keys.ts';
import { append, leafHash, rootOf } from './merkle.ts';
import { addHead, addLeaves, readFrontier, takeTurn, takeUnsealed, type Leaf } from './seal.store.ts';

/** Rows sealed under one head at most, so that a head is never long in coming. */
export const sealedAtOnce = 5_000;

/**
 * Adds log rows that are in no tree yet to it, and signs the new head: all of it, or nothing, is kept. Rows are there
 * before they are sealed, so sealing never holds up a look.
 * @returns how many rows; none when there were none or another process is at it
 */
export async function sealBatch(db: Pick<Database, 'writer'>, key: SealKey, now: Date): Promise<number> {
  return db.writer.begin(async (sql) => {
    if (!(await takeTurn(sql))) return 0;
    const rows = await takeUnsealed(sql, sealedAtOnce);
    if (rows.length === 0) return 0;
    const before = await readFrontier(sql);
    const leaves = rows.map((row, i): Leaf => {
      const salt = randomBytes(16);
      const hash = leafHash(Buffer.concat([salt, bodyOf(row)]));
      return { seq: before.size + i, logId: row.logId, salt, hash, mac: key.mac(before.size + i, row.logId, hash) };
    });
    const tree = append(before, leaves.map((l) => l.hash));
    const root = rootOf(tree);
    await addLeaves(sql, leaves);
    await addHead(sql, { size: tree.size, root, note: signHead({ origin: key.name, size: tree.size, root, at: `${now.toISOString().slice(0, 19)}Z` }, key) }, tree, now);
    return rows.length;
  });
}

/** Seals until nothing waits. */
export async function sealAll(db: Pick<Database, 'writer'>, key: SealKey, now: () => Date): Promise<number> {
  let sealed = 0;
  for (let done = await sealBatch(db, key, now()); done > 0; done = await sealBatch(db, key, now())) sealed += done;
  return sealed;
}

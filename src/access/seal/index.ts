import { readFileSync } from 'node:fs';
import { KithError, type Kernel } from '../../kernel/index.ts';
import { publishHead } from './anchor.ts';
import { openSealKey } from './keys.ts';
import { proveRow, type RowProof } from './prove.ts';
import { sealAll, sealBatch, sealedAtOnce } from './seal.ts';
import { readHeads } from './seal.store.ts';
import { verifySeal, type Verification } from './verify.ts';

/** The sealed log: rows go into a Merkle tree whose heads are signed, and published where this store cannot reach. */
export interface LogSeal {
  /** Name under which heads are signed, and the raw Ed25519 public key in base64: what a partner needs to check them. */
  signer: { name: string; publicKey: string };
  /** Seals one batch of what waits; true when more waits. Any number of processes may call it. */
  step(): Promise<boolean>;
  /** Seals all that waits. @returns how many rows */
  seal(): Promise<number>;
  /** Holds log, tree, heads and time-stamps against each other, and against heads published outside. Throws `config.invalid`. */
  verify(anchors?: readonly string[]): Promise<Verification>;
  /** Signed heads as published, from the first. */
  heads(): Promise<string[]>;
  /** Shows one row to be in the tree, without showing any other. Null when it is not in it. */
  prove(logId: string): Promise<RowProof | null>;
  /** Publishes the newest head to the folder and the partners configured. @returns who now holds it */
  publish(): Promise<string[]>;
}

/** Throws `config.invalid` when the key cannot be read. */
export function createLogSeal(kernel: Kernel): LogSeal {
  const { db, clock, config } = kernel;
  const key = openSealKey(config.data, kernel.area.id, config.logKey);
  const sql = db.writer;
  return {
    signer: { name: key.name, publicKey: key.publicKey.toString('base64') },
    step: async () => (await sealBatch(db, key, clock.now())) === sealedAtOnce,
    seal: () => sealAll(db, key, () => clock.now()),
    verify: (anchors = []) => verifySeal(sql, key, anchors, certificatesOf(config.logTimestampCertificates)),
    heads: async () => (await readHeads(sql)).map((head) => head.note),
    prove: (logId) => proveRow(sql, logId),
    publish: () => publishHead(kernel),
  };
}

function certificatesOf(file: string | undefined): string | null {
  if (file === undefined) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new KithError('config.invalid', `The certificates of ${file} cannot be read.`, { mend: 'KITH_LOG_TIMESTAMP_CERTIFICATES must name a PEM file of the time-stamping authority’s certificates.', cause });
  }
}

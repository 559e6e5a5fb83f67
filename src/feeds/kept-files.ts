import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KithError, newId } from '../kernel/index.ts';

export interface KeptFile {
  sha256: string;
  bytes: number;
  /** Where the copy is kept. */
  path: string;
}

/** Where a delivery's file is kept, by its checksum. */
export const keptPath = (data: string, sha256: string): string => join(data, 'deliveries', sha256.slice(0, 2), sha256);

/**
 * Keeps a copy of a received file, readable by its owner alone, on disk before anything else happens; so an
 * interrupted import goes on from it, and what a row said can always be shown in its file.
 * Throws `delivery.missing` when there is no such file.
 */
export async function keepFile(data: string, source: string): Promise<KeptFile> {
  const found = await stat(source).catch(() => null);
  if (found === null || !found.isFile()) throw new KithError('delivery.missing', `There is no file ${source}.`, { mend: 'Check the path.' });
  const folder = join(data, 'deliveries');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const arriving = join(folder, `arriving-${newId()}`);
  try {
    const { sha256, bytes } = await copy(source, arriving);
    const path = keptPath(data, sha256);
    if (!existsSync(path)) {
      await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
      await rename(arriving, path);
      await syncFolder(join(folder, sha256.slice(0, 2)));
    }
    return { sha256, bytes, path };
  } finally {
    await rm(arriving, { force: true });
  }
}

async function copy(source: string, to: string): Promise<{ sha256: string; bytes: number }> {
  const from = await open(source, 'r');
  const into = await open(to, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(1 << 20);
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await from.read(buffer, 0, buffer.length);
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      hash.update(piece);
      await into.writeFile(piece);
      bytes += bytesRead;
    }
    await into.sync();
    return { sha256: hash.digest('hex'), bytes };
  } finally {
    await from.close();
    await into.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().catch(() => undefined);
  await folder.close();
}

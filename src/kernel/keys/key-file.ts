import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KithError } from '../errors.ts';

const private_ = { mode: 0o600, flag: 'wx' } as const;

/** A secret file's text, made by `make` on first use and readable by its owner alone. Of two processes that start together, both read one's. */
export function openKeyFile(file: string, make: () => string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const there = read(file);
  if (there !== null) return there;
  const draft = draftOf(file);
  writeFileSync(draft, make(), private_);
  try {
    // A link is made whole and at once, and never over another.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8');
}

/** Puts what `change` makes of a secret file in its place, whole and at once. Throws `store.locked` while another process does. */
export function changeKeyFile(file: string, change: (text: string) => string): void {
  const lock = `${file}.lock`;
  try {
    writeFileSync(lock, '', private_);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new KithError('store.locked', `${file} is being changed by another process.`, { mend: `Wait until it is done; if none is running, remove ${lock}.`, cause });
  }
  const draft = draftOf(file);
  try {
    writeFileSync(draft, change(readFileSync(file, 'utf8')), private_);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
    rmSync(lock);
  }
}

const draftOf = (file: string): string => `${file}.${randomBytes(6).toString('hex')}`;

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

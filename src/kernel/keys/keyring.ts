import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { KithError } from '../errors.ts';
import { changeKeyFile, openKeyFile } from './key-file.ts';

/** A key of 32 bytes that columns are sealed under. */
export interface ColumnKey {
  id: string;
  bytes: Buffer;
  /** When it was made, where that is known. */
  made: string | null;
}

/** Keys in their order: the first seals, all open. */
export interface Keyring {
  /** Where they are kept; those of the environment are changed there, by whoever runs Kith. */
  source: 'environment' | 'file';
  keys(): readonly ColumnKey[];
  /** Puts a new key in front. With keys of the environment, nothing is kept: the new `KITH_KEYS` is for whoever runs Kith to set. */
  rotate(): { id: string; variable: string | null };
  /** Takes a key out. Throws `usage.invalid` for the first, one there is none of, and keys of the environment. */
  remove(id: string): void;
}

const keyId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'a key is named with small letters, digits and hyphens');
const secret = z.string().transform((text, context) => {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== 32) context.addIssue('a key is 32 bytes in base64url');
  return bytes;
});
const fileSchema = z.object({ keys: z.array(z.object({ id: keyId, key: secret, made: z.iso.datetime() })).min(1) });
const variableSchema = z.array(z.object({ id: keyId, key: secret })).min(1);

const written = (keys: readonly ColumnKey[]): string => JSON.stringify({ keys: keys.map(({ id, bytes, made }) => ({ id, key: bytes.toString('base64url'), made })) }, null, 2);
const asVariable = (keys: readonly ColumnKey[]): string => keys.map(({ id, bytes }) => `${id}=${bytes.toString('base64url')}`).join(',');

/** The keys of `KITH_KEYS`, or of `keys/columns.json` in the data folder, made on first use. Throws `config.invalid`. */
export function openKeyring(config: Pick<Config, 'data' | 'keys'>, clock: Clock): Keyring {
  const fresh = (): ColumnKey => ({ id: `k${randomBytes(4).toString('hex')}`, bytes: randomBytes(32), made: clock.now().toISOString() });
  return config.keys === undefined ? fromFile(join(config.data, 'keys', 'columns.json'), fresh) : fromVariable(config.keys, fresh);
}

function fromVariable(text: string, fresh: () => ColumnKey): Keyring {
  const pairs = text.split(/[\s,]+/).filter((pair) => pair !== '').map((pair) => ({ id: pair.slice(0, pair.indexOf('=')), key: pair.slice(pair.indexOf('=') + 1) }));
  const parsed = variableSchema.safeParse(pairs);
  if (!parsed.success) throw new KithError('config.invalid', `KITH_KEYS: ${parsed.error.issues[0]?.message}`, { mend: 'Write id=key,id=key with the newest first, as "kith keys rotate" prints it.' });
  const keys: ColumnKey[] = parsed.data.map(({ id, key }) => ({ id, bytes: key, made: null }));
  return {
    source: 'environment',
    keys: () => keys,
    rotate() {
      const made = fresh();
      return { id: made.id, variable: asVariable([made, ...keys]) };
    },
    remove: (id) => {
      throw new KithError('usage.invalid', `The key ${id} is in KITH_KEYS.`, { mend: 'Take it out there, and start every process of Kith again.' });
    },
  };
}

function fromFile(file: string, fresh: () => ColumnKey): Keyring {
  const parse = (text: string): ColumnKey[] => {
    const parsed = fileSchema.safeParse(JSON.parse(text));
    if (!parsed.success) throw new KithError('config.invalid', `${file} does not hold the keys of columns.`, { mend: 'Restore it from its backup: what was sealed under its keys cannot be read without them.' });
    return parsed.data.keys.map(({ id, key, made }) => ({ id, bytes: key, made }));
  };
  let known: { stamp: string; keys: ColumnKey[] } | null = null;
  const keys = (): ColumnKey[] => {
    // Asked each time, so that a process that has been up for weeks seals under a key made a minute ago.
    const stamp = stampOf(file);
    if (known === null || stamp === null || known.stamp !== stamp) {
      const read = parse(openKeyFile(file, () => written([fresh()])));
      known = { stamp: stampOf(file) ?? '', keys: read };
    }
    return known.keys;
  };
  return {
    source: 'file',
    keys,
    rotate() {
      keys();
      const made = fresh();
      changeKeyFile(file, (text) => written([made, ...parse(text)]));
      return { id: made.id, variable: null };
    },
    remove(id) {
      const [first] = keys();
      if (first?.id === id) throw new KithError('usage.invalid', `The key ${id} is the one that seals.`, { mend: 'Make a new one first: kith keys rotate.' });
      if (!keys().some((key) => key.id === id)) throw new KithError('usage.invalid', `There is no key ${id}.`, { mend: 'See "kith keys list".' });
      changeKeyFile(file, (text) => written(parse(text).filter((key) => key.id !== id)));
    },
  };
}

function stampOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.ino}/${found.mtimeMs}/${found.size}`;
}

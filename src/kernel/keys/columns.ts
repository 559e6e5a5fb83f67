import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { KithError } from '../errors.ts';
import { openKeyring, type Keyring } from './keyring.ts';

/** A column whose values are sealed, so that who has the store or its backup has not what they say. */
export interface SealedColumn {
  /** `schema.table` */
  table: string;
  column: string;
  /** The column that is its primary key, or the part of it that tells its rows apart. */
  row: string;
  /** How many are sealed again at once; 200 when not given. */
  atOnce?: number;
}

/** Seals and opens values of columns. */
export interface ColumnSeals {
  keyring: Keyring;
  /** The value as it may be stored: `k1:<key id>:<nonce, tag and text in base64url>`. Bound to its column and row: moved to another, it does not open. */
  sealColumn(column: SealedColumn, row: string, plain: string): string;
  /** What was sealed. Throws `keys.unknown` when its key is not here, `keys.broken` when it was altered or moved. */
  openColumn(column: SealedColumn, row: string, sealed: string): string;
}

const [nonceBytes, tagBytes] = [12, 16];
const shape = /^k1:([a-z0-9-]+):([\w-]+)$/;

/** Id of the key a stored value is sealed under; null for what was not sealed. */
export const keyOf = (sealed: string): string | null => shape.exec(sealed)?.[1] ?? null;

/** AES-256-GCM with a random nonce of 96 bits: good for 2³² values under one key (NIST SP 800-38D, 8.3). */
export function openColumnSeals(config: Pick<Config, 'data' | 'keys'>, clock: Clock): ColumnSeals {
  const keyring = openKeyring(config, clock);
  const place = (column: SealedColumn, row: string): Buffer => Buffer.from(JSON.stringify(['kith column 1', column.table, column.column, row]));
  return {
    keyring,
    sealColumn(column, row, plain) {
      const key = keyring.keys()[0]!;
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(place(column, row));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `k1:${key.id}:${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    openColumn(column, row, sealed) {
      const where = `${column.table}.${column.column}`;
      const [, id, text] = shape.exec(sealed) ?? [];
      if (id === undefined || text === undefined) throw broken(where, row);
      const key = keyring.keys().find((k) => k.id === id);
      if (key === undefined) {
        throw new KithError('keys.unknown', `A value of ${where} is sealed under the key ${id}, which is not here.`, { mend: 'Put the key back (KITH_KEYS, or keys/columns.json in the data folder), then run "kith keys reencrypt" before taking it out.', detail: { key: id } });
      }
      const bytes = Buffer.from(text, 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, nonceBytes)).setAAD(place(column, row)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
      } catch {
        throw broken(where, row);
      }
    },
  };
}

const broken = (where: string, row: string): KithError =>
  new KithError('keys.broken', `The value of ${where} in row ${row} was altered, or belongs to another row.`, { mend: 'Restore the row from a backup, and find out who wrote to the store.' });

import { existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { systemClock } from '../clock.ts';
import { newId } from '../identifiers.ts';
import { countByKey, keyOf, openColumnSeals, reencryptColumns, type ColumnSeals, type SealedColumn } from './index.ts';

const notes: SealedColumn = { table: 'access.kept_form', column: 'sealed', row: 'kept_id' };
let db: Awaited<ReturnType<typeof testDatabase>>;
let data: string;
let seals: ColumnSeals;

beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'kith-keys-'));
  seals = openColumnSeals({ data }, systemClock);
  await db.writer`truncate access.kept_form`;
});

async function keep(text: string): Promise<string> {
  const row = newId();
  await db.writer`insert into access.kept_form (kept_id, user_id, sealed, expires_at) values (${row}, 'joanna.price', ${seals.sealColumn(notes, row, text)}, now())`;
  return row;
}
const stored = async (row: string): Promise<string> => (await db.writer<{ sealed: string }[]>`select sealed from access.kept_form where kept_id = ${row}`)[0]!.sealed;

test('what is sealed says nothing, opens in its own row and column, and nowhere else', () => {
  const sealed = seals.sealColumn(notes, 'a', 'Amina’s notes');
  expect(Buffer.from(sealed.split(':')[2]!, 'base64url').toString('latin1')).not.toContain('Amina');
  expect(seals.openColumn(notes, 'a', sealed)).toBe('Amina’s notes');
  expect(() => seals.openColumn(notes, 'b', sealed)).toThrow('was altered, or belongs to another row');
  expect(() => seals.openColumn({ ...notes, table: 'access.factor' }, 'a', sealed)).toThrow('belongs to another row');
  const at = sealed.length - 5;
  expect(() => seals.openColumn(notes, 'a', `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`)).toThrow('was altered');
  expect(() => seals.openColumn(notes, 'a', 'plain text')).toThrow('was altered');
  expect(seals.sealColumn(notes, 'a', 'x')).not.toBe(seals.sealColumn(notes, 'a', 'x'));
});

test('the keys are made once, for their owner alone, and a process that is up seals under a new one at once', () => {
  const other = openColumnSeals({ data }, systemClock);
  const before = seals.sealColumn(notes, 'a', 'x');
  expect(other.openColumn(notes, 'a', before)).toBe('x');
  expect(statSync(join(data, 'keys/columns.json')).mode & 0o777).toBe(0o600);
  const { id, variable } = other.keyring.rotate();
  expect(variable).toBeNull();
  expect(keyOf(seals.sealColumn(notes, 'a', 'x'))).toBe(id);
  expect(seals.openColumn(notes, 'a', before)).toBe('x');
});

test('while values are read they are sealed again under a new key, and each is whole throughout', async () => {
  const rows = await Promise.all(Array.from({ length: 450 }, (_, i) => keep(`note ${i}`)));
  const old = seals.keyring.keys()[0]!.id;
  const { id } = seals.keyring.rotate();
  const done = new AbortController();
  const reader = (async () => {
    let read = 0;
    while (!done.signal.aborted) {
      const i = read++ % rows.length;
      expect(seals.openColumn(notes, rows[i]!, await stored(rows[i]!))).toBe(`note ${i}`);
    }
    return read;
  })();
  const [moved] = await reencryptColumns(db.writer, seals, [notes]);
  done.abort();
  expect(await reader).toBeGreaterThan(0);
  expect(moved).toEqual({ column: 'access.kept_form.sealed', moved: 450, failed: [] });
  expect(await countByKey(db.writer, [notes])).toEqual([{ column: 'access.kept_form.sealed', key: id, values: 450 }]);
  seals.keyring.remove(old);
  for (const [i, row] of rows.entries()) expect(seals.openColumn(notes, row, await stored(row))).toBe(`note ${i}`);
});

test('cut off between batches, it goes on where it was; a row that was tampered with is named and the rest go on', async () => {
  const rows = await Promise.all(Array.from({ length: 250 }, (_, i) => keep(`note ${i}`)));
  const { id } = seals.keyring.rotate();
  const cut = reencryptColumns(db.writer, seals, [notes], () => {
    throw new Error('killed');
  });
  await expect(cut).rejects.toThrow('killed');
  const half = await countByKey(db.writer, [notes]);
  expect(half.find(({ key }) => key === id)?.values).toBe(200);
  const [bad = '', good = ''] = rows.toSorted().slice(-2);
  await db.writer`update access.kept_form set sealed = ${await stored(good)} where kept_id = ${bad}`;
  const [done] = await reencryptColumns(db.writer, seals, [notes]);
  expect(done).toMatchObject({ moved: 49, failed: [{ row: bad, reason: expect.stringContaining(bad) as string }] });
});

test('a value whose key was taken out says which key is wanted and how to bring it back', () => {
  const sealed = seals.sealColumn(notes, 'a', 'x');
  const old = seals.keyring.keys()[0]!.id;
  expect(() => seals.keyring.remove(old)).toThrow('is the one that seals');
  seals.keyring.rotate();
  seals.keyring.remove(old);
  expect(() => seals.openColumn(notes, 'a', sealed)).toThrow(`sealed under the key ${old}, which is not here`);
  expect(() => seals.keyring.remove('k0')).toThrow('There is no key k0');
});

test('keys of the environment are in their order, and a new one is for whoever runs Kith to set', () => {
  const first = Buffer.alloc(32, 1).toString('base64url');
  const given = openColumnSeals({ data, keys: `k2=${first}, k1=${Buffer.alloc(32, 2).toString('base64url')}` }, systemClock);
  expect(given.keyring.keys().map(({ id }) => id)).toEqual(['k2', 'k1']);
  const { id, variable } = given.keyring.rotate();
  expect(variable).toMatch(new RegExp(`^${id}=[\\w-]{43},k2=${first},k1=`));
  expect(openColumnSeals({ data, keys: variable! }, systemClock).openColumn(notes, 'a', given.sealColumn(notes, 'a', 'x'))).toBe('x');
  expect(() => given.keyring.remove('k1')).toThrow('is in KITH_KEYS');
  expect(() => openColumnSeals({ data, keys: 'k1=short' }, systemClock)).toThrow('KITH_KEYS: a key is 32 bytes');
  expect(existsSync(join(data, 'keys/columns.json'))).toBe(false);
});

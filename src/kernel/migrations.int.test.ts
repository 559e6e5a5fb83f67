import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { migrate } from './migrations.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());

test('a migrated database has nothing left to apply', async () => {
  expect(await migrate(db)).toEqual([]);
});

test('an applied migration that was edited is refused by name', async () => {
  const edited = [{ name: '202611220900-create-access', room: 'access', text: 'select 1', checksum: 'other' }];
  await expect(migrate(db, edited)).rejects.toMatchObject({ code: 'store.behind', message: expect.stringContaining('202611220900-create-access') });
});

test('the reader owns no table and cannot write what it reads', async () => {
  const owned = await db.reader`select 1 from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = 'kith_reader'`;
  expect(owned).toHaveLength(0);
  await expect(db.reader`delete from record.fact`).rejects.toThrow(/permission denied/);
});

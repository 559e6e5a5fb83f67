import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { connect, type Database } from '../../src/kernel/index.ts';

/** A fresh, migrated database of this test's own. Close it when done. */
export async function testDatabase(): Promise<Database & { name: string; socket: string }> {
  const socket = inject('socket');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = postgres({ path: socket, host: socket, username: 'postgres', database: 'postgres', max: 1, onnotice: () => undefined });
  await admin`create database ${admin(name)} template kith_template`;
  const db = await connect({ socket, database: name }, 'embedded', async () => {
    await admin`drop database if exists ${admin(name)} with (force)`;
    await admin.end();
  });
  return { ...db, name, socket };
}

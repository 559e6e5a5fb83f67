import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from './database.ts';
import { KithError } from './errors.ts';

export interface Migration {
  /** `YYYYMMDDHHMM-verb-object` */
  name: string;
  room: string;
  text: string;
  checksum: string;
}

const src = fileURLToPath(new URL('..', import.meta.url));

/** Every room's migrations, oldest first across rooms, so that a room may build on one it may import. */
export function listMigrations(): Migration[] {
  return globSync('*/migrations/*.sql', { cwd: src })
    .map((path) => {
      const text = readFileSync(join(src, path), 'utf8');
      return { name: basename(path, '.sql'), room: dirname(dirname(path)), text, checksum: createHash('sha256').update(text).digest('hex') };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Brings the database up to this version of Kith, one transaction for each migration. Safe to run from several
 * processes at once. A migration that was applied and has since been edited is refused.
 * @returns names of those applied now
 */
export async function migrate(db: Pick<Database, 'owner'>, migrations = listMigrations()): Promise<string[]> {
  const connection = await db.owner.reserve();
  const applied: string[] = [];
  try {
    await connection`select pg_advisory_lock(7254082)`;
    await connection`create schema if not exists kernel`;
    await connection`create table if not exists kernel.migration (
      name text primary key, room text not null, checksum text not null, applied_at timestamptz not null default now())`;
    const done = new Map((await connection<{ name: string; checksum: string }[]>`select name, checksum from kernel.migration`).map((m) => [m.name, m.checksum]));
    for (const migration of migrations) {
      const before = done.get(migration.name);
      if (before === migration.checksum) continue;
      if (before !== undefined) {
        throw new KithError('store.behind', `Migration ${migration.name} was applied and has since been changed.`, {
          mend: 'Restore the file and put the change in a new migration.',
        });
      }
      await connection.unsafe('begin');
      try {
        await connection.unsafe(migration.text);
        await connection`insert into kernel.migration ${connection({ name: migration.name, room: migration.room, checksum: migration.checksum })}`;
        await connection.unsafe('commit');
      } catch (cause) {
        await connection.unsafe('rollback');
        throw new KithError('store.behind', `Migration ${migration.room}/${migration.name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      }
      applied.push(migration.name);
    }
  } finally {
    await connection`select pg_advisory_unlock(7254082)`;
    connection.release();
  }
  return applied;
}

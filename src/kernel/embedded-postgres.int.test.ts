import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrations.ts';

const folders: string[] = [];
function folder(mode = 0o755): string {
  const dir = mkdtempSync(join(tmpdir(), 'kith-pg-'));
  chmodSync(dir, mode);
  folders.push(dir);
  return dir;
}
afterEach(() => folders.splice(0).forEach((dir) => rmSync(dir, { recursive: true, force: true })));

const script = `
import { openDatabase, migrate } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
const db = await openDatabase({ data: process.argv[1] });
await migrate(db);
await db.writer\`insert into linkage.person (person_id, created_at) values (gen_random_uuid(), now())\`;
console.log('acknowledged');
setInterval(() => {}, 1000);
`;

test('what was acknowledged survives a kill -9 of Kith, and the server left behind is joined, then stopped by the last one out', async () => {
  const data = folder();
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');

  const first = await openDatabase({ data });
  const second = await openDatabase({ data });
  expect(await first.writer`select person_id from linkage.person`).toHaveLength(1);
  await first.close();
  expect(await second.writer`select person_id from linkage.person`).toHaveLength(1);
  await second.close();
  const third = await openDatabase({ data });
  expect(await third.writer`select person_id from linkage.person`).toHaveLength(1);
  await third.close();
});

test('a data folder nobody else can enter works, as root too', async () => {
  const data = folder(0o700);
  const db = await openDatabase({ data });
  expect((await migrate(db)).length).toBeGreaterThan(0);
  await db.close();
  const pointer = join(data, 'postgres-is-at');
  if (existsSync(pointer)) rmSync(readFileSync(pointer, 'utf8').trim(), { recursive: true, force: true });
});

test('a missing package is a coded error that says what to do', async () => {
  await expect(startEmbeddedPostgres(folder(), 'no-such-postgres')).rejects.toMatchObject({ code: 'store.unavailable', mend: expect.stringContaining('DATABASE_URL') });
});

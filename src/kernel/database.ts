import { join } from 'node:path';
import postgres from 'postgres';
import type { Config } from './config.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { KithError } from './errors.ts';

/** A pool or an open transaction: what a store's functions take. Queries are tagged templates, always parameterised. */
export type Sql = postgres.Sql | postgres.TransactionSql;

/**
 * The three ways into PostgreSQL. Each is a pool acting as a role of its own:
 * `owner` creates and migrates; `writer` imports, links and files; `reader` serves people's pages, owns nothing
 * and sees only the rows a decision opened (row-level security).
 */
export interface Database {
  owner: postgres.Sql;
  writer: postgres.Sql;
  reader: postgres.Sql;
  store: 'embedded' | 'server';
  /** Server version, e.g. `18.4`. */
  version: string;
  /** How a library with connections of its own reaches the same store. */
  target: Target;
  close(): Promise<void>;
}

export const roles = { owner: 'kith_owner', writer: 'kith_writer', reader: 'kith_reader' } as const;

/** Connects to the configured server, or starts the embedded one, and makes sure the roles exist. */
export async function openDatabase(config: Pick<Config, 'data' | 'databaseUrl'>): Promise<Database> {
  if (config.databaseUrl !== undefined) return connect({ url: config.databaseUrl }, 'server', async () => undefined);
  const server = await startEmbeddedPostgres(config.data);
  const socket = join(server.socketDir, `.s.PGSQL.${server.port}`);
  const admin = postgres({ path: socket, host: socket, username: 'postgres', database: 'postgres', max: 1, onnotice: () => undefined });
  const [made] = await admin`select 1 from pg_database where datname = 'kith'`;
  if (!made) await admin`create database kith`.catch(alreadyThere);
  await admin.end();
  return connect({ socket, database: 'kith' }, 'embedded', () => server.stop());
}

/** A server by its address, or the embedded one by the path of its socket. */
export type Target = { url: string } | { socket: string; database: string };

/** Opens the three pools on one database. */
export async function connect(target: Target, store: Database['store'], after: () => Promise<void>): Promise<Database> {
  const pool = (role: string | null, max: number): postgres.Sql => {
    const options: postgres.Options<Record<string, postgres.PostgresType>> = {
      max,
      idle_timeout: 0,
      connect_timeout: 10,
      onnotice: () => undefined,
      connection: { application_name: 'kith', timezone: 'UTC', ...(role === null ? {} : { role }) },
      types: { date: { to: 1082, from: [1082], serialize: String, parse: (x: string) => x } },
    };
    return 'url' in target
      ? postgres(target.url, options)
      : postgres({ ...options, path: target.socket, host: target.socket, username: 'postgres', database: target.database });
  };
  // Stays open while we run: it tells other Kith processes on an embedded server that somebody is still here.
  const presence = pool(null, 1);
  try {
    const version = await prepare(presence);
    const pools = { owner: pool(roles.owner, 2), writer: pool(roles.writer, 8), reader: pool(roles.reader, 12) };
    return {
      ...pools,
      store,
      version,
      target,
      async close() {
        await Promise.all([...Object.values(pools), presence].map((p) => p.end({ timeout: 5 })));
        await after();
      },
    };
  } catch (cause) {
    await presence.end({ timeout: 5 });
    await after();
    if (cause instanceof KithError) throw cause;
    throw new KithError('store.unavailable', `PostgreSQL could not be opened: ${cause instanceof Error ? cause.message : String(cause)}`, {
      mend: 'Check DATABASE_URL, that the server is running, and that the user may create roles and extensions.',
      cause,
    });
  }
}

const lock = 7_254_081;

async function prepare(admin: postgres.Sql): Promise<string> {
  const [row] = await admin<{ version: string; number: number }[]>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number`;
  if (!row || row.number < 160000) {
    throw new KithError('store.unavailable', `Kith needs PostgreSQL 16 or later; this server is ${row?.version ?? 'unknown'}.`, {
      mend: 'Upgrade the server, or leave DATABASE_URL unset to use the embedded one.',
    });
  }
  await admin.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(${lock})`;
    for (const role of Object.values(roles)) {
      const [exists] = await sql`select pg_has_role(current_user, oid, 'usage') as member from pg_roles where rolname = ${role}`;
      if (!exists) await sql`create role ${sql(role)} nologin`;
      if (!exists || exists.member !== true) await sql`grant ${sql(role)} to current_user`;
    }
    const [ready] = await sql`select has_database_privilege(${roles.owner}, current_database(), 'create') as yes`;
    if (ready?.yes !== true) {
      await sql`grant create on database ${sql(await databaseName(sql))} to ${sql(roles.owner)}`;
      await sql`alter default privileges for role ${sql(roles.owner)} grant usage on schemas to ${sql(roles.writer)}`;
      await sql`alter default privileges for role ${sql(roles.owner)} grant select, insert, update, delete, truncate on tables to ${sql(roles.writer)}`;
      await sql`alter default privileges for role ${sql(roles.owner)} grant usage on sequences to ${sql(roles.writer)}`;
    }
    for (const extension of ['pg_trgm', 'unaccent', 'btree_gin']) await sql`create extension if not exists ${sql(extension)}`;
  });
  return row.version.split(' ')[0] ?? row.version;
}

/**
 * Brings the planner's figures and the indexes' pending entries up to a bulk change. Without it the first pages after a
 * large import run on plans made for empty tables, until the server's own housekeeping comes round.
 */
export async function refreshStatistics(db: Pick<Database, 'owner'>, schemas: readonly string[]): Promise<void> {
  const tables = await db.owner<{ schema: string; name: string }[]>`
    select schemaname as schema, tablename as name from pg_tables where schemaname = any(${[...schemas]}::text[])`;
  for (const { schema, name } of tables) await db.owner`vacuum (analyze) ${db.owner(schema)}.${db.owner(name)}`;
}

async function databaseName(sql: Sql): Promise<string> {
  const [row] = await sql<{ name: string }[]>`select current_database() as name`;
  return row?.name ?? 'kith';
}

function alreadyThere(error: unknown): void {
  if ((error as { code?: string }).code !== '42P04') throw error;
}

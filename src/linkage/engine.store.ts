import { rmSync } from 'node:fs';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { readSettled, readStated, settle } from './settled.store.ts';
import { lineColumns } from './lines.ts';
import { streamLookUps } from './live/rows.store.ts';
import type { Model } from './model.ts';
import { createPairs, layKeys } from './pairs.store.ts';

/** How often each name stands in the area when it was counted, and among how many records: frozen between rebuilds. */
export interface Terms {
  records: number;
  rows: { kind: 'given' | 'family'; term: string; count: number }[];
}

/** Pairs as columns, so that millions cross between threads as a few buffers. */
export interface Edges {
  a: Float64Array;
  b: Float64Array;
  weight: Float64Array;
  /** Index of the guard that holds, or -1. */
  guard: Int8Array;
}

/** A connection to the engine's DuckDB, with what its stores do all the time. */
export interface Work {
  db: DuckDBConnection;
  run: (text: string) => Promise<void>;
  rows: (text: string) => Promise<DuckDBValue[][]>;
  count: (text: string) => Promise<number>;
  /** Columns of numbers. */
  numbers: (text: string) => Promise<number[][]>;
  /** The first column, of texts, a chunk at a time. */
  texts: (query: string) => AsyncGenerator<string[]>;
  /** Makes a temporary table of these columns of whole numbers. */
  put: (table: string, columns: Readonly<Record<string, ArrayLike<number>>>) => Promise<void>;
}

export type Engine = Awaited<ReturnType<typeof openEngine>>;

const columns = [...lineColumns.single, ...lineColumns.list];

/**
 * Opens the disposable DuckDB file that blocks and scores. Extensions never install or load themselves, and once
 * open it reaches nothing outside its own file and spill folder.
 * @param options.memory DuckDB's own limit, in MB; the process may use a third more
 */
export async function openEngine(model: Model, options: { file: string; spill: string; memory: number; threads: number }) {
  const instance = await open(options);
  const work = workOn(await instance.connect());
  // Look-ups are read beside what the first connection does meanwhile.
  const beside = workOn(await instance.connect());
  const { run, rows, count } = work;
  for (const setting of [`temp_directory = '${options.spill.replaceAll("'", "''")}'`, 'preserve_insertion_order = false', 'enable_external_access = false', 'lock_configuration = true']) {
    await run(`set ${setting}`);
  }
  const record = `(id bigint, ${lineColumns.single.map((c) => `${c} varchar`).join(', ')}, ${lineColumns.list.map((c) => `${c} varchar[]`).join(', ')}, ${lineColumns.statements} varchar,
    givenShare double, familyShare double, givenKnown boolean)`;
  // A file of an older Kith has other columns: it is made again, since everything in it comes again from PostgreSQL.
  if ((await count(`select count(*) from duckdb_columns() where table_name = 'record' and column_name in ('${lineColumns.statements}', 'stated')`)) < 2) {
    for (const table of ['record', 'meta', 'term', 'key']) await run(`drop table if exists ${table}`);
  }
  await run(`create table if not exists record ${record}`);
  await run('create table if not exists key (rule utinyint, k bigint, id bigint)');
  await run('create table if not exists meta (model varchar, run_before varchar, run_after varchar)');
  await run('create table if not exists term (kind varchar, term varchar, n bigint, records bigint)');
  let into = 'record';
  const insert = (table: string): string => `insert into ${table} by name select f[1]::bigint as id,
    ${lineColumns.single.map((c, i) => `nullif(f[${i + 2}], '') as ${c}`).join(', ')},
    ${lineColumns.list.map((c, i) => `string_split(nullif(f[${i + 2 + lineColumns.single.length}], ''), chr(31)) as ${c}`).join(', ')}, nullif(f[${columns.length + 2}], '') as ${lineColumns.statements}
    from (select string_split(unnest(string_split(decode($1::blob), chr(10))), chr(30)) as f)`;

  return {
    ...createPairs(work, model),

    /** Which published runs this file's records stand for; empty when it is new. */
    async stands(): Promise<{ model: string; runs: string[] }> {
      const [row] = await rows('select model, run_before, run_after from meta');
      return { model: typeof row?.[0] === 'string' ? row[0] : '', runs: [row?.[1], row?.[2]].filter((r) => typeof r === 'string') };
    },
    async standFor(before: string, after: string): Promise<void> {
      await run('delete from meta');
      await work.db.run('insert into meta values ($1, $2, $3)', [model.version, before, after]);
      await run('checkpoint');
    },

    /**
     * Opens a load; `add` lines of records to it, then `take` them in the place of any with the same ids. Names get their
     * frequencies from `weigh`.
     * @param how `all` empties the file first
     */
    async begin(how: 'all' | 'some'): Promise<void> {
      into = how === 'all' ? 'record' : 'incoming';
      // One transaction, so that rows go to the file once and not by way of its log.
      await run('begin transaction');
      if (how === 'all') for (const table of ['record', 'key', 'meta', 'term']) await run(`delete from ${table}`);
      else await run(`create or replace temp table incoming ${record}`);
    },
    async add(lines: ArrayBuffer): Promise<void> {
      if (lines.byteLength === 0) return;
      const statement = await work.db.prepare(insert(into));
      statement.bindBlob(1, new Uint8Array(lines));
      await statement.run();
      statement.destroySync();
    },
    async take(): Promise<void> {
      if (into === 'incoming') {
        for (const table of ['record', 'key']) await run(`delete from ${table} where id in (select id from incoming)`);
        await run('insert into record select * from incoming');
      }
      await layKeys(work, model, into);
      if (into === 'incoming') await run('drop table incoming');
      await run('commit');
    },

    /** Counts how often each name stands in the records there are. */
    async countTerms(): Promise<Terms> {
      const records = await count('select count(*) from record');
      const of = (kind: 'given' | 'family') => `select '${kind}', ${kind}, count(*) from record where ${kind} is not null group by all having count(*) > 1`;
      const found = await rows(`${of('given')} union all ${of('family')} order by all`);
      return { records, rows: found.map(([kind, term, n]) => ({ kind: kind as 'given' | 'family', term: String(term), count: Number(n) })) };
    },

    /**
     * Gives records the frequency of their names by frozen counts, leaning on the model's where counts are few.
     * @param all every record, because the counts are new; otherwise those that have none yet
     */
    async weigh(terms: Terms, all = true): Promise<void> {
      await run('delete from term');
      const appender = await work.db.createAppender('term');
      for (const row of terms.rows) {
        appender.appendVarchar(row.kind);
        appender.appendVarchar(row.term);
        appender.appendBigInt(BigInt(row.count));
        appender.appendBigInt(BigInt(terms.records));
        appender.endRow();
      }
      appender.closeSync();
      const { trust, share: usual, least } = model.terms;
      const share = (kind: string): string =>
        `greatest(${least}, (coalesce((select n from term t where t.kind = '${kind}' and t.term = record.${kind}), 1) + ${trust * usual}) / ${terms.records + trust})`;
      await run(`update record set givenShare = ${share('given')}, familyShare = ${share('family')},
        givenKnown = coalesce((select n from term t where t.kind = 'given' and t.term = record.given), 1) >= ${Math.max(5, terms.records / 20_000)}
        ${all ? '' : 'where givenShare is null'}`);
    },

    /** What is stated of the homes of each settled group of records, group by group. */
    settle: (groups: Parameters<typeof settle>[1]) => settle(work, groups),
    settled: () => readSettled(work),
    stated: (bare: boolean) => readStated(work, bare),
    /** Text for PostgreSQL's COPY of what a live look-up finds people by. */
    lookUps: (filling: string | null, only: readonly number[] | null) => streamLookUps(beside, filling, only),

    async close(): Promise<void> {
      for (const { db } of [work, beside]) db.closeSync();
      instance.closeSync();
    },
  };
}

function workOn(db: DuckDBConnection): Work {
  const rows = async (text: string): Promise<DuckDBValue[][]> => (await db.runAndReadAll(text)).getRows();
  return {
    db,
    run: async (text) => void (await db.run(text)),
    rows,
    count: async (text) => Number((await rows(text))[0]?.[0] ?? 0),
    numbers: async (text) => (await db.runAndReadAll(text)).getColumns() as number[][],
    async *texts(query) {
      const stream = await db.stream(query);
      for (let chunk = await stream.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await stream.fetchChunk()) yield chunk.getColumnValues(0) as string[];
    },
    async put(table, given) {
      const names = Object.keys(given);
      const values = Object.values(given);
      await db.run(`create or replace temp table ${table} (${names.map((name) => `${name} bigint`).join(', ')})`);
      const appender = await db.createAppender(table);
      for (let i = 0; i < (values[0]?.length ?? 0); i++) {
        for (const column of values) appender.appendBigInt(BigInt(column[i]!));
        appender.endRow();
      }
      appender.closeSync();
    },
  };
}

async function open(options: { file: string; memory: number; threads: number }): Promise<DuckDBInstance> {
  const settings = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', memory_limit: `${options.memory}MB`, threads: String(options.threads) };
  try {
    return await DuckDBInstance.create(options.file, settings);
  } catch {
    // A file a kill left unreadable is worth nothing: everything in it comes again from PostgreSQL.
    for (const end of ['', '.wal']) rmSync(options.file + end, { force: true });
    return DuckDBInstance.create(options.file, settings);
  }
}

import { rmSync } from 'node:fs';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { selectEvidence, selectKeys, selectScores } from './compare.store.ts';
import { selectLive, type LiveRows } from './live/rows.store.ts';
import { listColumns, singleColumns, type Model } from './model.ts';
import type { LinkageRecord } from './standardise.ts';

/** Pairs as columns, so that millions cross between threads as a few buffers. */
export interface Edges {
  a: Float64Array;
  b: Float64Array;
  weight: Float64Array;
  /** Index of the guard that holds, or -1. */
  guard: Int8Array;
}

/** How often each name stands in the area when it was counted, and among how many records: frozen between rebuilds. */
export interface Terms {
  records: number;
  rows: { kind: 'given' | 'family'; term: string; count: number }[];
}

export interface PairCounts {
  candidates: number;
  /** Keys passed over because more records share them than the model's cap. */
  blocksOverCap: number;
}

export type Engine = Awaited<ReturnType<typeof openEngine>>;

const columns = [...singleColumns, ...listColumns];
const unit = '\u001f';

/**
 * Opens the disposable DuckDB file that blocks and scores. Extensions never install or load themselves, and once
 * open it reaches nothing outside its own file and spill folder.
 * @param options.memory DuckDB's own limit, in MB; the process may use a third more
 */
export async function openEngine(model: Model, options: { file: string; spill: string; memory: number; threads: number }) {
  const instance = await open(options);
  const db = await instance.connect();
  const run = async (text: string): Promise<void> => void (await db.run(text));
  const rows = async (text: string): Promise<DuckDBValue[][]> => (await db.runAndReadAll(text)).getRows();
  const count = async (text: string): Promise<number> => Number((await rows(text))[0]?.[0] ?? 0);

  for (const setting of [`temp_directory = '${options.spill.replaceAll("'", "''")}'`, 'preserve_insertion_order = false', 'enable_external_access = false', 'lock_configuration = true']) {
    await run(`set ${setting}`);
  }
  let fresh = true;
  await run(`create table if not exists record (id bigint, ${singleColumns.map((c) => `${c} varchar`).join(', ')}, ${listColumns.map((c) => `${c} varchar[]`).join(', ')},
    givenShare double, familyShare double, givenKnown boolean)`);
  await run('create table if not exists meta (model varchar, run_before varchar, run_after varchar)');
  await run('create table if not exists term (kind varchar, term varchar, n bigint, records bigint)');

  return {
    /** Which published runs this file's records stand for; empty when it is new. */
    async stands(): Promise<{ model: string; runs: string[] }> {
      const [row] = await rows('select model, run_before, run_after from meta');
      return { model: typeof row?.[0] === 'string' ? row[0] : '', runs: [row?.[1], row?.[2]].filter((r) => typeof r === 'string') };
    },
    async standFor(before: string, after: string): Promise<void> {
      await run('delete from meta');
      await db.run('insert into meta values ($1, $2, $3)', [model.version, before, after]);
      await run('checkpoint');
    },
    clear: () => run('delete from record; delete from meta; delete from term'),

    /** Opens a load; `add` records to it, then `take` them in the place of any with the same ids. Names get their frequencies from `weigh`. */
    begin: () => run(`create or replace temp table incoming (id bigint, ${columns.map((c) => `${c} varchar`).join(', ')})`),
    add: (batch: readonly LinkageRecord[]): Promise<number> => append(db, batch),
    async take(): Promise<void> {
      await run('delete from record where id in (select id from incoming)');
      await run(`insert into record by name select id, ${singleColumns.join(', ')}, ${listColumns.map((c) => `string_split(${c}, chr(31)) as ${c}`).join(', ')} from incoming order by id`);
      await run('drop table incoming');
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
      const appender = await db.createAppender('term');
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

    /**
     * Finds candidates of these records (null: of all) by every blocking rule, each pair under the first rule that finds
     * it, and scores those not yet scored in this session.
     */
    async score(touched: readonly number[] | null): Promise<PairCounts> {
      if (touched !== null) await putIds(db, 'touched', touched);
      await run('create or replace temp table candidate (a bigint, b bigint, rule tinyint)');
      let blocksOverCap = 0;
      for (const [i, rule] of model.blocking.entries()) {
        const keys = selectKeys(rule.on);
        await run(`create or replace temp table block as ${touched === null ? keys : `with every as (${keys}) select * from every where k in (select k from every where id in (select id from touched))`}`);
        await run(`create or replace temp table size as select k, count(*) as n from block group by k having count(*) > 1`);
        blocksOverCap += await count(`select count(*) from size where n > ${rule.most ?? model.blockCap}`);
        await run(`insert into candidate select a.id, b.id, ${i} from block a join block b on a.k = b.k and a.id < b.id
          where a.k in (select k from size where n <= ${rule.most ?? model.blockCap})
          ${touched === null ? '' : 'and (a.id in (select id from touched) or b.id in (select id from touched))'}`);
      }
      await run('create or replace temp table pair as select a, b, min(rule) as rule from candidate group by a, b');
      await run('drop table candidate');
      if (fresh) await run(`create or replace temp table scored as ${selectScores(model, 'pair')}`);
      else await run(`insert into scored ${selectScores(model, '(select * from pair where not exists (select 1 from scored s where s.a = pair.a and s.b = pair.b))')}`);
      fresh = false;
      return { candidates: await count('select count(*) from scored'), blocksOverCap };
    },

    /** Valid NHS numbers by record. */
    async numbers(): Promise<Map<number, string[]>> {
      const found = await db.runAndReadAll(`select id::double, array_to_string(nhs, ' ') from record where nhs is not null`);
      const [ids, lists] = found.getColumns() as [number[]?, string[]?];
      return new Map((ids ?? []).map((id, i) => [id, lists?.[i]?.split(' ') ?? []]));
    },

    ids: async (): Promise<number[]> => ((await db.runAndReadAll('select id::double from record order by id')).getColumns()[0] ?? []) as number[],

    /** Scores the pairs inside each group that no blocking rule found, so that a group is judged on all its pairs. */
    async complete(groups: readonly (readonly number[])[]): Promise<void> {
      await run('create or replace temp table grouped (id bigint, g bigint)');
      const appender = await db.createAppender('grouped');
      for (const [g, ids] of groups.entries()) {
        for (const id of ids) {
          appender.appendBigInt(BigInt(id));
          appender.appendBigInt(BigInt(g));
          appender.endRow();
        }
      }
      appender.closeSync();
      await run(`create or replace temp table pair as
        select a.id as a, b.id as b, -1::tinyint as rule from grouped a join grouped b on a.g = b.g and a.id < b.id
        where not exists (select 1 from scored s where s.a = a.id and s.b = b.id)`);
      await run(`insert into scored ${selectScores(model, 'pair')}`);
    },

    /** Scored pairs of at least this weight, in order. */
    async edges(from: number): Promise<Edges> {
      const result = await db.runAndReadAll(`select a::double, b::double, weight, guard from scored where weight >= ${from} order by a, b`);
      const [a = [], b = [], weight = [], guard = []] = result.getColumns() as number[][];
      return { a: Float64Array.from(a), b: Float64Array.from(b), weight: Float64Array.from(weight), guard: Int8Array.from(guard) };
    },

    /** Keeps which group each record was put in, for the evidence to tell what joined from what only might have. */
    async place(ids: ArrayLike<number>, sizes: ArrayLike<number>): Promise<void> {
      await run('create or replace temp table placed (id bigint, c integer)');
      const appender = await db.createAppender('placed');
      for (let c = 0, at = 0; c < sizes.length; c++) {
        for (const end = at + sizes[c]!; at < end; at++) {
          appender.appendBigInt(BigInt(ids[at]!));
          appender.appendInteger(c);
          appender.endRow();
        }
      }
      appender.closeSync();
    },

    /** Text for PostgreSQL's COPY, in chunks: a, b, weight, probability, band, guard, evidence. A pair that would join but whose records were not put together is for a person to look at. */
    async *evidence(from: number): AsyncGenerator<string> {
      const names = `case guard ${model.guards.map((g, i) => `when ${i} then '${g.id}'`).join(' ')} else '\\N' end`;
      const bands = `case ${model.guards.map((g, i) => `when guard = ${i} then '${g.band}'`).join(' ')} when weight >= ${model.bands.join} then case when x.c = y.c then 'join' else 'review' end when weight >= ${model.bands.review} then 'review' else 'apart' end`;
      const stream = await db.stream(`select concat_ws(chr(9), a, b, round(weight, 4), round(1 / (1 + pow(2, -weight)), 9), ${bands}, ${names}, ${selectEvidence(model)}) from scored left join placed x on x.id = a left join placed y on y.id = b where weight >= ${from}`);
      for (let chunk = await stream.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await stream.fetchChunk()) {
        yield `${(chunk.getColumnValues(0) as string[]).join('\n')}\n`;
      }
    },

    /** Text for PostgreSQL's COPY of what a live look-up finds and scores by, of these records (null: of all). */
    async *live(what: LiveRows, only: readonly number[] | null): AsyncGenerator<string> {
      if (only !== null) await putIds(db, 'asked', only);
      const stream = await db.stream(selectLive(model, what, only === null ? 'record' : '(select * from record where id in (select id from asked))'));
      for (let chunk = await stream.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await stream.fetchChunk()) {
        yield `${(chunk.getColumnValues(0) as string[]).join('\n')}\n`;
      }
    },

    async close(): Promise<void> {
      db.closeSync();
      instance.closeSync();
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

async function append(db: DuckDBConnection, batch: readonly LinkageRecord[]): Promise<number> {
  const appender = await db.createAppender('incoming');
  for (const record of batch) {
    appender.appendBigInt(BigInt(record.id));
    for (const name of columns) {
      const value = record[name];
      if (value === null || value.length === 0) appender.appendNull();
      else appender.appendVarchar(typeof value === 'string' ? value : value.join(unit));
    }
    appender.endRow();
  }
  appender.closeSync();
  return batch.length;
}

async function putIds(db: DuckDBConnection, table: string, ids: readonly number[]): Promise<void> {
  await db.run(`create or replace temp table ${table} (id bigint)`);
  const appender = await db.createAppender(table);
  for (const id of ids) {
    appender.appendBigInt(BigInt(id));
    appender.endRow();
  }
  appender.closeSync();
}

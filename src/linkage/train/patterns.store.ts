import { DuckDBInstance } from '@duckdb/node-api';
import { levelColumn, selectKeys, selectScores } from '../compare.store.ts';
import { listColumns, singleColumns, type Model } from '../model.ts';
import type { LinkageRecord } from '../standardise.ts';
import type { Pattern } from '../tool/patterns.ts';

/** Pairs counted by the levels they stand at, each way of choosing pairs on its own. */
export interface Patterns {
  records: number;
  random: Pattern[];
  /** By blocking rule. */
  sessions: { rule: string; patterns: Pattern[] }[];
  /** Every pair that some rule brings. */
  candidates: Pattern[];
}

const sampled = 800_000;
const taught = 300_000;
const columns = [...singleColumns, ...listColumns];
const unit = '\u001f';

/**
 * Standardises nothing and keeps nothing: a disposable DuckDB in `folder` that counts how pairs of these records
 * compare by the model. Pairs that a guard keeps apart teach nothing, since twins would teach that one person has two names.
 */
export async function countPatterns(model: Model, batches: AsyncIterable<readonly LinkageRecord[]>, folder: string, options: { memory: number; threads: number }): Promise<Patterns> {
  const instance = await DuckDBInstance.create(`${folder}/train.duckdb`, { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', memory_limit: `${options.memory}MB`, threads: String(options.threads), temp_directory: `${folder}/spill` });
  const db = await instance.connect();
  const run = async (text: string): Promise<void> => void (await db.run(text));
  const number = async (text: string): Promise<number> => Number((await db.runAndReadAll(text)).getRows()[0]?.[0] ?? 0);
  try {
    await run(`create table said (id bigint, ${columns.map((c) => `${c} varchar`).join(', ')})`);
    for await (const batch of batches) {
      const appender = await db.createAppender('said');
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
    }
    const records = await number('select count(*) from said');
    await run(`create table record as select row_number() over (order by id) as id, ${singleColumns.join(', ')}, ${listColumns.map((c) => `string_split(${c}, chr(31)) as ${c}`).join(', ')},
      count(*) over (partition by given) / ${Math.max(1, records)}.0 as givenShare, null::double as familyShare, count(*) over (partition by given) >= ${Math.max(5, records / 20_000)} as givenKnown from said`);
    await run('drop table said');

    const apart = model.guards.flatMap((guard, i) => (guard.band === 'apart' ? [i] : []));
    const levels = model.comparisons.map(levelColumn);
    const count = async (pairs: string): Promise<Pattern[]> => {
      await run(`create or replace temp table pair as select a, b, 0 as rule from (${pairs})`);
      const kept = apart.length === 0 ? '' : `where guard not in (${apart.join(', ')})`;
      const rows = (await db.runAndReadAll(`select count(*)::double, ${levels.join(', ')} from (${selectScores(model, 'pair')}) ${kept} group by all`)).getRows();
      return rows.map(([n, ...at]) => ({ count: Number(n), levels: at.map(Number) }));
    };

    const all = (records * (records - 1)) / 2;
    const random = await count(
      all <= sampled * 2
        ? 'select a.id as a, b.id as b from record a join record b on a.id < b.id'
        : `select a, b from (select (hash(i) % ${records})::bigint + 1 as a, (hash(i, 7) % ${records})::bigint + 1 as b from range(${sampled}) t(i)) where a <> b`,
    );
    await run('create temp table candidate (a bigint, b bigint)');
    const sessions: Patterns['sessions'] = [];
    for (const rule of model.blocking) {
      await run(`create or replace temp table block as select id, k, count(*) over (partition by k) as n from (${selectKeys(rule.on, 'record', (values) => `hash(${values})`)}) qualify n between 2 and ${rule.most ?? model.blockCap}`);
      const pairs = await number('select coalesce(sum((n - 1) / 2.0), 0) from block');
      const every = Math.max(1, Math.ceil(pairs / taught));
      const chosen = 'select distinct a.id as a, b.id as b from block a join block b on a.k = b.k and a.id < b.id';
      sessions.push({ rule: rule.id, patterns: await count(`${chosen} where hash(a.k, 3) % ${every} = 0`) });
      await run(`insert into candidate ${chosen}`);
    }
    return { records, random, sessions, candidates: await count('select distinct a, b from candidate') };
  } finally {
    db.closeSync();
    instance.closeSync();
  }
}

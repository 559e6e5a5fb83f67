import type { Sql } from '../database.ts';
import { KithError } from '../errors.ts';
import type { ColumnSeals, SealedColumn } from './columns.ts';

const batch = 200;

/** How many values of each column stand under each key, oldest columns first as they are given. */
export async function countByKey(sql: Sql, columns: readonly SealedColumn[]): Promise<{ column: string; key: string; values: number }[]> {
  const counted = await Promise.all(
    columns.map(async (c) => {
      const rows = await sql<{ key: string; values: number }[]>`
        select split_part(${sql(c.column)}, ':', 2) as key, count(*)::int as values from ${sql(c.table)} where ${sql(c.column)} is not null group by 1 order by 1`;
      return rows.map((row) => ({ column: `${c.table}.${c.column}`, ...row }));
    }),
  );
  return counted.flat();
}

export interface Reencrypted {
  column: string;
  moved: number;
  /** Rows whose value could not be opened, and why. They stay as they are. */
  failed: { row: string; reason: string }[];
}

/**
 * Seals again, under the first key, every value that stands under another. Some at a time, each in a transaction of its own:
 * cut off, it goes on where it was when run again, and whoever reads meanwhile finds each value whole under one key or the other.
 */
export async function reencryptColumns(sql: { begin<T>(work: (tx: Sql) => Promise<T>): Promise<unknown> }, seals: ColumnSeals, columns: readonly SealedColumn[], progress: (done: Reencrypted) => void = () => undefined): Promise<Reencrypted[]> {
  const all: Reencrypted[] = [];
  for (const column of columns) {
    const done: Reencrypted = { column: `${column.table}.${column.column}`, moved: 0, failed: [] };
    let after: string | null = '';
    while (after !== null) {
      const from: string = after;
      let last: string | null = null;
      await sql.begin(async (tx) => {
        const current = `k1:${seals.keyring.keys()[0]!.id}:`;
        const rows = await tx<{ row: string; sealed: string }[]>`
          select ${tx(column.row)}::text as row, ${tx(column.column)} as sealed from ${tx(column.table)}
          where ${tx(column.row)}::text > ${from} and not starts_with(${tx(column.column)}, ${current})
          order by ${tx(column.row)}::text limit ${column.atOnce ?? batch} for update`;
        const again = rows.flatMap(({ row, sealed }) => {
          try {
            return [{ row, sealed: seals.sealColumn(column, row, seals.openColumn(column, row, sealed)) }];
          } catch (error) {
            if (!(error instanceof KithError)) throw error;
            done.failed.push({ row, reason: error.message });
            return [];
          }
        });
        await tx`
          update ${tx(column.table)} t set ${tx(column.column)} = n.sealed
          from unnest(${again.map((r) => r.row)}::text[], ${again.map((r) => r.sealed)}::text[]) as n (row, sealed) where t.${tx(column.row)}::text = n.row`;
        done.moved += again.length;
        last = rows.at(-1)?.row ?? null;
      });
      progress(done);
      after = last;
    }
    all.push(done);
  }
  return all;
}

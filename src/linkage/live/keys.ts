import { createHash } from 'node:crypto';
import { listColumns, type ListColumn, type Model, type SingleColumn } from '../model.ts';
import type { LinkageRecord } from '../standardise.ts';

/** A blocking key, and how many records may share it before it finds nobody. */
export interface BlockingKey {
  key: bigint;
  cap: number;
}

const isList = (column: SingleColumn | ListColumn): column is ListColumn => (listColumns as readonly string[]).includes(column);

/** Every key of a record by the model's blocking rules: the same numbers as `pairs.store.ts` makes in SQL. */
export function keysOf(model: Model, record: LinkageRecord): BlockingKey[] {
  const keys = new Map<bigint, BlockingKey>();
  for (const rule of model.blocking) {
    const values = [...rule.on.filter(isList).map((column) => record[column]), ...rule.on.filter((column) => !isList(column)).map((column) => [record[column]].filter((v) => v !== null))];
    let parts: string[] = [rule.id];
    for (const some of values) parts = parts.flatMap((part) => some.map((value) => `${part}\u001f${value}`));
    for (const part of parts) {
      const key = createHash('md5').update(part).digest().readBigUInt64LE(8) >> 1n;
      keys.set(key, { key, cap: rule.most ?? model.blockCap });
    }
  }
  return [...keys.values()];
}

import { listColumns, singleColumns } from './model.ts';
import type { LinkageRecord } from './standardise.ts';

/** Between records, between their values, and between the values of a list. None of them is left in a standardised value. */
export const separators = { record: '\n', value: '\u001e', item: '\u001f' } as const;

/** Columns of a line in order: the subject's id, the record's values, addresses with the UPRN stated for each, what is stated of its homes (JSON). */
export const lineColumns = { single: singleColumns, list: [...listColumns, 'stated'], statements: 'statements' } as const;

/** A subject as one line of text: millions cross between threads as a few buffers, and DuckDB parts them again. */
export function lineOf(record: LinkageRecord, statements = '', stated: readonly string[] = []): string {
  let line = String(record.id);
  for (const column of singleColumns) line += separators.value + (record[column] ?? '');
  for (const column of listColumns) line += separators.value + record[column].join(separators.item);
  return `${line}${separators.value}${stated.join(separators.item)}${separators.value}${statements}`;
}

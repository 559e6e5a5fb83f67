import { readDate } from '../../kernel/index.ts';
import type { Value } from '../types.ts';
import type { ReturnColumn, ReturnDefinition } from './definition.ts';

/** An event that a case produced, with what is known of the person as of now. */
export interface EventOfCase {
  reference: string;
  event: string;
  fields: Readonly<Record<string, Value>>;
  /** ISO instant at which it was produced: of two that are one, the later holds. */
  at: string;
  person: Readonly<Partial<Record<NonNullable<ReturnColumn['is']>, string>>>;
}

/** Something wrong in one row: whose case, which column, and what to do. */
export interface RowProblem {
  reference: string;
  event: string;
  column: string;
  value: string;
  says: string;
  mend: string;
}

export interface MadeReturn {
  columns: string[];
  rows: string[][];
  problems: RowProblem[];
  /** Rows left out because a later one says the same event again, and events outside the period. */
  left: { again: number; outside: number };
}

interface Row {
  of: EventOfCase;
  values: Record<string, string>;
}

/**
 * Rows of a return for a period, both days included: its events, each once, in its columns and words, with everything that is wrong.
 * Which events a period has, and which are one, follow DHSC's processing of Client Level Data (event filtering; de-duplication, step 1).
 */
export function makeReturn(definition: ReturnDefinition, events: readonly EventOfCase[], period: { from: string; to: string }): MadeReturn {
  const all = events.flatMap(spread).map((of): Row => ({ of, values: valuesOf(definition, of, period) }));
  const within = all.filter((row) => isWithin(definition, row, period));
  const newest = new Map<string, Row>();
  for (const row of within.toSorted((a, b) => a.of.at.localeCompare(b.of.at))) newest.set(sameness(definition, row), row);
  const rows = [...newest.values()].toSorted((a, b) => a.of.reference.localeCompare(b.of.reference) || (a.values[definition.period.starts] ?? '').localeCompare(b.values[definition.period.starts] ?? ''));
  return {
    columns: definition.columns.map((c) => c.name),
    rows: rows.map((row) => definition.columns.map((c) => row.values[c.name] ?? '')),
    problems: rows.flatMap((row) => [...definition.columns.flatMap((column) => problemsOf(column, row)), ...backwards(definition, row)]),
    left: { again: within.length - rows.length, outside: all.length - within.length },
  };
}

/** An event whose columns hold lists (the services of one plan) is a row for each place of them. */
function spread(of: EventOfCase): EventOfCase[] {
  const lists = Object.values(of.fields).filter((value): value is Value[] => Array.isArray(value));
  if (lists.length === 0) return [of];
  return Array.from({ length: Math.max(1, ...lists.map((l) => l.length)) }, (_, i) => ({ ...of, fields: Object.fromEntries(Object.entries(of.fields).map(([name, value]) => [name, Array.isArray(value) ? (value[i] ?? null) : value])) }));
}

const text = (value: Value | undefined): string => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value).trim());

function valuesOf({ columns }: ReturnDefinition, of: EventOfCase, period: { from: string; to: string }): Record<string, string> {
  return Object.fromEntries(
    columns.map((column): [string, string] => {
      if (column.only !== undefined && !column.only.includes(of.event)) return [column.name, ''];
      const held = column.value ?? (column.is === undefined ? text(of.fields[column.name]) : place(column.is, of, period));
      const word = column.codes[held] ?? held;
      return [column.name, word === '' ? (column.missing ?? '') : word];
    }),
  );
}

function place(is: NonNullable<ReturnColumn['is']>, of: EventOfCase, period: { from: string; to: string }): string {
  if (is === 'period-start') return period.from;
  if (is === 'period-end') return period.to;
  if (is === 'event') return of.event;
  return is === 'reference' ? of.reference : (of.person[is] ?? '');
}

function isWithin({ period: { starts, ends, ended, overlapping } }: ReturnDefinition, { of, values }: Row, period: { from: string; to: string }): boolean {
  const [start = '', end = ''] = [values[starts], values[ends]];
  if (start > period.to) return false;
  if (ended.includes(of.event)) return end >= period.from && end <= period.to;
  return overlapping.includes(of.event) && (end === '' || end >= period.from);
}

const sameness = ({ same }: ReturnDefinition, { of, values }: Row): string => JSON.stringify([of.event, ...(same[of.event]?.map((name) => values[name]) ?? [of.reference, of.at])]);

function problemsOf(column: ReturnColumn, row: Row): RowProblem[] {
  const value = row.values[column.name] ?? '';
  const problem = (says: string, mend: string): RowProblem[] => [{ reference: row.of.reference, event: row.of.event, column: column.name, value, says, mend: column.mend ?? mend }];
  if (value === '') return isNeeded(column, row) ? problem('It is empty.', column.is === undefined ? 'Complete it in the case.' : 'Complete it in the person’s record, or ask the service that holds it.') : [];
  if (column.among !== undefined && !column.among.includes(value)) return problem(`"${value}" is none of its words.`, `Use one of: ${column.among.join('; ')}.`);
  if (column.type === 'date' && (readDate(value) !== value || value.length !== 10)) return problem(`"${value}" is no date.`, 'Give a whole date.');
  if (column.type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) return problem(`"${value}" is no number.`, 'Give a number.');
  return column.type === 'whole' && !/^\d+$/.test(value) ? problem(`"${value}" is no whole number.`, 'Give a whole number.') : [];
}

function backwards({ period: { starts, ends } }: ReturnDefinition, { of, values }: Row): RowProblem[] {
  const [start = '', end = ''] = [values[starts], values[ends]];
  return start === '' || end === '' || end >= start ? [] : [{ reference: of.reference, event: of.event, column: ends, value: end, says: `It ends before it begins, on ${start}.`, mend: 'Correct one of the two dates in the case.' }];
}

function isNeeded({ needed, only }: ReturnColumn, { of, values }: Row): boolean {
  if (needed === undefined || (only !== undefined && !only.includes(of.event))) return false;
  if (needed === 'always') return true;
  const fits = (tests: Readonly<Record<string, readonly string[]>>): boolean => Object.entries(tests).every(([name, all]) => all.includes(values[name] ?? ''));
  return (needed.events === undefined || needed.events.includes(of.event)) && fits(needed.when) && (Object.keys(needed.unless).length === 0 || !fits(needed.unless));
}

/** The rows as CSV (RFC 4180), with a line of headings. */
export function toCsv({ columns, rows }: Pick<MadeReturn, 'columns' | 'rows'>): string {
  const cell = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

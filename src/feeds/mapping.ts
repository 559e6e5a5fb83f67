import type { Clock, Demographics, Fact } from '../kernel/index.ts';
import { compileAll, compileDemographics } from './compile-demographics.ts';
import { compileFact, dated } from './compile-facts.ts';
import { BadValue, compileEach, compileValue, compileWhen, fieldOf, type At, type Read, type Scope } from './compile-values.ts';
import { compileDwelling, type DwellingStatement } from './compile-dwelling.ts';
import type { DirectoryMapping, FeedDefinition, OtherMapping, RowMapping, SubjectMapping } from './definition.ts';
import type { FormatReader, Rejection } from './formats/reader.ts';
import type { Value } from './values.ts';

/** What one row says about one person. */
export interface Statement {
  localKey: string;
  demographics: Demographics | null;
  asOf: string | null;
  facts: Fact[];
}

export interface DirectoryEntry {
  code: string;
  name: string;
  kind: string;
  postcode: string | null;
  phone: string | null;
  body: Record<string, string>;
}

/** A row as the mapping reads it. A withdrawal says nothing more than its key. */
export interface MappedRow {
  rowKey: string;
  withdraws: boolean;
  statements: Statement[];
  dwelling: DwellingStatement | null;
  directory: DirectoryEntry | null;
}

/** Rows of one record, or why it cannot be used; the keys of a rejected record are those read before it failed. */
export type Mapped = { rows: MappedRow[]; rejected: null } | { rejected: Rejection; rowKeys: string[] };

export interface Mapping<N> {
  read(type: string, node: N): Mapped;
  /** Names of the kinds of row that a record of this type can give: the first part of their row keys. */
  names(type: string): string[];
}

/** Separates the parts of a row key. */
const bar = '|';
const joinKey = (parts: readonly string[]): string => parts.map((part) => (part.includes(bar) ? part.replaceAll(bar, `\\${bar}`) : part)).join(bar);

/** Nothing that numbers a person is longer; the store's indexes hold no key of several thousand bytes. */
const longestKey = 500;

const nameOf = (row: RowMapping): string => row.name ?? (row.type?.length === 1 ? row.type[0]! : 'row');
const appliesTo = (row: RowMapping, type: string): boolean => row.type === undefined || row.type.includes(type);

/**
 * Compiles a feed's mapping once, to be run on every record of its files.
 * @param report told of each mistake in the definition: bad path, unknown code list, missing key
 */
export function compileMapping<N>(definition: FeedDefinition, reader: FormatReader<N>, clock: Clock, report: (at: At, message: string) => void): Mapping<N> {
  const scope: Scope<N> = { reader, definition, report, grouped: false };
  const today = steadyDay(clock);
  const compiled = definition.rows.map((row, i) => ({ row, read: compileRow(scope, row, today, ['rows', i]) }));
  const byType = new Map<string, typeof compiled>();
  const forType = (type: string): typeof compiled => {
    const known = byType.get(type) ?? compiled.filter(({ row }) => appliesTo(row, type));
    byType.set(type, known);
    return known;
  };
  return {
    names: (type) => [...new Set(forType(type).map(({ row }) => nameOf(row)))],
    read(type, node) {
      const rows: MappedRow[] = [];
      let matched = false;
      try {
        for (const { read } of forType(type)) matched = read(node, rows) || matched;
      } catch (error) {
        if (error instanceof BadValue) return { rejected: { field: error.field, code: error.code, reason: error.message }, rowKeys: rows.map((row) => row.rowKey) };
        throw error;
      }
      if (!matched && definition.unmatched === 'quarantine') {
        return { rejected: { field: '', code: 'row.unmatched', reason: `No entry of rows reads this record (type ${type}).` }, rowKeys: [] };
      }
      return { rows, rejected: null };
    },
  };
}

/** Today, asked of the calendar once a minute rather than for every row. */
function steadyDay(clock: Clock): () => string {
  let minute = NaN;
  let day = '';
  return () => {
    const now = Math.floor(clock.now().getTime() / 60_000);
    if (now !== minute) [minute, day] = [now, clock.today()];
    return day;
  };
}

/** Every field path that a feed's mapping reads from records of `type`. */
export function fieldPaths(definition: FeedDefinition, type: string): string[] {
  const paths = new Set<string>();
  const note = (path: string): (() => undefined) => {
    paths.add(path);
    return () => undefined;
  };
  const reader = { path: (path: string) => (note(path), () => []), first: note, each: () => () => [] };
  const rows = definition.rows.filter((row) => appliesTo(row, type));
  compileMapping({ ...definition, rows }, reader as unknown as FormatReader<null>, { now: () => new Date(0), today: () => '' }, () => undefined);
  return [...paths];
}

/** Reads a record into rows as they are found, keys first; tells whether the record is of this kind. */
function compileRow<N>(scope: Scope<N>, row: RowMapping, today: () => string, at: At): (record: N, into: MappedRow[]) => boolean {
  const { inner, nodes } = compileEach(scope, row.each, at);
  const fits = compileWhen(inner, row.when, [...at, 'when']);
  const name = nameOf(row);
  if (row.subject === undefined && row.dwelling === undefined && row.directory === undefined && !row.withdraws) scope.report(at, 'This entry of rows needs a subject, a dwelling, a directory, or withdraws: true.');
  if (row.subject === undefined && row.facts.length > 0) scope.report([...at, 'facts'], 'Facts need the subject they are about; those of a home stand under its dwelling.');
  if (row.key === undefined && row.withdraws && row.subject === undefined && row.dwelling === undefined) scope.report(at, 'An entry that withdraws needs the key of the row it withdraws.');
  const key = compileKey(inner, row.key ?? row.subject?.key ?? (row.dwelling ? [row.dwelling.uprn] : row.directory ? [row.directory.code] : []), [...at, row.key ? 'key' : 'subject']);
  const subject = row.subject && !row.withdraws ? compileSubject(inner, row.subject, row.facts, today, [...at, 'subject'], [...at, 'facts']) : null;
  const others = row.others.map((other, i) => compileOther(inner, other, today, [...at, 'others', i]));
  const dwelling = row.dwelling && !row.withdraws ? compileDwelling(inner, row.dwelling, today, [...at, 'dwelling']) : null;
  const directory = row.directory ? compileDirectory(inner, row.directory, [...at, 'directory']) : null;
  return (record, into) => {
    let matched = false;
    for (const node of nodes(record, record)) {
      if (!fits(node, record)) continue;
      matched = true;
      const mapped: MappedRow = { rowKey: `${name}${bar}${key(node, record)}`, withdraws: row.withdraws, statements: [], dwelling: null, directory: null };
      into.push(mapped);
      if (row.withdraws) continue;
      const statement = subject?.(node, record);
      if (statement) mapped.statements.push(statement);
      for (const other of others) mapped.statements.push(...other(node, record));
      if (dwelling) mapped.dwelling = dwelling(node, record);
      if (directory) mapped.directory = directory(node, record);
    }
    return matched;
  };
}

function compileKey<N>(scope: Scope<N>, values: readonly Value[], at: At): Read<N, string> {
  const reads = values.map((value, i) => ({ field: fieldOf(value), read: compileValue(scope, value, [...at, i]) }));
  return (node, record) => {
    const parts = reads.map(({ read }) => read(node, record) ?? '');
    if (parts.every((part) => part === '')) {
      throw new BadValue(reads[0]?.field ?? '', 'key.missing', `The row has no key: ${reads.map((r) => r.field).join(', ')} ${reads.length === 1 ? 'is' : 'are all'} empty.`);
    }
    const key = joinKey(parts);
    if (key.length > longestKey) throw new BadValue(reads[0]?.field ?? '', 'key.too-long', `The key is ${key.length} characters long; ${longestKey} is the most.`);
    return key;
  };
}

function compileSubject<N>(scope: Scope<N>, mapping: SubjectMapping, facts: RowMapping['facts'], today: () => string, at: At, factsAt: At): Read<N, Statement> {
  const key = compileKey(scope, mapping.key, [...at, 'key']);
  const asOf = dated(scope, mapping.asOf, 'date', [...at, 'asOf']);
  const demographics = mapping.demographics ? compileDemographics(scope, mapping.demographics, mapping.require, [...at, 'demographics']) : () => null;
  const compiled = facts.map((fact, i) => compileFact(scope, fact, today, [...factsAt, i]));
  const { system } = scope.definition;
  return (node, record) => {
    const localKey = key(node, record);
    const said = demographics(node, record);
    if (said !== null && system !== undefined) said.identifiers = [{ system, value: localKey }, ...(said.identifiers ?? [])];
    const statement: Statement = { localKey, demographics: said, asOf: fullDay(asOf(node, record)), facts: [] };
    for (const fact of compiled) statement.facts.push(...fact(node, record));
    return statement;
  };
}

const fullDay = (date: string | undefined): string | null => (date === undefined || date.length < 10 ? null : date);

/** Somebody else a row mentions; a row that does not give their key does not mention them. */
function compileOther<N>(scope: Scope<N>, mapping: OtherMapping, today: () => string, at: At): Read<N, Statement[]> {
  const { inner, nodes } = compileEach(scope, mapping.each, at);
  const fits = compileWhen(inner, mapping.when, [...at, 'when']);
  const keys = compileAll(inner, mapping.key, [...at, 'key']);
  const subject = compileSubject(inner, mapping, mapping.facts, today, at, [...at, 'facts']);
  return (node, record) =>
    nodes(node, record)
      .filter((part) => fits(part, record) && keys(part, record).length > 0)
      .map((part) => subject(part, record));
}

function compileDirectory<N>(scope: Scope<N>, mapping: DirectoryMapping, at: At): Read<N, DirectoryEntry> {
  const need = (name: 'code' | 'name' | 'kind'): Read<N, string> => {
    const read = compileValue(scope, mapping[name], [...at, name]);
    return (node, record) => {
      const text = read(node, record);
      if (text === undefined) throw new BadValue(fieldOf(mapping[name]), 'value.required', `${fieldOf(mapping[name]) || name} is empty.`);
      return text;
    };
  };
  const [code, name, kind] = [need('code'), need('name'), need('kind')];
  const [postcode, phone] = (['postcode', 'phone'] as const).map((part) => (mapping[part] === undefined ? null : compileValue(scope, mapping[part], [...at, part])));
  const body = Object.entries(mapping.body).map(([part, value]) => [part, compileValue(scope, value, [...at, 'body', part])] as const);
  return (node, record) => ({
    code: code(node, record),
    name: name(node, record),
    kind: kind(node, record),
    postcode: postcode?.(node, record) ?? null,
    phone: phone?.(node, record) ?? null,
    body: Object.fromEntries(body.flatMap(([part, read]) => [[part, read(node, record)]]).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  });
}

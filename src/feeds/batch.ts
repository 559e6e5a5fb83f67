import { hash } from 'node:crypto';
import type { Fact } from '../kernel/index.ts';
import type { FeedDefinition } from './definition.ts';
import type { ReadItem, Rejection } from './formats/reader.ts';
import type { DirectoryEntry, Mapping, MappedRow } from './mapping.ts';

/** A row that could not be used, and the keys of rows it would have given. */
export interface RejectedRow {
  line: number;
  field: string;
  code: string;
  reason: string;
  raw: string;
  rowKeys: string[];
}

/** A chunk of rows as text for COPY, one text for each staging table. */
export interface Batch {
  /** Records read, rejected ones included. */
  read: number;
  rejected: RejectedRow[];
  /** Rows whose key came twice in this batch with different content. */
  repeated: number;
  unchangedRepeats: number;
  rows: string;
  subjects: string;
  statements: string;
  demographics: string;
  facts: string;
  directory: string;
}

/** A row laid out for COPY, but for the numbers that tie the staging tables together. */
interface Staged {
  rowKey: string;
  line: number;
  raw: string;
  withdraws: boolean;
  statements: { localKey: string; demographics: string | null; asOf: string | null; facts: string[] }[];
  dwelling: { uprn: string; facts: string[] } | null;
  directory: string | null;
  /** What a row says, apart from the source's own date for it: the same words again are no news. */
  said: string;
}

const digest = (text: string): string => hash('sha256', text, 'hex').slice(0, 32);

/** Maps records and lays them out for the staging tables. The last row of a key wins. */
export function makeBatch<N>(items: readonly ReadItem<N>[], mapping: Mapping<N>, definition: FeedDefinition): Batch {
  const rejected: RejectedRow[] = [];
  const staged = new Map<string, Staged>();
  let repeated = 0;
  let unchangedRepeats = 0;
  for (const item of items) {
    if (item.rejected !== undefined) {
      rejected.push(reject(item, item.rejected, []));
      continue;
    }
    const mapped = mapping.read(item.type, item.node);
    if (mapped.rejected !== null) {
      rejected.push(reject(item, mapped.rejected, mapped.rowKeys));
      continue;
    }
    for (const row of mapped.rows) {
      const next = setOut(row, item, definition);
      const before = staged.get(row.rowKey);
      if (before?.said === next.said) {
        unchangedRepeats++;
        continue;
      }
      if (before !== undefined) repeated++;
      staged.set(row.rowKey, next);
    }
  }
  return { read: items.length, rejected, repeated, unchangedRepeats, ...layOut(staged.values()) };
}

const reject = ({ line, raw }: { line: number; raw: string }, { field: name, code, reason }: Rejection, rowKeys: string[]): RejectedRow => ({
  line,
  field: storable(name),
  code,
  reason: storable(reason),
  raw: storable(raw),
  rowKeys: rowKeys.map(storable),
});

function setOut(row: MappedRow, { line, raw }: { line: number; raw: string }, definition: FeedDefinition): Staged {
  let said = row.withdraws ? 'withdrawn' : '';
  const statements = row.statements.map(({ localKey, demographics, asOf, facts }) => {
    const who = demographics === null ? null : json(demographics);
    said += `${localKey}\n${who ?? ''}\n`;
    return {
      localKey,
      demographics: who,
      asOf,
      facts: facts.map((fact) => {
        const text = factText(fact, definition.category);
        said += text;
        return text;
      }),
    };
  });
  const dwelling = row.dwelling === null ? null : { uprn: row.dwelling.uprn, facts: row.dwelling.facts.map((fact) => factText(fact, definition.category)) };
  if (dwelling !== null) said += `${dwelling.uprn}\n${dwelling.facts.join('')}`;
  const directory = row.directory === null ? null : directoryText(row.directory);
  return { rowKey: row.rowKey, line, raw, withdraws: row.withdraws, statements, dwelling, directory, said: directory === null ? said : said + directory };
}

const factText = (fact: Fact, category: string): string =>
  `${fact.kind}\t${fact.category ?? category}\t${field(fact.code)}\t${field(fact.system)}\t${field(fact.label)}\t${fact.start ?? '\\N'}\t${fact.end ?? '\\N'}\t${json(fact.body)}\n`;

const directoryText = ({ code, name, kind, postcode, phone, body }: DirectoryEntry): string =>
  `${field(code)}\t${field(name)}\t${field(kind)}\t${field(postcode)}\t${field(phone)}\t${json(body)}\n`;

function layOut(staged: Iterable<Staged>): Pick<Batch, 'rows' | 'subjects' | 'statements' | 'demographics' | 'facts' | 'directory'> {
  let rows = '';
  let statements = '';
  let facts = '';
  let directory = '';
  const subjects = new Map<string, number>();
  const demographics = new Map<string, { s: number; who: string; asOf: string | null }>();
  let n = 0;
  for (const row of staged) {
    rows += `${n}\t${field(row.rowKey)}\t\\\\x${digest(row.said)}\t${row.line}\t${field(row.raw)}\t${row.withdraws ? 't' : 'f'}\n`;
    for (const statement of row.statements) {
      let s = subjects.get(statement.localKey);
      if (s === undefined) subjects.set(statement.localKey, (s = subjects.size));
      statements += `${n}\t${s}\n`;
      const who = statement.demographics;
      if (who !== null) {
        const before = demographics.get(statement.localKey + who);
        if (before === undefined) demographics.set(statement.localKey + who, { s, who, asOf: statement.asOf });
        else before.asOf = later(before.asOf, statement.asOf);
      }
      for (const fact of statement.facts) facts += `${n}\t${s}\t\\N\t${fact}`;
    }
    for (const fact of row.dwelling?.facts ?? []) facts += `${n}\t\\N\t${row.dwelling!.uprn}\t${fact}`;
    if (row.directory !== null) directory += `${n}\t${row.directory}`;
    n++;
  }
  let keys = '';
  for (const [key, s] of subjects) keys += `${s}\t${field(key)}\n`;
  let said = '';
  for (const { s, who, asOf } of demographics.values()) said += `${s}\t\\\\x${digest(who)}\t${who}\t${asOf ?? '\\N'}\n`;
  return { rows, subjects: keys, statements, demographics: said, facts, directory };
}

const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);

/** PostgreSQL holds no zero character and no half of a surrogate pair. */
const storable = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed();

const special = /[\\\t\n\r\0\ud800-\udfff]/;
const replaced: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A text as a field of COPY's text format. */
function field(text: string | null | undefined): string {
  if (text === null || text === undefined) return '\\N';
  return special.test(text) ? storable(text).replace(/[\\\t\n\r]/g, (c) => replaced[c] ?? c) : text;
}

function json(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\')) return text;
  const clean = text.includes('\\u0000') || text.includes('\\ud') ? JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storable(part) : part)) : text;
  return clean.replaceAll('\\', '\\\\');
}

import { hash } from 'node:crypto';
import type { FeedDefinition } from './definition.ts';
import type { ReadItem } from './formats/reader.ts';
import type { Mapping, MappedRow } from './mapping.ts';

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

interface Staged {
  mapped: MappedRow;
  line: number;
  raw: string;
  hash: string;
}

/** Maps records and lays them out for the staging tables. The last row of a key wins. */
export function makeBatch<N>(items: readonly ReadItem<N>[], mapping: Mapping<N>, definition: FeedDefinition): Batch {
  const rejected: RejectedRow[] = [];
  const staged = new Map<string, Staged>();
  let repeated = 0;
  let unchangedRepeats = 0;
  for (const item of items) {
    if (item.rejected !== undefined) {
      rejected.push({ line: item.line, raw: item.raw, ...item.rejected, rowKeys: [] });
      continue;
    }
    const mapped = mapping.read(item.type, item.node);
    if (mapped.rejected !== null) {
      rejected.push({ line: item.line, raw: item.raw, ...mapped.rejected, rowKeys: mapped.rowKeys });
      continue;
    }
    for (const row of mapped.rows) {
      const digest = rowHash(row);
      const before = staged.get(row.rowKey);
      if (before !== undefined) {
        if (before.hash === digest) {
          unchangedRepeats++;
          continue;
        }
        repeated++;
      }
      staged.set(row.rowKey, { mapped: row, line: item.line, raw: item.raw, hash: digest });
    }
  }
  return { read: items.length, rejected, repeated, unchangedRepeats, ...layOut([...staged.values()], definition) };
}

/** What a row says, apart from the source's own date for it: the same words again are no news. */
function rowHash(row: MappedRow): string {
  const said = row.withdraws ? 'withdrawn' : JSON.stringify([row.statements.map((s) => [s.localKey, s.demographics, s.facts]), row.directory]);
  return hash('sha256', said, 'hex').slice(0, 32);
}

function layOut(staged: Staged[], definition: FeedDefinition): Omit<Batch, 'read' | 'rejected' | 'repeated' | 'unchangedRepeats'> {
  let rows = '';
  let statements = '';
  let facts = '';
  let directory = '';
  const subjects = new Map<string, number>();
  const demographics = new Map<string, { line: string; asOf: string | null }>();
  staged.forEach(({ mapped, line, raw, hash: digest }, n) => {
    rows += `${n}\t${field(mapped.rowKey)}\t\\\\x${digest}\t${line}\t${field(raw)}\t${mapped.withdraws ? 't' : 'f'}\n`;
    for (const statement of mapped.statements) {
      let s = subjects.get(statement.localKey);
      if (s === undefined) subjects.set(statement.localKey, (s = subjects.size));
      statements += `${n}\t${s}\n`;
      if (statement.demographics !== null) {
        const said = json(statement.demographics);
        const key = `${s}\t\\\\x${hash('sha256', said, 'hex').slice(0, 32)}`;
        const before = demographics.get(key);
        const asOf = later(before?.asOf ?? null, statement.asOf);
        demographics.set(key, { line: said, asOf });
      }
      for (const fact of statement.facts) {
        facts += `${n}\t${s}\t${fact.kind}\t${fact.category ?? definition.category}\t${field(fact.code)}\t${field(fact.system)}\t${field(fact.label)}\t${fact.start ?? '\\N'}\t${fact.end ?? '\\N'}\t${json(fact.body)}\n`;
      }
    }
    const entry = mapped.directory;
    if (entry) directory += `${n}\t${field(entry.code)}\t${field(entry.name)}\t${field(entry.kind)}\t${field(entry.postcode)}\t${field(entry.phone)}\t${json(entry.body)}\n`;
  });
  let known = '';
  for (const [key, s] of subjects) known += `${s}\t${field(key)}\n`;
  let said = '';
  for (const [key, { line, asOf }] of demographics) said += `${key}\t${line}\t${asOf ?? '\\N'}\n`;
  return { rows, subjects: known, statements, demographics: said, facts, directory };
}

const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);

const special = /[\\\t\n\r\0\ud800-\udfff]/;
const replaced: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\ufffd' };

/** A text as a field of COPY's text format; PostgreSQL holds no zero character and no half of a surrogate pair. */
function field(text: string | null | undefined): string {
  if (text === null || text === undefined) return '\\N';
  return special.test(text) ? text.toWellFormed().replace(/[\\\t\n\r\0]/g, (c) => replaced[c] ?? c) : text;
}

function json(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\')) return text;
  const clean = text.includes('\\u0000') || text.includes('\\ud') ? JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? part.replaceAll('\0', '\ufffd').toWellFormed() : part)) : text;
  return clean.replaceAll('\\', '\\\\');
}

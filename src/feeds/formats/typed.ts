import { readFile } from 'node:fs/promises';
import { KithError } from '../../kernel/index.ts';
import type { FormatReader, ReadItem } from './reader.ts';

/** An entry typed at Kith's own pages: texts by field. */
export type TypedNode = Readonly<Record<string, string>>;

/**
 * Every field an entry may have. `record` numbers the person; `birthDate` is ISO, as much as is known (the year alone
 * where it was estimated, and then `birthDateSaid` has what was typed). Several values of one field stand on lines of their own.
 */
export const typedFields = [
  'record', 'recordedAt', 'recordedBy', 'recordedByTeam', 'recordedFor', 'source', 'reason',
  'given', 'family', 'otherFamily', 'preferredName', 'birthDate', 'birthDateSaid', 'gender', 'nhsNumber',
  'addressLine1', 'addressLine2', 'town', 'postcode', 'uprn', 'phone', 'email',
  'contactName', 'contactRelationship', 'contactPhone', 'language', 'interpreterNeeded',
] as const;
export type TypedField = (typeof typedFields)[number];

const known: ReadonlySet<string> = new Set(typedFields);

/** One entry a file, as JSON (`format: { kind: typed }`). The record type is `entry`. */
export const typedReader: FormatReader<TypedNode> = {
  async inspect(file) {
    const read = readEntry(await readFile(file, 'utf8'), 1);
    if (read.rejected !== undefined) throw new KithError('delivery.refused', read.rejected.reason, { mend: 'Entries are typed on the page “Add a person”.' });
    return { encoding: 'utf-8', rows: 1, head: {} };
  },
  async *read(file, _definition, _inspection, from) {
    if (from !== null) return;
    const raw = await readFile(file, 'utf8');
    yield { items: [readEntry(raw, 1)], checkpoint: { rows: 1 }, bytes: Buffer.byteLength(raw) };
  },
  reread: (raw, line) => readEntry(raw, line),
  path(expression) {
    if (!known.has(expression)) throw new Error(`"${expression}" is not a field of an entry; the fields are ${typedFields.join(', ')}`);
    return (node) => (node[expression] ?? '').split('\n').map((text) => text.trim()).filter((text) => text !== '');
  },
  each: () => {
    throw new Error('an entry typed at a page has no groups that repeat');
  },
};

function readEntry(raw: string, line: number): ReadItem<TypedNode> {
  const rejected = (reason: string): ReadItem<TypedNode> => ({ line, raw, rejected: { field: '', code: 'entry.json', reason } });
  let read: unknown;
  try {
    read = JSON.parse(raw);
  } catch {
    return rejected('The file is not JSON.');
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return rejected('The file is not one entry.');
  const node = Object.fromEntries(Object.entries(read).flatMap(([field, text]) => (typeof text === 'string' ? [[field, text.trim()]] : [])));
  return { line, raw, type: 'entry', node };
}

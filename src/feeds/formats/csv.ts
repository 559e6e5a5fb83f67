import { KithError } from '../../kernel/index.ts';
import type { CsvFormat, FeedDefinition } from '../definition.ts';
import { fieldPaths } from '../mapping.ts';
import { cutRecord, type Cut } from './csv-records.ts';
import type { Checkpoint, FormatReader, Inspection, ReadChunk, ReadItem } from './reader.ts';
import { findEncoding, openText, type Encoding, type TextFile } from './text-file.ts';

interface Header {
  names: readonly string[];
  /** Column of each normalised heading. */
  index: ReadonlyMap<string, number>;
}

export interface CsvRow {
  header: Header;
  values: string[];
}

/** Kept with the delivery: enough to read one of its rows again. */
interface Head {
  encoding: Encoding;
  delimiter: string;
  header: string[];
  type: string;
  /** First byte and line after the heading. */
  offset: number;
  line: number;
}

const block = 1 << 20;
const chunkRows = 3000;
/** A longer row is kept out, and a longer run without a line end stops the file: no record of a person is that large. */
const longestRow = 1 << 20;
const longestRun = 1 << 26;
const keptOfLong = 4000;

/** Headings are the same when their letters and digits are: `LA Code`, ` la_code`, `LACode`. */
const normal = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '') || heading.trim();

/** Reads delimited text with a heading row. */
export const csvReader: FormatReader<CsvRow> = {
  async inspect(file, definition) {
    const format = csvFormat(definition);
    const text = await openText(file, await findEncoding(file, format.encoding));
    try {
      const head = await readHead(text, definition, format);
      const rows = await checkEnd(text, head);
      return { encoding: head.encoding, rows, head: { ...head }, ...(format.tables ? { type: head.type } : {}) };
    } finally {
      await text.close();
    }
  },

  async *read(file, _definition, inspection, from) {
    const head = headOf(inspection.head);
    const text = await openText(file, head.encoding);
    try {
      yield* chunks(text, head, from);
    } finally {
      await text.close();
    }
  },

  reread(raw, line, _definition, kept) {
    const head = headOf(kept);
    return item(cutRecord(raw, 0, head.delimiter, true), line, head, makeHeader(head.header));
  },

  path(expression, definition) {
    const first = firstValue(expression, definition);
    return (row) => {
      const value = first(row);
      return value === undefined ? [] : [value];
    };
  },

  first: firstValue,

  each(expression) {
    throw new Error(`A CSV row has no repeating group "${expression}"; name each column in an entry of its own.`);
  },
};

function firstValue(expression: string, definition: FeedDefinition): (row: CsvRow) => string | undefined {
  const { columns, blanks } = csvFormat(definition);
  const names = [expression, ...(columns[expression] ?? [])].map(normal);
  const blank = new Set(blanks);
  let header: Header | null = null;
  let column: number | undefined;
  return (row) => {
    if (row.header !== header) {
      header = row.header;
      const name = names.find((n) => row.header.index.has(n));
      column = name === undefined ? undefined : row.header.index.get(name);
    }
    if (column === undefined) return undefined;
    const value = row.values[column]?.trim();
    return value === undefined || value === '' || blank.has(value) ? undefined : value;
  };
}

function csvFormat(definition: FeedDefinition): CsvFormat {
  if (definition.format.kind !== 'csv') throw new Error(`Feed ${definition.id} is not CSV.`);
  return definition.format;
}

const headOf = (head: Inspection['head']): Head => head as unknown as Head;

const makeHeader = (names: string[]): Header => ({ names, index: new Map(names.map((name, i) => [normal(name), i] as const).toReversed()) });

async function readHead(text: TextFile, definition: FeedDefinition, format: CsvFormat): Promise<Head> {
  if (text.size === text.start) throw refused('The file is empty.');
  const { text: top, atEnd } = await text.read(text.start, block);
  let at = 0;
  let line = 1;
  for (let skipped = 0; skipped < format.preamble || /^[ \t]*\r?\n/.test(top.slice(at, at + 200)); skipped++) {
    const end = top.indexOf('\n', at);
    if (end < 0) throw refused(`The file ends before its heading, expected on line ${format.preamble + 1}.`);
    at = end + 1;
    line++;
  }
  const delimiter = format.delimiter === 'auto' ? likelyDelimiter(top, at, atEnd) : format.delimiter;
  const cut = cutRecord(top, at, delimiter, atEnd);
  if (cut === 'more' || cut.fields === null) throw refused('The heading row cannot be read: a quote in it is never closed, or it is longer than a megabyte.');
  const header = cut.fields.map((name) => name.trim());
  const type = chooseTable(makeHeader(header), definition, format);
  checkColumns(makeHeader(header), definition, format, type);
  return { encoding: text.encoding, delimiter, header, type, offset: text.start + text.byteLength(top.slice(0, cut.end)), line: line + cut.extraLines + 1 };
}

function likelyDelimiter(top: string, at: number, atEnd: boolean): string {
  const widths = [',', ';', '\t', '|'].map((delimiter) => {
    const cut = cutRecord(top, at, delimiter, atEnd);
    return { delimiter, width: cut === 'more' ? 0 : (cut.fields?.length ?? 0) };
  });
  return widths.reduce((best, next) => (next.width > best.width ? next : best)).delimiter;
}

function chooseTable(header: Header, definition: FeedDefinition, format: CsvFormat): string {
  if (format.tables === undefined) return definition.id;
  const fitting = Object.entries(format.tables).filter(([, table]) => table.columns.every((column) => header.index.has(normal(column))));
  const best = fitting.sort(([, a], [, b]) => b.columns.length - a.columns.length)[0];
  if (best) return best[0];
  throw refused(`The heading fits none of this feed's tables (${Object.keys(format.tables).join(', ')}). It is: ${shown(header.names)}.`);
}

/** A file without a column the mapping reads would come in with silent gaps, so it is refused. */
function checkColumns(header: Header, definition: FeedDefinition, format: CsvFormat, type: string): void {
  const optional = new Set(format.optional.map(normal));
  const missing = fieldPaths(definition, type).filter(
    (path) => !optional.has(normal(path)) && ![path, ...(format.columns[path] ?? [])].some((name) => header.index.has(normal(name))),
  );
  if (missing.length > 0) {
    throw refused(`The heading lacks ${missing.map((m) => `"${m}"`).join(', ')}. It is: ${shown(header.names)}.`, 'Ask for the missing columns, or list them under format: optional (or their other headings under format: columns).');
  }
}

const shown = (names: readonly string[]): string => (names.length > 60 ? `${names.slice(0, 60).join(', ')} …` : names.join(', ')).slice(0, 2000);

/** Reads to the end: counts rows, and refuses a file that was cut off. */
async function checkEnd(text: TextFile, head: Head): Promise<number> {
  let rows = 0;
  let last: ReadItem<CsvRow> | undefined;
  for await (const chunk of chunks(text, head, null)) {
    rows += chunk.items.length;
    last = chunk.items.at(-1) ?? last;
  }
  if (last?.rejected?.code !== 'row.short') return rows;
  const { text: tail } = await text.read(Math.max(text.start, text.size - 2), 2);
  if (!tail.endsWith('\n')) throw refused(`The file is cut off: its last row, on line ${last.line}, stops part-way. ${last.rejected.reason}`, 'Ask for the whole file again.');
  return rows;
}

async function* chunks(text: TextFile, head: Head, from: Checkpoint | null): AsyncGenerator<ReadChunk<CsvRow>> {
  const header = makeHeader(head.header);
  let offset = Number(from?.offset ?? head.offset);
  let line = Number(from?.line ?? head.line);
  for (let length = block; offset < text.size; ) {
    const { text: piece, atEnd } = await text.read(offset, length);
    const items: ReadItem<CsvRow>[] = [];
    let at = 0;
    while (at < piece.length && items.length < chunkRows) {
      let cut = cutRecord(piece, at, head.delimiter, atEnd);
      if (strayQuote(cut, piece, at, head, atEnd)) cut = oneLine(piece, at);
      if (cut === 'more') {
        if (atEnd) throw refused(`The file is cut off inside a quoted field that opens on line ${line}, or a quote there is never closed.`, 'Ask for the whole file again.');
        break;
      }
      if (cut.raw !== '' || head.header.length === 1) items.push(item(cut, line, head, header));
      at = cut.end;
      line += cut.extraLines + 1;
    }
    if (at === 0) {
      if (length >= longestRun) throw refused(`The row on line ${line} is longer than ${longestRun >> 20} MB.`);
      length *= 4;
      continue;
    }
    length = block;
    offset = Math.min(text.size, offset + text.byteLength(piece.slice(0, at)));
    yield { items, checkpoint: { offset, line }, bytes: offset };
  }
}

/**
 * A quote opened by mistake would swallow the rows after it. When the record it makes is not well formed (or never
 * ends), runs over line ends, and the next line is by itself a row of the right width, only the first line is bad.
 */
function strayQuote(cut: Cut, piece: string, at: number, head: Head, atEnd: boolean): boolean {
  const bad = cut === 'more' ? atEnd || piece.length - at > longestRow : cut.extraLines > 0 && (cut.fields === null || cut.fields.length !== head.header.length);
  if (!bad) return false;
  const lineEnd = piece.indexOf('\n', at);
  if (lineEnd < 0 || lineEnd + 1 >= piece.length) return false;
  const next = cutRecord(piece, lineEnd + 1, head.delimiter, atEnd);
  return next !== 'more' && next.extraLines === 0 && next.fields?.length === head.header.length;
}

function oneLine(piece: string, at: number): Cut {
  const lineEnd = piece.indexOf('\n', at);
  return { end: lineEnd + 1, raw: piece.slice(at, lineEnd).replace(/\r$/, ''), fields: null, extraLines: 0 };
}

function item(cut: Cut, line: number, head: Head, header: Header): ReadItem<CsvRow> {
  if (cut === 'more') return { line, raw: '', rejected: { field: '', code: 'row.quotes', reason: 'A quote in this row is never closed.' } };
  const { raw, fields } = cut;
  const reject = (code: string, reason: string): ReadItem<CsvRow> => ({ line, raw: raw.length > longestRow ? `${raw.slice(0, keptOfLong)}…` : raw, rejected: { field: '', code, reason } });
  if (raw.length > longestRow) return reject('row.too-long', `The row is ${raw.length} characters long; ${longestRow} is the most.`);
  if (fields === null) return reject('row.quotes', 'A quote in this row is not closed, or text follows a closing quote.');
  const width = head.header.length;
  if (fields.length < width) return reject('row.short', `The row has ${fields.length} fields where the heading has ${width}.`);
  if (fields.slice(width).some((field) => field.trim() !== '')) {
    return reject('row.long', `The row has ${fields.length} fields where the heading has ${width}; a field that holds the delimiter needs quotes.`);
  }
  return { line, raw, type: head.type, node: { header, values: fields } };
}

function refused(message: string, mend = 'Check that this is the right file for the feed, and ask the sender for it again.'): KithError {
  return new KithError('delivery.refused', message, { mend });
}

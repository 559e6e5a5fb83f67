import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { SaxesParser } from 'saxes';
import { KithError } from '../../../kernel/index.ts';

/** An element. A row's ancestors are reachable through `parent`, so that what a file says once can be read from every row. */
export interface XmlNode {
  readonly name: string;
  readonly parent: XmlNode | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
  /** Its own text; white space between child elements is not text. */
  text: string;
}

export interface XmlRow {
  node: XmlNode;
  /** Line the row's element begins on. */
  line: number;
  /** As written. */
  raw: string;
  /** What stands before the first row, as written: the start of the file, at most {@link limits}`.before` characters. */
  before: string;
  /** Characters of the file read when the row was complete; bytes, but for text beyond ASCII. */
  bytes: number;
}

/** What a file of XML may not go beyond. */
export const limits = { depth: 32, text: 1_000_000, elements: 100_000, before: 20_000 } as const;

/**
 * Streams the elements named `row`, each with everything inside it. Namespace prefixes are ignored; text that
 * strays between elements is dropped.
 * @throws KithError `delivery.refused` for a DOCTYPE, nesting, text or rows over {@link limits}, a wrong
 * encoding, XML that is not well-formed, and a file cut short
 */
export async function* rowsOf(file: string, row: string, root: string | null): AsyncGenerator<XmlRow[]> {
  const parser = createRowParser(row, root);
  const decoder = new TextDecoder(await encodingOf(file), { fatal: true });
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
    const rows = parser.write(decode(decoder, chunk as Buffer));
    if (rows.length > 0) yield rows;
  }
  const rows = parser.write(decode(decoder, null));
  rows.push(...parser.close());
  if (rows.length > 0) yield rows;
}

/** Reads one row again from its own text and what stood before the first. */
export function rereadRow(before: string, raw: string, row: string, root: string | null): XmlRow | null {
  try {
    const rows = createRowParser(row, before === '' ? null : root).write(before + raw);
    return rows.length === 1 ? (rows[0] ?? null) : null;
  } catch {
    return null;
  }
}

function createRowParser(row: string, root: string | null): { write(text: string): XmlRow[]; close(): XmlRow[] } {
  const sax = new SaxesParser({ xmlns: false, position: true });
  let rows: XmlRow[] = [];
  let current: XmlNode | null = null;
  let depth = 0;
  // Inside a row: how deep it stands, where it began, and the source from there on.
  let within: { depth: number; line: number; start: number; elements: number } | null = null;
  let source = '';
  let sourceStart = 0;
  let quiet = 0;
  let before: string | null = null;
  sax.on('doctype', () => {
    throw refused(`has a DOCTYPE at line ${sax.line}, which can carry an attack`, 'Ask the sender for the file without a DOCTYPE.');
  });
  sax.on('error', (error) => {
    throw refused(`is not well-formed XML: ${error.message}`, 'Ask the sender for a corrected file.');
  });
  sax.on('opentagstart', (tag) => {
    quiet = 0;
    if (within !== null || local(tag.name) !== row) return;
    const start = sax.position - tag.name.length - 2;
    before ??= source.slice(0, start - sourceStart);
    within = { depth, line: sax.line, start, elements: 0 };
  });
  sax.on('opentag', (tag) => {
    quiet = 0;
    const name = local(tag.name);
    if (depth === 0 && root !== null && name !== root) throw refused(`begins with the element "${name.slice(0, 60)}" where "${root}" was expected`, 'Check that this is a file of this feed.');
    depth += 1;
    if (depth > limits.depth) throw refused(`is nested more than ${limits.depth} deep at line ${sax.line}`, 'Ask the sender what made this file.');
    if (within !== null && (within.elements += 1) > limits.elements) throw refused(`has a ${row} of more than ${limits.elements.toLocaleString('en-GB')} elements at line ${within.line}`, 'Ask the sender what made this file.');
    const node: XmlNode = { name, parent: current, attributes: tag.attributes, children: [], text: '' };
    // A row hangs from its parent but is not held by it: a file may have a million.
    if (current !== null && within?.depth !== depth - 1) current.children.push(node);
    current = node;
  });
  const onText = (text: string): void => {
    quiet = 0;
    if (text.length > limits.text) throw tooLong(sax.line);
    if (current !== null && text.trim() !== '') current.text += text;
  };
  sax.on('text', onText);
  sax.on('cdata', onText);
  sax.on('closetag', () => {
    quiet = 0;
    depth -= 1;
    const node = current;
    current = node?.parent ?? null;
    if (node === null || within?.depth !== depth) return;
    rows.push({ node, line: within.line, raw: source.slice(within.start - sourceStart, sax.position - sourceStart), before: before !== null && before.length <= limits.before ? before : '', bytes: sax.position });
    within = null;
  });
  const run = (work: () => void, text: string): XmlRow[] => {
    rows = [];
    // Keep the source of a row that is open, and of everything before the first.
    const keep: number = within?.start ?? (before === null && source.length <= limits.before ? 0 : sourceStart + source.length);
    source = source.slice(keep - sourceStart) + text;
    sourceStart = keep;
    quiet += text.length;
    work();
    if (quiet > limits.text) throw tooLong(sax.line);
    return rows;
  };
  return {
    write: (text) => run(() => void sax.write(text), text),
    close: () => run(() => void sax.close(), ''),
  };
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function decode(decoder: TextDecoder, bytes: Buffer | null): string {
  try {
    return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw refused(`is not valid ${decoder.encoding.toUpperCase()}, the encoding it declares`, 'Ask the sender for the file in the encoding its first line declares.');
  }
}

/** The encoding a file declares by byte-order mark or XML declaration; UTF-8 otherwise, as XML 1.0 says. */
export async function encodingOf(file: string): Promise<string> {
  const head = await firstBytes(file, 200);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head.toString('latin1'))?.[1];
  if (declared === undefined) return 'utf-8';
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    throw refused(`declares the encoding "${declared}", which is not known`, 'Ask the sender for the file in UTF-8.');
  }
}

async function firstBytes(file: string, length: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const tooLong = (line: number): KithError =>
  refused(`holds a text or tag longer than ${limits.text.toLocaleString('en-GB')} characters at line ${line}`, 'Documents do not belong in this feed; ask the sender to leave them out.');

const refused = (what: string, mend: string): KithError => new KithError('delivery.refused', `The file ${what}.`, { mend });

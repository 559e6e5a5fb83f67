import { createReadStream } from 'node:fs';
import { KithError } from '../../../kernel/index.ts';

/** What a file of JSON may not go beyond. Measured on the bytes, before anything is parsed. */
export const limits = {
  /** Nested objects and arrays; FHIR resources rarely pass 12. */
  depth: 64,
  /** Bytes of one string: room for a small photograph. */
  string: 5_000_000,
  /** Bytes of one document: a line of NDJSON, or a whole file that is one bundle. */
  document: 32_000_000,
  /** Objects and arrays in one document. */
  containers: 2_000_000,
} as const;

/** How a file is laid out: one JSON document on each line, or one document over the whole file. */
export interface Layout {
  lines: boolean;
  /** Documents in the file, blank lines aside. */
  documents: number;
  /** In a file of one document: the line each item of the bundle's `entry` begins on. */
  entryLines: number[];
}

const code = { quote: 0x22, backslash: 0x5c, open: 0x7b, close: 0x7d, openArray: 0x5b, closeArray: 0x5d, newline: 0x0a, space: 0x20 } as const;

/**
 * Reads a file once, byte by byte, and finds its layout.
 * @throws KithError `delivery.refused` for nesting, strings or documents over {@link limits}, text that is not
 * UTF-8, and a file that stops before its last document is complete
 */
export async function inspectJson(file: string): Promise<Layout> {
  const scan = createScan();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Buffer;
    try {
      decoder.decode(bytes, { stream: true });
    } catch {
      throw refused('is not valid UTF-8, which FHIR requires', 'Ask the sender for the file in UTF-8.');
    }
    scan.take(bytes);
  }
  return scan.end();
}

function createScan(): { take(bytes: Buffer): void; end(): Layout } {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let string = 0;
  let size = 0;
  let containers = 0;
  let line = 1;
  let content = false;
  let lines: boolean | null = null;
  let documents = 0;
  // The name of the array open at the top level, read from the last string seen there.
  let key: number[] = [];
  let entry = false;
  const entryLines: number[] = [];
  const newline = (): void => {
    // A line that opened and closed a document by itself sets the layout; so does one that did not.
    if (content && lines === null) lines = depth === 0 && !inString;
    if (lines === true) {
      if (content) documents += 1;
      depth = size = containers = string = 0;
      content = inString = escaped = false;
    }
    line += 1;
  };
  const structure = (byte: number): void => {
    if (byte === code.open || byte === code.openArray) {
      if (lines !== true && depth === 1) entry = byte === code.openArray && String.fromCharCode(...key) === 'entry';
      if (lines !== true && depth === 2 && entry) entryLines.push(line);
      depth += 1;
      containers += 1;
      if (depth > limits.depth) throw refused(`is nested more than ${limits.depth} deep at line ${line}`, 'A FHIR resource is never so deep; ask the sender what made this file.');
      if (containers > limits.containers) throw refused(`holds more than ${limits.containers.toLocaleString('en-GB')} objects and lists in the document at line ${line}`, mendSize);
    } else if (byte === code.close || byte === code.closeArray) depth -= 1;
  };
  return {
    take(bytes) {
      for (const byte of bytes) {
        size += 1;
        if (byte === code.newline) {
          newline();
          continue;
        }
        if (inString) {
          string += 1;
          if (escaped) escaped = false;
          else if (byte === code.backslash) escaped = true;
          else if (byte === code.quote) inString = false;
          else if (depth === 1 && key.length < 8) key.push(byte);
          if (string > limits.string) throw refused(`holds a text longer than ${limits.string.toLocaleString('en-GB')} bytes at line ${line}`, 'Documents and images do not belong in this feed; ask the sender to leave them out.');
        } else if (byte === code.quote) {
          inString = true;
          string = 0;
          if (depth === 1) key = [];
        } else structure(byte);
        if (byte > code.space && !(line === 1 && size <= 3 && byte >= 0xbb)) content = true;
        if (size > limits.document) throw refused(`has a document of more than ${(limits.document / 1e6).toFixed(0)} MB at line ${line}`, mendSize);
      }
    },
    end() {
      if (content && (depth > 0 || inString)) throw refused(`stops in the middle of line ${line}: it was cut short`, 'Ask for the whole file again.');
      if (content) documents += 1;
      if (documents === 0) throw refused('is empty', 'Ask for the file again.');
      return { lines: lines === true, documents: lines === true ? documents : 1, entryLines };
    },
  };
}

const mendSize = 'Ask for NDJSON (one resource or bundle on each line), or for smaller bundles.';

export const refused = (what: string, mend: string): KithError => new KithError('delivery.refused', `The file ${what}.`, { mend });

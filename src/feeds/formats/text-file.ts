import { isUtf8 } from 'node:buffer';
import { open, type FileHandle } from 'node:fs/promises';
import { KithError } from '../../kernel/index.ts';

export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';

/** A text file read in pieces, with byte places that can be gone back to. */
export interface TextFile {
  encoding: Encoding;
  size: number;
  /** Byte where the text starts, after a byte order mark. */
  start: number;
  /** Up to `length` bytes from `offset`, decoded, with no character cut in two. */
  read(offset: number, length: number): Promise<{ text: string; atEnd: boolean }>;
  /** Bytes that a piece of decoded text takes in the file. */
  byteLength(text: string): number;
  close(): Promise<void>;
}

const marks: readonly [Encoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Opens a file in a known encoding. */
export async function openText(path: string, encoding: Encoding): Promise<TextFile> {
  const handle = await open(path, 'r');
  const { size } = await handle.stat();
  const head = await piece(handle, 0, 3);
  const mark = marks.find(([of, bytes]) => of === encoding && bytes.every((byte, i) => head[i] === byte));
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const unit = encoding.startsWith('utf-16') ? 2 : 1;
  return {
    encoding,
    size,
    start: mark?.[1].length ?? 0,
    async read(offset, length) {
      const bytes = await piece(handle, offset, length - (length % unit));
      const atEnd = offset + bytes.length >= size;
      const whole = atEnd || encoding !== 'utf-8' ? bytes : bytes.subarray(0, wholeCharacters(bytes));
      return { text: decoder.decode(whole), atEnd };
    },
    byteLength: (text) => (encoding === 'utf-8' ? Buffer.byteLength(text) : text.length * unit),
    close: () => handle.close(),
  };
}

async function piece(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Length without a UTF-8 character that the end cuts in two. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/**
 * Finds a file's encoding, or proves the declared one, reading all of it. Without a byte order mark, bytes that
 * are valid UTF-8 are UTF-8, and anything else is Windows-1252, in which UK systems write when not in Unicode.
 * Throws `delivery.refused` for binary content and for bytes the declared encoding cannot hold.
 */
export async function findEncoding(path: string, declared: Encoding | 'auto'): Promise<Encoding> {
  const handle = await open(path, 'r');
  try {
    const head = await piece(handle, 0, 4096);
    const marked = marks.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte))?.[0] ?? wideZeros(head);
    const expected = declared === 'auto' ? marked : declared;
    if (expected === 'utf-16le' || expected === 'utf-16be') return expected;
    let utf8 = true;
    for (let offset = 0; ; ) {
      const bytes = await piece(handle, offset, 1 << 20);
      if (bytes.length === 0) break;
      const zero = bytes.indexOf(0);
      if (zero >= 0) throw refuse(`The file is not text: it has a zero byte at ${offset + zero}.`);
      const whole = bytes.length < 1 << 20 ? bytes.length : wholeCharacters(bytes);
      utf8 &&= isUtf8(bytes.subarray(0, whole));
      if (!utf8 && expected === 'utf-8') throw refuse(`The file is not valid UTF-8, between bytes ${offset} and ${offset + whole}.`);
      offset += whole;
    }
    return expected ?? (utf8 ? 'utf-8' : 'windows-1252');
  } finally {
    await handle.close();
  }
}

/** UTF-16 without its mark shows as a zero in every other byte of plain text. */
function wideZeros(head: Buffer): Encoding | undefined {
  const at = (odd: number): number => head.filter((byte, i) => i % 2 === odd && byte === 0).length;
  if (at(1) > head.length / 4 && at(0) === 0) return 'utf-16le';
  if (at(0) > head.length / 4 && at(1) === 0) return 'utf-16be';
  return undefined;
}

const refuse = (message: string): KithError =>
  new KithError('delivery.refused', message, { mend: 'Ask the sender for the file as plain text, or state its encoding in the feed file (format: encoding).' });

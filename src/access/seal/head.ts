import { isSignedBy, keyHash, type SealKey } from './keys.ts';
import type { Hash } from './merkle.ts';

/** A head of the tree: that it had this many rows and this root at this time. */
export interface Head {
  /** Whose log it is. */
  origin: string;
  size: number;
  root: Hash;
  /** UTC, to the second. */
  at: string;
}

const dash = '\u2014';

/** The head's text: a C2SP tlog-checkpoint, so that any witness of transparency logs can co-sign it. Its extension line is the time. */
const textOf = (head: Head): string => `${head.origin}\n${head.size}\n${head.root.toString('base64')}\n${head.at}\n`;

/** A head as it is published: its text, an empty line, and a line of signature (C2SP signed-note). */
export function signHead(head: Head, key: SealKey): string {
  const text = textOf(head);
  const signature = Buffer.concat([keyHash(key.name, key.publicKey), key.sign(text)]).toString('base64');
  return `${text}\n${dash} ${key.name} ${signature}\n`;
}

/** A published head, and who signed it; null when the text is none. */
export function readHead(note: string): { head: Head; signatures: { name: string; line: string; bytes: Buffer }[] } | null {
  const end = note.indexOf('\n\n');
  if (end < 0) return null;
  const [origin = '', size = '', root = '', at = '', ...more] = note.slice(0, end).split('\n');
  const bytes = Buffer.from(root, 'base64');
  if (origin === '' || !/^(0|[1-9]\d{0,15})$/.test(size) || bytes.length !== 32 || Number.isNaN(Date.parse(at)) || more.length > 0) return null;
  const signatures = note.slice(end + 2).split('\n').flatMap((line) => {
    const [, name, base64] = /^\u2014 (\S+) (\S+)$/u.exec(line) ?? [];
    return name === undefined || base64 === undefined ? [] : [{ name, line, bytes: Buffer.from(base64, 'base64') }];
  });
  return { head: { origin, size: Number(size), root: bytes, at }, signatures };
}

/** Whether a published head was signed by the holder of this key, and says what it says now. */
export function isHeadOf(note: string, name: string, publicKey: Buffer): boolean {
  const read = readHead(note);
  if (read === null) return false;
  const own = read.signatures.find((s) => s.name === name && s.bytes.subarray(0, 4).equals(keyHash(name, publicKey)));
  return own !== undefined && isSignedBy(publicKey, textOf(read.head), own.bytes.subarray(4));
}

/** Published heads that stand one after another in a text, as they stand; whatever is between them too, so that it is refused as none. */
export function splitHeads(text: string): string[] {
  const notes = text.match(/[^\n]+(?:\n[^\n]+)*\n\n(?:\u2014 [^\n]*(?:\n|$))+/gu) ?? [];
  const rest = notes.reduce((left, note) => left.replace(note, ''), text).trim();
  return rest === '' ? notes : [...notes, rest];
}

import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { plain } from './agencies/slips.ts';
import type { OutputFile } from './world.ts';

/** What windows-1252 has between 0x80 and 0x9f. */
const windows: Readonly<Record<string, number>> = Object.fromEntries(
  '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'.split('').map((character, i) => [character, 0x80 + i]),
);

const beyond = /[^\p{ASCII}\u0080-\u00ff]/u;

/** Letters the page lacks lose their marks, as systems of that age do to them; what is left is `?`. */
export function encodeWindows1252(given: string): Buffer {
  const text = !beyond.test(given) ? given : given.replace(/[\u0100-\u1fff]/g, (c) => (c in windows ? c : plain(c)));
  const bytes = Buffer.allocUnsafe(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes[i] = code < 0x80 || (code > 0x9f && code < 0x100) ? code : (windows[text[i]!] ?? 0x3f);
  }
  return bytes;
}

export interface WrittenFile {
  feed: string;
  /** Absolute path. */
  file: string;
  rows: number;
}

/** Opens files under one folder and remembers what was written to them. */
export function createOutput(out: string): { file(feed: string, name: string, encoding?: 'utf8' | 'windows-1252'): OutputFile; close(): WrittenFile[] } {
  const files: { written: WrittenFile; flush: () => void; handle: number }[] = [];
  const limit = 1 << 18;
  return {
    file(feed, name, encoding = 'utf8') {
      mkdirSync(join(out, feed), { recursive: true });
      const path = join(out, feed, name);
      const handle = openSync(path, 'w', 0o600);
      const written: WrittenFile = { feed, file: path, rows: 0 };
      let held = '';
      const flush = (): void => {
        if (held !== '') writeAll(handle, encoding === 'utf8' ? Buffer.from(held, 'utf8') : encodeWindows1252(held));
        held = '';
      };
      files.push({ written, flush, handle });
      return {
        write(text, rows = 0) {
          held += text;
          written.rows += rows;
          if (held.length > limit) flush();
        },
      };
    },
    close() {
      for (const { flush, handle } of files) {
        flush();
        closeSync(handle);
      }
      return files.map((f) => f.written);
    },
  };
}

function writeAll(handle: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
}

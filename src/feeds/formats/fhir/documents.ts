import { createReadStream } from 'node:fs';

/** One line of a file, with the byte just after it. */
export interface Line {
  text: string;
  line: number;
  end: number;
}

/** Lines of a file from a byte on, in batches as they are read; blank lines are left out. */
export async function* linesOf(file: string, from: { offset: number; line: number }): AsyncGenerator<Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = from.offset;
  let line = from.line;
  const take = (buffer: Buffer, last: boolean): Line[] => {
    const lines: Line[] = [];
    let start = 0;
    while (start < buffer.length) {
      const newline = buffer.indexOf(0x0a, start);
      if (newline < 0 && !last) break;
      const stop = newline < 0 ? buffer.length : newline + 1;
      const text = buffer.toString('utf8', start, stop).replace(/^\uFEFF/, '').trim();
      if (text !== '') lines.push({ text, line, end: offset + stop });
      line += 1;
      start = stop;
    }
    rest = buffer.subarray(start);
    offset += start;
    return lines;
  };
  for await (const chunk of createReadStream(file, { start: from.offset, highWaterMark: 1 << 20 })) {
    const lines = take(rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]), false);
    if (lines.length > 0) yield lines;
  }
  const lines = take(rest, true);
  if (lines.length > 0) yield lines;
}

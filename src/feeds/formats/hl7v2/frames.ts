import { createReadStream } from 'node:fs';
import { KithError } from '../../../kernel/index.ts';

/** A stretch of a batch file: one message (MSH and what follows it), or one of the segments that wrap messages. */
export interface Frame {
  kind: 'message' | 'wrapper' | 'stray';
  /** Bytes as Latin-1, one character each; the reader decodes a message by its own MSH-18. */
  text: string;
  /** Line the frame starts on, from 1. */
  line: number;
  /** Byte just after it, and the line that stands there: where reading can go on from. */
  end: { offset: number; line: number };
}

/** The most one segment and one message may hold; more is not a message but an attack or a broken file. */
export const limits = { segment: 1_000_000, message: 5_000_000 } as const;

const startOfBlock = '\x0b';
const endOfBlock = '\x1c';

/**
 * Cuts a file into frames without holding more than one message. Segments may end in CR, LF or both; MLLP's
 * framing characters are taken off.
 * @throws KithError `delivery.refused` when a segment or message is over {@link limits}
 */
export async function* frames(file: string, from: { offset: number; line: number }): AsyncGenerator<Frame[]> {
  let rest = '';
  let offset = from.offset;
  let line = from.line;
  let open: Frame | null = null;
  const stream = createReadStream(file, { start: from.offset, highWaterMark: 1 << 20 });
  const take = (text: string, last: boolean): Frame[] => {
    const done: Frame[] = [];
    const ends = /\r\n|\r|\n/g;
    let start = 0;
    while (start < text.length) {
      ends.lastIndex = start;
      const end = ends.exec(text);
      // A CR at the very end may be half of a CRLF: wait for the rest.
      if (!last && (end === null || (end[0] === '\r' && ends.lastIndex === text.length))) break;
      const stop = end === null ? text.length : ends.lastIndex;
      const segment = strip(text.slice(start, end === null ? text.length : end.index));
      if (segment.length > limits.segment) throw tooLong(line, 'segment', limits.segment);
      const after = { offset: offset + stop, line: line + 1 };
      open = place(segment, line, after, open, done);
      line += 1;
      start = stop;
    }
    rest = text.slice(start);
    offset += start;
    if (rest.length > limits.segment) throw tooLong(line, 'segment', limits.segment);
    return done;
  };
  for await (const chunk of stream) {
    const done = take(rest + (chunk as Buffer).toString('latin1'), false);
    if (done.length > 0) yield done;
  }
  const done = take(rest, true);
  if (open !== null) done.push(open);
  if (done.length > 0) yield done;
}

const strip = (segment: string): string => (segment.includes(startOfBlock) || segment.includes(endOfBlock) ? segment.replaceAll(startOfBlock, '').replaceAll(endOfBlock, '') : segment);

/** Adds a segment to the message that is open, or closes it and opens the next; returns the message now open. */
function place(segment: string, line: number, end: Frame['end'], open: Frame | null, done: Frame[]): Frame | null {
  const name = segment.slice(0, 3);
  const wrapper = name === 'FHS' || name === 'BHS' || name === 'BTS' || name === 'FTS';
  if (name === 'MSH' || wrapper) {
    if (open !== null) done.push(open);
    if (name === 'MSH') return { kind: 'message', text: segment, line, end };
    done.push({ kind: 'wrapper', text: segment, line, end });
    return null;
  }
  if (open === null) {
    if (segment.trim() !== '') done.push({ kind: 'stray', text: segment, line, end });
    return null;
  }
  if (open.text.length + segment.length > limits.message) throw tooLong(open.line, 'message', limits.message);
  open.text += `\n${segment}`;
  open.end = end;
  return open;
}

const tooLong = (line: number, what: string, limit: number): KithError =>
  new KithError('delivery.refused', `The ${what} at line ${line} is longer than ${limit.toLocaleString('en-GB')} characters.`, { mend: 'Ask the sender for a file of ordinary ADT messages; documents and images do not belong in them.' });

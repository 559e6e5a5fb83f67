import { open, stat } from 'node:fs/promises';
import { KithError } from '../../kernel/index.ts';
import { decodeMessage } from './hl7v2/charset.ts';
import { frames, type Frame } from './hl7v2/frames.ts';
import { parseMessage, splitByPatient } from './hl7v2/message.ts';
import { compileEach, compilePath, type Hl7Node } from './hl7v2/path.ts';
import type { FormatReader, Inspection, ReadItem } from './reader.ts';

/**
 * HL7 version 2 in files: batches (FHS BHS MSH… BTS FTS), bare streams of messages, and either with MLLP's framing
 * left on. The record type of an ADT message is its event (`A01`); of any other, `ORU_R01`.
 */
export const hl7v2Reader: FormatReader<Hl7Node> = {
  inspect,
  async *read(file, _definition, _inspection, from) {
    for await (const batch of frames(file, { offset: Number(from?.['offset'] ?? 0), line: Number(from?.['line'] ?? 1) })) {
      const last = batch.at(-1);
      if (last !== undefined) yield { items: batch.flatMap(items), checkpoint: { ...last.end }, bytes: last.end.offset };
    }
  },
  reread: (raw, line) => itemOf(raw, line),
  path: (expression) => compilePath(expression),
  each: (expression) => compileEach(expression),
};

function items(frame: Frame): ReadItem<Hl7Node>[] {
  if (frame.kind === 'wrapper') return [];
  if (frame.kind === 'stray') return [rejection(frame.text, frame.line, frame.text.slice(0, 3), 'hl7.stray', 'a segment that belongs to no message')];
  const decoded = decodeMessage(frame.text, declaredCharset(frame.text));
  if ('reason' in decoded) return [rejection(frame.text, frame.line, 'MSH-18', 'hl7.charset', decoded.reason)];
  return splitByPatient(decoded.text).map((text) => itemOf(text, frame.line));
}

function itemOf(text: string, line: number): ReadItem<Hl7Node> {
  const message = parseMessage(text);
  if ('reason' in message) return rejection(text, line + message.line, message.field, message.code, message.reason);
  const type = typeOf({ message, focus: null });
  return type === null ? rejection(text, line, 'MSH-9', 'hl7.event', 'the message does not say what kind it is') : { line, raw: text, type, node: { message, focus: null } };
}

const rejection = (raw: string, line: number, field: string, code: string, reason: string): ReadItem<Hl7Node> => ({ line, raw, rejected: { field, code, reason } });

const kind = compilePath('MSH-9.1');
const event = compilePath('MSH-9.2');
const eventOfSegment = compilePath('EVN-1');

function typeOf(node: Hl7Node): string | null {
  const [messageKind] = kind(node);
  const trigger = event(node)[0] ?? eventOfSegment(node)[0];
  if (messageKind === undefined || trigger === undefined) return null;
  return messageKind === 'ADT' ? trigger : `${messageKind}_${trigger}`;
}

/** First repetition of MSH-18, read before the message is decoded; separators are the message's own. */
function declaredCharset(text: string): string {
  const [header = ''] = text.split('\n', 1);
  return (header.split(header.charAt(3))[17] ?? '').split(header.charAt(5), 1)[0] ?? '';
}

async function inspect(file: string): Promise<Inspection> {
  await checkEnds(file);
  const open: { name: string; line: number; counted: number }[] = [];
  let messages = 0;
  const charsets = new Set<string>();
  for await (const batch of frames(file, { offset: 0, line: 1 })) {
    for (const frame of batch) {
      if (frame.text.includes('\0')) throw refused(`is not text: line ${frame.line} holds a zero byte`, 'Ask the sender for the file as HL7 text in UTF-8 or Windows-1252.');
      if (frame.kind === 'wrapper') count(frame, open);
      else if (frame.kind === 'message') {
        messages += 1;
        for (const wrapper of open) if (wrapper.name === 'BHS') wrapper.counted += 1;
        charsets.add(declaredCharset(frame.text) || 'ASCII');
      } else if (messages === 0 && open.length === 0) throw refused(`is not HL7 version 2: line ${frame.line} begins with "${printable(frame.text.slice(0, 12))}", not MSH, FHS or BHS`, 'Check that this is a file of this feed.');
    }
  }
  const unfinished = open.at(-1);
  if (unfinished) throw truncated(`the ${unfinished.name} at line ${unfinished.line} has no ${trailerOf(unfinished.name)}`);
  if (messages === 0) throw refused('holds no message', 'A batch without messages needs no import.');
  return { encoding: [...charsets].toSorted().join(', '), rows: messages, head: {} };
}

const trailerOf = (name: string): string => (name === 'FHS' ? 'FTS' : 'BTS');

/** Opens or closes a file or batch, and checks the count its trailer states (BTS-1 of messages, FTS-1 of batches). */
function count(frame: Frame, open: { name: string; line: number; counted: number }[]): void {
  const name = frame.text.slice(0, 3);
  if (name === 'FHS' || name === 'BHS') {
    if (open.at(-1)?.name === name) throw truncated(`the ${name} at line ${open.at(-1)?.line} has no ${trailerOf(name)} before the next`);
    for (const file of open) if (name === 'BHS') file.counted += 1;
    open.push({ name, line: frame.line, counted: 0 });
    return;
  }
  const opened = open.pop();
  if (opened === undefined || trailerOf(opened.name) !== name) throw truncated(`the ${name} at line ${frame.line} closes nothing`);
  const stated = frame.text.split(frame.text.charAt(3))[1]?.trim() ?? '';
  if (stated !== '' && Number(stated) !== opened.counted) {
    throw truncated(`the ${name} at line ${frame.line} counts ${stated.slice(0, 12)} ${name === 'FTS' ? 'batches' : 'messages'}, but there are ${opened.counted}`);
  }
}

/** First and last bytes: a byte-order mark of UTF-16, and a last MLLP block that was never closed. */
async function checkEnds(file: string): Promise<void> {
  const { size } = await stat(file);
  const handle = await open(file);
  try {
    const head = (await handle.read(Buffer.alloc(3), 0, 3, 0)).buffer;
    const tail = (await handle.read(Buffer.alloc(8), 0, 8, Math.max(0, size - 8))).buffer;
    if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) throw refused('is in UTF-16, which HL7 interfaces do not use in files', 'Ask the sender for UTF-8, with UNICODE in MSH-18.');
    if (head[0] === 0x0b && !tail.includes(0x1c)) throw truncated('its last MLLP block is not closed');
  } finally {
    await handle.close();
  }
}

const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
const truncated = (how: string): KithError => refused(`was cut short: ${how}`, 'Ask for the whole file again.');
const refused = (what: string, mend: string): KithError => new KithError('delivery.refused', `The file ${what}.`, { mend });

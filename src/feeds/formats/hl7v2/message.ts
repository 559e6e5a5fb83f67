import type { Separators } from './escapes.ts';

/** One segment, its fields as written. `fields[0]` is the name, so `fields[n]` is HL7's field n, for MSH too. */
export interface Segment {
  name: string;
  fields: readonly string[];
}

export interface Message {
  separators: Separators;
  /** Segments in order, by name. */
  segments: ReadonlyMap<string, readonly Segment[]>;
}

/** Why a message cannot be read, and the line it stands on counted from its MSH. */
export interface MessageProblem {
  field: string;
  code: string;
  reason: string;
  line: number;
}

/** Reads one message. Every segment is kept, Z segments too; nothing is unescaped until a path asks for it. */
export function parseMessage(text: string): Message | MessageProblem {
  const lines = text.split(/\r\n|\r|\n/);
  const separators = readSeparators(lines[0] ?? '');
  if ('reason' in separators) return separators;
  const segments = new Map<string, Segment[]>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const fields = line.split(separators.field);
    const name = fields[0] ?? '';
    if (!/^[A-Z][A-Z0-9]{2}$/.test(name)) {
      return { field: name.slice(0, 20), code: 'hl7.segment', reason: `line ${index + 1} of the message does not begin with the name of a segment`, line: index };
    }
    // The separator after "MSH" is itself MSH-1.
    if (name === 'MSH') fields.splice(1, 0, separators.field);
    const known = segments.get(name);
    if (known === undefined) segments.set(name, [{ name, fields }]);
    else known.push({ name, fields });
  }
  if (segments.get('MSH')?.length !== 1) return { field: 'MSH', code: 'hl7.segment', reason: 'the message has more than one MSH segment', line: 0 };
  return { separators, segments };
}

function readSeparators(header: string): Separators | MessageProblem {
  const field = header.charAt(3);
  const [component = '', repetition = '', escape = '', subcomponent = ''] = header.slice(4, header.indexOf(field, 4) < 0 ? undefined : header.indexOf(field, 4));
  const all = [field, component, repetition, escape, subcomponent];
  if (all.some((c) => c === '' || /[A-Za-z0-9\s]/.test(c)) || new Set(all).size !== all.length) {
    return { field: 'MSH-2', code: 'hl7.separators', reason: `MSH declares the separators "${header.slice(3, 9)}"; five different ones are needed, as in "|^~\\&"`, line: 0 };
  }
  return { field, component, repetition, escape, subcomponent };
}

/**
 * A message about several people (A40 may merge several pairs) as one message for each: every PID with what
 * follows it up to the next, under the same header.
 */
export function splitByPatient(text: string): string[] {
  const first = text.indexOf('\nPID');
  if (first < 0 || text.indexOf('\nPID', first + 1) < 0) return [text];
  const header = text.slice(0, first + 1);
  return text.slice(first + 1).split(/^(?=PID)/m).map((part) => header + part.trimEnd());
}

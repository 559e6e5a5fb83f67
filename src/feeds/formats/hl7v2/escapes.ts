/** The characters a message declares in MSH-1 and MSH-2. */
export interface Separators {
  field: string;
  component: string;
  repetition: string;
  escape: string;
  subcomponent: string;
}

/**
 * Turns HL7 escape sequences back into text (HL7 v2.4 chapter 2.10): `\F\ \S\ \T\ \R\ \E\` for the separators,
 * `\X0D0A\` for bytes in hexadecimal, `\.br\` for a new line, `\.spN\` for N of them. Highlighting is dropped;
 * what is local to two systems (`\Z..\`) or switches character sets stays as it was written.
 */
export function unescape(text: string, separators: Separators): string {
  const mark = separators.escape;
  let start = text.indexOf(mark);
  if (mark === '' || start < 0) return text;
  let out = text.slice(0, start);
  while (start >= 0) {
    const end = text.indexOf(mark, start + 1);
    if (end < 0) return out + text.slice(start);
    const plain = meaning(text.slice(start + 1, end), separators);
    // A lone mark is not a sequence: keep it, and let the next mark open one.
    const next = plain === null ? end : end + 1;
    out += plain ?? text.slice(start, end);
    start = text.indexOf(mark, next);
    out += text.slice(next, start < 0 ? undefined : start);
  }
  return out;
}

function meaning(sequence: string, separators: Separators): string | null {
  switch (sequence) {
    case 'F':
      return separators.field;
    case 'S':
      return separators.component;
    case 'T':
      return separators.subcomponent;
    case 'R':
      return separators.repetition;
    case 'E':
      return separators.escape;
    case 'H':
    case 'N':
      return '';
    case '.br':
      return '\n';
    default:
      break;
  }
  if (/^X(?:[0-9A-Fa-f]{2})+$/.test(sequence)) return bytes(sequence.slice(1));
  const lines = /^\.sp(\d{1,2})?$/.exec(sequence);
  if (lines) return '\n'.repeat(Number(lines[1] ?? 1));
  return /^(?:Z|C[0-9A-Fa-f]{4}$|M[0-9A-Fa-f]{4,6}$)/.test(sequence) ? `${separators.escape}${sequence}${separators.escape}` : null;
}

function bytes(hex: string): string {
  // A NUL can be kept in no text column and means nothing to a reader.
  const buffer = Buffer.from(Buffer.from(hex, 'hex').filter((byte) => byte !== 0));
  const text = buffer.toString('utf8');
  return text.includes('\uFFFD') ? buffer.toString('latin1') : text;
}

/** Writes text so that no character of it can be taken for a separator or the end of a segment. */
export function escape(text: string, separators: Separators): string {
  const { field, component, repetition, escape: mark, subcomponent } = separators;
  let out = '';
  for (const character of text) {
    if (character === mark) out += `${mark}E${mark}`;
    else if (character === field) out += `${mark}F${mark}`;
    else if (character === component) out += `${mark}S${mark}`;
    else if (character === subcomponent) out += `${mark}T${mark}`;
    else if (character === repetition) out += `${mark}R${mark}`;
    else if (character === '\n') out += `${mark}.br${mark}`;
    else if (character === '\r') out += `${mark}X0D${mark}`;
    else out += character;
  }
  return out;
}

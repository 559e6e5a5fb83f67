import { isAscii, isUtf8 } from 'node:buffer';

/** HL7 table 0211 (v2.4) as its names are written in MSH-18, and the encodings they mean in practice. */
const charsets: Record<string, string> = {
  UNICODE: 'utf-8',
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  '8859/1': 'windows-1252',
  '8859/2': 'iso-8859-2',
  '8859/15': 'iso-8859-15',
};

/**
 * Decodes a message held as one character for each byte, by what its MSH-18 declares. Where nothing or plain
 * ASCII is declared and the text goes beyond it, valid UTF-8 is taken as such and anything else as Windows-1252,
 * which is what such systems send.
 * @returns the text, or why it cannot be decoded
 */
export function decodeMessage(bytes: string, declared: string): { text: string } | { reason: string } {
  if (isAscii(Buffer.from(bytes, 'latin1'))) return { text: bytes };
  const buffer = Buffer.from(bytes, 'latin1');
  const name = declared.trim().toUpperCase();
  const plain = name === '' || name === 'ASCII';
  const charset = plain ? (isUtf8(buffer) ? 'utf-8' : 'windows-1252') : charsets[name];
  if (charset === undefined) return { reason: `MSH-18 declares the character set "${declared.slice(0, 20)}", which is not one this reader knows (${Object.keys(charsets).join(', ')}, ASCII)` };
  if (charset === 'utf-8' && !isUtf8(buffer)) return { reason: `MSH-18 declares ${name}, but the message is not valid UTF-8` };
  return { text: new TextDecoder(charset).decode(buffer) };
}

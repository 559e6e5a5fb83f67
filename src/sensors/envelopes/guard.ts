import type { z } from 'zod';
import { KithError } from '../../kernel/index.ts';

/** What a message may not go beyond. Measured on its bytes, before anything is parsed. */
export const limits = { bytes: 64 * 1024, depth: 16 } as const;

export const refused = (message: string, mend: string): KithError => new KithError('uplink.refused', message, { mend });

/** Parses JSON that is neither too long nor too deep. Throws `uplink.refused`. */
export function readJson(body: Uint8Array): unknown {
  if (body.byteLength === 0) throw refused('The message is empty.', 'Send the event as JSON.');
  if (body.byteLength > limits.bytes) throw refused(`The message has ${body.byteLength.toLocaleString('en-GB')} bytes; at most ${limits.bytes.toLocaleString('en-GB')} are read.`, 'Send one event in each message.');
  measureDepth(body);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw refused('The message is not UTF-8.', 'Send JSON in UTF-8.');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw refused(`The message is not JSON: ${error instanceof Error ? error.message : String(error)}`, 'Send the event as JSON; ChirpStack and The Things Stack call that encoding "JSON".');
  }
}

const code = { quote: 0x22, backslash: 0x5c, openObject: 0x7b, closeObject: 0x7d, openArray: 0x5b, closeArray: 0x5d } as const;

function measureDepth(body: Uint8Array): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < body.length; i += 1) {
    const byte = body[i];
    if (inString) {
      if (byte === code.backslash) i += 1;
      else if (byte === code.quote) inString = false;
    } else if (byte === code.quote) inString = true;
    else if (byte === code.openObject || byte === code.openArray) {
      depth += 1;
      if (depth > limits.depth) throw refused(`The message is nested more than ${limits.depth} deep.`, 'Send the event as the network server makes it.');
    } else if (byte === code.closeObject || byte === code.closeArray) depth -= 1;
  }
}

/** Checks the shape of what was parsed. Throws `uplink.refused` with the place and what was expected there. */
export function checkShape<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  throw refused(`This is not ${what}: ${path === '' ? '' : `${path}: `}${issue?.message ?? 'wrong shape'}`, 'Check that the integration sends to the address of its own format.');
}

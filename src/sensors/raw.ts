import { KithError } from '../kernel/index.ts';
import { findCodec } from './codecs/index.ts';
import type { rawLately } from './devices.store.ts';

/** An uplink as it came, and what its device's codec makes of it. */
export interface RawUplink {
  at: Date;
  /** Bytes as hexadecimal digits, or the message where it is text. */
  sent: string;
  /** JSON of what was decoded, or why it could not be. */
  decoded: string;
}

/** Shows uplinks as they came beside what they say. */
export function showRaw(codec: string, uplinks: Awaited<ReturnType<typeof rawLately>>): RawUplink[] {
  const found = findCodec(codec);
  return uplinks.map(({ at, format, fPort, payload }) => {
    const text = format !== 'chirpstack' && format !== 'tts';
    if (text || found === null) return { at, sent: text ? payload.toString('utf8') : payload.toString('hex').toUpperCase(), decoded: '' };
    const sent = payload.toString('hex').toUpperCase();
    try {
      return { at, sent, decoded: JSON.stringify(found.decode(payload, fPort ?? found.port)) };
    } catch (error) {
      if (!(error instanceof KithError)) throw error;
      return { at, sent, decoded: error.message };
    }
  });
}

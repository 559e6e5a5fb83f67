import { KithError } from '../../kernel/index.ts';
import type { SensorDefinitions } from '../definitions/index.ts';
import { chirpstackEvent, readChirpstack } from './chirpstack.ts';
import { readMapped } from './mapped.ts';
import type { Uplink } from './message.ts';
import { readSenml } from './senml.ts';
import { answerTelecare, readTelecare } from './telecare.ts';
import { readTts } from './tts.ts';

export { chirpstackEvent } from './chirpstack.ts';
export { limits } from './guard.ts';
export { keyOf, readDevEui, type Uplink } from './message.ts';

/** A way of handing uplinks in: its name in addresses, and how a message is read. */
export interface Format {
  id: string;
  title: string;
  /** Throws `uplink.refused`. `hint` is the topic or query it came with. */
  read(body: Uint8Array, receivedAt: Date, hint: string | null): Uplink[];
  /** What the sender is told once it is kept, where its format says so. */
  answer?(uplinks: readonly Uplink[]): { type: string; body: string } | null;
}

/** Every format an area takes: three of networks, its telecare dialects, its mappings. */
export function formatsOf({ telecare, mappings }: Pick<SensorDefinitions, 'telecare' | 'mappings'>): ReadonlyMap<string, Format> {
  const formats: Format[] = [
    { id: 'chirpstack', title: 'ChirpStack v4', read: (body, _, hint) => readChirpstack(body, chirpstackEvent(hint)) },
    { id: 'tts', title: 'The Things Stack v3', read: (body) => readTts(body) },
    { id: 'senml', title: 'SenML (RFC 8428)', read: (body, receivedAt) => readSenml(body, receivedAt) },
    ...Object.entries(telecare.dialects).map(
      ([id, dialect]): Format => ({
        id,
        title: dialect.title,
        read: (body) => readTelecare(body, telecare, dialect),
        answer(uplinks) {
          const [first] = uplinks;
          const body = first === undefined ? null : answerTelecare(dialect, first);
          return body === null ? null : { type: 'application/xml; charset=utf-8', body };
        },
      }),
    ),
    ...mappings.map((mapping): Format => ({ id: mapping.id, title: mapping.title, read: (body) => readMapped(body, mapping) })),
  ];
  return new Map(formats.map((format) => [format.id, format]));
}

/** A format by its id. Throws `request.invalid` naming those there are. */
export function needFormat(formats: ReadonlyMap<string, Format>, id: string): Format {
  const format = formats.get(id);
  if (format === undefined) throw new KithError('request.invalid', `Uplinks of a format "${id.slice(0, 60)}" are not taken here.`, { mend: `Formats: ${[...formats.keys()].join(', ')}.` });
  return format;
}

import { KithError } from '../../kernel/index.ts';
import { anyPort, refused, wrongDevice, type Codec } from './codec.ts';
import { decodeLht65 } from './dragino.ts';
import { decodeElsys, elsysModels } from './elsys.ts';
import type { Decoded } from './fields.ts';
import { decodeMilesight, models } from './milesight.ts';
import { families, normalise } from './normalise.ts';

export type { Codec } from './codec.ts';
export { namesMeasured } from './normalise.ts';
export type { Decoded } from './fields.ts';

/** A LoRaWAN payload is at most this long (LoRaWAN regional parameters). */
const longest = 242;

function make(codec: Omit<Codec, 'measured'>, family: keyof typeof families): Codec {
  return {
    ...codec,
    decode(bytes, port) {
      if (bytes.length === 0) throw refused('The payload is empty.', 'A device sends an empty payload to answer its network; there is nothing to read in it.');
      if (bytes.length > longest) throw refused(`The payload has ${bytes.length} bytes, and a LoRaWAN payload has at most ${longest}.`, wrongDevice);
      if (!codec.onPort(port)) throw refused(`Port ${port} is not one that ${codec.title} sends on; it uses port ${codec.port}.`, wrongDevice);
      return codec.decode(bytes, port);
    },
    measured: (decoded) => normalise(families[family], decoded),
  };
}

const all: readonly Codec[] = [
  ...Object.entries(models).map(([model, { title, channels }]) =>
    make({ id: `milesight-${model}`, title, port: 85, onPort: anyPort, decode: (bytes) => decodeMilesight(title, channels, bytes) }, 'milesight'),
  ),
  ...Object.entries(elsysModels).map(([model, title]) => make({ id: `elsys-${model}`, title, port: 5, onPort: anyPort, decode: decodeElsys }, 'elsys')),
  make({ id: 'dragino-lht65', title: 'Dragino LHT65 temperature and humidity', port: 2, onPort: (port) => port === 2, decode: decodeLht65 }, 'dragino'),
].toSorted((a, b) => (a.id < b.id ? -1 : 1));

const byId = new Map(all.map((codec) => [codec.id, codec]));

/** Every codec, by id. */
export const codecs = all;

/** A codec by its id, or by its name in the LoRaWAN device repository (`milesight-iot/em300-th`); null when there is none. */
export function findCodec(name: string): Codec | null {
  const id = name.trim().toLowerCase().replace(/^milesight-iot[/-]/, 'milesight-').replace('/', '-');
  return byId.get(id) ?? null;
}

/** Decodes one payload. Throws `usage.invalid` for no such codec, `uplink.refused` for bytes that cannot be its. */
export function decode(name: string, bytes: Uint8Array, port?: number): Decoded {
  const codec = findCodec(name);
  if (codec === null) throw new KithError('usage.invalid', `There is no codec "${name}".`, { mend: `Codecs: ${all.map(({ id }) => id).join(', ')}.` });
  return codec.decode(bytes, port ?? codec.port);
}

/** Bytes as somebody writes them: pairs of hexadecimal digits, with or without spaces, colons, hyphens or 0x. */
export function readHex(text: string): Uint8Array {
  const digits = text.trim().replace(/0x/gi, '').replace(/[\s:,-]/g, '');
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong !== null) throw refused(`"${wrong[0]}" is not a hexadecimal digit.`, 'Give the payload as pairs of 0 to 9 and A to F, such as 01755C.');
  if (digits.length % 2 === 1) throw refused(`The payload has ${digits.length} hexadecimal digits: an odd number, so that half a byte is missing.`, 'Give two digits for each byte.');
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

/** Bytes in Base64, as network servers write them, in either alphabet. */
export function readBase64(text: string): Uint8Array {
  const tight = text.replace(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(tight) || tight.length % 4 === 1) throw refused('The payload is not Base64.', 'Give the payload as the network server shows it, such as qg==.');
  return new Uint8Array(Buffer.from(tight, 'base64'));
}

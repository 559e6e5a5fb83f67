import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { KithError, openKeyFile } from '../../kernel/index.ts';

const secret = z.string().transform((text, context) => {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== 32) context.addIssue('a key is 32 bytes in base64url');
  return bytes;
});

const schema = z.object({
  /** Seal cookies; the first seals, all open, so that a new one can be put in front. */
  cookies: z.array(secret).min(1),
  /** Between the portal and the embedded provider. */
  client: z.string().min(32),
  /** Signs the embedded provider's tokens. */
  signing: z.record(z.string(), z.unknown()),
});

export type Keys = z.infer<typeof schema>;

/** Sign-in's keys, made on first use in `<data>/keys`, readable by their owner alone. Processes that share the folder share the keys. */
export function openKeys(data: string): Keys {
  const file = join(data, 'keys', 'sign-in.json');
  const parsed = schema.safeParse(JSON.parse(openKeyFile(file, make)));
  if (parsed.success) return parsed.data;
  throw new KithError('config.invalid', `${file} does not hold sign-in's keys.`, { mend: 'Restore it, or remove it to make new ones: everybody will have to sign in again.' });
}

function make(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return JSON.stringify({
    cookies: [randomBytes(32).toString('base64url')],
    client: randomBytes(32).toString('base64url'),
    signing: { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: randomBytes(8).toString('hex') },
  });
}

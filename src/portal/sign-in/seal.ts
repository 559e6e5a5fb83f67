import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * Encrypts and authenticates a small value for a cookie: AES-256-GCM under the first key, bound to what it is for so
 * that one cookie's value is refused in another's place.
 */
export function seal(keys: readonly Buffer[], purpose: string, value: unknown): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys[0]!, nonce).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** What `seal` sealed under any of the keys; null for anything else. */
export function unseal(keys: readonly Buffer[], purpose: string, text: string | undefined): unknown {
  if (text === undefined || text.length > 4096) return null;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < 28) return null;
  for (const key of keys) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(12, 28));
      return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'));
    } catch {
      continue;
    }
  }
  return null;
}

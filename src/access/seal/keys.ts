import { createHash, createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, sign, verify, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { KithError, openKeyFile } from '../../kernel/index.ts';
import type { Hash } from './merkle.ts';

/** What signs heads of the log and marks its leaves. It is never in the database. */
export interface SealKey {
  /** Name under which heads are signed: the area's. */
  name: string;
  /** Raw Ed25519 public key, 32 bytes: what a partner needs to check a head. */
  publicKey: Buffer;
  sign(text: string): Buffer;
  /** Ties a leaf to its place and row. */
  mac(seq: number, logId: string, hash: Hash): Buffer;
}

/**
 * The log's key: from KITH_LOG_KEY (PKCS#8 PEM) where it is set, which keeps it off this machine's disk; else from
 * `<data>/keys/log.pem`, made on first use and readable by its owner alone. Throws `config.invalid`.
 */
export function openSealKey(data: string, name: string, given?: string): SealKey {
  const pem = given?.replaceAll('\\n', '\n') ?? openKeyFile(join(data, 'keys', 'log.pem'), () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch (cause) {
    throw new KithError('config.invalid', 'The key that signs the log cannot be read.', { mend: 'KITH_LOG_KEY, or keys/log.pem in the data folder, must hold an Ed25519 private key in PKCS#8 PEM: openssl genpkey -algorithm ed25519.', cause });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new KithError('config.invalid', `The key that signs the log is of type ${key.asymmetricKeyType}.`, { mend: 'Give an Ed25519 key: openssl genpkey -algorithm ed25519.' });
  const seed = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  const macKey = Buffer.from(hkdfSync('sha256', seed, '', 'kith log leaf', 32));
  return {
    name,
    publicKey: rawPublic(createPublicKey(key)),
    sign: (text) => sign(null, Buffer.from(text), key),
    mac: (seq, logId, hash) => createHmac('sha256', macKey).update(`${seq} ${logId} `).update(hash).digest(),
  };
}

const rawPublic = (key: KeyObject): Buffer => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');

/** Whether `signature` over `text` was made by the holder of this raw Ed25519 public key. */
export function isSignedBy(publicKey: Buffer, text: string, signature: Buffer): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, signature);
}

/** The four bytes by which a note names its key (C2SP signed-note, Ed25519). */
export const keyHash = (name: string, publicKey: Buffer): Buffer => createHash('sha256').update(`${name}\n`).update(Buffer.of(1)).update(publicKey).digest().subarray(0, 4);

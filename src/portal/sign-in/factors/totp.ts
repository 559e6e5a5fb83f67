import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as authenticator apps have it: SHA-1, six digits, thirty seconds. A code of the step before or after is taken, for clocks that differ. */
const algorithm = 'SHA1';
const digits = 6;
const period = 30;
const window = 1;

/** A new secret of 160 bits (RFC 4226, 4), in base 32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

const totp = (secret: string, label = '', issuer = ''): TOTP => new TOTP({ issuer, label, algorithm, digits, period, secret: Secret.fromBase32(secret) });

/** What an authenticator app reads from the picture. */
export const totpUri = (secret: string, issuer: string, account: string): string => totp(secret, account, issuer).toString();

/** The time step whose code was given; null when it is none of those about now. */
export function totpStep(secret: string, given: string, now: Date): number | null {
  const token = given.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totp(secret).validate({ token, timestamp: now.getTime(), window });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / period) + delta;
}

/** The key as people type it: four letters at a time. */
export const spelled = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

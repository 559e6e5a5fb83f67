import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { Access, OpenFactor } from '../../../access/index.ts';
import { KithError } from '../../../kernel/index.ts';

const challengeSeconds = 300;
const keptSchema = z.object({ id: z.string(), publicKey: z.string(), transports: z.array(z.string()) });
const givenSchema = z.looseObject({ id: z.string(), response: z.looseObject({ userHandle: z.string().nullish() }) });

/** WebAuthn for the address people use: the device that holds the key is asked for who its holder is, every time. */
export interface Passkeys {
  /** What the browser is asked to make a key by. `about` ties the challenge to the page it is for. */
  creation(about: string, origin: string, user: { id: string; name: string; email: string }): Promise<string>;
  /** The key that was made, to be kept. Throws `access.refused` when it was not made for this page. */
  created(about: string, origin: string, given: string): Promise<{ kind: 'passkey'; secret: string; lastCount: number }>;
  /** What the browser is asked to prove itself by; without a user any key of this portal's that the device holds will do. */
  request(about: string, origin: string, userId: string | null): Promise<string>;
  /** Who proved themselves; null when nobody did. */
  proved(about: string, origin: string, given: string): Promise<string | null>;
}

/** A browser gives keys only to a name, not to a number. */
export const passkeysWork = (origin: string): boolean => !/^(\d+\.){3}\d+$|^\[/.test(new URL(origin).hostname);

export function createPasskeys(access: Pick<Access, 'signInState' | 'safety'>, portal: string): Passkeys {
  const { signInState: state, safety } = access;
  const rpOf = (origin: string): string => new URL(origin).hostname;
  const ask = async (about: string, options: { challenge: string }): Promise<string> => {
    await state.put('challenge', about, { challenge: options.challenge }, challengeSeconds);
    return JSON.stringify(options);
  };
  /** A challenge is good for one answer. */
  const asked = async (about: string): Promise<string | null> => {
    const found = await state.get('challenge', 'id', about);
    await state.remove('challenge', 'id', about);
    return typeof found?.payload.challenge === 'string' ? found.payload.challenge : null;
  };
  const kept = (factor: OpenFactor): z.infer<typeof keptSchema> => keptSchema.parse(JSON.parse(factor.secret));
  const known = async (userId: string): Promise<{ id: string }[]> => (await safety.factors.open(userId, 'passkey')).map((factor) => ({ id: kept(factor).id }));
  return {
    async creation(about, origin, user) {
      const options = await generateRegistrationOptions({
        rpName: portal,
        rpID: rpOf(origin),
        userName: user.email,
        userDisplayName: user.name,
        userID: new TextEncoder().encode(user.id),
        attestationType: 'none',
        excludeCredentials: await known(user.id),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      return ask(about, options);
    },
    async created(about, origin, given) {
      const challenge = await asked(about);
      const response = read(given);
      const done = challenge === null || response === null ? null : await verifyRegistrationResponse({ response: response as unknown as RegistrationResponseJSON, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpOf(origin), requireUserVerification: true }).catch(() => null);
      if (done === null || !done.verified) throw new KithError('access.refused', 'The passkey was not made.', { mend: 'Load the page again and try once more.' });
      const { id, publicKey, counter, transports } = done.registrationInfo.credential;
      return { kind: 'passkey', secret: JSON.stringify({ id, publicKey: Buffer.from(publicKey).toString('base64url'), transports: transports ?? [] }), lastCount: counter };
    },
    async request(about, origin, userId) {
      return ask(about, await generateAuthenticationOptions({ rpID: rpOf(origin), userVerification: 'required', allowCredentials: userId === null ? [] : await known(userId) }));
    },
    async proved(about, origin, given) {
      const challenge = await asked(about);
      const response = read(given);
      if (challenge === null || response === null) return null;
      const userId = Buffer.from(response.response.userHandle ?? '', 'base64url').toString('utf8');
      const factor = (await safety.factors.open(userId, 'passkey')).find((one) => kept(one).id === response.id);
      if (factor === undefined) return null;
      const credential = { id: response.id, publicKey: Uint8Array.from(Buffer.from(kept(factor).publicKey, 'base64url')), counter: Math.max(0, factor.lastCount) };
      const done = await verifyAuthenticationResponse({ response: response as unknown as AuthenticationResponseJSON, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpOf(origin), credential, requireUserVerification: true }).catch(() => null);
      if (done === null || !done.verified) return null;
      const { newCounter } = done.authenticationInfo;
      if (newCounter === 0 && factor.lastCount <= 0) await safety.factors.touch(factor.id);
      else if (!(await safety.factors.use(factor.id, newCounter))) return null;
      return userId;
    },
  };
}

function read(text: string): z.infer<typeof givenSchema> | null {
  try {
    return givenSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

import type { FastifyRequest } from 'fastify';
import type { Access } from '../../../access/index.ts';
import type { Clock } from '../../../kernel/index.ts';
import type { Passkeys } from './passkeys.ts';
import { totpStep } from './totp.ts';

/** How somebody proved themselves, as the identity protocol names it (RFC 8176). */
export type Method = 'otp' | 'hwk' | 'recovery';

/** Checks what somebody gave as their second step. */
export interface Prover {
  /** Whether a second step is asked of this user when they sign in. */
  asks(userId: string): Promise<boolean>;
  /**
   * The method by which `given` proves them; null when it does not, which is noted. Throws `request.too-many` once too many did not,
   * right ones included.
   */
  prove(request: FastifyRequest, userId: string, given: { code: string } | { credential: string; about: string; origin: string }): Promise<Method | null>;
}

export function createProver(access: Pick<Access, 'safety'>, passkeys: Passkeys, clock: Clock): Prover {
  const { factors, limits, events, rules } = access.safety;
  const method = async (userId: string, given: Parameters<Prover['prove']>[2]): Promise<Method | null> => {
    if ('credential' in given) return (await passkeys.proved(given.about, given.origin, given.credential)) === userId ? 'hwk' : null;
    for (const { id, secret } of await factors.open(userId, 'totp')) {
      const step = totpStep(secret, given.code, clock.now());
      // A code is good once (RFC 6238, 5.2), also when two come with it at the same moment.
      if (step !== null && (await factors.use(id, step))) return 'otp';
    }
    return (await factors.useRecovery(userId, given.code)) ? 'recovery' : null;
  };
  return {
    asks: async (userId) => rules.signIn.mfa !== 'off' && (await factors.list(userId)).some(({ kind }) => kind !== 'recovery'),
    async prove(request, userId, given) {
      await limits.take('code', userId);
      const proved = await method(userId, given);
      if (proved === null) await events.note({ userId, kind: 'code-refused', detail: 'credential' in given ? 'passkey' : 'code', address: request.ip });
      else await limits.forget('code', userId);
      return proved;
    },
  };
}

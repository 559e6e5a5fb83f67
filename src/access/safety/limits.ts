import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { KithError, type Kernel, type Sql } from '../../kernel/index.ts';
import type { Security } from './security.ts';

/** What is counted; the area says how often each may be done. */
export type LimitKind = keyof Security['limits'];

/** How often things may be done, counted in the store so that any number of processes share one count. */
export interface Limits {
  /** Counts one more by `who` (a user, or a network address). Throws `request.too-many`, saying when to come back. */
  take(kind: LimitKind, who: string): Promise<void>;
  /** Forgets what was counted: the codes that were wrong before the right one. */
  forget(kind: LimitKind, who: string): Promise<void>;
}

const things: Record<LimitKind, string> = {
  search: 'searched',
  export: 'taken lists away',
  change: 'sent forms',
  address: 'asked',
  signIn: 'tried to sign in',
  code: 'given a wrong code',
};

/** @param sql any pool that may write */
export function createLimits(kernel: Pick<Kernel, 'clock' | 'config'>, sql: Pick<Sql, 'unsafe'>, limits: Security['limits']): Limits {
  // The library speaks to `pg`; its statements are its own, with every value a parameter.
  const storeClient = {
    async query({ text, values }: { text: string; values: (string | number | null)[] }) {
      const rows = await sql.unsafe<{ points: number; expire: string }[]>(text, values, { prepare: true });
      return { rows: rows.map(({ points, expire }) => ({ points, expire: Number(expire) })), rowCount: rows.count };
    },
  };
  const make = (kind: LimitKind): RateLimiterPostgres => {
    const { times, seconds } = limits[kind];
    // Whoever is over the limit is told so from memory, and costs the store nothing more.
    return new RateLimiterPostgres({ storeClient, storeType: 'client', schemaName: 'access', tableName: 'rate', tableCreated: true, clearExpiredByTimeout: false, keyPrefix: kind, points: times, duration: seconds, inMemoryBlockOnConsumed: kind === 'code' ? 0 : times + 1 });
  };
  const limiters = Object.fromEntries((Object.keys(limits) as LimitKind[]).map((kind) => [kind, make(kind)])) as Record<LimitKind, RateLimiterPostgres>;
  return {
    async take(kind, who) {
      if (kernel.config.limits === 'off' && kind !== 'code') return;
      try {
        await limiters[kind].consume(who.slice(0, 200));
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const { times, seconds } = limits[kind];
        const wait = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
        const at = timeOfDay.format(new Date(kernel.clock.now().getTime() + wait * 1000));
        throw new KithError('request.too-many', `You have ${things[kind]} as often as is allowed: ${times} times in ${duration(seconds)}.`, {
          mend: `Try again in ${duration(wait)}, after ${at}.${kind === 'code' ? '' : ' If your work needs more, tell your information governance lead.'}`,
          detail: { limit: kind, retryAfter: wait, first: error.consumedPoints === times + 1 },
        });
      }
    },
    async forget(kind, who) {
      await limiters[kind].delete(who.slice(0, 200));
    },
  };
}

const timeOfDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', second: '2-digit' });

function duration(seconds: number): string {
  if (seconds < 120) return seconds === 60 ? 'a minute' : `${seconds} second${seconds === 1 ? '' : 's'}`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? (minutes === 60 ? 'an hour' : `${minutes} minutes`) : `${Math.ceil(minutes / 60)} hours`;
}

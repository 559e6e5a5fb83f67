import { openColumnSeals, type Kernel } from '../../kernel/index.ts';
import { createSignInEvents, type SignInEvents } from './events.store.ts';
import { createFactors, type Factors } from './factors.store.ts';
import { createKeptForms, type KeptForms } from './kept-forms.store.ts';
import { createLimits, type Limits } from './limits.ts';
import type { SignInState } from '../types.ts';
import { findUnusual, type UnusualLooking } from './unusual.store.ts';
import type { Security } from './security.ts';

/** What keeps signing in safe, and remembers what happened to it. Nothing here is about a person in the record. */
export interface Safety {
  rules: Security;
  limits: Limits;
  kept: KeptForms;
  factors: Factors;
  events: SignInEvents;
  /** What stands out in the log of looks since a time, by user. */
  unusual(since: Date): Promise<UnusualLooking[]>;
  /** Ends every session of a user that has begun by now, in every process within seconds. */
  signOutEverywhere: (userId: string) => Promise<void>;
}

/** How an id of `ended-session` begins that ends every session of a user begun by a time. */
const everywhere = 'everywhere:';
/** For so long after the longest session could have begun, the end of all is remembered. */
const longestSeconds = 48 * 60 * 60;

/** Whose sessions an id of `ended-session` ends, and by when they began, in seconds since 1970; null for the id of one session. */
export function readEverywhere(id: string): { user: string; at: number } | null {
  if (!id.startsWith(everywhere)) return null;
  const [user = '', at] = id.slice(everywhere.length).split('@');
  return { user, at: Number(at) };
}

export function createSafety(kernel: Kernel, rules: Security, state: SignInState): Safety {
  const seals = openColumnSeals(kernel.config, kernel.clock);
  return { rules, limits: createLimits(kernel, kernel.db.writer, rules.limits), kept: createKeptForms(kernel, seals), factors: createFactors(kernel, seals), events: createSignInEvents(kernel), unusual: (since) => findUnusual(kernel, rules.unusual, since), signOutEverywhere: (userId) => state.put('ended-session', `${everywhere}${userId}@${Math.floor(kernel.clock.now().getTime() / 1000)}`, {}, longestSeconds) };
}

import { openColumnSeals, type Kernel } from '../../kernel/index.ts';
import { createSignInEvents, type SignInEvents } from './events.store.ts';
import { createKeptForms, type KeptForms } from './kept-forms.store.ts';
import { createLimits, type Limits } from './limits.ts';
import type { Security } from './security.ts';

/** What keeps signing in safe, and remembers what happened to it. Nothing here is about a person in the record. */
export interface Safety {
  rules: Security;
  limits: Limits;
  kept: KeptForms;
  events: SignInEvents;
}

export function createSafety(kernel: Kernel, rules: Security): Safety {
  const seals = openColumnSeals(kernel.config, kernel.clock);
  return { rules, limits: createLimits(kernel, kernel.db.writer, rules.limits), kept: createKeptForms(kernel, seals), events: createSignInEvents(kernel) };
}

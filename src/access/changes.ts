import { newId, type Sql } from '../kernel/index.ts';
import { insertLook, insertLookedAt } from './access.store.ts';
import { basisOf, type Rules } from './rules.ts';
import type { Session } from './types.ts';

/** What access itself may be changed by, as the log names it. */
export type ChangeAction = 'break-glass' | 'break-glass-end' | 'break-glass-review' | 'break-glass-told' | 'mark-put' | 'mark-lift' | 'mark-propose' | 'mark-decline' | 'wish-record' | 'wish-withdraw' | 'destroyed' | 'hold-put' | 'hold-lift';

/** A change made for one person, as its row of the log says it. */
export interface Change {
  action: ChangeAction;
  personId: string;
  /** What was changed, and why, in the words of whoever did it. */
  request: string;
  /** Emergency access it belongs to. */
  emergency?: string;
}

const longest = 500;

/** Writes a change into the log, in the transaction that makes it: neither stands without the other. */
export async function logChange(sql: Sql, rules: Rules, session: Session, change: Change, now: Date): Promise<void> {
  const purpose = rules.purpose.get(session.purpose);
  const look = {
    logId: newId(),
    at: now,
    session,
    basis: purpose ? basisOf(purpose) : '',
    action: change.action,
    request: change.request.slice(0, longest),
    outcome: 'done' as const,
    kind: 'change' as const,
    decisions: {},
    rules: rules.fingerprint,
  };
  await insertLook(sql, look);
  await insertLookedAt(sql, look, [{ personId: change.personId, decisions: {}, emergency: change.emergency ?? null }]);
}

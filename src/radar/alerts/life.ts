import { KithError, londonInstant, londonTime } from '../../kernel/index.ts';
import type { AlertRules } from './definition.ts';
import { dueTimes } from './routes.ts';
import type { Actor, Alert, AlertPatch, StepKind } from './types.ts';

/** What a worker may do about an alert. */
export type AlertAction =
  | { do: 'see' }
  | { do: 'take' }
  | { do: 'let-go' }
  | { do: 'assign'; userId: string; userName: string }
  | { do: 'accept'; note: string }
  | { do: 'dismiss'; reason: string; note: string }
  | { do: 'snooze'; /** ISO day on whose morning it comes back. */ until: string; note: string }
  | { do: 'wake' }
  | { do: 'open-case'; reference: string }
  | { do: 'end'; outcome: string; note: string }
  | { do: 'transfer'; team: string; note: string }
  | { do: 'note'; note: string }
  | { do: 'confirm-person' };

/** What an action comes to: the change, and the step that history keeps. */
export interface Move {
  patch: AlertPatch;
  kind: StepKind;
  note: string | null;
  detail: Record<string, string | number | null>;
}

const dayMs = 86_400_000;
/** Put off until a day means until its morning. */
const morning = 8 * 60;
const untaken = ['raised', 'seen'];
const taken = ['accepted', 'case'];

/**
 * What an action does to an alert. Throws `conflict.changed` when the alert is not in a state for it, and
 * `request.invalid` for a reason or a day that is none.
 */
export function move(rules: AlertRules, alert: Alert, action: AlertAction, by: Actor, now: Date): Move {
  const seen: AlertPatch = { ...(alert.state === 'raised' ? { state: 'seen' as const } : {}), seenAt: alert.seenAt ?? now, escalateAt: null };
  const mine: AlertPatch = alert.assignee === null ? { assignee: by.userId, assigneeName: by.name } : {};
  const made = (kind: StepKind, patch: AlertPatch, more: Partial<Move> = {}): Move => ({ kind, patch, note: null, detail: {}, ...more });
  const need = (states: readonly string[]): void => {
    if (!states.includes(alert.state)) throw notNow(alert);
  };
  const quiet = (days: number): Date => new Date(now.getTime() + days * dayMs);
  if (action.do !== 'note' && alert.state === 'closed') throw notNow(alert);
  switch (action.do) {
    case 'see':
      need(['raised']);
      return made('seen', seen);
    case 'take':
      return made('taken', { ...seen, assignee: by.userId, assigneeName: by.name });
    case 'let-go':
      return made('let-go', { assignee: null, assigneeName: null });
    case 'assign':
      return made('assigned', { ...seen, assignee: action.userId, assigneeName: action.userName }, { detail: { to: action.userName } });
    case 'accept':
      need(untaken);
      return made('accepted', { ...seen, ...mine, state: 'accepted', acceptedAt: now, snoozedUntil: null, ...listed(alert, now) }, { note: action.note || null });
    case 'dismiss': {
      need(untaken);
      const reason = rules.dismissals.find((r) => r.id === action.reason);
      if (reason === undefined) throw invalid('Choose why it needs nothing done');
      return made('dismissed', closed(alert, { ...seen, closedAs: 'dismissed', because: reason.id, quietUntil: quiet(reason.quietDays) }, now), { note: action.note || null, detail: { because: reason.id } });
    }
    case 'snooze': {
      need([...untaken, 'accepted']);
      const until = londonInstant(action.until, morning);
      const last = new Date(now.getTime() + rules.longestSnoozeDays * dayMs);
      if (!(action.until > londonTime(now).day) || until > last) throw invalid(`Choose a day from tomorrow to ${rules.longestSnoozeDays} days from now`);
      return made('snoozed', { ...seen, snoozedUntil: until, ...listed(alert, now) }, { note: action.note || null, detail: { until: action.until } });
    }
    case 'wake':
      if (alert.snoozedUntil === null) throw notNow(alert);
      return made('woken', { snoozedUntil: null });
    case 'open-case':
      need([...untaken, ...taken]);
      return made('case-opened', { ...seen, ...mine, state: 'case', acceptedAt: alert.acceptedAt ?? now, caseAt: alert.caseAt ?? now, caseReference: action.reference, snoozedUntil: null, ...listed(alert, now) }, { detail: { reference: action.reference } });
    case 'end': {
      need(taken);
      const outcome = rules.outcomes.find((o) => o.id === action.outcome);
      if (outcome === undefined) throw invalid('Choose what came of it');
      return made('outcome', closed(alert, { closedAs: 'outcome', because: outcome.id, quietUntil: quiet(outcome.quietDays) }, now), { note: action.note || null, detail: { because: outcome.id } });
    }
    case 'transfer': {
      if (action.team === alert.team) throw invalid('Choose another team');
      const state = alert.state === 'seen' ? ('raised' as const) : alert.state;
      const due = state === 'raised' ? dueTimes(rules, { ...alert, team: action.team }, now) : {};
      return made('transferred', { team: action.team, assignee: null, assigneeName: null, state, seenAt: state === 'raised' ? null : alert.seenAt, escalatedTo: null, heldAt: null, listedAt: now, ...due }, { note: action.note || null, detail: { to: action.team, from: alert.team } });
    }
    case 'note':
      return made('noted', {}, { note: action.note });
    default:
      if (!alert.checkPerson) throw notNow(alert);
      return made('confirmed-person', { ...seen, checkPerson: false });
  }
}

/** Acting on what the budget held back lists it. */
const listed = (alert: Alert, now: Date): AlertPatch => (alert.heldAt === null ? {} : { heldAt: null, listedAt: now });

const closed = (alert: Alert, patch: AlertPatch, now: Date): AlertPatch => ({ ...patch, ...listed(alert, now), state: 'closed', closedAt: now, snoozedUntil: null, escalateAt: null, fallenAt: null });

/** Steps that can be taken back, by putting the alert back to what it was. */
export const undoable: ReadonlySet<StepKind> = new Set(['seen', 'taken', 'assigned', 'let-go', 'accepted', 'dismissed', 'snoozed', 'case-opened', 'outcome', 'transferred', 'confirmed-person']);

/** What `patch` would change of the alert, as it is now: what undoing puts back. */
export function beforeOf(alert: Alert, patch: AlertPatch): AlertPatch {
  return Object.fromEntries((Object.keys(patch) as (keyof AlertPatch)[]).map((name) => [name, alert[name]]));
}

const invalid = (message: string): KithError => new KithError('request.invalid', message);

const notNow = (alert: Alert): KithError =>
  new KithError('conflict.changed', alert.state === 'closed' ? 'This alert has been closed.' : 'This can no longer be done with this alert.', { mend: 'Open it again to see how it stands.' });

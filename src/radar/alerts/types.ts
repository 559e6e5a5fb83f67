import type { Reason } from '../scoring/types.ts';

/** `raised`: nobody has said that they saw it. `case`: something has been opened about it elsewhere. */
export type AlertState = 'raised' | 'seen' | 'accepted' | 'case' | 'closed';
/** `joined`: the person became one with another who had an alert by the same card. */
export type ClosedAs = 'dismissed' | 'outcome' | 'no-longer-holds' | 'joined';

/** A row of `radar.alert`. Whose it is decides nothing about who may see it: a reading does. */
export interface Alert {
  personId: string;
  alertId: string;
  number: number;
  card: string;
  version: number;
  band: string;
  worstBand: string;
  score: number;
  /** The highest it has been. */
  peak: number;
  /** Tells whether the score has changed since; as text, since it is wider than a number. */
  digest: string | null;
  reasons: Reason[];
  severity: string;
  team: string;
  assignee: string | null;
  assigneeName: string | null;
  state: AlertState;
  closedAs: ClosedAs | null;
  /** Id of the reason of dismissal, or of the outcome. */
  because: string | null;
  caseReference: string | null;
  revision: number;
  raisedAt: Date;
  /** In the team's list since; null while held back by the budget. */
  listedAt: Date | null;
  heldAt: Date | null;
  /** Overdue when unseen after that. */
  dueAt: Date | null;
  seenAt: Date | null;
  acceptedAt: Date | null;
  caseAt: Date | null;
  closedAt: Date | null;
  snoozedUntil: Date | null;
  /** Below the band since. */
  fallenAt: Date | null;
  /** Not raised again before, unless it gets worse or new signals come. */
  quietUntil: Date | null;
  route: string | null;
  /** How often it was escalated. */
  escalation: number;
  escalateAt: Date | null;
  escalatedTo: string | null;
  checkPerson: boolean;
  latest: boolean;
}

/** What can change of an alert after it is raised. */
export type AlertPatch = Partial<Omit<Alert, 'alertId' | 'number' | 'card' | 'raisedAt'>>;

export const stepKinds = [
  'raised', 'risen', 'worsened', 'fell', 'rose', 'no-longer-holds', 'held', 'released', 'escalated', 'woken', 'joined', 'moved', 'check-person',
  'seen', 'taken', 'assigned', 'let-go', 'accepted', 'dismissed', 'snoozed', 'case-opened', 'outcome', 'transferred', 'noted', 'confirmed-person', 'undone',
] as const;
export type StepKind = (typeof stepKinds)[number];

/** One thing done about an alert. */
export interface Step {
  stepId: string;
  at: Date;
  kind: StepKind;
  userId: string | null;
  /** Null when Kith did it by itself. */
  userName: string | null;
  team: string;
  note: string | null;
  detail: Record<string, string | number | null>;
  /** What the alert was before, for undoing; null where it cannot be undone. */
  before: AlertPatch | null;
  undoneAt: Date | null;
}

/** Somebody acting, as steps keep them. */
export interface Actor {
  userId: string;
  name: string;
  team: string;
}

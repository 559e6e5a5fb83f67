import type { MarkKind, Reading, Session } from '../types.ts';

/** Marks that whoever may `mark` puts and lifts. */
export const putKinds = ['sealed', 'restricted-demographics', 'staff-client'] as const satisfies readonly MarkKind[];
export type PutKind = (typeof putKinds)[number];

/** Whom or what a consent or objection is about; empty lists are all. */
export interface Scope {
  categories: string[];
  organisations: string[];
}

export interface HandMark {
  id: string;
  personId: string;
  kind: MarkKind;
  /** `proposed`: a worker said so, and nobody has confirmed it. */
  state: 'proposed' | 'in-force' | 'declined' | 'lifted';
  words: string;
  scope: Scope | null;
  givenOn: string | null;
  reviewOn: string | null;
  putAt: Date;
  putBy: string;
  ended: { at: Date; by: string; why: string } | null;
}

/** What is asked of a consent or objection. Days are ISO. */
export interface WishAsk {
  kind: 'consent' | 'objection';
  scope: Scope;
  givenOn: string;
  /** Last day of a consent; empty for an objection. */
  expires: string;
  /** How it was given and recorded. */
  words: string;
}

/** Marks, consents and objections kept by hand. Every change is a row of the log, in its transaction. */
export interface Marking {
  /** Puts a mark. Throws `access.refused`, `person.not-found`, `request.invalid`. */
  put(session: Session, personId: string, ask: { kind: PutKind; words: string; reviewOn: string }): Promise<string>;
  /** Lifts a mark, or confirms or declines a proposal. Throws `person.not-found` when it does not stand. */
  lift(session: Session, markId: string, why: string): Promise<void>;
  settle(session: Session, markId: string, confirm: boolean, why: string): Promise<void>;
  /** A worker says that this is their own record, or that of somebody close to them: it is closed to them at once, and waits to be confirmed. */
  declare(session: Session, personId: string, ask: { who: 'self' | 'close'; words: string }): Promise<void>;
  /** Every mark that stands or is proposed, those due to be looked at again first. Names nobody. */
  standing(session: Session): Promise<HandMark[]>;
  /** What is kept by hand of somebody in a reading for marks, consents or objections; the last first. */
  of(reading: Reading, personId: string): Promise<HandMark[]>;
  /** Records a consent or objection. Throws as `put` does. */
  record(session: Session, personId: string, ask: WishAsk): Promise<string>;
  withdraw(session: Session, personId: string, markId: string, why: string): Promise<void>;
  /** Categories that need consent. */
  consentable: readonly { id: string; name: string }[];
}

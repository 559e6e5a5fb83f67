import type { Term } from './term.ts';

export const requestKinds = ['copy', 'correction', 'objection'] as const;
export type RequestKind = (typeof requestKinds)[number];

export const channels = ['own-page', 'letter', 'email', 'call', 'in-person'] as const;
export type Channel = (typeof channels)[number];

/** What may become of a request. */
export type EventKind = 'identity-asked' | 'identity-seen' | 'clarity-asked' | 'clarity-given' | 'extended' | 'gathered' | 'checked' | 'sent-back' | 'released' | 'agreed' | 'refused' | 'withdrawn' | 'replied';

export interface RequestEvent {
  kind: EventKind;
  /** London day, ISO. */
  on: string;
  at: string;
  byId: string;
  byName: string;
  words: string;
}

/** Something somebody has asked of their own data, or of that of a person they act for. */
export interface RightsRequest {
  personId: string;
  requestId: string;
  /** What people quote: `R-7F3A91C2`. */
  reference: string;
  kind: RequestKind;
  channel: Channel;
  askedBy: string;
  /** `self`, or the authority they ask by. */
  askedAs: string;
  words: string;
  received: string;
  enteredBy: string;
  events: RequestEvent[];
  term: Term;
  /** Answered, refused or withdrawn: nothing more is due. */
  closed: boolean;
}

export interface NewRequest {
  kind: RequestKind;
  channel: Channel;
  askedBy: string;
  askedAs: string;
  words: string;
  /** London day on which it came, ISO. */
  received: string;
  accountId: string | null;
}

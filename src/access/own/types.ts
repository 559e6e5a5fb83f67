import type { Sql } from '../../kernel/index.ts';
import type { LogEntry, Reading, Session } from '../types.ts';
import type { OwnDefinition } from './definition.ts';

/** What ties an account to a person, as whoever looks after accounts sees it. */
export interface Authority {
  authorityId: string;
  accountId: string;
  name: string;
  email: string;
  /** `self`, or an authority of the area's file. */
  kind: string;
  tells: string[];
  evidence: string;
  verifiedBy: string;
  verifiedAt: string;
  since: string;
  /** The first day it no longer holds. */
  until: string | null;
  state: 'invited' | 'open' | 'suspended' | 'ended' | 'not-yet';
  suspended: { at: string; by: string; reason: string; reviewOn: string } | null;
  ended: { at: string; by: string; reason: string } | null;
}

/** A look that is not told to the person, or a rule by which some are not. */
export interface Withheld {
  withheldId: string;
  logId: string | null;
  team: string | null;
  purpose: string | null;
  reason: string;
  by: string;
  at: string;
  reviewOn: string;
}

export interface Invitation {
  name: string;
  email: string;
  kind: string;
  /** Kinds of data it is to reach, of those its kind may; all of them when empty. */
  tells: readonly string[];
  /** What was seen, in the words of whoever saw it. */
  evidence: string;
  /** ISO day from which it holds no longer. */
  until: string | null;
  personName: string;
  /** Needed where the authority ends at a birthday; as precise as known. */
  birthDate: string | null;
}

/** Somebody signed in at their own side, and the records they may open. */
export interface OwnAccount {
  accountId: string;
  name: string;
  email: string;
}

export interface OwnChoice {
  authorityId: string;
  kind: string;
  personName: string;
  /** The one-time code has still to be given. */
  needsCode: boolean;
}

/** People's own side: accounts, what they open, and which looks are not told. */
export interface Own {
  definition: OwnDefinition;
  /** Accounts of a person. Needs a reading of action `own-account`, as do those that change them. */
  authorities(reading: Reading, personId: string): Promise<Authority[]>;
  /** The one-time code, which is kept nowhere. Throws `request.invalid` with what is wrong. */
  invite(reading: Reading, personId: string, invitation: Invitation): Promise<{ authorityId: string; code: string; expires: string }>;
  suspend(reading: Reading, personId: string, authorityId: string, why: { reason: string; reviewOn: string }): Promise<void>;
  resume(reading: Reading, personId: string, authorityId: string): Promise<void>;
  end(reading: Reading, personId: string, authorityId: string, reason: string): Promise<void>;
  /** By the address an identity provider vouches for; null when nobody was invited by it. */
  account(by: { email: string } | { accountId: string }): Promise<OwnAccount | null>;
  /** Everybody with an account, for an invented area's own identity provider. */
  accounts(): Promise<(OwnAccount & { about: string })[]>;
  /** Records an account may open today, and those a code would open. Nobody sealed is among them. */
  choices(accountId: string): Promise<OwnChoice[]>;
  /** Ties an account by its one-time code. False when it is wrong, used, too old, or tried too often. */
  tie(accountId: string, code: string): Promise<boolean>;
  /** A session at one's own record; null unless the authority holds at this moment. */
  session(accountId: string, authorityId: string): Promise<Session | null>;
  /** Looks that may be told to whoever the reading is for, newest first; `before` is a `logId`. */
  looks(reading: Reading, page: { before?: string; limit: number }): Promise<LogEntry[]>;
  /** What is not told to a person. Needs a reading of action `withhold`, as do those that change it. */
  withheld(reading: Reading, personId: string): Promise<Withheld[]>;
  withhold(reading: Reading, personId: string, of: { logId: string | null; team: string | null; purpose: string | null; reason: string; reviewOn: string }): Promise<void>;
  lift(reading: Reading, personId: string, withheldId: string, reason: string): Promise<void>;
  /** Carries what is not told over, when linkage joins `from` into `to`. Accounts do not go: somebody looks first. */
  move(sql: Sql, from: string, to: string): Promise<void>;
}

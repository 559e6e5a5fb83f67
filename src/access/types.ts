import type { Sql } from '../kernel/index.ts';
import type { AgreementView, PurposeView } from './agreements.ts';
import type { Change } from './changes.ts';
import type { Explanation } from './explain.ts';
import type { LeastLevels } from './least.ts';
import type { Safety } from './safety/safety.ts';
import type { ExportAudit } from './audit/export.ts';
import type { TeamView } from './views.ts';
import type { Marking } from './marking/types.ts';
import type { EmergencyAccess } from './emergency/types.ts';
import type { Own } from './own/types.ts';
import type { ownActions, plainActions, readActions } from './definition.ts';

/** How much of one category of data somebody may know. `alert` is a constant text and a desk to ring; never content. */
export type Level = 'detail' | 'summary' | 'alert' | 'none';

/** A signed-in person acting for one organisation, team, role and purpose. */
export interface Session {
  userId: string;
  name: string;
  organisation: string;
  team: string;
  teamName: string;
  role: string;
  purpose: string;
  purposeName: string;
  /** The one record that somebody at their own side may open; staff have none. */
  own?: OwnTie;
}

/** What ties somebody to the record they may open as their own, or for a person they act for. */
export interface OwnTie {
  accountId: string;
  authorityId: string;
  personId: string;
  /** `self`, or the authority they act by. */
  kind: string;
  /** Kinds of data whose services are named to them. */
  tells: readonly string[];
}

/** What an area says a user may act as. */
export interface UserProfile {
  id: string;
  name: string;
  email: string;
  jobTitle: string;
  /** What this demo user is for; shown on the demo sign-in page. */
  about: string;
  teams: { id: string; name: string; organisation: string; role: string; purposes: { id: string; name: string; basis: string }[] }[];
}

/** One decision about one category of one person's data, and why. */
export interface Decision {
  category: string;
  level: Level;
  /** Which rule, agreement, relationship or mark decided, in words a worker understands. */
  because: string;
  /** Agreement and statute it rests on, when there is one. */
  basis: string | null;
  /** Who to ring, when the level is `alert`. */
  desk?: { name: string; phone: string };
}

/** `self-declared`: closed to the workers it names, who said that it is theirs or of somebody close to them. */
export type MarkKind = 'sealed' | 'restricted-demographics' | 'staff-client' | 'objection' | 'consent' | 'self-declared';

/** All that was decided about one person for this session. */
export interface PersonDecision {
  personId: string;
  /** Nothing about this person may show that they exist. */
  sealed: boolean;
  /** Named in results as restricted, and nothing more without break-glass. */
  restricted: boolean;
  /** Address and phone are stripped everywhere (S-flag). */
  hideWhereabouts: boolean;
  categories: ReadonlyMap<string, Decision>;
  /** Emergency access under which this was decided, while it lasts. */
  emergency?: { id: string; until: Date };
}

declare const madeByAccess: unique symbol;

/**
 * The key to the record: an open transaction as the reader role, with the decisions already made, enforced by
 * row-level security and logged in it. Only `Access.reading` makes one; record's functions take nothing else.
 */
export interface Reading {
  /** Made by `Access.reading` alone; `assertReading` checks it at run time. */
  readonly [madeByAccess]: true;
  readonly sql: Sql;
  readonly session: Session;
  readonly persons: ReadonlyMap<string, PersonDecision>;
  /** Widens the reading to more people found on the way (search results, family), deciding and logging each. */
  include(personIds: readonly string[]): Promise<void>;
  /** What was decided of somebody, or of who stands in their place (`nobody`); nothing of anybody else. */
  decided(personId: string): PersonDecision | undefined;
  /** The level for one person and category; `none` for anybody not decided. */
  level(personId: string, category: string): Level;
  /**
   * Somebody who is not there, to be looked for in the place of one who may not be known of: of a sealed person one of whom as much
   * is open as of any stranger, so that the same steps are taken, in the same time, as where there is nobody.
   */
  nobody(personId: string): string;
}

/** A way of looking at people, as the log names it. The last two are given by the file of emergency access, not by `may`. */
export type ReadAction = (typeof readActions | typeof ownActions)[number] | 'break-glass' | 'break-glass-review';

/** What a team may do that shows no person, and so opens no reading. */
export type PlainAction = (typeof plainActions)[number];

/** What a read is for, as the log will say it. */
export interface ReadRequest {
  /** A `search` and an `add-person` open who people are and none of their facts: results are not a reason to read them. */
  action: ReadAction;
  /** People already known at the start; more may be included. */
  persons: readonly string[];
  /** What was asked, for the log (a search text, a filter); never what was found. */
  request?: string;
}

export type Outcome = 'shown' | 'not-shown' | 'refused' | 'done';

export interface LogEntry {
  /** Time-ordered; `before` in `whoViewed` takes it. */
  logId: string;
  at: string;
  userName: string;
  organisation: string;
  team: string;
  role: string;
  purpose: string;
  action: string;
  /** `shown`; `not-shown` when the page failed after the decision; `refused` when the team may not look in this way; `done` of a change. */
  outcome: Outcome;
  kind: 'look' | 'change';
  /** Levels above none. */
  decisions: Record<string, Level>;
  /** It was under emergency access. */
  emergency: boolean;
}

/** Which looks at a person are asked for. Days are London's, ISO; `before` is a `logId`. */
export interface LooksAsked {
  before?: string;
  limit: number;
  from?: string;
  to?: string;
  organisation?: string;
  action?: string;
}

/**
 * What signing in must remember between requests (codes handed out once, sessions ended early), so that the web
 * process itself keeps nothing. Nothing here is about a person in the record.
 */
export interface SignInState {
  put(kind: string, id: string, payload: Record<string, unknown>, seconds: number): Promise<void>;
  /** Null when unknown or past its time. `consumed` once `consume` was called. */
  get(kind: string, by: 'id' | 'uid', value: string): Promise<{ payload: Record<string, unknown>; consumed: boolean } | null>;
  consume(kind: string, id: string): Promise<void>;
  remove(kind: string, by: 'id' | 'grantId', value: string): Promise<void>;
  /** Ids not yet past their time. */
  ids(kind: string): Promise<string[]>;
}

/** The access room's door. */
export interface Access {
  /** Ids of every category of data in the area, with their names, in the order pages show them. */
  categories: readonly { id: string; name: string }[];
  users(): readonly UserProfile[];
  signInState: SignInState;
  /** Limits, kept forms, second factors and what happened to signing in. */
  safety: Safety;
  /** What is certain of a team before any person is looked at: what it is given of a stranger, by the mark they bear. */
  leastLevels(team: string, purpose: string): LeastLevels;
  /** Whom to ring about a kind of data. */
  desks: Readonly<Record<string, { name: string; phone: string }>>;
  /** What a purpose is, as people are told it; its name where nothing plainer is written. */
  plainly: (purpose: string) => string;
  /** Writes a change that another room makes into the log, in its transaction. */
  noteChange(sql: Sql, session: Session, change: Change): Promise<void>;
  /** Teams that may do something, with the organisation of each. */
  whoMay(action: ReadAction | PlainAction): { organisation: string; team: string }[];
  /** People's own side; null where the area has none. */
  own: Own | null;
  /** Sharing agreements and purposes as they stand today; about nobody. */
  agreements(): AgreementView[];
  purposes(): PurposeView[];
  /** What makes a purpose lawful, in one line; empty for a purpose there is none of. */
  basis(purpose: string): string;
  /**
   * A session for a user; team and purpose may be left out where there is only one.
   * Throws `access.unknown-user`, `access.unknown-purpose` (also when one must be chosen), `access.refused` (not their team).
   */
  session(userId: string, team?: string, purpose?: string): Session;
  /** Whether the session's team may do this at all: a page asks before it draws a link. `reading` refuses what this refuses. */
  may(session: Session, action: ReadAction | PlainAction): boolean;
  /**
   * Decides, opens a reader transaction under that decision, logs, and runs `work` inside it. The log row is part of
   * the transaction: nothing is returned without it. When `work` throws, the look is logged as `not-shown` and the
   * error passed on. Throws `access.refused` (logged) when the team may not look in this way, `person.not-found` for an
   * id that is not one.
   */
  reading<T>(session: Session, request: ReadRequest, work: (reading: Reading) => Promise<T>): Promise<T>;
  /** Who has looked at a person, under any id they have had: newest first. `before` is a `logId`. Itself a logged read. */
  whoViewed(reading: Reading, personId: string, page: LooksAsked): Promise<LogEntry[]>;
  /** One look at a person, by its id; and whether looks are not told to them. Both for whoever may see who has looked. */
  look(reading: Reading, personId: string, logId: string): Promise<LogEntry | null>;
  untold(reading: Reading, personId: string): Promise<(entry: LogEntry) => boolean>;
  /** Looks that the person may be told of, newest first, for whoever makes a copy of their record: under a reading of action `requests`. */
  toldLooks: (reading: Reading, personId: string) => Promise<LogEntry[]>;
  /**
   * What somebody may know of a person in the reading, and why, rule by rule. Of oneself anybody may ask; of others, those who
   * may `explain`. Throws `access.refused`, and `person.not-found` for anybody not in the reading and for the sealed.
   */
  explain(reading: Reading, session: Session, personId: string): Promise<Explanation>;
  /** How pages are laid out for the session's team, within what it may see. */
  view(session: Session): TeamView;
  /** The log for another system. */
  exportAudit: ExportAudit;
  /** Marks, consents and objections that people keep by hand. */
  marking: Marking;
  /** Emergency access; null where the area has none. */
  emergency: EmergencyAccess | null;
  /** Replaces what `source` says about marks and relationships of the people in `of`; called when the record is made again. */
  setMarks(sql: Sql, source: string, marks: { personId: string; kind: MarkKind; reason: string }[], of: readonly string[]): Promise<void>;
  /** `until` is the first day it no longer holds, `endedAt` the instant, where that is known. */
  setRelationships(sql: Sql, source: string, relationships: { personId: string; organisation: string; team: string; kind: string; since: string; until: string | null; endedAt?: Date | null }[], of: readonly string[]): Promise<void>;
  /** Carries marks, relationships and log over when linkage merges `from` into `to`, or makes `to` out of `from`. */
  movePersons(sql: Sql, moves: readonly { from: string; to: string }[]): Promise<void>;
}

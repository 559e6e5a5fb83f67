import type { Level, Reading, Session } from '../types.ts';

/** What a worker who may is told before, and asked for. */
export interface EmergencyTerms {
  minutes: number;
  leastWords: number;
  reasons: readonly { id: string; name: string; mayKeepFromPerson: string | null }[];
  /** Who judges each use, as a role in words, within how many working days. */
  reviewedBy: string;
  workingDays: number;
}

export interface EmergencyAsk {
  reason: string;
  words: string;
  /** Why the person is not to be told; empty when they are. */
  keptBack: string;
}

export interface EmergencyProblem {
  field: 'reason' | 'words' | 'keptBack';
  says: string;
}

/** Emergency access under way. */
export interface RunningEmergency {
  id: string;
  until: Date;
}

export const verdicts = ['justified', 'not-justified', 'follow-up'] as const;
export type Verdict = (typeof verdicts)[number];

/** A page looked at under emergency access, from the log. */
export interface EmergencyLook {
  at: Date;
  action: string;
  decisions: Record<string, Level>;
}

export interface EmergencyUse {
  id: string;
  personId: string;
  userId: string;
  userName: string;
  organisation: string;
  team: string;
  teamName: string;
  purpose: string;
  /** The reason's name in the area's file. */
  reason: string;
  words: string;
  from: Date;
  /** When it ended or will end. */
  until: Date;
  /** Why the person is not told; null where they are to be. */
  keptBack: string | null;
  told: { at: Date; by: string; how: string } | null;
  reviewBy: Date;
  escalatedAt: Date | null;
  /** The last judgement; null where there is none. */
  review: { at: Date; by: string; verdict: Verdict; note: string } | null;
  looks: EmergencyLook[];
  /** The reader's own, which somebody else must judge. */
  own: boolean;
}

/** Emergency access as the portal needs it. Every change is a row of the log, in its transaction. */
export interface EmergencyAccess {
  /** Null for a session whose team has none. */
  terms(session: Session): EmergencyTerms | null;
  /** Of somebody in the reading: categories that would open further, with the levels, and access that is under way. Throws `person.not-found`. */
  preview(reading: Reading, personId: string): Promise<{ opens: { category: string; from: Level; to: Level }[]; running: RunningEmergency | null }>;
  /** What is missing from what was asked. */
  problems(ask: EmergencyAsk): EmergencyProblem[];
  /**
   * Opens a record for this user and team; one that is open already stays. Throws `access.refused` for a team that may not,
   * `person.not-found` for anybody sealed or not to be known of, `request.invalid` when something is missing. Whether there is
   * such a person at all is for the record to say, beforehand.
   */
  open(session: Session, personId: string, ask: EmergencyAsk): Promise<RunningEmergency>;
  /** Ends one's own at once. Throws `person.not-found` when there is none such. */
  end(session: Session, emergencyId: string): Promise<void>;
  /** Whether this session judges uses. */
  reviews(session: Session): boolean;
  /** Uses not finally judged, escalated and oldest first, and people to be told. Throws `access.refused`. */
  queue(session: Session): Promise<EmergencyUse[]>;
  /** One use, judged or not. Throws `access.refused`, `person.not-found`. */
  one(session: Session, emergencyId: string): Promise<EmergencyUse>;
  /** Judges one. Throws `access.refused` for one's own, `request.invalid` without a note. */
  review(session: Session, emergencyId: string, verdict: Verdict, note: string): Promise<void>;
  /** Keeps that the person was told, and how. */
  told(session: Session, emergencyId: string, how: string): Promise<void>;
  /** Marks those that nobody judged in time; run by the hour. @returns how many */
  escalate(): Promise<number>;
  /** Whom the person may ask. */
  contact: { name: string; phone: string };
  /** Name of the role it escalates to, in words. */
  escalatesTo: string;
}

import type { Reading, Session } from '../../access/index.ts';
import type { PersonSummary } from '../../record/index.ts';
import type { CohortCount, SavedCohort, Sharing } from './cohorts.store.ts';
import type { Line } from './compare.store.ts';
import type { Criterion } from './definition.ts';
import type { CriterionFault } from './faults.ts';
import type { Ground } from './ground.ts';

/** A cohort as somebody may open it: saved by a person, or a file of the area. */
export interface Cohort {
  /** A UUID, or the name of the area's file. */
  id: string;
  title: string;
  about: string;
  team: string;
  purpose: string;
  criteria: readonly Criterion[];
  /** Null where it is the area's own. */
  saved: SavedCohort | null;
  /** Whoever may only count may see how many. */
  counts: boolean;
}

/** Who fits, as far as counts go. */
export interface CohortCounted {
  /** How many; the list opened from here holds just as many. */
  people: number;
  everybody: number;
  /** Criteria in the order they are asked, in words, each with how many were left after it. */
  funnel: { criterion: Criterion; words: string; left: number }[];
}

/** A member as a list shows them. */
export interface CohortPerson {
  summary: PersonSummary;
  /** Why they are here, a reason for each criterion. */
  because: string[];
}

export interface Place {
  level: 'ward' | 'lsoa';
  code: string;
}

export interface SaveCohort {
  title: string;
  about: string;
  criteria: readonly Criterion[];
  shared: Sharing;
  reason: string;
  /** The cohort this is a new version of, and the version it was made from. */
  of?: { id: string; version: number };
  copiedFrom?: string;
}

/** People who have several things in common: saved, explained, counted, listed, compared and taken away under a purpose. */
export interface Cohorts {
  /** What criteria may name, and the words they are told in. */
  ground(): Promise<Ground & { languages: string[] }>;
  /** Cohorts this session may open, with the newest count kept of each. */
  list(session: Session): Promise<{ cohort: Cohort; counted: { day: string; people: number } | null }[]>;
  /** One of them. Throws `cohort.unknown`. */
  one(session: Session, id: string): Promise<Cohort>;
  /** What is wrong with criteria for this session's team and purpose, criterion by criterion. */
  faults(session: Session, criteria: readonly Criterion[]): Promise<CriterionFault[][]>;
  /**
   * Counts who fits, and logs that it was asked. Gives their ids in order of name, which show nobody: a list is of
   * a slice of them, decided and logged by `people`. Throws `access.refused` where a criterion rests on what the team may not see.
   */
  count(session: Session, criteria: readonly Criterion[], asked: { what: string; place?: Place }): Promise<CohortCounted & { ids: string[] }>;
  /** How many, for a session that may only count; from the cohort's own team and purpose. Throws `access.refused`. */
  countOnly(session: Session, cohort: Cohort): Promise<CohortCounted & { ids: string[] }>;
  /** Members beside everybody, by age, sex, ethnicity, deprivation and place. */
  compare(cohort: Pick<Cohort, 'team' | 'purpose' | 'criteria'>, ids: readonly string[]): Promise<Line[]>;
  /** Of these people, those to be shown with why they are here; each is decided and logged. */
  people(reading: Reading, criteria: readonly Criterion[], ids: readonly string[]): Promise<CohortPerson[]>;
  /** Counts at the ends of the last twelve months and today. What has not been counted is looked back at, as far as two seconds go. */
  trend(cohort: Cohort): Promise<CohortCount[]>;
  /** A worklist as CSV, under its purpose; each person is logged as exported. Throws `access.refused`, `request.invalid` (too many). */
  worklist(session: Session, cohort: Cohort): Promise<{ name: string; csv: string; people: number }>;
  /** Saves a cohort, or a new version. Throws `request.invalid`, `conflict.changed`. */
  save(session: Session, save: SaveCohort): Promise<Cohort>;
  /** Takes a cohort away from lists; its versions stay. */
  retire(session: Session, id: string, reason: string): Promise<void>;
  history(session: Session, id: string): Promise<SavedCohort[]>;
  /** Brings the roster up to what has been scored. @returns rows made */
  keepRoster(): Promise<number>;
  /** Counts every cohort for the day. */
  nightly(): Promise<void>;
}

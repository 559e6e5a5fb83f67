import type { Range, Selector } from '../signals/definition.ts';
import { yearsBetween, type Day } from './days.ts';
import type { Sight } from './sight.ts';

/** What a condition comes to: it does not hold, it does, or the sources it waits for cannot say. */
export const no = 0;
export const yes = 1;
export const unknown = 2;
export type Truth = typeof no | typeof yes | typeof unknown;

export type Why = 'never' | 'failed' | 'late' | 'not-covered' | 'no-sensor' | 'no-birth-date';

/** Why nothing can be said of what a selector asks, for one person on one day; null when it can. */
export type Blocked = (run: Run) => { why: Why; sources: readonly string[] } | null;

/** One evaluation of one person on one day, filled again for each. */
export interface Run {
  sight: Sight;
  day: Day;
  /** Whole years; null when the birth date is not known. */
  age: number | null;
  /** Their next birthday; 0 when the birth date is not known. */
  birthday: Day;
  /** Events each selector found, oldest first. */
  found: number[][];
  /** What the condition under way rests on: events, and people around as `-section - 1`. */
  evidence: number[];
  /** The first day after `day` on which time alone might change anything. */
  next: Day;
  /** Why the condition under way is not known, first reason first. */
  blocked: { why: Why; sources: readonly string[] }[];
}

export type Test = (run: Run) => Truth;

/** Notes a day on which something may change, when it is still to come. */
export function mayChange(run: Run, day: Day): void {
  if (day > run.day && day < run.next) run.next = day;
}

/** Notes the day on which the person, younger now, is `years` old; of a birthday years away a day or so before. */
export function mayAge(run: Run, years: number): void {
  if (run.age !== null && run.age < years) mayChange(run, run.birthday + (years - run.age - 1) * 365);
}

/** Whether somebody around the person lives with them on the day, and is alive. */
export function livesHere(run: Run, section: number): boolean {
  const { sight, day } = run;
  if (sight.sectionHome[section] !== 1) return false;
  const [from, to, death] = [sight.sectionFrom[section]!, sight.sectionTo[section]!, sight.sectionDeath[section]!];
  if (from > day) mayChange(run, from);
  if (to > 0) mayChange(run, to);
  if (death > 0) mayChange(run, death);
  return from <= day && (to === 0 || to > day) && (death === 0 || death > day);
}

/** Age of somebody around the person on the day; null when not known. */
export function ageOfSection(run: Run, section: number): number | null {
  const birth = run.sight.sectionBirth[section]!;
  return birth === 0 ? null : yearsBetween(birth, run.day);
}

/** Gives a selector its place among a compilation's selectors, and what keeps it from being known. */
export interface Selectors {
  place(selector: Selector): { index: number; blocked: Blocked };
}

export const inRange = (range: Range, value: number): boolean =>
  (range.atLeast === undefined || value >= range.atLeast) && (range.above === undefined || value > range.above) && (range.atMost === undefined || value <= range.atMost) && (range.below === undefined || value < range.below);

/** What nothing found comes to: no, unless a source cannot say. */
export function nothing(run: Run, blocked: Blocked): Truth {
  const why = blocked(run);
  if (why === null) return no;
  run.blocked.push(why);
  return unknown;
}

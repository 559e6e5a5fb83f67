import { newId, type Kernel, type Sql } from '../kernel/index.ts';
import { decidedRecords, insertOverride, latestOverrides, personsOf, recordsOf, selectOverride, undoApart, undoOverride, type Decider, type NewDecision, type Override } from './decisions.store.ts';
import { foresee, type Foreseen } from './foresee.ts';
import { drawnPair, drawPairs, labelledPairs, setLabel, waitingPairs, type DrawnPair, type Label } from './label.store.ts';
import type { Model } from './model.ts';
import { estimate, type PrecisionRecall } from './precision.ts';
import { openReviews, reviewPersons, selectReviews, type Review } from './review.store.ts';

/**
 * People's own decisions about links. Functions that take `sql` run in the caller's transaction, so that what was looked
 * at, by whom and what they decided stand or fall together; under a reader they reach only people opened to it. The rest
 * give ids and counts alone.
 */
export interface LinkReviews {
  /** Categories that put whoever is known to them first. */
  safeguarding: readonly string[];
  /** Ids of open reviews, the worst first; `plain` for those who may not know whom safeguarding knows, not even by the order. */
  open(offset: number, limit: number, plain: boolean): Promise<{ reviewId: string; personId: string; otherId: string }[]>;
  /** Whom a reading must open for this review; null when there is none. */
  about(reviewId: string): Promise<{ personId: string; otherId: string } | null>;
  read(sql: Sql, reviewIds: readonly string[]): Promise<Review[]>;
  personsOf(sql: Sql | null, subjects: readonly number[]): Promise<(string | null)[]>;
  /** Ids of every record of these persons. */
  recordsOf(persons: readonly string[]): Promise<number[]>;
  /** Keeps a decision for the next run to take up, and gives its id. A decision in force for the same two records is undone by it. */
  decide(sql: Sql, about: NewDecision, by: Decider): Promise<string>;
  /** What the next run would make of a person's records if these pairs were kept apart. */
  foresee(personId: string, apart: readonly (readonly [number, number])[]): Promise<Foreseen[]>;
  /** Undoes a decision, with all of its batch. False when none was in force. */
  undo(sql: Sql, overrideId: string, reason: string, by: Decider): Promise<boolean>;
  /** Undoes whatever keeps records of these two persons apart; gives how many decisions. */
  undoApart(sql: Sql, personId: string, otherId: string, reason: string, by: Decider): Promise<number>;
  /** The records of a decision and of its batch; none when there is no such decision. */
  decided(overrideId: string): Promise<number[]>;
  override(sql: Sql, overrideId: string): Promise<Override | null>;
  /** Ids of decisions in force, newest first, one for each batch. */
  latest(limit: number): Promise<string[]>;
  /** Draws about `n` pairs to be labelled blind; gives how many are new. */
  sample(n: number): Promise<number>;
  waiting(limit: number): Promise<DrawnPair[]>;
  drawn(labelId: string): Promise<DrawnPair | null>;
  /** False when it was labelled already. */
  label(sql: Sql, labelId: string, label: Label, by: Decider): Promise<boolean>;
  precisionRecall(): Promise<PrecisionRecall>;
}

export function createLinkReviews(kernel: Kernel, model: Model): LinkReviews {
  const { writer } = kernel.db;
  const ruled = (review: Review): Review => ({ ...review, rule: model.guards.find((g) => g.id === review.rule)?.title ?? review.rule });
  return {
    safeguarding: model.review?.safeguarding ?? [],
    open: (offset, limit, plain) => openReviews(writer, offset, limit, plain),
    about: (reviewId) => reviewPersons(writer, reviewId),
    read: async (sql, ids) => (await selectReviews(sql, ids)).map(ruled),
    personsOf: (sql, subjects) => personsOf(sql ?? writer, subjects),
    recordsOf: (persons) => recordsOf(writer, persons),
    async decide(sql, about, by) {
      const id = newId();
      await insertOverride(sql, id, about, by, kernel.clock.now());
      return id;
    },
    undo: (sql, id, reason, by) => undoOverride(sql, id, reason, by, kernel.clock.now()),
    foresee: (personId, apart) => foresee(writer, model, personId, apart),
    undoApart: (sql, personId, otherId, reason, by) => undoApart(sql, personId, otherId, reason, by, kernel.clock.now()),
    decided: (id) => decidedRecords(writer, id),
    override: (sql, id) => selectOverride(sql, id),
    latest: (limit) => latestOverrides(writer, limit),
    sample: (n) => drawPairs(writer, model, n, kernel.clock.now()),
    waiting: (limit) => waitingPairs(writer, limit),
    drawn: (id) => drawnPair(writer, id),
    label: (sql, id, label, by) => setLabel(sql, id, label, by, kernel.clock.now()),
    precisionRecall: async () => estimate(await labelledPairs(writer)),
  };
}

import type { Demographics, Kernel, Sql } from '../kernel/index.ts';
import { readEvidence, readEvidenceAmong, type PairEvidence } from './explain.store.ts';
import { match, type MatchCandidate } from './live/match.ts';
import { readCandidateModel, readModel } from './model.ts';
import { takeMoves } from './moves.store.ts';
import type { PersonMove } from './moves.ts';
import { followRedirect, holdingLock } from './person.store.ts';
import { compareModel, type ModelComparison } from './report/compare.ts';
import { takeDwellings } from './dwellings.store.ts';
import type { Truth } from './report/recall.ts';
import { createReport, type QualityReport } from './report/report.ts';
import { createOrganisations, type Organisations } from './organisations/index.ts';
import { trainModel, type TrainingReport } from './train/index.ts';
import { createLinkReviews, type LinkReviews } from './reviews.ts';
import { runLinkage, type LinkReport } from './run.ts';

export interface Linkage {
  /**
   * Takes what feeds have brought since the last run, links it and publishes the result in one transaction. Nothing
   * touched, nothing done. A kill at any moment leaves the old state or the new.
   * @param options.rebuild judge every record again; names are counted again too
   */
  run(progress?: (done: number, total: number) => void, options?: { rebuild?: boolean }): Promise<LinkReport>;
  /** The person an id stands for now, following merges; null when there never was one. */
  resolve(personId: string): Promise<string | null>;
  /** Why two subjects were joined or kept apart; null when no rule brought them together. */
  explain(subjectA: number, subjectB: number): Promise<PairEvidence | null>;
  /** The evidence kept for every pair among these subjects. */
  explainAmong(subjects: readonly number[]): Promise<PairEvidence[]>;
  /** What people decide about links, and what they are asked. The next `run` takes a decision up. */
  reviews: LinkReviews;
  /**
   * People these demographics may be of, likeliest first, scored as a run would. It finds anybody: whoever shows the
   * answer holds a reading and shows what that lets through. Throws `area.invalid` when the model has changed since.
   */
  match(demographics: Demographics, options: { limit: number; from?: number }): Promise<MatchCandidate[]>;
  /**
   * The next moves (people split, moved, merged) that `consumer` has not had, oldest first; empty when it has had all.
   * Taken for good when the transaction `sql` commits, so a consumer does what follows from them in the same one.
   */
  takeMoves(sql: Sql, consumer: string): Promise<PersonMove[]>;
  /** How good the links in force are, in counts that name nobody; recall by group too where a truth is given or labels are. */
  report(truth?: Truth): Promise<QualityReport>;
  /** What the model in `file` would do to the links in force, without doing it. Throws `usage.invalid`, `area.invalid`. */
  compare(file: string, progress?: (done: number) => void): Promise<ModelComparison>;
  /** What the area's own records teach of the model's shares, put in force by nobody. Throws `usage.invalid` where there are too few. */
  train(progress?: (done: number) => void): Promise<TrainingReport>;
  /** Care homes, practices, schools and other organisations of published directories. */
  organisations: Organisations;
}

/** The linkage room. Throws `area.invalid` when the area's linkage model is wrong. */
export function createLinkage(kernel: Kernel): Linkage {
  const model = readModel(kernel.area.dir);
  return {
    run: (progress, options) =>
      holdingLock(kernel.db.writer, async () => {
        const done = await runLinkage(kernel, model, progress ?? (() => undefined), options?.rebuild ?? false);
        await takeDwellings(kernel.db.writer, kernel.clock.now());
        return done;
      }),
    resolve: (personId) => followRedirect(kernel.db.writer, personId),
    explain: (a, b) => readEvidence(kernel.db.writer, model, a, b),
    explainAmong: (subjects) => readEvidenceAmong(kernel.db.writer, model, subjects),
    reviews: createLinkReviews(kernel, model),
    takeMoves: (sql, consumer) => takeMoves(sql, consumer, movesAtOnce),
    report: createReport(kernel, model),
    compare: async (file, progress) => compareModel(kernel, model, readCandidateModel(file), progress ?? (() => undefined)),
    train: (progress) => trainModel(kernel, model, progress ?? (() => undefined)),
    organisations: createOrganisations(kernel),
    match: (demographics, options) => match(kernel.db.writer, model, demographics, options),
  };
}

const movesAtOnce = 5_000;

import type { Kernel } from '../../kernel/index.ts';
import type { Model } from '../model.ts';
import { estimate, type PrecisionRecall } from '../precision.ts';
import { recallByLabels, recallByTruth, type GroupRecall, type Truth } from './recall.ts';
import { countChanges, countFeeds, countPairs, countSizes, latestRun, readLabelledTraits, readTraced, type Changes } from './report.store.ts';

/** How good the links in force are. Counts alone: it names nobody. */
export interface QualityReport {
  /** The last run; null when there was none, and then there is nothing else. */
  run: { runId: string; at: string; kind: 'full' | 'increment'; modelVersion: string } | null;
  subjects: number;
  persons: number;
  feeds: { feed: string; subjects: number; /** Under one person with another feed's. */ matched: number; /** Said to have an NHS number. */ numbered: number }[];
  /** People by how many subjects they are; the last stands for ten and more. */
  sizes: { size: number; persons: number }[];
  /** Pairs whose evidence is kept. */
  bands: { band: 'join' | 'review' | 'apart'; pairs: number }[];
  /** Every guard of the model, those that held for nobody too. */
  guards: { id: string; title: string; band: 'review' | 'apart'; pairs: number }[];
  changes: Changes;
  /** Precision and recall by labels; null when no pair has one. */
  labelled: PrecisionRecall | null;
  /** Recall by group, and what it is held against; null where neither truth nor labels are there. */
  recall: { against: 'truth' | 'labels'; groups: GroupRecall[] } | null;
}

export const largestSize = 10;

/** Counts are worked out once for each run; labels, and recall against a truth, each time they are asked for. */
export function createReport(kernel: Kernel, model: Model): (truth?: Truth) => Promise<QualityReport> {
  let counted: { runId: string; counts: Promise<Counts> } | null = null;
  const sql = kernel.db.writer;
  return async (truth) => {
    const run = await latestRun(sql);
    if (run === null) return { ...nothing, guards: guardsOf(model, []) };
    if (counted?.runId !== run.runId) {
      const counts = count(kernel, model, run.finishedAt);
      counted = { runId: run.runId, counts };
      counts.catch(() => (counted = null));
    }
    const today = kernel.clock.today();
    const pairs = await readLabelledTraits(sql);
    return {
      run: { runId: run.runId, at: run.finishedAt.toISOString(), kind: run.kind, modelVersion: run.modelVersion },
      ...(await counted.counts),
      labelled: pairs.length === 0 ? null : estimate(pairs),
      recall: truth !== undefined ? { against: 'truth', groups: await recallByTruth(readTraced(sql), truth, today) } : pairs.length === 0 ? null : { against: 'labels', groups: recallByLabels(pairs, today) },
    };
  };
}

type Counts = Omit<QualityReport, 'run' | 'labelled' | 'recall'>;

const nothing: QualityReport = { run: null, subjects: 0, persons: 0, feeds: [], sizes: [], bands: [], guards: [], changes: { created: 0, joined: 0, split: 0, moved: 0 }, labelled: null, recall: null };

async function count(kernel: Kernel, model: Model, at: Date): Promise<Counts> {
  const sql = kernel.db.writer;
  const [feeds, sizes, pairs, changes] = await Promise.all([countFeeds(sql), countSizes(sql, largestSize), countPairs(sql), countChanges(sql, at)]);
  return {
    subjects: feeds.reduce((n, f) => n + f.subjects, 0),
    persons: sizes.reduce((n, s) => n + s.persons, 0),
    feeds,
    sizes,
    bands: (['join', 'review', 'apart'] as const).map((band) => ({ band, pairs: pairs.filter((p) => p.band === band).reduce((n, p) => n + p.pairs, 0) })),
    guards: guardsOf(model, pairs),
    changes,
  };
}

const guardsOf = (model: Model, pairs: readonly { rule: string | null; pairs: number }[]): QualityReport['guards'] =>
  model.guards.map(({ id, title, band }) => ({ id, title, band, pairs: pairs.filter((p) => p.rule === id).reduce((n, p) => n + p.pairs, 0) }));

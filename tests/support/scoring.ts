import { createScoring, mappedFacts, type Scoring } from '../../src/radar/index.ts';
import { feedStates, recordsBench, type RecordsBench } from './records.ts';
import type { FeedState } from '../../src/kernel/index.ts';

export interface ScoringBench extends RecordsBench {
  scoring: Scoring;
  /** How feeds stand from now on. */
  stand(states: FeedState[]): void;
}

/** Record and scoring upon one database of its own, with the demo area's signals and cards. */
export async function scoringBench(now?: string): Promise<ScoringBench> {
  const bench = await recordsBench(now);
  let states = feedStates();
  const scoring = createScoring({ kernel: bench.kernel, mapped: mappedFacts(bench.kernel.area.dir), states: async () => states, carryMoves: async () => undefined });
  return { ...bench, scoring, stand: (next) => void (states = next) };
}

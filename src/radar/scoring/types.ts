/** One signal that held, and what it rests on. As kept in `radar.score.reasons`. */
export interface Reason {
  signal: string;
  label: string;
  /** After decay, to a tenth. */
  points: number;
  /** What the card gives before decay. */
  of: number;
  /** Category of data it is shown under first. */
  category: string;
  /** Every category it rests on: it is told only to who may know all of them. */
  categories: string[];
  /** ISO day of the newest thing it rests on; null when it rests on none (an age, who lives here). */
  dated: string | null;
  /** Feed or detector of that thing; null when none. */
  source: string | null;
  /** Ids of facts and keys of observations, newest first, at most twelve. */
  facts: string[];
  /** Other people whose facts it rests on: it is told only to who may know those categories of each of them. */
  about: string[];
}

/** A signal of which nothing could be said. As kept in `radar.score.not_known`. */
export interface NotKnown {
  signal: string;
  label: string;
  category: string;
  categories: string[];
  why: 'never' | 'failed' | 'late' | 'not-covered' | 'no-sensor' | 'no-birth-date';
  /** Feeds or detectors it waits for. */
  sources: string[];
}

/** A row of `radar.score`. */
export interface Score {
  personId: string;
  card: string;
  version: number;
  /** Sum of the reasons' points, to a tenth; at least the lowest band. */
  score: number;
  band: string;
  reasons: Reason[];
  notKnown: NotKnown[];
  scoredAt: Date;
  /** In this band since. */
  since: Date;
}

/** A crossing of a band. `toBand` is empty when the lowest band is no longer reached, `fromBand` when it was not before. */
export interface ScoreEvent {
  /** In order, without gaps of meaning: a consumer keeps the last it took. */
  seq: bigint;
  personId: string;
  card: string;
  version: number;
  fromBand: string;
  toBand: string;
  score: number;
  at: Date;
}

/** What a run goes by that is not learned from the file. Weights are in bits: log2 of the odds. */
export interface Settings {
  bands: {
    /** Weight from which two records join. */
    join: number;
    /** Weight from which a person might look. */
    review: number;
  };
  cluster: {
    /** Mean weight from which two groups of records merge. */
    average: number;
    /** Each weight is held between these before it is averaged, so that one pair does not speak for all. */
    floor: number;
    ceiling: number;
    /** A pair that a guard holds for counts as no more than this. */
    guarded: number;
    /** Components of more records than this are weighed only on the pairs that blocking brought … */
    most: number;
    /** … and so are smaller ones, the largest first, where all their pairs together would be more than this for each record. */
    perRecord: number;
    /** In such a component, two records of a pair of this weight count as one. */
    sure: number;
  };
  /** Pairs a blocking rule may bring for each record, and at least. */
  blocking: { perRecord: number; least: number };
  /** DuckDB's memory, in MB; beyond it, work spills to disk. */
  memory: number;
  threads: number;
}

export const shippedSettings: Omit<Settings, 'threads'> = {
  bands: { join: 3, review: -2 },
  cluster: { average: -3, floor: -10, ceiling: 20, guarded: -5, most: 300, perRecord: 40, sure: 10 },
  blocking: { perRecord: 12, least: 1_000_000 },
  memory: 1400,
};

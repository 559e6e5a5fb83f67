/** How many pairs stand at one pattern of levels; -1 is not compared. */
export interface Pattern {
  levels: readonly number[];
  count: number;
}

/** Share of pairs at each level, for each comparison. */
export type Shares = number[][];

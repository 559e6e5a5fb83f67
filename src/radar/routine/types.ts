/** How a measure is judged against a person's own past. */
export type Method = 'cusum' | 'tail' | 'robust';

/** What a person did on a day, by one measure. */
export interface RoutineDay {
  /** ISO day; a night is that of the evening it begins. */
  day: string;
  /** Null when it is not known: a sensor was silent. Never nothing for not known. */
  value: number | null;
  /** Why the day does not count, if it does not: it neither alarms nor teaches. */
  apart?: 'away' | 'in-hospital';
}

export interface Watch {
  methods: readonly Method[];
  direction: 'up' | 'down' | 'both';
  /** How many times more (or, downwards, less) is looked for: 2 is doubled or halved. */
  ratio: number;
  /** Share of weeks without change in which this measure may alarm. */
  budget: number;
  /** Weekdays differ: learn each apart. */
  weekdays: boolean;
  /** Of continuous values: days together that must be far out. */
  run: number;
  /** Least change from what is usual that is worth telling, in the measure's own unit, whatever the statistics say. */
  least: number;
  /** Judge the logarithm: for totals that vary by so many per cent. */
  log: boolean;
}

export interface Learning {
  /** Known days without which nothing is judged; and the most that are remembered. */
  days: number;
  most: number;
  /** Known days after a hospital stay until it judges again. */
  again: number;
  /** Nights of a stay from which learning starts again. */
  stay: number;
  /** Days a change lasts before it is the new usual. */
  settles: number;
}

/** What is usual for a person: of counts or of continuous values. */
export interface Baseline {
  middle: number;
  low: number;
  high: number;
  /** Known days it rests on. */
  days: number;
}

/** A change that was noticed. */
export interface Change {
  method: Method;
  direction: 'up' | 'down';
  /** Places of the day it seems to have begun, of the day it was noticed, and of the last day it held. */
  began: number;
  noticed: number;
  last: number;
  open: boolean;
  baseline: Baseline;
  /** Mean of what was measured since it began, of its last week at most. */
  now: number;
}

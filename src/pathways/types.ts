/** An answer as JSON carries it: dates and times as ISO text, several choices and repeats as lists. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

/** Answers by the name of their field. A name that is not there has not been answered. */
export type Answers = Readonly<Record<string, Value>>;

/** Something wrong with an answer, for whoever gave it. */
export interface AnswerProblem {
  field: string;
  says: string;
}

/** What a score came to. A score with an item not answered is incomplete, and has no total and no band. */
export interface ScoreResult {
  name: string;
  title: string;
  total: number | null;
  /** Points of each item that has been answered. */
  points: Record<string, number>;
  missing: string[];
  band: { id: string; title: string; advice: string | null } | null;
}

/** What a field that is worked out came to; null while an answer it needs is not known. */
export interface CalculatedResult {
  name: string;
  title: string;
  unit: string | null;
  value: Value;
  missing: string[];
}

/** One form with answers: what is wrong, what is missing, what it comes to. */
export interface FormResult {
  problems: AnswerProblem[];
  /** Fields asked for, required and not answered. */
  missing: string[];
  scores: ScoreResult[];
  calculated: CalculatedResult[];
  /** Names of the fields that are asked by these answers, in order. */
  asked: string[];
  /** Names of those of which it cannot be told yet whether they are asked. */
  undecided: string[];
  /** What counts: valid answers to what is asked, what is worked out, and the totals of scores. */
  values: Answers;
  /** Null where the form decides nothing. `incomplete` where it cannot be decided from what was answered. */
  outcome: string | null;
  /** The rule that decided, in words; null where none did. */
  because: string | null;
}

import type { Field } from '../definition/form-schema.ts';
import type { Answers, CompletedScore } from './case-data.ts';

/** A code that others share, as a definition gives it. */
export interface Code {
  system: string;
  code: string;
  title?: string | undefined;
}

/** A question with its answer in words. */
export interface AnswerRow {
  question: string;
  /** Null where it was asked and not answered; a document says so. */
  answer: string | null;
  /** Answers of many parts, as a table: repeats, tables, marks on the body. */
  table: { columns: string[]; rows: string[][] } | null;
}

/** A line of the record, or of the case's chronology. */
export interface DatedLine {
  /** In words; empty where no date is known. */
  when: string;
  says: string;
  detail: string | null;
  source: string | null;
}

export type Block =
  | { kind: 'heading'; says: string; means: Code | null }
  | { kind: 'words'; says: string }
  | { kind: 'answers'; form: string; title: string; rows: AnswerRow[]; completed: string | null; fields: readonly Field[]; answers: Answers }
  | { kind: 'scores'; title: string; rows: (CompletedScore & { says: string })[] }
  | { kind: 'lines'; title: string; rows: DatedLine[]; none: string };

/** A document with everything in it that it says, ready to be shown, printed or sent. */
export interface DocumentModel {
  id: string;
  title: string;
  means: Code | null;
  to: string | null;
  source: string | null;
  pathway: { id: string; version: number; title: string };
  reference: string | null;
  /** At the head of every page: whose it is. */
  person: { name: string; born: string; nhsNumber: string };
  /** As data, for a document that is sent. */
  about: { personId: string | null; nhsNumber: string | null; birthDate: string | null; family: string | null; given: string[]; gender: string | null };
  blocks: Block[];
  printedBy: string;
  /** ISO instant. */
  printedAt: string;
  /** What the document could not say, and why: categories not shared with whoever made it. */
  withheld: string[];
}

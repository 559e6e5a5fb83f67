import type { FactKind } from '../../kernel/index.ts';
import type { Answers } from '../types.ts';

export type { Answers } from '../types.ts';

/** What a score of a completed form came to. */
export interface CompletedScore {
  name: string;
  title: string;
  total: number | null;
  band: { id: string; title: string; advice: string | null } | null;
}

/** A fact of the record as a document tells it. */
export interface DocumentFact {
  kind: FactKind;
  type: string | null;
  category: string;
  label: string;
  detail: string | null;
  start: string | null;
  end: string | null;
  source: string;
}

/** All that a document may say: what whoever makes it may see, and no more. */
export interface CaseData {
  reference: string | null;
  person: {
    personId: string | null;
    name: string;
    family: string | null;
    given: string[];
    gender: string | null;
    birthDate: string | null;
    nhsNumber: string | null;
    /** Further parts by their names in a prefill: `address`, `phone`, `next-of-kin`… */
    parts: Readonly<Record<string, string>>;
  };
  /** Newest completed answers of each form. */
  forms: Readonly<Record<string, { answers: Answers; scores: readonly CompletedScore[]; at: string; by: string | null }>>;
  facts: readonly DocumentFact[];
  /** Names of categories that the record holds apart from whoever makes the document. */
  withheld: readonly string[];
  chronology: readonly { at: string; says: string; by: string | null }[];
  printedBy: string;
  printedAt: Date;
}

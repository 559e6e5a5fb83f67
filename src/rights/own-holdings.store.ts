import type { Sql } from '../kernel/index.ts';

export interface HeldFact {
  feed: string;
  category: string;
  kind: string;
  label: string;
  code: string | null;
  system: string | null;
  start: string | null;
  end: string | null;
  body: Record<string, unknown>;
}

/** Every fact of a person that this reading opens. */
export const factsOf = (sql: Sql, personId: string): Promise<HeldFact[]> =>
  sql<HeldFact[]>`select feed, category, kind, label, code, system, start_at as start, end_at as "end", body from record.fact where person_id = ${personId} order by feed, start_at nulls last, fact_id`;

/** Every statement of who the person is. */
export const statementsOf = (sql: Sql, personId: string): Promise<{ feed: string; demographics: Record<string, unknown>; from: Date }[]> =>
  sql<{ feed: string; demographics: Record<string, unknown>; from: Date }[]>`select feed, demographics, first_at as from from record.demographic where person_id = ${personId} order by feed, first_at`;

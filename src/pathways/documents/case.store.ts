import type { FactKind, Sql } from '../../kernel/index.ts';
import type { Value } from '../types.ts';
import type { DocumentModel } from './model.ts';

/** A fact of the record as a document may tell it, with what its kind adds. */
export interface StoredFact {
  kind: FactKind;
  category: string;
  label: string;
  start: string | null;
  end: string | null;
  feed: string;
  body: Record<string, Value | undefined>;
}

/** Facts of a person in these categories, newest first. */
export async function factsOf(sql: Sql, personId: string, kinds: readonly FactKind[], categories: readonly string[]): Promise<StoredFact[]> {
  return sql<StoredFact[]>`
    select kind, category, label, start_at as start, end_at as "end", feed, body from record.fact
    where person_id = ${personId} and kind = any (${kinds}::text[]) and category = any (${categories}::text[]) order by start_at desc nulls last, fact_id`;
}

/** Who a person is, as the record has it. */
export async function summaryOf(sql: Sql, personId: string): Promise<Record<string, unknown>> {
  const [row] = await sql<{ summary: Record<string, unknown> }[]>`select summary from record.person where person_id = ${personId}`;
  return row?.summary ?? {};
}

/** Keeps a document that a step asked for as it was when it was first made. */
export async function keepMade(sql: Sql, { personId, caseId }: { personId: string; caseId: string }, model: DocumentModel, at: Date): Promise<void> {
  const { id, title, blocks, withheld, printedBy } = model;
  const made = { title, withheld, printedBy, blocks: blocks.map((block) => (block.kind === 'answers' ? { ...block, fields: [] } : block)) };
  await sql`update pathways.document set made = ${sql.json(JSON.parse(JSON.stringify(made)) as never)}, made_at = ${at} where person_id = ${personId} and case_id = ${caseId} and document = ${id} and made_at is null`;
}

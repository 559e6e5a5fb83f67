import type { Sql } from '../kernel/index.ts';
import type { Model } from './model.ts';

/** Why two subjects were joined or kept apart: the waterfall, in bits (log2 of the odds). */
export interface PairEvidence {
  subjectA: number;
  subjectB: number;
  /** Where the reckoning starts: how unlikely two records taken at random are to be of one person. */
  prior: number;
  comparisons: { id: string; title: string; level: string; weight: number; /** Added because the value is rarer or commoner than most. */ termWeight: number | null; /** Says something of where somebody is or can be reached. */ whereabouts: boolean }[];
  weight: number;
  probability: number;
  band: 'join' | 'review' | 'apart';
  /** The guard that decided, in words, when one did. */
  guard: { id: string; title: string } | null;
  modelVersion: string;
  runId: string;
}

interface Row {
  subjectA: number;
  subjectB: number;
  weight: number;
  probability: number;
  band: PairEvidence['band'];
  rule: string | null;
  comparisons: Record<string, [string, number, number?]>;
  runId: string;
  modelVersion: string;
}

const places: ReadonlySet<string> = new Set(['address', 'line', 'postcode', 'locality', 'uprns', 'homes', 'lines', 'postcodes', 'sectors', 'phones', 'emails', 'mailboxes']);

/** Reads the evidence kept for a pair, in either order. */
export async function readEvidence(sql: Sql, model: Model, a: number, b: number): Promise<PairEvidence | null> {
  const [row] = await sql<Row[]>`${selected(sql)} where p.subject_a = ${Math.min(a, b)} and p.subject_b = ${Math.max(a, b)}`;
  return row === undefined ? null : asEvidence(model, row);
}

/** The evidence kept for every pair among these records. */
export async function readEvidenceAmong(sql: Sql, model: Model, subjects: readonly number[]): Promise<PairEvidence[]> {
  const rows = await sql<Row[]>`${selected(sql)} where p.subject_a = any (${subjects as number[]}::bigint[]) and p.subject_b = any (${subjects as number[]}::bigint[])`;
  return rows.map((row) => asEvidence(model, row));
}

const selected = (sql: Sql) => sql`
  select p.subject_a::float8 as "subjectA", p.subject_b::float8 as "subjectB", p.weight, p.probability, p.band, p.rule, p.comparisons, p.run_id::text as "runId",
         r.model_version as "modelVersion"
  from linkage.pair p join linkage.run r using (run_id)`;

function asEvidence(model: Model, { rule, comparisons, ...kept }: Row): PairEvidence {
  const guard = rule === null ? null : { id: rule, title: model.guards.find((g) => g.id === rule)?.title ?? rule };
  return {
    prior: -Math.log2(model.prior - 1),
    comparisons: model.comparisons.flatMap(({ id, title, needs }) => {
      const made = comparisons[id];
      return made === undefined ? [] : [{ id, title, level: made[0], weight: made[1], termWeight: made[2] ?? null, whereabouts: needs.some((column) => places.has(column)) }];
    }),
    ...kept,
    guard,
  };
}

import type { Field, ScoreDefinition } from '../definition/form-schema.ts';
import { passes } from '../expressions.ts';
import type { Answers, ScoreResult } from '../types.ts';

/** Points an answer gives; null when it gives none that can be told yet, because another answer is needed and missing. */
export function pointsOf(field: Field, answers: Answers): number | null {
  const value = answers[field.name];
  if (value === undefined) return null;
  if (field.type === 'choice') {
    const given = field.options.find((option) => option.value === value)?.points;
    if (given !== undefined) return given;
  }
  if (!('points' in field)) return null;
  for (const row of field.points ?? []) {
    if (row.is !== undefined && !passes(row.is, value)) continue;
    const others = Object.entries(row.where).map(([name, test]) => (answers[name] === undefined ? null : passes(test, answers[name])));
    if (others.includes(false)) continue;
    // A row that would fit but for an answer not given: no later row may stand in for it.
    if (others.includes(null)) return null;
    return row.points;
  }
  return null;
}

/**
 * A score over answers that are all valid. With any item missing it is incomplete: what was not measured is never
 * counted as normal. An item that its condition leaves out is no part of it.
 * @param undecided fields of which it cannot be told yet whether they are asked
 */
export function scoreOf(score: ScoreDefinition, asked: readonly Field[], undecided: readonly Field[], answers: Answers): ScoreResult {
  const points: Record<string, number> = {};
  const missing: string[] = [];
  for (const name of score.items) {
    if (undecided.some((f) => f.name === name)) missing.push(name);
    const field = asked.find((f) => f.name === name);
    if (field === undefined) continue;
    const given = pointsOf(field, answers);
    if (given === null) missing.push(name);
    else points[name] = given;
  }
  if (missing.length > 0) return { name: score.name, title: score.title, total: null, points, missing, band: null };
  const each = Object.values(points);
  const total = each.reduce((sum, p) => sum + p, 0);
  const highest = Math.max(...each);
  const band = score.bands.find((b) => (b.total === undefined || passes(b.total, total)) && (b.highest === undefined || passes(b.highest, highest)));
  return { name: score.name, title: score.title, total, points, missing, band: band === undefined ? null : { id: band.id, title: band.title, advice: band.advice ?? null } };
}

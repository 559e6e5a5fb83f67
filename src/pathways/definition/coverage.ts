import { passes } from '../expressions.ts';
import { optionsOf } from '../forms/fields.ts';
import { pointsOf } from '../forms/score.ts';
import type { Answers, Value } from '../types.ts';
import type { Field, ScoreDefinition } from './form-schema.ts';
import type { DecisionDefinition } from './pathway-schema.ts';

/** What a table leaves undecided, as one example, and which of its rows nothing ever reaches. */
export interface Coverage {
  gap: Record<string, Value> | null;
  unreached: number[];
}

const mostCombinations = 20_000;

/** Tries a table with every combination of the values at which its tests change their answer. Null when there are too many to try. */
export function coverageOf(rules: readonly Record<string, string>[], domains: Readonly<Record<string, readonly Value[]>>): Coverage | null {
  const names = Object.keys(domains);
  if (names.reduce((n, name) => n * domains[name]!.length, 1) > mostCombinations) return null;
  const reached = new Set<number>();
  let gap: Record<string, Value> | null = null;
  for (const values of combinations(names, domains)) {
    const rule = rules.findIndex((tests) => Object.entries(tests).every(([name, test]) => passes(test, values[name] ?? null)));
    if (rule >= 0) reached.add(rule);
    else gap ??= values;
  }
  return { gap, unreached: rules.flatMap((_, i) => (reached.has(i) ? [] : [i])) };
}

function* combinations(names: readonly string[], domains: Readonly<Record<string, readonly Value[]>>, from = 0, chosen: Record<string, Value> = {}): Generator<Record<string, Value>> {
  const name = names[from];
  if (name === undefined) {
    yield { ...chosen };
    return;
  }
  for (const value of domains[name]!) yield* combinations(names, domains, from + 1, { ...chosen, [name]: value });
}

/** Values at which tests change their answer: each number they name, what is just beside it, and each word; and one that none names. */
function turningPoints(tests: readonly string[]): Value[] {
  const numbers = new Set<number>();
  const texts = new Set<string>();
  for (const test of tests) {
    for (const [, text] of test.matchAll(/"([^"]*)"/g)) texts.add(text!);
    for (const [number] of test.replaceAll(/"[^"]*"/g, '').matchAll(/-?\d+(\.\d+)?/g)) for (const beside of [-1, -0.1, 0, 0.1, 1]) numbers.add(Math.round((Number(number) + beside) * 1000) / 1000);
  }
  return texts.size > 0 ? [...texts, 'something else'] : [...numbers].sort((a, b) => a - b);
}

/** Of a decision table. A count can only be what it counts. */
export function decisionCoverage(decision: DecisionDefinition): Coverage | null {
  const domains = Object.fromEntries(
    Object.entries(decision.inputs).flatMap(([name, input]) => {
      const tests = decision.rules.flatMap((rule) => rule.when[name] ?? []);
      if (tests.length === 0) return [];
      return [[name, 'count' in input ? Array.from({ length: input.count.length + 1 }, (_, i) => i) : turningPoints(tests)] as const];
    }),
  );
  return coverageOf(decision.rules.map((rule) => rule.when), domains);
}

/** Values a field may take, as few as show every turn its points take. */
function valuesOf(field: Field): Value[] {
  const options = optionsOf(field);
  if (options !== null) return options;
  if (field.type !== 'number' && field.type !== 'calculated') return [];
  const tests = (field.points ?? []).flatMap((row) => row.is ?? []);
  if (field.type === 'calculated') return turningPoints(tests);
  return [...new Set([field.min, field.max, ...turningPoints(tests).map(Number)])].filter((n) => n >= field.min && n <= field.max);
}

/** An answer, with those it is scored beside, that gives no points; null when every one does. */
export function pointsGap(field: Field, fields: readonly Field[]): Answers | null {
  const rows = 'points' in field ? (field.points ?? []) : [];
  const others = [...new Set(rows.flatMap((row) => Object.keys(row.where)))];
  const domains = Object.fromEntries([field, ...fields.filter((f) => others.includes(f.name))].map((f) => [f.name, valuesOf(f)]));
  for (const values of combinations(Object.keys(domains), domains)) if (pointsOf(field, values) === null) return values;
  return null;
}

/** A total that falls in no band of a score; null when every one does. */
export function bandGap(score: ScoreDefinition, fields: readonly Field[]): { total: number; highest: number } | null {
  const ranges = score.items.map((name) => pointsRange(fields.find((f) => f.name === name)));
  const [least, most] = [ranges.reduce((n, [a]) => n + a, 0), ranges.reduce((n, [, b]) => n + b, 0)];
  const highest = Math.max(...ranges.map(([, b]) => b));
  for (let total = least; total <= most; total++) {
    for (let one = Math.ceil(total / score.items.length); one <= Math.min(highest, total); one++) {
      if (!score.bands.some((b) => (b.total === undefined || passes(b.total, total)) && (b.highest === undefined || passes(b.highest, one)))) return { total, highest: one };
    }
  }
  return null;
}

function pointsRange(field: Field | undefined): [number, number] {
  const all = field === undefined ? [] : [...('points' in field ? (field.points ?? []).map((row) => row.points) : []), ...(field.type === 'choice' ? field.options.flatMap((o) => o.points ?? []) : [])];
  return all.length === 0 ? [0, 0] : [Math.min(...all), Math.max(...all)];
}

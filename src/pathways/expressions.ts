import { evaluate, parseExpression, SyntaxError as FeelError, unaryTest } from 'feelin';
import type { Answers, Value } from './types.ts';

/** What an expression comes to, or that an answer it needs has not been given. Nothing is ever worked out from what is missing. */
export type Evaluated = { known: true; value: Value } | { known: false; missing: string[] };

/** Expressions come from definitions alone, so there are only so many. */
const readNames = new Map<string, string[]>();

/**
 * Names an expression uses (FEEL: DMN 1.5 chapter 10), of those that it could; functions it calls are none of them.
 * Throws an `Error` that says what is wrong with it.
 */
export function namesIn(expression: string, known: readonly string[]): string[] {
  const before = readNames.get(expression);
  if (before !== undefined) return before;
  const context = Object.fromEntries(known.map((name) => [name, 0]));
  const names = new Set<string>();
  let wrong: string | null = null;
  parseExpression(expression, context, undefined).iterate({
    enter(node) {
      if (node.type.isError) wrong ??= `it cannot be read from "${expression.slice(node.from, node.from + 20)}"`;
      const called = node.name === 'VariableName' && node.node.parent?.name === 'FunctionInvocation' && node.node.parent.from === node.from;
      if (node.name === 'VariableName' && !called) names.add(expression.slice(node.from, node.to));
    },
  });
  if (wrong !== null) throw new Error(wrong);
  const found = [...names];
  // Names of one word are read alike whatever else is known; others may be read otherwise next time.
  if (known.every((name) => /^\w+$/.test(name))) readNames.set(expression, found);
  return found;
}

/** Forms are evaluated anew at every change of one answer: FEEL is worked out once for each set of the answers that an expression uses. */
const workedOut = new Map<string, Value>();
const mostWorkedOut = 50_000;
/** What the answers alone do not settle. */
const bySomethingElse = /\b(today|now)\s*\(/;

/** An expression over answers. `known` are all names it may use; one without an answer leaves the whole not known. */
export function evaluateExpression(expression: string, answers: Answers, known: readonly string[]): Evaluated {
  const names = namesIn(expression, known);
  const missing = names.filter((name) => known.includes(name) && answers[name] === undefined);
  if (missing.length > 0) return { known: false, missing };
  const settled = names.every((name) => answers[name] !== undefined) && !bySomethingElse.test(expression);
  const key = settled ? `${expression}\n${JSON.stringify(names.map((name) => answers[name]))}` : null;
  const before = key === null ? undefined : workedOut.get(key);
  if (before !== undefined) return { known: true, value: before };
  const { value, warnings } = evaluate(expression, answers);
  const [warning] = warnings;
  if (warning !== undefined) throw new Error(`"${expression}": ${warning.message}`);
  if (workedOut.size >= mostWorkedOut) workedOut.clear();
  if (key !== null) workedOut.set(key, value as Value);
  return { known: true, value: value as Value };
}

/**
 * What a field that is worked out comes to. Null, with the names that are missing, while an answer is; null also where what is known makes no
 * value, as a sum over something that was not asked does.
 */
export function calculate(expression: string, answers: Answers, known: readonly string[]): { value: Value; missing: string[] } {
  const missing = namesIn(expression, known).filter((name) => known.includes(name) && answers[name] === undefined);
  if (missing.length > 0) return { value: null, missing };
  const { value, warnings } = evaluate(expression, answers);
  return { value: warnings.length > 0 || value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : (value as Value), missing: [] };
}

/** Tests are few and values come again: FEEL is read once for each pair of them. */
const tested = new Map<string, boolean>();
const mostTested = 50_000;

/** Whether a value passes a test as a decision table writes it (FEEL unary test): `>= 2`, `"A","B"`, `[1..5]`, `-`. */
export function passes(test: string, value: Value): boolean {
  const key = `${JSON.stringify(value)}\n${test}`;
  const known = tested.get(key);
  if (known !== undefined) return known;
  const { value: found, warnings } = unaryTest(test, { '?': value });
  const [warning] = warnings;
  if (warning !== undefined) throw new Error(`"${test}": ${warning.message}`);
  if (tested.size >= mostTested) tested.clear();
  tested.set(key, found === true);
  return found === true;
}

/** What is wrong with a test, or null. */
export function testProblem(test: string): string | null {
  try {
    const { warnings } = unaryTest(test, { '?': 0 });
    const [unknown] = warnings.filter((w) => w.type === 'NO_VARIABLE_FOUND');
    return unknown === undefined ? null : `${unknown.message}; words stand in quotation marks: '"yes"'`;
  } catch (error) {
    return error instanceof FeelError || error instanceof Error ? error.message : String(error);
  }
}

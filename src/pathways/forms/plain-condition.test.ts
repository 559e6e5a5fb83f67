import { expect, test } from 'vitest';
import { evaluateExpression } from '../expressions.ts';
import type { Answers } from '../types.ts';
import { plainCondition, type PlainTest } from './plain-condition.ts';

/** As the page tells it: of a question that is asked and answered. */
const told = (tests: readonly PlainTest[], answers: Answers): boolean =>
  tests.every((t) => {
    const is = [answers[t.field] ?? []].flat();
    return is.length > 0 && is.some((v) => typeof v === 'string' && t.any.includes(v)) !== (t.not === true);
  });

test('what a page tells by itself is what FEEL says', () => {
  const whens = ['a = "yes"', 'a != "yes"', 'a in ("yes", "perhaps")', 'list contains(b, "x and y")', 'a = "yes" and list contains(b, "z")', '(a = "yes") and (c = "say \\"no\\"")', 'a = "x and y"'];
  const values = ['yes', 'no', 'perhaps', 'x and y', 'say "no"'];
  for (const when of whens) {
    const tests = plainCondition(when)!;
    expect([when, tests]).not.toEqual([when, null]);
    for (const a of values) {
      for (const c of values) {
        for (const b of [['x and y'], ['z', 'x and y'], ['z']]) {
          const found = evaluateExpression(when, { a, b, c }, ['a', 'b', 'c']);
          expect([when, a, b, c, told(tests, { a, b, c })]).toEqual([when, a, b, c, found.known && found.value === true]);
        }
      }
    }
  }
});

test('what is not plain is left to the server', () => {
  for (const when of ['n > 3', 'a = "x" or b = "y"', 'count(b) > 1', 'not(a = "x")', 'a = b', 'a = "x" and n > 3']) expect([when, plainCondition(when)]).toEqual([when, null]);
});

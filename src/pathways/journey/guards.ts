import { evaluate } from 'feelin';
import type { Value } from '../types.ts';

/** What expressions over a case may use: its completed forms by their ids, each with `outcome` and `completed_on`; and `case`. */
export type CaseContext = Readonly<Record<string, unknown>>;

/** Whether a guard holds. What it needs and is not there makes it not hold: a step is never taken for want of an answer. */
export const holds = (expression: string, context: CaseContext): boolean => evaluate(expression, context).value === true;

/** What each expression comes to; null where it rests on what is not there. */
export function valuesOver(expressions: Readonly<Record<string, string>>, context: CaseContext): Record<string, Value> {
  return Object.fromEntries(Object.entries(expressions).map(([name, expression]) => [name, JSON.parse(JSON.stringify(evaluate(expression, context).value ?? null)) as Value]));
}

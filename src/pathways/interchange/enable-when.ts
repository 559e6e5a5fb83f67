import { parseExpression } from 'feelin';
import type { QuestionnaireItem, QuestionnaireItemEnableWhen } from '@medplum/fhirtypes';
import type { Field } from '../definition/form-schema.ts';

/** A condition that `enableWhen` can say: comparisons that must all hold. */
export interface Conditions {
  enableWhen: QuestionnaireItemEnableWhen[];
  enableBehavior?: 'all';
}

/**
 * `enableWhen` of a condition that only compares answers and joins them by `and`; null for any other. One that joins by `or` is no
 * such condition: there an answer not given leaves the whole not known, and the question not asked, where `any` would ask it.
 */
export function toEnableWhen(expression: string, fields: readonly Field[], systemOf: (linkId: string) => string): Conditions | null {
  const known = new Map(fields.map((field) => [field.name, field]));
  const comparisons = comparisonsIn(expression, [...known.keys()]);
  if (comparisons === null) return null;
  const all: QuestionnaireItemEnableWhen[] = [];
  for (const { name, operator, literal } of comparisons) {
    const field = known.get(name);
    const answer = field === undefined ? null : answerOf(field, operator, literal, systemOf);
    if (answer === null) return null;
    // By R4, != holds too where there is no answer; here it does not.
    if (operator === '!=') all.push({ question: name, operator: 'exists', answerBoolean: true });
    all.push({ question: name, operator, ...answer });
  }
  return { enableWhen: all, ...(all.length > 1 ? { enableBehavior: 'all' as const } : {}) };
}

type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=';
interface Comparison {
  name: string;
  operator: Operator;
  literal: string | number;
}

function comparisonsIn(expression: string, names: readonly string[]): Comparison[] | null {
  const found: Comparison[] = [];
  const top = parseExpression(expression, Object.fromEntries(names.map((name) => [name, 0])), undefined).topNode;
  const visit = (node: typeof top): boolean => {
    const parts: (typeof top)[] = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling) parts.push(child);
    if (node.name === 'Expression' && parts.length === 1) return visit(parts[0]!);
    if (node.name === 'Conjunction') return parts.filter((p) => p.name !== 'and').every(visit);
    if (node.name !== 'Comparison') return false;
    const [left, sign, right] = parts;
    if (left?.name !== 'VariableName' || sign?.name !== 'CompareOp' || (right?.name !== 'StringLiteral' && right?.name !== 'NumericLiteral')) return false;
    const text = expression.slice(right.from, right.to);
    found.push({ name: expression.slice(left.from, left.to), operator: expression.slice(sign.from, sign.to) as Operator, literal: right.name === 'NumericLiteral' ? Number(text) : (JSON.parse(text) as string) });
    return true;
  };
  return visit(top) ? found : null;
}

function answerOf(field: Field, operator: Operator, literal: string | number, systemOf: (linkId: string) => string): Partial<QuestionnaireItemEnableWhen> | null {
  const equality = operator === '=' || operator === '!=';
  if (field.type === 'yes-no' && equality && (literal === 'yes' || literal === 'no')) return { answerBoolean: literal === 'yes' };
  if (field.type === 'choice' && equality && typeof literal === 'string') return { answerCoding: { system: systemOf(field.name), code: literal } };
  if (field.type === 'number' && typeof literal === 'number') return Number.isInteger(field.step) && Number.isInteger(field.min) && Number.isInteger(literal) ? { answerInteger: literal } : { answerDecimal: literal };
  return (field.type === 'text' || field.type === 'long-text') && equality && typeof literal === 'string' ? { answerString: literal } : null;
}

/** FEEL of an item's `enableWhen`, or what of it has no place in a condition here. */
export function fromEnableWhen(item: QuestionnaireItem, nameOf: (linkId: string) => string | null): { when: string | null; says: string | null } {
  const all = item.enableWhen ?? [];
  const parts: string[] = [];
  for (const one of all) {
    const name = nameOf(one.question);
    if (name === null) return { when: null, says: `its condition rests on ${one.question}, which is no question before it` };
    if (one.operator === 'exists') {
      if (one.answerBoolean === false) return { when: null, says: `it is asked only while ${one.question} is not answered, which no condition here can say` };
      // Any comparison of the same question says that it is answered.
      if (!all.some((other) => other !== one && other.question === one.question)) parts.push(`${name} != null`);
      continue;
    }
    const literal = literalOf(one);
    if (literal === null) return { when: null, says: `its condition compares ${one.question} with a value of a kind that is not read` };
    parts.push(`${name} ${one.operator} ${literal}`);
  }
  return { when: parts.length === 0 ? null : [...new Set(parts)].join(item.enableBehavior === 'any' ? ' or ' : ' and '), says: null };
}

function literalOf(one: QuestionnaireItemEnableWhen): string | null {
  if (one.answerBoolean !== undefined) return one.answerBoolean ? '"yes"' : '"no"';
  const number = one.answerInteger ?? one.answerDecimal ?? one.answerQuantity?.value;
  if (number !== undefined) return String(number);
  const text = one.answerCoding?.code ?? one.answerCoding?.display ?? one.answerString ?? one.answerDate ?? one.answerDateTime ?? one.answerTime;
  return text === undefined ? null : JSON.stringify(text);
}

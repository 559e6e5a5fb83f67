import { parseExpression } from 'feelin';
import type { Field } from '../definition/form-schema.ts';

type Node = ReturnType<typeof parseExpression>['topNode'];
/** What FHIRPath says, and what kind of thing it comes to. */
interface Term {
  says: string;
  kind: 'yes-no' | 'text' | 'number' | 'list' | 'truth' | 'date';
}

/** Where in a response the answers of a field stand. A code stands for a choice, as FEEL sees it. */
export const answerPath = (linkId: string): string => `%resource.descendants().where(linkId = '${linkId}').answer.value`;

class Untranslatable extends Error {}

/**
 * A FEEL expression over answers of a form as FHIRPath over its QuestionnaireResponse, or null where it uses what is not translated.
 * FEEL here knows nothing from an answer not given, so the translation asks that each exists.
 */
export function toFhirPath(expression: string, fields: readonly Field[]): string | null {
  const known = new Map(fields.map((field) => [field.name, field]));
  const used = new Set<string>();
  try {
    const top = parseExpression(expression, Object.fromEntries([...known.keys()].map((name) => [name, 0])), undefined).topNode;
    const body = only(top);
    const { says, kind } = translate(body);
    if (kind !== 'truth') return says;
    return [...used].map((name) => `${answerPath(name)}.exists()`).concat(`(${says})`).join(' and ');
  } catch (error) {
    if (error instanceof Untranslatable) return null;
    throw error;
  }

  function translate(node: Node): Term {
    const text = expression.slice(node.from, node.to);
    const parts = children(node);
    switch (node.name) {
      case 'NumericLiteral': return { says: text, kind: 'number' };
      case 'StringLiteral': return { says: quoted(JSON.parse(text) as string), kind: 'text' };
      case 'BooleanLiteral': return { says: text, kind: 'truth' };
      case 'ParenthesizedExpression': {
        const inner = translate(parts[1] ?? fail());
        return { ...inner, says: `(${inner.says})` };
      }
      case 'VariableName': return answer(text);
      case 'Conjunction':
      case 'Disjunction': return { says: `(${truth(parts[0])}) ${node.name === 'Conjunction' ? 'and' : 'or'} (${truth(parts[2])})`, kind: 'truth' };
      case 'Comparison': return compare(parts);
      case 'ArithmeticExpression': {
        const [left, operator, right] = [number(parts[0]), textOf(parts[1]), number(parts[2])];
        if (!['+', '-', '*', '/'].includes(operator)) fail();
        return { says: `${left} ${operator} ${right}`, kind: 'number' };
      }
      case 'IfExpression': {
        const [test, yes, no] = [truth(parts[1]), translate(parts[3] ?? fail()), translate(parts[5] ?? fail())];
        if (yes.kind !== no.kind) fail();
        return { says: `iif(${test}, ${yes.says}, ${no.says})`, kind: yes.kind };
      }
      case 'FunctionInvocation': return call(textOf(parts[0]), parts.find((p) => p.name === 'PositionalParameters'));
      default: return fail();
    }
  }

  function answer(name: string): Term {
    const field = known.get(name);
    if (field === undefined) return fail();
    used.add(name);
    const path = answerPath(name);
    switch (field.type) {
      case 'yes-no': return { says: path, kind: 'yes-no' };
      case 'choice': return { says: `${path}.code`, kind: 'text' };
      case 'choices': return { says: `${path}.code`, kind: 'list' };
      case 'number': return { says: path, kind: 'number' };
      case 'text': case 'long-text': case 'telephone': case 'email': return { says: path, kind: 'text' };
      default: return fail();
    }
  }

  function compare([left, operator, ...right]: Node[]): Term {
    const a = translate(left ?? fail());
    const sign = textOf(operator);
    if (operator?.name === 'in') return among(a, right);
    const b = translate(right[0] ?? fail());
    if (a.kind === 'yes-no' || b.kind === 'yes-no') {
      const [field, word] = a.kind === 'yes-no' ? [a, b] : [b, a];
      if (field.kind === word.kind || !["'yes'", "'no'"].includes(word.says) || !['=', '!='].includes(sign)) fail();
      return { says: `${field.says} ${sign} ${String(word.says === "'yes'")}`, kind: 'truth' };
    }
    if (a.kind !== b.kind || !['number', 'text'].includes(a.kind) || (a.kind === 'text' && !['=', '!='].includes(sign))) fail();
    return { says: `${a.says} ${sign} ${b.says}`, kind: 'truth' };
  }

  /** `x in ("a","b")`, `x in [1..5]`. */
  function among(value: Term, right: Node[]): Term {
    const tests = right.flatMap((node) => (node.name === 'PositiveUnaryTests' ? children(node) : node.name === 'PositiveUnaryTest' ? [node] : []));
    if (tests.length === 0) fail();
    const each = tests.map((test) => {
      const inner = only(test);
      const interval = inner.name === 'SimplePositiveUnaryTest' ? only(inner) : inner;
      if (interval.name === 'Interval') {
        const [open, low, , high, close] = children(interval);
        if (value.kind !== 'number') fail();
        return `(${value.says} ${textOf(open) === '[' ? '>=' : '>'} ${number(low)} and ${value.says} ${textOf(close) === ']' ? '<=' : '<'} ${number(high)})`;
      }
      const one = translate(inner);
      if (value.kind === 'yes-no' && (one.says === "'yes'" || one.says === "'no'")) return `${value.says} = ${String(one.says === "'yes'")}`;
      if (one.kind !== value.kind) fail();
      return `${value.says} = ${one.says}`;
    });
    return { says: `(${each.join(' or ')})`, kind: 'truth' };
  }

  function call(name: string, parameters: Node | undefined): Term {
    const given = parameters === undefined ? [] : children(parameters).filter((p) => p.name !== ',');
    if (name === 'not' && given.length === 1) return { says: `(${truth(given[0])}).not()`, kind: 'truth' };
    if (name === 'count' && given.length === 1) return { says: `${list(given[0])}.count()`, kind: 'number' };
    if (name === 'list contains' && given.length === 2) {
      const one = translate(given[1] ?? fail());
      return one.kind === 'text' ? { says: `${list(given[0])}.where($this = ${one.says}).exists()`, kind: 'truth' } : fail();
    }
    return fail();
  }

  function truth(node: Node | undefined): string {
    const term = translate(node ?? fail());
    return term.kind === 'truth' ? term.says : fail();
  }
  function number(node: Node | undefined): string {
    const term = translate(node ?? fail());
    return term.kind === 'number' ? term.says : fail();
  }
  function list(node: Node | undefined): string {
    const term = translate(node ?? fail());
    return term.kind === 'list' ? term.says : fail();
  }
  function textOf(node: Node | undefined): string {
    return node === undefined ? fail() : expression.slice(node.from, node.to);
  }
}

function fail(): never {
  throw new Untranslatable();
}

function children(node: Node): Node[] {
  const all: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) all.push(child);
  return all;
}

function only(node: Node): Node {
  const [child, ...more] = children(node);
  return child === undefined || more.length > 0 ? fail() : child;
}

/** A FHIRPath string. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

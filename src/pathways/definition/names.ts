import { parseExpression } from 'feelin';

/** Names an expression takes from outside itself. */
export interface FreeNames {
  /** First names: of a field, or of a form where a full stop follows. */
  names: string[];
  /** Names joined by a full stop, `form.field`, outermost first; no deeper than two. */
  paths: [string, string][];
}

type Node = { name: string; from: number; to: number; parent: Node | null; firstChild: Node | null; nextSibling: Node | null };

/**
 * What an expression needs: not the functions of FEEL, and not what it names for itself in `for`, `some` and `every` or in a filter.
 * Throws an `Error` that says what is wrong with it.
 */
export function freeNames(expression: string, known: readonly string[] = []): FreeNames {
  const text = (node: Node): string => expression.slice(node.from, node.to);
  const names = new Set<string>();
  const paths = new Map<string, [string, string]>();
  const own = new Set(['item', '?']);
  const found: Node[] = [];
  parseExpression(expression, Object.fromEntries(known.map((name) => [name, 0])), undefined).iterate({
    enter(at) {
      if (at.type.isError) throw new Error(`it cannot be read from "${expression.slice(at.from, at.from + 20)}"`);
      const node = at.node as unknown as Node;
      if (node.name === 'Name' && node.parent?.name === 'InExpression') own.add(text(node));
      if (node.name === 'VariableName') found.push(node);
    },
  });
  for (const node of found) {
    const name = text(node);
    const parent = node.parent;
    if (own.has(name) || (parent?.name === 'FunctionInvocation' && parent.from === node.from)) continue;
    names.add(name);
    const last = parent?.name === 'PathExpression' ? lastChild(parent) : null;
    if (last !== null && last.from !== node.from) paths.set(`${name}.${text(last)}`, [name, text(last)]);
  }
  return { names: [...names], paths: [...paths.values()] };
}

function lastChild(node: Node): Node | null {
  let last = node.firstChild;
  while (last?.nextSibling) last = last.nextSibling;
  return last;
}

import type { XmlNode } from './rows.ts';

/**
 * Compiles a path of element names: `ChildIdentifiers/PersonBirthDate` from the row or repeat,
 * `../CINreferralDate` from its parent, `/Message/Header/Source/LEA` from the top of the file (what stands
 * before the row), `@name` for an attribute at the end, `.` for the element itself.
 */
export function compilePath(expression: string): (node: XmlNode) => string[] {
  const [, elements = expression, attribute] = /^(.*?)\/?@([\w.-]+)$/.exec(expression) ?? [];
  const select = compileEach(elements === '' && attribute !== undefined ? '.' : elements);
  return (node) =>
    select(node)
      .map((found) => (attribute === undefined ? textOf(found) : (found.attributes[attribute] ?? '')).trim())
      .filter((text) => text !== '');
}

/** Compiles what to repeat over: every element the path reaches. */
export function compileEach(expression: string): (node: XmlNode) => XmlNode[] {
  const absolute = expression.startsWith('/');
  const steps = (absolute ? expression.slice(1) : expression).split('/');
  if (steps.some((step) => !/^(?:\.|\.\.|[A-Za-z_][\w.-]*)$/.test(step))) throw new Error(`"${expression}" is not a path of element names; write it like ChildIdentifiers/UPN, ../Date, /Message/Header/Year or @code`);
  return (node) => {
    let reached: XmlNode[] = [node];
    if (absolute) {
      const top = topOf(node);
      if (top.name !== steps[0]) return [];
      reached = [top];
    }
    for (const step of absolute ? steps.slice(1) : steps) {
      if (step === '.') continue;
      reached = step === '..' ? reached.flatMap((n) => (n.parent === null ? [] : [n.parent])) : reached.flatMap((n) => n.children.filter((c) => c.name === step));
    }
    return reached;
  };
}

/** An element that holds others has no text of its own: what stands between them strayed there. */
const textOf = (node: XmlNode): string => (node.children.length === 0 ? node.text : '');

function topOf(node: XmlNode): XmlNode {
  let top = node;
  while (top.parent !== null) top = top.parent;
  return top;
}

import { parseSync } from 'oxc-parser';

const makers = new Set(['test', 'it', 'describe']);

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** `test`, `test.each(rows)`, `test.skipIf(x)`, `describe.each`: the name it begins with. */
function rootOf(callee: unknown): string | null {
  if (!isNode(callee)) return null;
  if (callee.type === 'Identifier') return String(callee.name);
  if (callee.type === 'MemberExpression') return rootOf(callee.object);
  return callee.type === 'CallExpression' || callee.type === 'TaggedTemplateExpression' ? rootOf(callee.callee ?? callee.tag) : null;
}

function textOf(argument: unknown): string | null {
  if (!isNode(argument)) return null;
  if (argument.type === 'Literal' && typeof argument.value === 'string') return argument.value;
  if (argument.type !== 'TemplateLiteral' || !Array.isArray(argument.quasis)) return null;
  return (argument.quasis as { value: { cooked: string } }[]).map((part) => part.value.cooked).join('%s');
}

/** The titles of the tests and describe blocks of a test file, as written: those of `each` with their place-holders. */
export function titlesIn(file: string, text: string): Set<string> {
  const titles = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isNode(node)) return;
    if (node.type === 'CallExpression' && Array.isArray(node.arguments) && makers.has(rootOf(node.callee) ?? '')) {
      const title = textOf(node.arguments[0]);
      if (title !== null) titles.add(title);
    }
    Object.values(node).forEach(visit);
  };
  visit(parseSync(file, text).program);
  return titles;
}

const placeholder = /%[sdifjo#%$]|\$[A-Za-z_][\w.]*/;

/** Whether a title of a run is the written one, its place-holders filled in. */
export function isTitle(written: string, run: string): boolean {
  if (written === run) return true;
  if (!placeholder.test(written)) return false;
  const parts = written.split(placeholder).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(run);
}

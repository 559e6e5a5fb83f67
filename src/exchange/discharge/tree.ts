import { SaxesParser } from 'saxes';
import { KithError } from '../../kernel/index.ts';

/** A message as FHIRPath walks it, whether it came as JSON or XML. */
export type Tree = { [name: string]: unknown };

const limits = { characters: 5_000_000, depth: 40 };
const refused = (says: string): KithError => new KithError('import.refused', `The message ${says}.`, { mend: 'Ask the sender for a corrected message.' });

/** Reads a message. Throws `import.refused` where it is too large, too deep, carries a DOCTYPE, or is neither JSON nor XML. */
export function readTree(text: string): { as: 'json' | 'xml'; tree: Tree } {
  if (text.length > limits.characters) throw refused('is larger than five million characters');
  const body = text.replace(/^\uFEFF/, '').trimStart();
  if (body.startsWith('<')) return { as: 'xml', tree: readXml(body) };
  let depth = 0;
  let inText = false;
  // Measured before it is parsed: ten megabytes of brackets would hold the process for seconds.
  for (let i = 0; i < body.length; i++) {
    const c = body[i];
    if (inText) {
      if (c === '\\') i += 1;
      else if (c === '"') inText = false;
    } else if (c === '"') inText = true;
    else if (c === '{' || c === '[') {
      if (++depth > limits.depth * 2) throw refused(`is nested more than ${limits.depth} deep`);
    } else if (c === '}' || c === ']') depth -= 1;
  }
  try {
    const tree = JSON.parse(body) as unknown;
    if (tree === null || typeof tree !== 'object' || Array.isArray(tree)) throw new Error('it is no object');
    return { as: 'json', tree: tree as Tree };
  } catch (error) {
    throw refused(`is neither JSON nor XML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Open {
  name: string;
  value: string | undefined;
  children: Tree;
}

/** FHIR's XML as its JSON, but that every child is a list: a primitive stands in an attribute, a resource in an element of its name. */
function readXml(text: string): Tree {
  const sax = new SaxesParser({ xmlns: false });
  const stack: Open[] = [];
  let root: Tree | null = null;
  sax.on('doctype', () => {
    throw refused('has a DOCTYPE, which can carry an attack');
  });
  sax.on('error', (error) => {
    throw refused(`is not well-formed XML: ${error.message}`);
  });
  sax.on('opentag', (tag) => {
    if (stack.length > limits.depth) throw refused(`is nested more than ${limits.depth} deep`);
    const { value, url } = tag.attributes as { value?: string; url?: string };
    stack.push({ name: tag.name.slice(tag.name.indexOf(':') + 1), value, children: url === undefined ? {} : { url } });
  });
  sax.on('closetag', () => {
    const closed = stack.pop()!;
    const parent = stack.at(-1);
    const plain = Object.keys(closed.children).length === 0;
    const made: unknown = plain && closed.value !== undefined ? closed.value : closed.children;
    if (parent === undefined) root = { resourceType: closed.name, ...closed.children };
    else if (parent.name === 'resource' || parent.name === 'contained') parent.children = { resourceType: closed.name, ...closed.children };
    else ((parent.children[closed.name] ??= []) as unknown[]).push(made);
  });
  sax.write(text).close();
  if (root === null) throw refused('is empty');
  return root;
}

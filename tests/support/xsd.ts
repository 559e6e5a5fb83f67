import { rowsOf, type XmlNode } from '../../src/feeds/formats/xml/rows.ts';

async function wholeTree(file: string, root: string): Promise<XmlNode> {
  for await (const [row] of rowsOf(file, root, root)) if (row) return row.node;
  throw new Error(`${file} has no ${root}`);
}

const one = (node: XmlNode, ...path: string[]): XmlNode | undefined => path.reduce<XmlNode | undefined>((at, name) => at?.children.find((c) => c.name === name), node);
const builtIn: Record<string, RegExp> = { 'xs:date': /^\d{4}-\d\d-\d\d$/, 'xs:gYear': /^\d{4}$/, 'xs:dateTime': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, 'xs:integer': /^-?\d+$/, 'xs:string': /^/ };

/**
 * What is wrong with a document by a schema of sequences and restrictions, which is all the DfE's use: order and
 * number of elements, code lists, patterns, dates. Empty when it is valid.
 */
export async function schemaFaults(file: string, schema: string, root: string): Promise<string[]> {
  const definitions = await wholeTree(schema, 'schema');
  const types = new Map(definitions.children.map((d) => [d.attributes['name'] ?? '', d]));
  const faults: string[] = [];

  const checkText = (type: XmlNode | undefined, base: string, text: string, where: string): void => {
    if (type === undefined) {
      if (builtIn[base]?.test(text) !== true) faults.push(`${where}: "${text}" is not ${base}`);
      return;
    }
    const restriction = one(type, 'restriction');
    const under = restriction?.attributes['base'] ?? 'xs:string';
    checkText(types.get(under), under, text, where);
    const facets = (name: string): string[] => restriction?.children.filter((c) => c.name === name).map((c) => c.attributes['value'] ?? '') ?? [];
    const codes = facets('enumeration');
    if (codes.length > 0 && !codes.includes(text)) faults.push(`${where}: "${text}" is not in the code list`);
    for (const pattern of facets('pattern')) if (!new RegExp(`^(?:${pattern})$`).test(text)) faults.push(`${where}: "${text}" is not like ${pattern}`);
    if (facets('minLength').length > 0 && text === '') faults.push(`${where}: empty`);
  };

  const check = (node: XmlNode, element: XmlNode, where: string): void => {
    const named = element.attributes['type'] ?? '';
    const type = types.get(named) ?? one(element, 'complexType') ?? one(element, 'simpleType');
    const sequence = type === undefined ? undefined : one(type, 'sequence');
    if (sequence === undefined) return checkText(type, named, node.text, where);
    let at = 0;
    for (const inner of sequence.children) {
      const { name = '', minOccurs = '1', maxOccurs = '1' } = inner.attributes;
      let count = 0;
      for (; node.children[at]?.name === name; at++, count++) check(node.children[at]!, inner, `${where}/${name}`);
      if (count < Number(minOccurs) || (maxOccurs !== 'unbounded' && count > Number(maxOccurs))) faults.push(`${where}: ${count} of ${name}`);
    }
    if (at < node.children.length) faults.push(`${where}: ${node.children[at]?.name} is not expected there`);
  };

  const element = definitions.children.find((d) => d.name === 'element' && d.attributes['name'] === root);
  if (element === undefined) throw new Error(`${schema} does not define ${root}`);
  check(await wholeTree(file, root), element, root);
  return faults;
}

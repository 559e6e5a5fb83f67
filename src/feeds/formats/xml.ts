import { KithError } from '../../kernel/index.ts';
import type { FeedDefinition } from '../definition.ts';
import type { FormatReader, ReadItem } from './reader.ts';
import { compileEach, compilePath } from './xml/path.ts';
import { encodingOf, rereadRow, rowsOf, type XmlNode, type XmlRow } from './xml/rows.ts';

/**
 * XML with one repeating element that is the record (`format: { kind: xml, row: Child }`), streamed. The record
 * type is that element's name.
 */
export const xmlReader: FormatReader<XmlNode> = {
  async inspect(file, definition) {
    const { row, root } = formatOf(definition);
    let rows = 0;
    let before = '';
    for await (const batch of rowsOf(file, row, root)) {
      if (rows === 0) before = batch[0]?.before ?? '';
      rows += batch.length;
    }
    if (rows === 0) throw new KithError('delivery.refused', `The file has no ${row} element.`, { mend: 'Check that this is a file of this feed, and not an empty return.' });
    return { encoding: await encodingOf(file), rows, head: { before } };
  },
  async *read(file, definition, _inspection, from) {
    const { row, root } = formatOf(definition);
    // XML cannot be entered half-way: the rows that are done are read past.
    const done = Number(from?.['rows'] ?? 0);
    let rows = 0;
    for await (const batch of rowsOf(file, row, root)) {
      const fresh = batch.slice(Math.max(0, done - rows));
      rows += batch.length;
      const last = fresh.at(-1);
      if (last !== undefined) yield { items: fresh.map(itemOf), checkpoint: { rows }, bytes: last.bytes };
    }
  },
  reread(raw, line, definition, head) {
    const { row, root } = formatOf(definition);
    const before = head['before'];
    const found = rereadRow(typeof before === 'string' ? before : '', raw, row, root);
    if (found === null) return { line, raw, rejected: { field: row, code: 'xml.row', reason: `the text kept is not one ${row} element` } };
    return { ...itemOf(found), line, raw };
  },
  path: (expression) => compilePath(expression),
  each: (expression) => compileEach(expression),
};

const itemOf = ({ line, raw, node }: XmlRow): ReadItem<XmlNode> => ({ line, raw, type: node.name, node });

function formatOf(definition: FeedDefinition): { row: string; root: string | null } {
  if (definition.format.kind !== 'xml') throw new Error(`feed ${definition.id} is not XML`);
  return { row: definition.format.row, root: definition.format.root ?? null };
}

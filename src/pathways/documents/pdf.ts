import { createRequire } from 'node:module';
import Pdf from 'pdfkit';
import type { AnswerRow, Block, DatedLine, DocumentModel } from './model.ts';
import { inWords } from './words.ts';

const require = createRequire(import.meta.url);
/** DejaVu Sans has Latin, Greek, Cyrillic, Arabic and Hebrew letters; it is put into the file, so it prints alike everywhere. */
const fonts = { regular: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf') };

/** Points. */
const page = { margin: 50, top: 88, bottom: 62, gap: 6 };
const size = { title: 18, heading: 13, form: 11, body: 10, small: 8 };
const ink = { text: '#212b32', quiet: '#4c6272', line: '#aeb7bd' } as const;

/** Says what a header cell is the header of; pdfkit takes it, its types do not know it yet. */
const column: object = { scope: 'Column' };

type Doc = PDFKit.PDFDocument;

/**
 * A document as a tagged PDF (PDF/UA): title, headings, tables with header cells and reading order for whoever listens to it; whose it
 * is at the head of every page, who printed it and when at the foot.
 */
export async function toPdf(model: DocumentModel): Promise<Buffer> {
  const options: PDFKit.PDFDocumentOptions = {
    size: 'A4',
    margins: { top: page.top, bottom: page.bottom, left: page.margin, right: page.margin },
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    bufferPages: true,
    info: { Title: `${model.title}: ${model.person.name}`, Author: model.printedBy, CreationDate: new Date(model.printedAt) },
    font: fonts.regular,
  };
  // Its types do not know this subset yet.
  const doc = new Pdf(Object.assign(options, { subset: 'PDF/UA' }));
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const done = new Promise<void>((resolve, reject) => void doc.on('end', resolve).on('error', reject));
  doc.registerFont('regular', fonts.regular);
  doc.registerFont('bold', fonts.bold);
  const root = doc.struct('Document');
  doc.addStructure(root);

  const element = (name: 'H1' | 'H2' | 'H3' | 'P', draw: () => void): void => void root.add(doc.struct(name, {}, draw));
  element('H1', () => text(doc, model.title, 'bold', size.title));
  const under = [model.to === null ? null : `To: ${model.to}`, model.reference === null ? null : `Case ${model.reference}`, model.source].filter((line) => line !== null);
  for (const line of under) element('P', () => text(doc, line, 'regular', size.body, ink.quiet));
  for (const block of model.blocks) drawBlock(doc, root, block, element);
  if (model.withheld.length > 0) element('P', () => text(doc, `Not shared with whoever made this, and so not in it: ${model.withheld.join(', ')}.`, 'regular', size.body, ink.quiet));
  root.end();
  headAndFoot(doc, model);
  doc.end();
  await done;
  return Buffer.concat(parts);
}

function text(doc: Doc, says: string, font: 'regular' | 'bold', points: number, colour: string = ink.text): void {
  doc.font(font).fontSize(points).fillColor(colour).text(says, page.margin, undefined, { width: widthOf(doc), paragraphGap: page.gap });
}

const widthOf = (doc: Doc): number => doc.page.width - 2 * page.margin;
const bottomOf = (doc: Doc): number => doc.page.height - page.bottom;

/** A heading never stands alone at the foot of a page. */
function room(doc: Doc, points: number): void {
  if (doc.y + points > bottomOf(doc)) doc.addPage();
}

function drawBlock(doc: Doc, root: PDFKit.PDFStructureElement, block: Block, element: (name: 'H2' | 'H3' | 'P', draw: () => void) => void): void {
  switch (block.kind) {
    case 'heading':
      room(doc, 70);
      doc.moveDown(0.6);
      element('H2', () => text(doc, block.says, 'bold', size.heading));
      return;
    case 'words':
      element('P', () => text(doc, block.says, 'regular', size.body));
      return;
    case 'scores':
      table(doc, root, block.title, ['Score', 'Result'], block.rows.map((row) => [row.title, row.says]), true);
      return;
    case 'lines':
      room(doc, 60);
      element('H3', () => text(doc, block.title, 'bold', size.form));
      if (block.rows.length === 0) element('P', () => text(doc, block.none, 'regular', size.body, ink.quiet));
      else table(doc, root, block.title, ['When', 'What', 'From'], block.rows.map((row: DatedLine) => [row.when, row.detail === null ? row.says : `${row.says}. ${row.detail}`, row.source ?? '']));
      return;
    default:
      room(doc, 60);
      element('H3', () => text(doc, block.title, 'bold', size.form));
      element('P', () => text(doc, block.completed ?? 'Not completed.', 'regular', size.body, ink.quiet));
      for (const run of runsOf(block.rows)) {
        if (Array.isArray(run)) table(doc, root, block.title, ['Question', 'Answer'], run.map((row) => [row.question, row.answer ?? 'Not answered']), true);
        else {
          room(doc, 60);
          element('P', () => text(doc, run.question, 'bold', size.body));
          table(doc, root, run.question, run.table!.columns, run.table!.rows);
        }
      }
  }
}

/** Plain rows together, each answer of many parts alone. */
function runsOf(rows: readonly AnswerRow[]): (AnswerRow[] | AnswerRow)[] {
  const runs: (AnswerRow[] | AnswerRow)[] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (row.table !== null) runs.push(row);
    else if (Array.isArray(last)) last.push(row);
    else runs.push([row]);
  }
  return runs;
}

/** A table with header cells, said again on each page; a row is never parted between pages unless it is longer than one. */
function table(doc: Doc, root: PDFKit.PDFStructureElement, title: string, columns: readonly string[], rows: readonly (readonly string[])[], questions = false): void {
  const struct = doc.struct('Table', { title });
  root.add(struct);
  const shares = columns.length === 2 ? [0.42, 0.58] : columns.length === 3 ? [0.24, 0.52, 0.24] : columns.map(() => 1 / columns.length);
  const widths = shares.map((share) => share * widthOf(doc));
  const set = (head: boolean, column: number): Doc => doc.font(head || (questions && column === 0) ? 'bold' : 'regular').fontSize(size.body).fillColor(ink.text);
  const heightOf = (cells: readonly string[], head: boolean): number => Math.max(...cells.map((cell, i) => set(head, i).heightOfString(cell === '' ? ' ' : cell, { width: widths[i]! - 8 }))) + 6;
  const row = (cells: readonly string[], head: boolean): void => {
    const height = heightOf(cells, head);
    const tr = doc.struct('TR');
    struct.add(tr);
    const [top, pages] = [doc.y, doc.bufferedPageRange().count];
    let x = page.margin;
    for (const [i, cell] of cells.entries()) {
      const at = x;
      const draw = (): void => void set(head, i).text(cell === '' ? ' ' : cell, at, top + 3, { width: widths[i]! - 8 });
      tr.add(doc.struct(head ? 'TH' : 'TD', head ? column : {}, draw));
      x += widths[i]!;
    }
    tr.end();
    // A cell longer than the page has carried the pen on by itself.
    if (doc.bufferedPageRange().count === pages) doc.y = top + height;
    doc.markContent('Artifact', { type: 'Layout' });
    doc.moveTo(page.margin, doc.y).lineTo(page.margin + widthOf(doc), doc.y).lineWidth(0.5).strokeColor(ink.line).stroke();
    doc.endMarkedContent();
  };
  const most = bottomOf(doc) - page.top - 40;
  room(doc, heightOf(columns, true) + Math.min(rows[0] === undefined ? 0 : heightOf(rows[0], false), most));
  row(columns, true);
  for (const cells of rows) {
    if (doc.y + Math.min(heightOf(cells, false), most) > bottomOf(doc)) {
      doc.addPage();
      row(columns, true);
    }
    row(cells, false);
  }
  struct.end();
  doc.y += page.gap;
  doc.x = page.margin;
}

function headAndFoot(doc: Doc, { person, printedBy, printedAt, title }: DocumentModel): void {
  const { start, count } = doc.bufferedPageRange();
  for (let n = start; n < start + count; n++) {
    doc.switchToPage(n);
    doc.page.margins = { top: 0, bottom: 0, left: page.margin, right: page.margin };
    doc.markContent('Artifact', { type: 'Pagination', attached: ['Top'] });
    doc.font('bold').fontSize(size.form).fillColor(ink.text).text(person.name, page.margin, 34, { width: widthOf(doc), height: 16, ellipsis: true });
    doc.font('regular').fontSize(size.body).text(`Born ${person.born}    NHS number ${person.nhsNumber}`, page.margin, 51, { width: widthOf(doc), height: 14, ellipsis: true });
    doc.moveTo(page.margin, 70).lineTo(page.margin + widthOf(doc), 70).lineWidth(1).strokeColor(ink.text).stroke();
    doc.endMarkedContent();
    doc.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] });
    doc.fontSize(size.small).fillColor(ink.quiet).text(`${title}. Printed by ${printedBy}, ${inWords(printedAt)}. Page ${n - start + 1} of ${count}`, page.margin, doc.page.height - 40, { width: widthOf(doc), height: 24, ellipsis: true });
    doc.endMarkedContent();
  }
}

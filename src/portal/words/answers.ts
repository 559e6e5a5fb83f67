import { bodyRegions, type Field, type SimpleField, type Value } from '../../pathways/index.ts';
import { showDay, showWhen } from './dates.ts';

type Row = Record<string, Value>;
const isRow = (value: Value | undefined): value is Row => value !== null && typeof value === 'object' && !Array.isArray(value);

/** What was typed, also where it is not what its question asks. */
const plain = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** One answer in words; null where there is none. Answers of many parts are drawn by `Answer`. */
export function showSimple(field: SimpleField, value: Value | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  const title = (one: Value): string => ('options' in field ? (field.options.find((o) => o.value === one)?.title ?? plain(one)) : plain(one));
  switch (field.type) {
    case 'yes-no': return value === 'yes' ? 'Yes' : value === 'no' ? 'No' : plain(value);
    case 'choice': return title(value);
    case 'choices': return Array.isArray(value) ? value.map(title).join(', ') || 'None of them' : plain(value);
    case 'number': return `${plain(value)}${field.unit === undefined ? '' : ` ${field.unit}`}`;
    case 'date': return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? showDay(value) : plain(value);
    case 'date-time': return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? showWhen(value) : plain(value);
    default: return plain(value);
  }
}

/** A row of a repeat or table as lines: question and answer, of those answered. */
export const showRow = (fields: readonly SimpleField[], row: Value | undefined): { title: string; says: string }[] =>
  isRow(row) ? fields.flatMap((f) => { const says = showSimple(f, row[f.name]); return says === null ? [] : [{ title: f.title, says }]; }) : [];

export interface Mark {
  region: string;
  kind: string;
  note: string;
}

/** Marks of a body map as they are said. */
export const marksOf = (value: Value | undefined): Mark[] =>
  Array.isArray(value) ? value.filter(isRow).map((m) => ({ region: typeof m.region === 'string' ? m.region : '', kind: typeof m.kind === 'string' ? m.kind : '', note: typeof m.note === 'string' ? m.note : '' })) : [];

export const regionName = (region: string): string => (bodyRegions as Record<string, string>)[region] ?? region;

export interface KeptFile {
  id: string;
  name: string;
}
export const filesOf = (value: Value | undefined): KeptFile[] => (Array.isArray(value) ? value.filter(isRow).flatMap((f) => (typeof f.id === 'string' && typeof f.name === 'string' ? [{ id: f.id, name: f.name }] : [])) : []);

/** Any answer in one line, for a list of changes. */
export function showAnswer(field: Field, value: Value | undefined): string {
  if (value === undefined || value === null || value === '') return 'Not answered';
  switch (field.type) {
    case 'repeat': return Array.isArray(value) ? value.map((row) => showRow(field.fields, row).map((l) => l.says).join(', ')).join('; ') || 'None' : plain(value);
    case 'table': return isRow(value) ? field.rows.flatMap((r) => { const line = showRow(field.columns, value[r.value]); return line.length === 0 ? [] : [`${r.title}: ${line.map((l) => `${l.title} ${l.says}`).join(', ')}`]; }).join('; ') : plain(value);
    case 'body-map': return marksOf(value).map((m) => `${regionName(m.region)}: ${field.kinds.find((k) => k.value === m.kind)?.title ?? m.kind}${m.note === '' ? '' : ` (${m.note})`}`).join('; ') || 'No marks';
    case 'signature': return isRow(value) && typeof value.name === 'string' ? `Signed by ${value.name}${typeof value.at === 'string' ? `, ${showWhen(value.at)}` : ''}` : 'Not signed';
    case 'file':
    case 'photo': return filesOf(value).map((f) => f.name).join(', ') || 'Nothing attached';
    case 'calculated': return `${plain(value)}${field.unit === undefined ? '' : ` ${field.unit}`}`;
    default: return showSimple(field, value) ?? 'Not answered';
  }
}

/** Sums of the numbers of a table: of each column, and of all. */
export function tableTotals(columns: readonly SimpleField[], rows: readonly { value: string }[], value: Value | undefined): { byColumn: Map<string, number>; byRow: Map<string, number>; all: number } {
  const byColumn = new Map<string, number>();
  const byRow = new Map<string, number>();
  let all = 0;
  for (const row of rows) {
    const cells = isRow(value) ? value[row.value] : undefined;
    for (const column of columns) {
      const cell = isRow(cells) ? cells[column.name] : undefined;
      if (column.type !== 'number' || typeof cell !== 'number') continue;
      byColumn.set(column.name, (byColumn.get(column.name) ?? 0) + cell);
      byRow.set(row.value, (byRow.get(row.value) ?? 0) + cell);
      all += cell;
    }
  }
  return { byColumn, byRow, all };
}

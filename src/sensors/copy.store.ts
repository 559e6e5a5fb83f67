import type { Sql } from '../kernel/index.ts';

export type Cell = string | number | boolean | Date | null;

/** Copies rows into a table of this transaction, by COPY. */
export async function copyRows(sql: Sql, target: string, rows: readonly (readonly Cell[])[]): Promise<void> {
  if (rows.length === 0) return;
  const into = await sql.unsafe(`copy ${target} from stdin`).writable();
  const ended = new Promise<void>((resolve, reject) => {
    into.on('error', reject);
    into.on('finish', resolve);
  });
  for (let from = 0; from < rows.length; from += linesAtOnce) {
    let text = '';
    for (let i = from; i < Math.min(from + linesAtOnce, rows.length); i += 1) text += line(rows[i]!);
    if (!into.write(text)) await Promise.race([new Promise((drained) => into.once('drain', drained)), ended]);
  }
  into.end();
  await ended;
}

const linesAtOnce = 2000;

function line(cells: readonly Cell[]): string {
  let text = '';
  for (let i = 0; i < cells.length; i += 1) text += `${i === 0 ? '' : '\t'}${cellText(cells[i]!)}`;
  return `${text}\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'string') return special.test(cell) ? cell.replace(everySpecial, (c) => escapes[c] ?? c) : cell;
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'boolean' ? (cell ? 't' : 'f') : String(cell);
}

const special = /[\0\\\t\n\r]/;
const everySpecial = /[\0\\\t\n\r]/g;
/** PostgreSQL's text holds no NUL: what sends one gets the sign for what cannot be shown. */
const escapes: Readonly<Record<string, string>> = { '\0': '\ufffd', '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Bytes as COPY takes them for a bytea. */
export const byteaText = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;

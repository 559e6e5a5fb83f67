import type { Sql } from '../kernel/index.ts';

/** Values of a row as a line of COPY text. */
export const copyLine = (values: readonly (string | number | null)[]): string => `${values.map(escape).join('\t')}\n`;

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escape = (value: string | number | null): string => (value === null ? '\\N' : typeof value === 'number' ? String(value) : /[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, (c) => escapes[c] ?? c) : value);

/** Rows as COPY text in chunks of a few thousand. */
export function* copyRows<T>(rows: readonly T[], line: (row: T) => (string | number | null)[]): Generator<string> {
  for (let from = 0; from < rows.length; from += 5000) yield rows.slice(from, from + 5000).map((row) => copyLine(line(row))).join('');
}

/** Writes tab-separated rows into a table by COPY. */
export async function copyInto(sql: Sql, target: string, chunks: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const into = await sql.unsafe(`copy ${target} from stdin`).writable();
  const ended = new Promise<void>((resolve, reject) => {
    into.on('error', reject);
    into.on('finish', resolve);
  });
  for await (const chunk of chunks) {
    if (!into.write(chunk)) await Promise.race([new Promise((resolve) => into.once('drain', resolve)), ended]);
  }
  into.end();
  await ended;
}

/** What a function gives until it gives null, its next asked for before the last is taken: the two ends work at once. */
export async function* chunksOf(next: () => Promise<string | null>): AsyncGenerator<string> {
  let coming = next();
  for (let chunk = await coming; chunk !== null; chunk = await coming) {
    coming = next();
    coming.catch(() => undefined);
    yield chunk;
  }
}

import { closeSync, createReadStream, existsSync, openSync, readSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { KithError } from '../../kernel/index.ts';
import type { ColumnProfile } from './guess.ts';
import { heading, literal, quoted, type Workspace } from './workspace.store.ts';

/** No field of a person is longer; one that is comes from a broken quote or an attack. */
export const longestField = 10_000;
const longestLine = 4_000_000;

export interface InputFile {
  path: string;
  kind: 'csv' | 'parquet';
  encoding: string;
  rows: number;
}

const refuse = (message: string, mend: string): KithError => new KithError('delivery.refused', message, { mend });

/** Reads files into `raw`: `n` (row number from 1 through all files), `file`, and every heading as text, trimmed, empty as null. */
export async function readFiles(work: Workspace, paths: readonly string[]): Promise<{ files: InputFile[]; columns: string[]; rows: number }> {
  const files: InputFile[] = [];
  const headings: string[][] = [];
  for (const [i, path] of paths.entries()) {
    const kind = kindOf(path);
    const encoding = kind === 'csv' ? await encodingOf(path) : 'parquet';
    const found = await readOne(work, path, i, kind, encoding);
    headings.push(found.headings);
    files.push({ path, kind, encoding, rows: found.rows });
  }
  const columns: string[] = [];
  for (const list of headings) for (const name of list) if (!columns.some((c) => same(c, name))) columns.push(name);
  const parts = headings.map((list, i) => {
    const before = files.slice(0, i).reduce((sum, f) => sum + f.rows, 0);
    const fields = columns.map((c) => {
      const own = list.findIndex((name) => same(name, c));
      return `${own < 0 ? 'null::varchar' : `nullif(trim(c${own}, chr(32) || chr(9) || chr(160)), '')`} as ${heading(c)}`;
    });
    return `select n + ${before} as n, ${i}::tinyint as file, ${fields.join(', ')} from input${i}`;
  });
  await work.run(`create table raw as ${parts.join(' union all ')}`);
  for (const i of files.keys()) await work.run(`drop table input${i}`);
  await refuseLongFields(work, columns);
  return { files, columns, rows: files.reduce((sum, f) => sum + f.rows, 0) };
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function kindOf(path: string): InputFile['kind'] {
  if (!existsSync(path)) throw new KithError('delivery.missing', `There is no file ${path}.`, { mend: 'Check its name and the folder you are in.' });
  if (!statSync(path).isFile()) throw refuse(`${path} is not a file.`, 'Name one file for each --input.');
  return ['.parquet', '.pq'].includes(extname(path).toLowerCase()) ? 'parquet' : 'csv';
}

/** Reads the whole file once, so that a byte that is not UTF-8 in the last line is found before a row is compared. */
async function encodingOf(path: string): Promise<string> {
  const start = Buffer.alloc(4);
  const handle = openSync(path, 'r');
  const read = readSync(handle, start, 0, 4, 0);
  closeSync(handle);
  if (read === 0) throw refuse(`${path} is empty: it has not even a line of headings.`, 'Give a CSV file whose first line names its columns.');
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) return 'utf-16';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      if ((chunk as Buffer).includes(0)) throw refuse(`${path} is not text: it has a zero byte in it.`, 'Give a CSV or a Parquet file; export a spreadsheet as CSV.');
      decoder.decode(chunk as Buffer, { stream: true });
    }
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof KithError) throw error;
    return 'latin-1';
  }
}

async function readOne(work: Workspace, path: string, i: number, kind: InputFile['kind'], encoding: string): Promise<{ headings: string[]; rows: number }> {
  const source =
    kind === 'parquet'
      ? `read_parquet(${literal(path)})`
      : `read_csv(${literal(path)}, header = true, all_varchar = true, encoding = ${literal(encoding)}, max_line_size = ${longestLine}, sample_size = 20480, quote = '"', escape = '"', strict_mode = false)`;
  try {
    const described = await work.rows(`describe select * from ${source}`);
    const names = described.map((row) => String(row[0]));
    const headings = namesOf(names);
    const columns = names.map((name, c) => `${quoted(name)}::varchar as c${c}`);
    await work.run(`create table input${i} as select row_number() over () as n, ${columns.join(', ')} from ${source}`);
    return { headings, rows: await work.count(`select count(*) from input${i}`) };
  } catch (error) {
    throw refuse(`${path} cannot be read: ${firstLines(error)}`, 'Mend the line it names; a field with quotes in it needs them doubled, and no line may be longer than 4 MB.');
  }
}

/** Headings without byte-order mark and spaces around them, each different. */
function namesOf(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name, i) => {
    const plain = name.replace(/^\uFEFF/, '').trim().slice(0, 120) || `column ${i + 1}`;
    const times = (seen.get(plain.toLowerCase()) ?? 0) + 1;
    seen.set(plain.toLowerCase(), times);
    return times === 1 ? plain : `${plain} (${times})`;
  });
}

function firstLines(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^(Possible|\* |\s+\w+ = |LINE|file = )/.test(line));
  return lines.slice(0, 2).map((line) => line.slice(0, 300)).join(' ');
}

async function refuseLongFields(work: Workspace, columns: readonly string[]): Promise<void> {
  if (columns.length === 0) return;
  const [longest = []] = await work.rows(`select ${columns.map((c) => `coalesce(max(length(${heading(c)})), 0)::int`).join(', ')} from raw`);
  const at = longest.findIndex((n) => Number(n) > longestField);
  if (at < 0) return;
  const row = await work.count(`select min(n) from raw where length(${heading(columns[at]!)}) > ${longestField}`);
  throw refuse(
    `Row ${row} has ${Number(longest[at]).toLocaleString('en-GB')} characters in "${columns[at]}"; the most is ${longestField.toLocaleString('en-GB')}.`,
    'A quote that is opened and not closed swallows the rows after it: look there first.',
  );
}

/** Counts and a spread of values of every column. */
export async function profileColumns(work: Workspace, columns: readonly string[], rows: number): Promise<ColumnProfile[]> {
  const measures = columns.map((c) => `count(${heading(c)})::int, approx_count_distinct(${heading(c)})::int`);
  const [counts = []] = await work.rows(`select ${measures.join(', ')} from raw`);
  const profiles: ColumnProfile[] = [];
  for (const [i, name] of columns.entries()) {
    const filled = Number(counts[i * 2]);
    const step = Math.max(1, Math.floor(rows / 2000));
    const sample = await work.rows(`select ${heading(name)} from raw where ${heading(name)} is not null and n % ${step} = 0 limit 400`);
    profiles.push({ heading: name, filled, rows, distinct: Number(counts[i * 2 + 1]), sample: sample.map((row) => String(row[0])) });
  }
  return profiles;
}

/** Refuses an id column that does not tell rows apart. */
export async function checkIds(work: Workspace, id: string, files: number): Promise<void> {
  const missing = await work.count(`select count(*) from raw where ${heading(id)} is null`);
  if (missing > 0) {
    const first = await work.count(`select min(n) from raw where ${heading(id)} is null`);
    throw refuse(`${missing.toLocaleString('en-GB')} rows have nothing in the --id column "${id}"; the first is row ${first}.`, 'Fill it in, or leave --id out: rows are then numbered from 1.');
  }
  const twice = await work.rows(`select ${heading(id)}, count(*) from raw group by 1 having count(*) > 1 order by min(n) limit 3`);
  if (twice.length === 0) return;
  const total = await work.count(`select count(*) from (select 1 from raw group by ${heading(id)} having count(*) > 1)`);
  throw refuse(
    `The --id column "${id}" does not tell rows apart: ${total.toLocaleString('en-GB')} values stand in it more than once (${twice.map((row) => `${String(row[0]).slice(0, 40)} ${String(row[1])} times`).join(', ')}).`,
    `Name a column whose values are all different${files > 1 ? ' through all the files together' : ''}, or leave --id out: rows are then numbered from 1${files > 1 ? ', on through the files' : ''}.`,
  );
}

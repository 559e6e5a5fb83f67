import type { Sql } from '../../kernel/index.ts';
import type { Scored } from './result.ts';

const header = 19;

/**
 * Rows of a query by binary COPY, a list of fields for each; null where a field is. The fields are views of what was
 * read, good only until the next row.
 */
async function* copyOut(sql: Sql, query: string): AsyncGenerator<(Buffer | null)[][]> {
  const stream = await sql.unsafe(`copy (${query}) to stdout (format binary)`).readable();
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    if (!begun) {
      if (bytes.length < header) {
        rest = bytes;
        continue;
      }
      at = header;
      begun = true;
    }
    const rows: (Buffer | null)[][] = [];
    for (;;) {
      const row = readRow(bytes, at);
      if (row === null) break;
      if (row.fields !== null) rows.push(row.fields);
      at = row.end;
    }
    rest = bytes.subarray(at);
    if (rows.length > 0) yield rows;
  }
}

/** The row at `at`, without fields at the trailer; null when it has not all come. */
function readRow(bytes: Buffer, at: number): { fields: (Buffer | null)[] | null; end: number } | null {
  if (at + 2 > bytes.length) return null;
  const n = bytes.readInt16BE(at);
  let end = at + 2;
  if (n < 0) return { fields: null, end };
  const fields: (Buffer | null)[] = [];
  for (let f = 0; f < n; f++) {
    if (end + 4 > bytes.length) return null;
    const length = bytes.readInt32BE(end);
    end += 4;
    if (length < 0) fields.push(null);
    else {
      if (end + length > bytes.length) return null;
      fields.push(bytes.subarray(end, end + length));
      end += length;
    }
  }
  return { fields, end };
}

const uuid = /^[0-9a-f-]{36}$/;

/** A slice of everybody packed, in order of id: those after `after`, up to and with `until`. */
const range = (after: string, until: string): string => {
  if (!uuid.test(after) || !uuid.test(until)) throw new Error('not a person id');
  return `person_id > '${after}' and person_id <= '${until}'`;
};

export const nobody = '00000000-0000-0000-0000-000000000000';

/** The last id of the next slice of `size`; null when nobody is left. */
export async function sliceEnd(sql: Sql, after: string, size: number): Promise<string | null> {
  const [row] = await sql<{ last: string | null }[]>`
    select max(person_id::text) as last from (select person_id from radar.person_events where person_id > ${after} order by person_id limit ${size}) p`;
  return row?.last ?? null;
}

export async function countPacked(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from radar.person_events`;
  return row?.n ?? 0;
}

/** Everybody packed of a slice: 16 bytes of id, and the row. */
export async function* packedSlice(sql: Sql, after: string, until: string): AsyncGenerator<{ id: Buffer; packed: Buffer }[]> {
  for await (const rows of copyOut(sql, `select person_id, packed from radar.person_events where ${range(after, until)}`)) {
    yield rows.map(([id, packed]) => ({ id: id!, packed: packed! }));
  }
}

/** Digests of stored scores of a slice, by the hexadecimal of the id; those of people who are packed no longer too. */
export async function digestSlice(sql: Sql, after: string, until: string): Promise<Map<string, Map<string, number>>> {
  const stored = new Map<string, Map<string, number>>();
  for await (const rows of copyOut(sql, `select person_id, card, digest from radar.score where ${range(after, until)}`)) {
    for (const [id, card, digest] of rows) {
      const key = id!.toString('hex');
      const own = stored.get(key) ?? new Map<string, number>();
      own.set(card!.toString('utf8'), Number(digest!.readBigInt64BE(0)));
      stored.set(key, own);
    }
  }
  return stored;
}

/** Writes lines of COPY text into a table. */
export async function copyIn(sql: Sql, target: string, chunks: readonly string[]): Promise<void> {
  const into = await sql.unsafe(`copy ${target} from stdin`).writable();
  const ended = new Promise<void>((resolve, reject) => {
    into.on('error', reject);
    into.on('finish', resolve);
  });
  for (const chunk of chunks) if (!into.write(chunk)) await Promise.race([new Promise((resolve) => into.once('drain', resolve)), ended]);
  into.end();
  await ended;
}

const special = /[\\\t\n\r]/g;
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escape = (text: string): string => text.replace(special, (c) => escapes[c] ?? c);

/** A changed score as a line of COPY text, in the order of the temporary table `changed`. */
export const changedLine = (c: Scored): string =>
  `${c.personId}\t${c.card}\t${c.version}\t${c.score}\t${c.band}\t${escape(JSON.stringify(c.reasons))}\t${escape(JSON.stringify(c.notKnown))}\t${c.digest}\n`;

/** Replaces the days on which people of a slice are due by lines of COPY text. */
export async function replaceDue(sql: Sql, after: string, until: string, lines: readonly string[]): Promise<void> {
  await sql.unsafe(`delete from radar.due where ${range(after, until)}`);
  if (lines.length > 0) await copyIn(sql, 'radar.due (person_id, due_on)', lines);
}

import type { Demographics } from '../kernel/index.ts';
import { readAddress } from './addresses.ts';
import { placeOf, readHome, type ResidenceStatement } from './households.ts';
import { lineOf, separators } from './lines.ts';
import { standardise } from './standardise.ts';

interface Said {
  feed: string;
  since: string;
  demographics: Demographics;
}

/** Rows of COPY text (subject, feed, date, demographics; a subject's rows together, newest first) to lines of records. */
export function readRows(rows: ArrayBuffer): { lines: ArrayBuffer; subjects: number } {
  const lines: string[] = [];
  let subject = '';
  let said: Said[] = [];
  const close = (): void => {
    if (subject !== '') lines.push(read(Number(subject), said));
  };
  for (const row of Buffer.from(rows).toString('utf8').split('\n')) {
    if (row === '') continue;
    const [id = '', feed = '', since = '', demographics = '\\N'] = row.split('\t');
    if (id !== subject) {
      close();
      subject = id;
      said = [];
    }
    if (demographics !== '\\N') said.push({ feed: plain(feed), since, demographics: JSON.parse(plain(demographics)) as Demographics });
  }
  close();
  return { lines: new Uint8Array(Buffer.from(lines.join(separators.record), 'utf8')).buffer, subjects: lines.length };
}

const escapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A value of COPY text as it was. */
const plain = (value: string): string => (value.includes('\\') ? value.replace(/\\(.)/g, (_, c: string) => escapes[c] ?? c) : value);

function read(id: number, said: readonly Said[]): string {
  const addresses = said.map((s) => (s.demographics.addresses ?? []).map((address) => ({ address, read: readAddress(address) })));
  const record = standardise(id, said.map((s) => s.demographics), addresses.map((list) => list.map((a) => a.read)));
  const statements = addresses.flatMap((list, i): ResidenceStatement[] => {
    const homes = list.flatMap((a) => readHome(a.address, a.read));
    return homes.length === 0 ? [] : [{ feed: said[i]!.feed, latest: i === 0, since: said[i]!.since, homes }];
  });
  const stated = new Set(statements.flatMap((s) => s.homes.flatMap((home) => (placeOf(home) === null ? [] : [`${placeOf(home)}\t${home.uprn ?? ''}`]))));
  return lineOf(record, statements.length === 0 ? '' : JSON.stringify(statements), [...stated]);
}

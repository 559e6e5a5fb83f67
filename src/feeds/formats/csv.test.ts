import { expect, test } from 'vitest';
import { feedArea, incoming, peopleFeed, peopleHeading } from '../../../tests/support/feed-area.ts';
import { checkFeeds } from '../definitions.ts';
import { csvReader } from './csv.ts';

const definition = (more?: string) => {
  const { definitions, problems } = checkFeeds(feedArea({ people: peopleFeed(more) }));
  expect(problems).toEqual([]);
  return definitions[0]!;
};
const feed = definition();
const row = (ref: string, surname = 'Begum'): string => `${ref},${surname},Amina,14/07/1943,,01/04/2020,`;
const file = (...rows: string[]): string => `${[peopleHeading, ...rows].join('\r\n')}\r\n`;

async function read(content: string | Uint8Array, of = feed) {
  const path = incoming('in.csv', content);
  const inspection = await csvReader.inspect(path, of);
  const family = csvReader.first!('SURNAME', of);
  const items = [];
  for await (const chunk of csvReader.read(path, of, inspection, null)) items.push(...chunk.items);
  return { inspection, families: items.map((i) => (i.rejected ? `${i.line}:${i.rejected.code}` : family(i.node))), items };
}
const refusal = (content: string | Uint8Array, of = feed): Promise<string> => read(content, of).then(() => 'read', (error: Error) => error.message);

const utf16 = (text: string, big: boolean, mark: boolean): Buffer => {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
  return big ? bytes.swap16() : bytes;
};

test.each([
  ['UTF-8', Buffer.from(file(row('1', 'Siân'))), 'utf-8'],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${file(row('1', 'Siân'))}`), 'utf-8'],
  ['Windows-1252', Buffer.from(file(row('1', 'Siân')), 'latin1'), 'windows-1252'],
  ['UTF-16 little-endian', utf16(file(row('1', 'Siân')), false, true), 'utf-16le'],
  ['UTF-16 big-endian', utf16(file(row('1', 'Siân')), true, true), 'utf-16be'],
  ['UTF-16 without its mark', utf16(file(row('1', 'Siân')), false, false), 'utf-16le'],
])('%s is found out', async (_name, bytes, encoding) => {
  const { inspection, families } = await read(bytes);
  expect(inspection.encoding).toBe(encoding);
  expect(families).toEqual(['Siân']);
});

test('headings match by their letters and digits, semicolons and tabs are found, blank lines and trailing commas pass', async () => {
  expect((await read(` ref ;Surname; fore_name;D.O.B;nhs;Start;End\n1;Begum;A;;;;\n\n`)).families).toEqual(['Begum']);
  expect((await read(file(row('1')).replaceAll(',', '\t'))).families).toEqual(['Begum']);
  expect((await read(file(`${row('1')},,`, '', row('2')))).families).toEqual(['Begum', 'Begum']);
});

test('a row too short or too long is kept out with its line; the rest come in', async () => {
  expect((await read(file(row('1'), '2,short', `${row('3')},extra`, '4,"Hall",A,,,"",', row('5')))).families).toEqual(['Begum', '3:row.short', '4:row.long', 'Hall', 'Begum']);
});

test('a quote opened by mistake spoils its own row only', async () => {
  expect((await read(file(row('1'), row('2', '"Begum'), row('3'), row('4', '"Hall, née Webb"'), row('5')))).families).toEqual(['Begum', '3:row.quotes', 'Begum', 'Hall, née Webb', 'Begum']);
  expect((await read(file(row('1'), row('2', '"Begum'), row('3')))).families).toEqual(['Begum', '3:row.quotes', 'Begum']);
});

test('a line end inside quotes belongs to its field, and lines are still counted', async () => {
  const { items } = await read(file(row('1', '"Be\r\ngum"'), 'short'));
  expect(items[0]).toMatchObject({ line: 2, raw: '1,"Be\r\ngum",Amina,14/07/1943,,01/04/2020,' });
  expect(items[1]).toMatchObject({ line: 4 });
});

test('rows across block boundaries are read whole, and reading goes on from any checkpoint', async () => {
  const text = file(...Array.from({ length: 30_000 }, (_, i) => row(String(i), i % 3 === 0 ? `"O’Brien, ${i}\n"` : `Begum ${i}`)));
  const path = incoming('big.csv', text);
  const inspection = await csvReader.inspect(path, feed);
  expect(inspection.rows).toBe(30_000);
  const ref = csvReader.first!('REF', feed);
  const chunks = [];
  for await (const chunk of csvReader.read(path, feed, inspection, null)) chunks.push(chunk);
  expect(chunks.length).toBeGreaterThan(5);
  const refs = chunks.flatMap((c) => c.items.map((i) => (i.rejected ? 'rejected' : ref(i.node))));
  expect(refs).toEqual(Array.from({ length: 30_000 }, (_, i) => String(i)));
  const later = [];
  for await (const chunk of csvReader.read(path, feed, inspection, chunks[2]!.checkpoint)) later.push(...chunk.items);
  expect(later).toEqual(chunks.slice(3).flatMap((c) => c.items));
});

test('a file cut off inside a quote or in its last row is refused whole', async () => {
  expect(await refusal(file(row('1')) + '2,"Beg')).toMatch(/cut off inside a quoted field that opens on line 3/);
  expect(await refusal(file(row('1')) + '2,Begum,Am')).toMatch(/cut off: its last row, on line 3/);
  expect((await read(file(row('1')).trimEnd())).families).toEqual(['Begum']);
});

test('what is not text, not the declared encoding, empty or mis-headed is refused and says why', async () => {
  expect(await refusal(Buffer.concat([Buffer.from(file(row('1'))), Buffer.from([0, 1, 2])]))).toMatch(/not text: it has a zero byte at/);
  const declared = { ...feed, format: { ...feed.format, encoding: 'utf-8' } } as typeof feed;
  expect(await refusal(Buffer.from(file(row('1', 'Siân')), 'latin1'), declared)).toMatch(/not valid UTF-8/);
  expect(await refusal('')).toBe('The file is empty.');
  expect(await refusal('REF,SURNAME\n1,Begum\n')).toBe('The heading lacks "NHS", "DOB", "FORENAME", "START", "END". It is: REF, SURNAME.');
});

test('a ten-megabyte field is kept out and its neighbours come in', async () => {
  const { families, items } = await read(file(row('1'), row('2', 'x'.repeat(10_000_000)), row('3'), row('4', `"${'y'.repeat(10_000_000)}"`), row('5')));
  expect(families).toEqual(['Begum', '3:row.too-long', 'Begum', '5:row.too-long', 'Begum']);
  expect(items[1]!.raw.length).toBeLessThan(5000);
});

test('formulas and script in a field are data like any other', async () => {
  expect((await read(file(row('1', '=cmd|/C calc'), row('2', '<script>alert(1)</script>')))).families).toEqual(['=cmd|/C calc', '<script>alert(1)</script>']);
});

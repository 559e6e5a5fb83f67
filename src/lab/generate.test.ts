import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate, type WrittenFile } from './index.ts';
import { encodeWindows1252 } from './output.ts';
import { csvLine } from './writers/csv.ts';

const root = mkdtempSync(join(tmpdir(), 'kith-borough-'));
afterAll(() => rmSync(root, { recursive: true }));

const make = (name: string, people: number, seed: number, today?: string): Promise<{ files: WrittenFile[]; people: number }> => generate({ people, seed, out: join(root, name), ...(today === undefined ? {} : { today }) });

const sums = (name: string): Record<string, string> =>
  Object.fromEntries(globSync('**/*.*', { cwd: join(root, name) }).sort().map((file) => [file, createHash('sha256').update(readFileSync(join(root, name, file))).digest('hex')]));

const table = (name: string, file: string, encoding: 'utf8' | 'latin1' = 'utf8'): Record<string, string>[] =>
  parse<Record<string, string>>(readFileSync(join(root, name, file), encoding), { columns: true, bom: true });

let files: WrittenFile[] = [];
beforeAll(async () => {
  files = (await make('a', 1500, 7)).files;
});

test('the same seed writes the same bytes, another seed others', async () => {
  await make('again', 1500, 7);
  await make('other', 1500, 8);
  expect(sums('again')).toEqual(sums('a'));
  expect(sums('other')['truth/people.csv']).not.toBe(sums('a')['truth/people.csv']);
});

test('asking for more people leaves the first as they were', async () => {
  await make('more', 1900, 7);
  const first = table('a', 'truth/people.csv').slice(0, 1450);
  expect(table('more', 'truth/people.csv').slice(0, 1450)).toEqual(first);
});

test('truth links every key in the files to a person, and none that is not there', () => {
  const people = new Set(table('a', 'truth/people.csv').map((p) => p['person']));
  expect(people.size).toBe(1500);
  const links = table('a', 'truth/links.csv');
  expect(links.filter((l) => !people.has(l['person']))).toEqual([]);
  const keyColumn = { 'housing-tenancies': 'PERSON_REF', 'community-health': 'PATIENT_ID', 'mental-health': 'PATIENT_ID', 'police-incidents': 'NOMINAL_ID', 'school-attendance': 'UPN', 'ambulance-conveyances': 'PATIENT_REF', 'adult-social-care': 'LA Person Unique Identifier' };
  for (const [feed, column] of Object.entries(keyColumn)) {
    const keys = files.filter((f) => f.feed === feed).flatMap((f) => table('a', f.file.slice(join(root, 'a').length + 1), 'latin1').map((row) => row[column]!));
    const linked = links.filter((l) => l['feed'] === feed).map((l) => l['key']!);
    expect({ feed, enough: linked.length > 10, once: new Set(linked).size === linked.length }).toEqual({ feed, enough: true, once: true });
    expect({ feed, keys: new Set(keys.filter((k) => k !== 'N00000000')) }).toEqual({ feed, keys: new Set(linked) });
  }
});

test('counts the rows it reports, oldest delivery of a feed first', () => {
  for (const { feed, file, rows } of files.filter((f) => f.file.endsWith('.csv') && f.feed !== 'cqc-locations')) {
    expect({ feed, file, rows: parse(readFileSync(file, 'latin1')).length - 1 }).toEqual({ feed, file, rows });
  }
  expect(files.filter((f) => f.feed === 'adult-social-care').map((f) => table('a', f.file.slice(join(root, 'a').length + 1)).length > 0 && Object.keys(table('a', f.file.slice(join(root, 'a').length + 1))[0]!).length)).toEqual([50, 48]);
});

test('a small borough still has its showcase, and another day moves it', async () => {
  const { people } = await make('small', 200, 99, '2027-03-01');
  expect(people).toBe(200);
  const repairs = table('small', 'housing-repairs/repairs-2027-03-01.csv', 'latin1').filter((r) => r['SURNAME'] === 'Begum' && r['STATUS'] === 'OPEN');
  expect(repairs).toMatchObject([{ FORENAME: 'Amina', REPORTED: '18/02/2027' }]);
});

test('refuses what is not a number of people or a day', async () => {
  await expect(make('no', 0, 1)).rejects.toMatchObject({ code: 'usage.invalid' });
  await expect(make('no', 10, 1, '2026-02-30')).rejects.toMatchObject({ code: 'usage.invalid' });
  await expect(make('no', 10, 1, 'tomorrow')).rejects.toMatchObject({ code: 'usage.invalid' });
});

test('writes windows-1252 as those systems do', () => {
  expect([...encodeWindows1252('O’Neill – €5')]).toEqual([0x4f, 0x92, 0x4e, 0x65, 0x69, 0x6c, 0x6c, 0x20, 0x96, 0x20, 0x80, 0x35]);
  expect(encodeWindows1252('Siân Łuczak 王').toString('latin1')).toBe('Siân Luczak ?');
});

test('quotes what a CSV must', () => {
  expect(csvLine(['a', 'b, c', 'say "x"', undefined, 3, ' lead'])).toBe('a,"b, c","say ""x""",,3," lead"');
});

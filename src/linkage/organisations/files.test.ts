import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { linkOrganisations } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-organisations-'));
const cqc = fileURLToPath(new URL('../../../tests/fixtures/cqc/directory.csv', import.meta.url));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const link = (input: string, more: { columns?: string[]; id?: string } = {}) =>
  linkOrganisations({ input, id: more.id ?? null, columns: more.columns ?? [], directories: [cqc], out: join(folder, 'out.csv') });
const lines = (): string[][] => readFileSync(join(folder, 'out.csv'), 'utf8').trimEnd().split('\n').map((line) => line.split(','));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("rows are matched to CQC's directory as published, a line for each in order", () => {
  const entries = readFileSync(cqc, 'utf8').split('\n').slice(5, 8).map((line) => line.split(','));
  const input = file('homes.csv', `ref,Care home,Postcode\n=1+1,${entries[0]![0]} Limited,${/[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}/.exec(entries[0]!.join(','))?.[0]}\nb,Nonesuch Hall,ZE1 0AA\n`);
  const summary = link(input, { id: 'ref' });
  expect(summary).toMatchObject({ rows: 2, columns: { name: ['Care home'], postcode: ['Postcode'] }, bands: { join: 1, review: 0, apart: 1 } });
  expect(lines()[0]).toEqual(['source_row', 'band', 'match_probability', 'match_weight', 'directory_code', 'directory_name', 'because', 'next_code', 'next_name']);
  expect(lines().slice(1).map((l) => l.slice(0, 2))).toEqual([["'=1+1", 'join'], ['b', 'apart']]);
  expect(lines()[1]!.slice(4, 6)).toEqual(['1-9990001', entries[0]![0]]);
});

test('a column may be said; what cannot be used is refused, and why', () => {
  expect(link(file('odd.csv', 'Who,Where\nNonesuch Hall,ZE1 0AA\n'), { columns: ['name=Who'] }).columns).toEqual({ name: ['Who'] });
  expect(() => link(file('none.csv', 'colour,size\nred,1\n'))).toThrow('no column of names or codes');
  expect(() => link(file('odd.csv', 'Who\nA\n'), { columns: ['shoe=Who'] })).toThrow('role=heading');
  expect(() => link(join(folder, 'missing.csv'))).toThrow('There is no file');
  expect(link(file('head.csv', 'Name,Postcode\n')).rows).toBe(0);
});

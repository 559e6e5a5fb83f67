import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { numbersFile, readNumbered, upheld } from './opt-out.ts';

const list = '\ufeffWorklist,Planning\r\nPurpose,"Planning, and commissioning"\r\n\r\nName,NHS number,Why\r\n"BEGUM, Amina",999 012 3454,Falls\r\n"ALI, Yusuf",999 000 0018,Cold\r\n"LOWE, Peter",,Cold\r\n"BEGUM, Amina",9990123454,Frailty\r\n';

test('the file asks about each number once, one to a line, with LF and nothing else', () => {
  expect(numbersFile(readNumbered(list))).toEqual({ file: '9990123454\n9990000018\n', numbers: 2, without: 1 });
});

test('whoever is not in the answer is not in the list, nor whoever could not be asked about, and the rest is as it was', () => {
  const done = upheld(readNumbered(list), '9990123454,\n');
  expect(done).toMatchObject({ kept: 2, optedOut: 1, without: 1 });
  expect(done.csv).not.toMatch(/ALI|LOWE|9990000018/);
  expect(done.csv).toContain('Purpose,"Planning, and commissioning"');
  expect(done.csv).toContain('"BEGUM, Amina",9990123454,Frailty');
  expect(upheld(readNumbered(list), '')).toMatchObject({ kept: 0, optedOut: 3 });
});

test('an answer to another list, and what is no answer at all, are refused', () => {
  expect(() => upheld(readNumbered(list), '9990000026\n')).toThrow(/not asked about/);
  expect(() => upheld(readNumbered(list), 'Name,NHS number\n')).toThrow(/no NHS number/);
  expect(() => readNumbered('Name,Why\r\nA,B\r\n')).toThrow(/no column/);
});

test('no store, decision or page knows of opt-outs, so that direct care cannot turn on one', () => {
  const known = globSync(['src/**/*.sql', 'src/{access,record,radar,pathways,portal,feeds,linkage}/**/*.{ts,tsx}']).filter((file) => /\bndoo\b|opt.?outs?\b.*(national|data)|national data opt/i.test(readFileSync(file, 'utf8')));
  expect(known).toEqual([]);
});

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultSecurity, readSecurity } from './security.ts';

const area = (text: string | null): string => {
  const dir = mkdtempSync(join(tmpdir(), 'kith-area-'));
  mkdirSync(join(dir, 'access'));
  if (text !== null) writeFileSync(join(dir, 'access/security.yaml'), text);
  return dir;
};

test('without the file there are limits and times all the same', () => {
  expect(readSecurity({ dir: area(null), synthetic: false })).toEqual({ security: defaultSecurity, problems: [] });
  expect(defaultSecurity).toMatchObject({ session: { idleMinutes: 30, longestHours: 10 }, limits: { search: { times: 60, seconds: 60 }, code: { times: 5, seconds: 900 } } });
});

test('an area of real people does not take over the limits of the demo', () => {
  const dir = area('limits:\n  search: { times: 3000, seconds: 60 }\n');
  expect(readSecurity({ dir, synthetic: true }).problems).toEqual([]);
  expect(readSecurity({ dir, synthetic: false }).problems).toMatchObject([{ file: 'access/security.yaml', line: 2, message: expect.stringContaining('may search for 3000 of them in 60 seconds') as string }]);
  expect(readSecurity({ dir: area('limits:\n  search: { times: 200, seconds: 60 }\n'), synthetic: false }).problems).toEqual([]);
});

test('what is misspelt or out of bounds is named with its line', () => {
  const { security, problems } = readSecurity({ dir: area('session: { idleMinutes: 600 }\nsignIn: { mfa: sometimes }\n'), synthetic: true });
  expect(security).toEqual(defaultSecurity);
  expect(problems.map(({ line, path }) => [line, path])).toEqual([[2, 'signIn.mfa'], [1, 'session.idleMinutes']]);
});

import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { compareAccess } from './compare.ts';

const demo = resolve('areas/demo');

/** The demo area with one line of one access file changed. */
function changed(file: string, from: string, to: string): string {
  const dir = join(mkdtempSync(join(tmpdir(), 'kith-area-')), 'area');
  cpSync(demo, dir, { recursive: true });
  const path = join(dir, 'access', `${file}.yaml`);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not say ${from}`);
  writeFileSync(path, text.replace(from, to));
  return dir;
}
const on = '2026-11-20';
const brief = (changes: ReturnType<typeof compareAccess>): string[] => changes.map((c) => `${c.user} ${c.purpose} ${c.category} ${c.before} > ${c.after} of ${c.of.length}`);

test('the same files change nothing', () => {
  expect(compareAccess(demo, demo, on)).toEqual([]);
});

test('one level less is one loss for each who had it', () => {
  const after = changed('teams', '      care-act-request:\n        identity: detail\n        adult-social-care: detail', '      care-act-request:\n        identity: detail\n        adult-social-care: summary');
  // Everybody but staff as clients whom the front door's own team does not work with: those it did not see before either.
  expect(brief(compareAccess(demo, after, on))).toEqual(['joanna.price', 'sam.carter', 'nadia.rahman', 'carol.bennett'].map((user) => `${user} care-act-request adult-social-care detail > summary of 7`));
  expect(compareAccess(after, demo, on).every((c) => c.gains)).toBe(true);
});

test('a standing that runs out leaves an organisation its own data alone', () => {
  const after = changed('standings', 'code: RZ9, standing: exceeded', 'code: RZ9, standing: not-met');
  const lost = compareAccess(demo, after, on);
  expect(new Set(lost.map((c) => c.user))).toEqual(new Set(['daniel.osei', 'kelly.norton']));
  expect(lost.every((c) => !c.gains && c.after === 'none')).toBe(true);
  expect(new Set(lost.map((c) => c.category))).not.toContain('hospital');
});

test('a day on which an agreement has ended is another day', () => {
  const after = changed('agreements', 'expires: 2028-03-31', 'expires: 2027-03-31');
  expect(compareAccess(demo, after, '2027-03-31')).toEqual([]);
  expect(compareAccess(demo, after, '2027-04-01').length).toBeGreaterThan(20);
});

test('a user who leaves loses all they had, and files that do not read are refused', () => {
  const after = changed('users', '  - id: priya.nair', '  - id: priya.nairn');
  const lost = compareAccess(demo, after, on).filter((c) => c.user === 'priya.nair');
  expect(lost.length).toBeGreaterThan(3);
  expect(lost.every((c) => c.after === 'none')).toBe(true);
  expect(() => compareAccess(demo, changed('teams', 'ambulance: detail', 'ambulence: detail'), on)).toThrow(/ambulence/);
});

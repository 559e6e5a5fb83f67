import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readSurvivorship, survivorshipSchema } from './survivorship.ts';

function areaWith(text: string): string {
  const area = mkdtempSync(join(tmpdir(), 'kith-area-'));
  mkdirSync(join(area, 'record'));
  writeFileSync(join(area, 'record', 'survivorship.yaml'), text);
  return area;
}

test('the demo area’s rules rank its sources', () => {
  const { rules, problems } = readSurvivorship('areas/demo');
  expect(problems).toEqual([]);
  expect(rules.birthDate.rank('gp-patients')).toBeLessThan(rules.birthDate.rank('police-incidents'));
  expect(rules.birthDate.rank('hospital-adt')).toBe(rules.birthDate.rank('adult-social-care'));
  expect(rules.address.by).toEqual(['frequency', 'recency', 'reliability']);
});
test('an area without rules has the standard ones', () => {
  const { rules, problems } = readSurvivorship(mkdtempSync(join(tmpdir(), 'kith-area-')));
  expect(problems).toEqual([]);
  expect(rules.name.rank('a')).toBe(rules.name.rank('b'));
  expect(rules.name.by).toEqual(['reliability', 'recency', 'frequency']);
});
test('says where a rule is wrong, and how to mend it', () => {
  expect(readSurvivorship(areaWith('sources: [gp]\nfields:\n  shoeSize: { by: [recency] }\n')).problems[0]).toMatchObject({ file: 'record/survivorship.yaml', line: 3 });
  expect(readSurvivorship(areaWith('sources: [gp]\nfields:\n  address:\n    by: [astrology]\n')).problems[0]).toMatchObject({ line: 4, path: 'fields.address.by.0' });
  expect(readSurvivorship(areaWith('sources:\n  - [gp, hospitl]\n'), ['gp', 'hospital']).problems).toMatchObject([{ line: 1, message: 'There is no feed "hospitl".', mend: 'Name one of: gp, hospital.' }]);
});

/** Editors check the file against it as it is typed. `vitest run src/record/survivorship.test.ts -u` writes it again. */
test('the JSON Schema of record/survivorship.yaml is up to date', async () => {
  const made = z.toJSONSchema(survivorshipSchema, { io: 'input', target: 'draft-7' });
  await expect(`${JSON.stringify(made, null, 2)}\n`).toMatchFileSnapshot(resolve('areas/schema/record-survivorship.json'));
});

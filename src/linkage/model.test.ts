import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkLinkage, readModel } from './model.ts';

function areaWith(text: string): string {
  const area = mkdtempSync(join(tmpdir(), 'kith-area-'));
  mkdirSync(join(area, 'linkage'));
  writeFileSync(join(area, 'linkage', 'model.yaml'), text);
  return area;
}

test('the shipped model gives each comparison shares that add up', () => {
  const model = readModel(null);
  for (const { id, levels, otherwise } of model.comparisons) {
    const sum = (of: 'm' | 'u'): number => levels.reduce((n, l) => n + l[of], otherwise[of]);
    expect([id, sum('m')]).toEqual([id, expect.closeTo(1, 2)]);
    expect([id, sum('u')]).toEqual([id, expect.closeTo(1, 1)]);
  }
});

test("an area replaces a part, and the model's version follows what is scored", () => {
  const area = areaWith('bands: { join: 9, stay: 6, review: 0 }\n');
  expect(readModel(area)).toMatchObject({ bands: { join: 9 }, prior: readModel(null).prior });
  expect(readModel(area).version).not.toBe(readModel(null).version);
  expect(readModel(areaWith('households: { communalWords: [hall], communalFrom: 9 }\n')).version).toBe(readModel(null).version);
  expect(readModel('areas/demo').version).toBe(readModel(null).version);
});

test('what is wrong is named by file, line and mend', () => {
  const { problems } = checkLinkage(areaWith('guards:\n  - id: twin\n    title: Twins\n    when:\n      birth: [sme]\n      colour: [same]\n    band: apart\n'));
  expect(problems.map((p) => [p.file, p.line, p.message])).toEqual([
    ['linkage/model.yaml', 5, '"birth" has no level "sme"'],
    ['linkage/model.yaml', 6, 'there is no comparison "colour"'],
  ]);
  expect(problems.every((p) => p.mend !== '')).toBe(true);
  expect(checkLinkage(areaWith('review:\n  safeguarding: []\n  guards: [twins]\n')).problems).toMatchObject([{ line: 3, message: 'there is no guard "twins"' }]);
  expect(() => readModel(areaWith('prior: many\n'))).toThrow(/prior/);
  expect(checkLinkage('areas/demo').problems).toEqual([]);
});

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const lines = readFileSync(resolve('docs/hazards.md'), 'utf8').split('\n');
const ids = lines.flatMap((line) => /^\| (H\d{2,3}) \|/.exec(line)?.[1] ?? []);
const rows = lines.flatMap((line) => {
  const [, id, , , , control, proof] = line.split('|').map((cell) => cell.trim());
  if (id === undefined || !/^H([0-8]\d|\d{3})$/.test(id)) return [];
  return (proof ?? '').split(/; (?=`)/).map((one) => {
    const named = /^`([^`]+)`: (.+)$/.exec(one);
    return { id, control: control ?? '', file: named?.[1] ?? '', name: named?.[2] ?? '' };
  });
});

test('the hazard log has every hazard once', () => {
  expect(rows.length).toBeGreaterThanOrEqual(15);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(rows)('$id is controlled, and "$name" shows it', ({ control, file, name }) => {
  expect(control.length).toBeGreaterThan(10);
  expect(existsSync(resolve(file))).toBe(true);
  expect(readFileSync(resolve(file), 'utf8')).toContain(name);
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readDefinition, refuseProblems } from './definitions.ts';

const schema = z.strictObject({ id: z.string(), rows: z.array(z.strictObject({ key: z.string(), size: z.number() })) });

function read(text: string): ReturnType<typeof readDefinition<typeof schema>> {
  const dir = mkdtempSync(join(tmpdir(), 'kith-def-'));
  writeFileSync(join(dir, 'a.yaml'), text);
  return readDefinition(dir, join(dir, 'a.yaml'), schema);
}

test('a problem names the file, the line and the part', () => {
  expect(read('id: x\nrows:\n  - key: a\n    size: 1\n  - key: b\n    size: big\n')).toMatchObject([{ file: 'a.yaml', line: 6, path: 'rows.1.size' }]);
});

test('a missing part is placed at its parent, a misspelt one at itself', () => {
  expect(read('id: x\nrows:\n  - key: a\n')).toMatchObject([{ line: 3, path: 'rows.0.size' }]);
  expect(read('id: x\nrows: []\ncolour: red\n')).toMatchObject([{ line: 3, path: 'colour', mend: expect.stringContaining('colour') }]);
});

test('broken YAML says where', () => {
  expect(read('id: x\nrows: [\n')).toMatchObject([{ file: 'a.yaml', mend: expect.stringContaining('YAML') }]);
});

test('a good file comes back with a way to point at its lines', () => {
  const good = read('id: x\nrows:\n  - key: a\n    size: 1\n');
  if (Array.isArray(good)) throw new Error('should be valid');
  expect(good.value.rows[0]).toEqual({ key: 'a', size: 1 });
  expect(good.problem(['rows', 0, 'key'], 'no such column', 'use one of A, B')).toMatchObject({ line: 3 });
});

test('problems are refused together', () => {
  expect(() => refuseProblems([{ file: 'f', line: 2, path: 'p', message: 'm', mend: 'x' }])).toThrow('f:2 p: m');
  expect(() => refuseProblems([])).not.toThrow();
});

import { expect, test } from 'vitest';
import { checkFile, mayImport } from './rooms.ts';

const messages = (file: string, text: string): string[] => checkFile(file, text).map((b) => `${b.line}: ${b.message}`);

test('a room may not import a room it is not given', () => {
  expect(messages('src/feeds/a.ts', "import { x } from '../record/index.ts';\n")).toEqual(['1: feeds may not import record; it may import kernel.']);
  expect(messages('src/record/a.ts', "export type { X } from '../feeds/index.ts';\n")).toHaveLength(1);
  expect(messages('src/linkage/a.ts', "const x = await import('../portal/index.ts');\n")).toHaveLength(1);
});

test('a room is entered by its door only', () => {
  expect(messages('src/record/a.ts', "import { y } from '../linkage/cluster.ts';\n")).toEqual(['1: Deep import of linkage: its only door is linkage/index.ts.']);
  expect(messages('src/record/a.ts', "import { y } from '../linkage/index.ts';\n")).toEqual([]);
});

test('rooms have no cycle', () => {
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    (mayImport[from] ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  for (const room of Object.keys(mayImport)) expect(reaches(room, room), room).toBe(false);
});

test('SQL stands in stores and names only schemas the room may import', () => {
  expect(messages('src/feeds/a.ts', 'const r = await sql`select 1`;\n')).toEqual(['1: SQL outside a *.store.ts file.']);
  expect(messages('src/feeds/a.store.ts', 'const r = await sql`select 1 from record.person`;\n')).toEqual(['1: SQL of feeds names record, which it may not import.']);
  expect(messages('src/record/a.store.ts', 'const r = await sql`select 1 from linkage.person_fact`;\n')).toEqual([]);
});

test('only access opens the reader, and the portal no pool at all', () => {
  expect(messages('src/record/a.store.ts', 'await kernel.db.reader`select 1`;\n')).toHaveLength(1);
  expect(messages('src/portal/a.ts', 'run(kernel.db.writer);\n')).toHaveLength(1);
  expect(messages('src/access/a.store.ts', 'await kernel.db.reader`select 1`;\n')).toEqual([]);
});

test('time comes from the clock, and files stay short', () => {
  expect(messages('src/feeds/a.ts', 'const t = new Date();\n')).toHaveLength(1);
  expect(messages('src/feeds/a.ts', 'x;\n'.repeat(301))).toHaveLength(1);
});

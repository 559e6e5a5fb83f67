import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { levelTwo } from './level-two.ts';
import { checkAsvs, faults, readAsvs, type Answer } from './record.ts';

const root = resolve('.');

test('every requirement of level 2 is answered once, with tests that are written', () => {
  expect(levelTwo).toHaveLength(259);
  expect(checkAsvs(root)).toEqual([]);
});

test('a requirement left out, answered twice or made up, and a test that is not written, are named', () => {
  const read = readAsvs(root);
  if (Array.isArray(read)) throw new Error('the record can be read');
  const [first, ...rest] = read.value.requirements;
  const says = (answers: Answer[], missing: string | null = null): string[] => faults(answers, () => missing).map(({ message }) => message);
  expect(says(rest)).toEqual([`${first!.id} is not answered.`]);
  expect(says([...read.value.requirements, first!])).toEqual([`${first!.id} is answered twice.`]);
  expect(says([...read.value.requirements, { ...first!, id: '1.11.3' }])).toEqual(['1.11.3 is no requirement of level 2.']);
  expect(says(read.value.requirements, 'no such test').length).toBeGreaterThan(50);
});

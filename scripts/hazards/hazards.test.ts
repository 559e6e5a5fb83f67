import { expect, test } from 'vitest';
import { faults } from './check.ts';
import { unproved, type Outcome } from './proved.ts';
import { rating, readHazards, type Hazard } from './record.ts';
import { isTitle, titlesIn } from './titles.ts';

const hazard: Hazard = {
  id: 'H999',
  hazard: 'Somebody is shown as another',
  cause: 'a false link',
  effect: 'the wrong medicine',
  initial: { severity: 'major', likelihood: 'high' },
  controls: [{ kind: 'design', control: 'guards in linkage', tests: ['a.test.ts › twins stay two'] }],
  residual: { severity: 'major', likelihood: 'very-low' },
  status: 'controlled',
  owner: 'clinical-safety-officer',
};
const written = (): null => null;
const messages = (change: Partial<Hazard>, has: (test: string) => string | null = written): string[] => faults({ ...hazard, ...change }, has, (page) => page === 'docs/x.md').map((f) => f.message);

test('the matrix is the one of DCB0129', () => {
  expect(rating({ severity: 'major', likelihood: 'high' })).toBe(4);
  expect(rating({ severity: 'catastrophic', likelihood: 'very-low' })).toBe(3);
  expect(rating({ severity: 'minor', likelihood: 'very-high' })).toBe(3);
});

test('a hazard that is whole has no fault', () => expect(messages({})).toEqual([]));

test('a hazard that is not mitigated fails, and nothing accepts one that is too great', () => {
  const low = { severity: 'major', likelihood: 'low' } as const;
  expect(messages({ residual: low })).toEqual([expect.stringContaining('is not mitigated')]);
  expect(messages({ residual: low, status: 'accepted', acceptance: 'Borne until the next release.' })).toEqual([]);
  expect(messages({ residual: hazard.initial, status: 'accepted', acceptance: 'Borne until the next release.' })).toEqual([expect.stringContaining('may not be accepted')]);
  expect(messages({ initial: low, controls: [], residual: low })).toHaveLength(2);
});

test('a risk that falls without a tested control fails', () => {
  expect(messages({ controls: [{ kind: 'training', control: 'people are told', tests: [], evidence: 'docs/x.md' }] })).toEqual([expect.stringContaining('no tested control')]);
});

test('a control without a test, with one that is not written, or training without its page fails', () => {
  expect(messages({ controls: [...hazard.controls, { kind: 'test', control: 'looked at now and then', tests: [] }] })).toEqual([expect.stringContaining('has no test')]);
  expect(messages({}, () => 'there is no such file')).toEqual(['there is no such file']);
  expect(messages({ controls: [...hazard.controls, { kind: 'training', control: 'people are told', tests: [] }] })).toEqual([expect.stringContaining('training needs "evidence"')]);
});

test('titles are read from the source, those of cases and of conditions too', () => {
  const source = "describe('a block', () => { test.skipIf(x)('one', f); test.each([1])('%s of $name', f); it(`say ${y}`, f); other('no', f); });";
  expect([...titlesIn('a.test.ts', source)]).toEqual(['a block', 'one', '%s of $name', 'say %s']);
  expect(isTitle('%s of $name', '3 of a (kind)')).toBe(true);
  expect(isTitle('one (two)', 'one two')).toBe(false);
});

test('a control is shown only by a test that ran here and passed', () => {
  const outcome = (more: Partial<Outcome>): Outcome => ({ file: 'a.test.ts', ancestors: [], title: 'twins stay two', status: 'passed', ...more });
  expect(unproved([hazard], [outcome({}), outcome({ status: 'pending' })])).toEqual([]);
  expect(unproved([hazard], [outcome({ status: 'pending' })])).toEqual(['H999: a.test.ts › twins stay two: was skipped']);
  expect(unproved([hazard], [outcome({}), outcome({ status: 'failed' })])).toEqual(['H999: a.test.ts › twins stay two: failed']);
  expect(unproved([hazard], [outcome({ file: 'b.test.ts' })])).toEqual(['H999: a.test.ts › twins stay two: was not in this run']);
});

test('a control shown by several cases needs each of them', () => {
  const cases: Hazard = { ...hazard, controls: [{ kind: 'design', control: 'each is refused', tests: ['a.test.ts › %s is refused'] }] };
  const outcome = (title: string, status: string): Outcome => ({ file: 'a.test.ts', ancestors: [], title, status });
  expect(unproved([cases], [outcome('one is refused', 'passed'), outcome('two is refused', 'passed')])).toEqual([]);
  expect(unproved([cases], [outcome('one is refused', 'passed'), outcome('two is refused', 'skipped')])).toHaveLength(1);
});

test('the log has every hazard once', () => {
  const ids = readHazards(process.cwd()).definitions.flatMap((d) => d.value.hazards.map((h) => h.id));
  expect(ids.length).toBeGreaterThanOrEqual(55);
  expect(new Set(ids).size).toBe(ids.length);
});

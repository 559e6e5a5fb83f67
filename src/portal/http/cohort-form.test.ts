import { expect, test } from 'vitest';
import { isAspect, readCriteria, readCriterion, withCriteria, type Typed } from './cohort-form.ts';

const typed = (fields: Record<string, string | string[]>): Typed => ({ one: (f) => [fields[f] ?? ''].flat()[0] ?? '', all: (f) => [fields[f] ?? []].flat() });

test.each([
  ['age', { from: '75' }, { age: { from: 75 } }],
  ['age', { from: '65', to: '74' }, { age: { from: 65, to: 74 } }],
  ['deprivation', { to: '3' }, { deprivation: { from: 1, to: 3 } }],
  ['sex', { sex: ['female', 'nonsense'] }, { sex: ['female'] }],
  ['ward', { ward: ['E05999001'] }, { ward: ['E05999001'] }],
  ['card', { card: 'falls/watch' }, { card: { id: 'falls', band: 'watch' } }],
  ['signal', { signal: 'lives-alone', absent: 'yes' }, { signal: 'lives-alone', absent: true }],
  ['contact', { days: '60', with: ['gp', 'housing'] }, { contact: { days: 60, with: ['gp', 'housing'] } }],
] as const)('%s is read from what was typed', (aspect, fields, criterion) => {
  expect(readCriterion(aspect, typed(fields as never))).toEqual({ criterion });
});

test.each([
  ['age', {}, '#from'],
  ['age', { from: 'old' }, '#from'],
  ['age', { from: '80', to: '70' }, '#to'],
  ['sex', {}, '#sex'],
  ['card', { card: 'falls' }, '#card'],
  ['household', { household: 'castle' }, '#household'],
  ['contact', { days: '0', with: ['gp'] }, '#days'],
  ['contact', { days: '60' }, '#with'],
] as const)('what is wrong with %s is told beside its field', (aspect, fields, href) => {
  expect(readCriterion(aspect, typed(fields as never))).toMatchObject({ errors: [{ href }] });
});

test('criteria go through an address and back, and what is none is left out', () => {
  const criteria = [{ age: { from: 75 } }, { signal: 'lives-alone' }];
  const query = new URL(withCriteria('/cohorts/new', criteria, { add: 'sex' }), 'http://x').searchParams;
  expect(readCriteria(query.getAll('c'))).toEqual(criteria);
  expect(readCriteria(['{', '{"age":{}}', '{"drop":"table"}', '{"sex":["male"]}'])).toEqual([{ sex: ['male'] }]);
  expect([isAspect('age'), isAspect('when'), isAspect('x')]).toEqual([true, false, false]);
});

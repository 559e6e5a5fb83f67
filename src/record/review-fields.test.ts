import { expect, test } from 'vitest';
import { compareRecords } from './review-fields.ts';

const all = { hideWhereabouts: false, hideNumbers: false };

test('values that differ only in how they are written are the same', () => {
  expect(compareRecords([{ family: 'O’Brien', birthDate: '1943-07-14' }], [{ family: 'OBRIEN', birthDate: '1944-07-14' }], all).map((f) => [f.field, f.verdict])).toEqual([['Surname', 'same'], ['Date of birth', 'different']]);
});

test('one that says nothing does not disagree, and values partly shared are said to be so', () => {
  const fields = compareRecords([{ phones: ['1', '2'], nhsNumber: '9434765919' }], [{ phones: ['2'] }], all);
  expect(fields.map((f) => [f.field, f.verdict])).toEqual([['NHS number', 'one-only'], ['Telephone', 'part']]);
});

test('whereabouts and register numbers go where they must not be shown', () => {
  const d = { family: 'A', addresses: [{ lines: ['1 High Street'] }], phones: ['1'], emails: ['a@b'], gpPractice: 'X', identifiers: [{ system: 's', value: '1' }] };
  expect(compareRecords([d], [d], { hideWhereabouts: true, hideNumbers: true }).map((f) => f.field)).toEqual(['Surname']);
});

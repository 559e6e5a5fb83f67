import { expect, test } from 'vitest';
import { oddsWords, showWeight, sureOf, sureWords, whyWords } from './review.ts';

test('a weight is said in words and in odds', () => {
  expect([12, 6, 3, 0, -3, -9, null].map(sureWords)).toEqual(['Almost certainly one person', 'Very likely one person', 'More likely one person than two', 'Could be either', 'More likely two people than one', 'Very likely two people', 'Never compared']);
  expect([0, 3, -3, 20].map(oddsWords)).toEqual(['evens', 'about 8 to 1 for one person', 'about 8 to 1 for two people', 'more than 1,000 to 1 for one person']);
  expect([4.24, -1, 0].map(showWeight)).toEqual(['+4.2', '−1.0', '0.0']);
});

test('where a rule holds a high weight back, nobody is told that it is one person', () => {
  expect(sureOf({ weight: 26, rule: 'Same birthday, surname and address' })).not.toMatch(/one person/);
  expect(sureOf({ weight: 3, rule: null })).toBe('More likely one person than two');
  expect(whyWords({ why: 'unsure', rule: 'Same birthday' })).toBe('The evidence is not enough either way: same birthday');
});

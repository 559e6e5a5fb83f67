import { expect, test } from 'vitest';
import { estimate, wilson, type LabelledPair } from './precision.ts';

const pair = (label: LabelledPair['label'], joined: boolean, probability = 1): LabelledPair => ({ label, joined, probability, stratum: 's' });

test('Wilson’s interval is the published one', () => {
  const { low, high } = wilson(0.5, 10);
  expect([low, high].map((n) => n.toFixed(4))).toEqual(['0.2366', '0.7634']);
  expect(wilson(1, 50)).toEqual({ low: expect.closeTo(0.9287, 4) as number, high: expect.closeTo(1, 9) as number });
});

test('a pair stands for as many as it was drawn from', () => {
  const found = estimate([pair('same', true, 0.1), pair('different', true, 1), pair('same', false, 1), pair('unsure', true), pair(null, true)]);
  expect(found).toMatchObject({ drawn: 5, labelled: 4, unsure: 1 });
  expect(found.precision!.value).toBeCloseTo(10 / 11);
  expect(found.recall!.value).toBeCloseTo(10 / 11);
  expect(found.precision!.low).toBeLessThan(found.precision!.value);
});

test('without labels there is nothing to say', () => {
  expect(estimate([pair(null, true)])).toMatchObject({ labelled: 0, precision: null, recall: null });
});

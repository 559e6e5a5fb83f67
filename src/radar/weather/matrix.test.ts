import { expect, test } from 'vitest';
import { riskOf } from './matrix.ts';
import type { Colour, Level } from './types.ts';

/** Each cell as the user guide prints it: likelihood, impact, score, colour. */
const cells: [Level, Level, number, Colour][] = [
  ['high', 'very low', 4, 'Green'],
  ['high', 'low', 8, 'Yellow'],
  ['high', 'medium', 13, 'Amber'],
  ['high', 'high', 16, 'Red'],
  ['medium', 'very low', 3, 'Green'],
  ['medium', 'low', 7, 'Yellow'],
  ['medium', 'medium', 12, 'Amber'],
  ['medium', 'high', 15, 'Amber'],
  ['low', 'very low', 2, 'Green'],
  ['low', 'low', 6, 'Green'],
  ['low', 'medium', 10, 'Yellow'],
  ['low', 'high', 14, 'Amber'],
  ['very low', 'very low', 1, 'Green'],
  ['very low', 'low', 5, 'Green'],
  ['very low', 'medium', 9, 'Yellow'],
  ['very low', 'high', 11, 'Yellow'],
];

test.each(cells)('%s likelihood of %s impact scores %i and is %s', (likelihood, impact, score, colour) => {
  expect(riskOf(likelihood, impact)).toEqual({ score, colour });
});

test('the sixteen scores are one to sixteen, each once', () => {
  expect(cells.map(([l, i]) => riskOf(l, i).score).sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
});

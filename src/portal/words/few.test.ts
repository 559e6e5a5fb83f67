import { expect, test } from 'vitest';
import { withheld } from './few.ts';

test('small counts are withheld, and never so that the total gives one away', () => {
  expect(withheld([91, 35, 6])).toEqual([false, true, true]);
  expect(withheld([91, 5, 6])).toEqual([false, true, true]);
  expect(withheld([91, 0, 35])).toEqual([false, false, false]);
  expect(withheld([4])).toEqual([true]);
});

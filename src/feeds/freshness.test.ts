import { expect, test } from 'vitest';
import { nextDue } from './freshness.ts';

test.each([
  ['day', '2026-02-28', '2026-03-01'],
  ['week', '2026-12-28', '2027-01-04'],
  ['month', '2026-01-31', '2026-02-28'],
  ['quarter', '2026-11-30', '2027-02-28'],
  ['term', '2026-09-30', '2027-01-30'],
  ['year', '2028-02-29', '2029-02-28'],
] as const)('after a %s, %s is followed by %s', (every, from, to) => {
  expect(nextDue(new Date(`${from}T09:00:00Z`), every).toISOString()).toBe(`${to}T09:00:00.000Z`);
});

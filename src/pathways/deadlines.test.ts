import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueAfter, warnBefore } from './deadlines.ts';

/** England's bank holidays as gov.uk publishes them, written apart from the library that the calendar uses. */
const holidays = new Set([
  '2025-01-01', '2025-04-18', '2025-04-21', '2025-05-05', '2025-05-26', '2025-08-25', '2025-12-25', '2025-12-26',
  '2026-01-01', '2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25', '2026-08-31', '2026-12-25', '2026-12-28',
  '2027-01-01', '2027-03-26', '2027-03-29', '2027-05-03', '2027-05-31', '2027-08-30', '2027-12-27', '2027-12-28',
]);
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const dayOf = (n: number): string => new Date(n * 86_400_000).toISOString().slice(0, 10);
const works = (day: string): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !holidays.has(day);
const days = fc.integer({ min: dayNumber('2025-01-02'), max: dayNumber('2027-06-30') }).map(dayOf);

test('working days are the days counted one by one, over every Easter, Christmas and change of clocks', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 60 }), (day, count) => {
      let end = dayNumber(day);
      for (let left = count; left > 0; ) if (works(dayOf(++end))) left -= 1;
      expect(dueAfter(new Date(`${day}T12:00:00Z`), { workingDays: count })).toEqual({ day: dayOf(end), at: null });
    }),
    { numRuns: 400 },
  );
});

test.each([
  ['2026-04-02T09:00:00Z', { workingDays: 1 }, '2026-04-07'], // Maundy Thursday, then four days off
  ['2026-12-24T16:00:00Z', { workingDays: 1 }, '2026-12-29'],
  ['2027-12-24T16:00:00Z', { workingDays: 1 }, '2027-12-29'],
  ['2026-11-20T23:30:00Z', { workingDays: 45 }, '2027-01-27'],
  ['2026-06-30T23:30:00Z', { days: 1 }, '2026-07-02'], // half past midnight on the first of July in London
  ['2026-11-20T09:00:00Z', { days: 28 }, '2026-12-18'],
  ['2026-01-31T09:00:00Z', { months: 1 }, '2026-02-28'],
  ['2028-01-31T09:00:00Z', { months: 1 }, '2028-02-29'],
  ['2026-11-30T09:00:00Z', { months: 3 }, '2027-02-28'],
])('from %s, %o is due on %s', (from, wait, day) => {
  expect(dueAfter(new Date(from), wait).day).toBe(day);
});

test('hours run by the clock through the night it changes', () => {
  expect(dueAfter(new Date('2026-10-24T20:00:00Z'), { hours: 48 })).toEqual({ day: '2026-10-26', at: '2026-10-26T20:00:00.000Z' });
});

test('a warning comes as long before as it says', () => {
  expect(warnBefore({ day: '2026-04-08', at: null }, { workingDays: 2 })).toEqual({ day: '2026-04-02', at: null });
  expect(warnBefore({ day: '2026-12-18', at: null }, { days: 7 })).toEqual({ day: '2026-12-11', at: null });
  expect(warnBefore({ day: '2026-11-22', at: '2026-11-22T09:00:00.000Z' }, { hours: 12 })).toEqual({ day: '2026-11-21', at: '2026-11-21T21:00:00.000Z' });
});

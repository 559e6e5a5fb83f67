import { expect, test } from 'vitest';
import { dayAfter, daysBetween, londonHour, londonInstant } from './days.ts';

test('London hours across the change of the clocks', () => {
  expect(londonHour(Date.parse('2026-07-01T23:30:00Z'))).toEqual({ day: '2026-07-02', hour: 0 });
  expect(londonHour(Date.parse('2026-12-01T23:30:00Z'))).toEqual({ day: '2026-12-01', hour: 23 });
  expect(londonInstant('2026-07-02')).toBe(Date.parse('2026-07-01T23:00:00Z'));
  expect(londonInstant('2026-12-02', 22)).toBe(Date.parse('2026-12-02T22:00:00Z'));
  expect(londonInstant('2026-03-29', 12)).toBe(Date.parse('2026-03-29T11:00:00Z'));
  expect(londonInstant('2026-10-25', 0)).toBe(Date.parse('2026-10-24T23:00:00Z'));
});

test('days are counted across months and leap years', () => {
  expect(dayAfter('2028-02-28', 2)).toBe('2028-03-01');
  expect(daysBetween('2026-10-20', '2026-11-03')).toBe(14);
});

import { expect, test } from 'vitest';
import { bankHolidays, isWithin, londonInstant, officeHours, waitFrom, type Hours } from './calendar.ts';

const at = (day: string, minutes: number): Date => londonInstant(day, minutes * 60);
const iso = (d: Date): string => d.toISOString();

test('bank holidays are England’s, with the day that stands in for one at a weekend', () => {
  expect([...bankHolidays(2026)]).toEqual(['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-04', '2026-05-25', '2026-08-31', '2026-12-25', '2026-12-26', '2026-12-28']);
  expect(bankHolidays(2027).has('2027-12-27')).toBe(true);
});

test('London’s clock is an hour ahead in summer', () => {
  expect(iso(londonInstant('2026-11-20', 540))).toBe('2026-11-20T09:00:00.000Z');
  expect(iso(londonInstant('2026-07-20', 540))).toBe('2026-07-20T08:00:00.000Z');
  expect(iso(londonInstant('2026-03-29', 90))).toBe('2026-03-29T01:30:00.000Z');
});

test('somebody is there in office hours and not on a bank holiday, at a weekend or at five', () => {
  expect(isWithin(officeHours, at('2026-11-20', 9))).toBe(true);
  expect(isWithin(officeHours, at('2026-11-20', 17))).toBe(false);
  expect(isWithin(officeHours, at('2026-11-21', 11))).toBe(false);
  expect(isWithin(officeHours, at('2026-12-25', 11))).toBe(false);
  expect(isWithin({ ...officeHours, bankHolidays: true }, at('2026-12-25', 11))).toBe(true);
});

test('a night shift runs past midnight and belongs to the day it began', () => {
  const nights: Hours = { days: ['fri'], from: '22:00', to: '06:00', bankHolidays: false };
  expect(isWithin(nights, at('2026-11-20', 23))).toBe(true);
  expect(isWithin(nights, at('2026-11-21', 5))).toBe(true);
  expect(isWithin(nights, at('2026-11-21', 23))).toBe(false);
});

test('minutes and hours go by the clock; working ones only while somebody is there', () => {
  const friday = at('2026-11-20', 16);
  expect(iso(waitFrom(officeHours, friday, { minutes: 30 }))).toBe('2026-11-20T16:30:00.000Z');
  expect(iso(waitFrom(officeHours, friday, { hours: 4 }))).toBe('2026-11-20T20:00:00.000Z');
  expect(iso(waitFrom(officeHours, friday, { workingHours: 4 }))).toBe('2026-11-23T12:00:00.000Z');
  expect(iso(waitFrom(officeHours, at('2026-11-21', 3), { workingHours: 8 }))).toBe('2026-11-23T17:00:00.000Z');
  expect(iso(waitFrom(officeHours, friday, { workingDays: 1 }))).toBe('2026-11-23T17:00:00.000Z');
});

test('Christmas is waited out', () => {
  expect(iso(waitFrom(officeHours, at('2026-12-24', 16), { workingHours: 2 }))).toBe('2026-12-29T10:00:00.000Z');
  expect(iso(waitFrom(officeHours, at('2026-12-24', 16), { workingDays: 2 }))).toBe('2026-12-30T17:00:00.000Z');
});

test('a wait over the change of the clocks is as long as it says', () => {
  const nights: Hours = { days: ['sat'], from: '20:00', to: '08:00', bankHolidays: false };
  expect(iso(waitFrom(nights, at('2026-03-28', 20), { workingHours: 11 }))).toBe('2026-03-29T07:00:00.000Z');
});

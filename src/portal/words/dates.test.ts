import { assert, constantFrom, date, property } from 'fast-check';
import { expect, test } from 'vitest';
import { machineWhen, showAge, showBorn, showDay, showInstant, showInstantDay, showMonth, showWhen } from './dates.ts';

test.each([
  ['2026-11-03', '3 Nov 2026'],
  ['2026-11', 'Nov 2026'],
  ['2026', '2026'],
])('a date is shown as precisely as it is known: %s', (date, shown) => expect(showDay(date)).toBe(shown));

test('a time is shown only where the source gave one', () => {
  expect(showWhen('2026-11-11T02:40')).toBe('11 Nov 2026, 02:40');
  expect(showWhen('2026-11-11T02:40:00+00:00')).toBe('11 Nov 2026, 02:40');
  expect(showWhen('2026-11-11')).toBe('11 Nov 2026');
  expect(machineWhen('2026-11-11')).toBe('2026-11-11');
  expect(machineWhen('2026-11-11T02:40:00')).toBe('2026-11-11T02:40');
});

test('no date, however precise, gains a midnight', () => {
  assert(
    property(date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), constantFrom(4, 7, 10), (day, length) => {
      const shown = showWhen(day.toISOString().slice(0, length));
      expect(shown).not.toMatch(/\d\d:\d\d/);
      expect(shown).toContain(String(day.getUTCFullYear()));
    }),
  );
});

test('an instant is shown by London’s clock, in summer too', () => {
  expect(showInstant('2026-11-20T06:10:00Z', '2026-11-20')).toBe('today, 06:10');
  expect(showInstant('2026-07-01T23:30:00Z', '2026-11-20')).toBe('2 Jul 2026, 00:30');
  expect(showInstantDay('2026-07-01T23:30:00Z', '2026-07-02')).toBe('today');
});

test.each([
  ['1943-07-14', '83y'],
  ['1943-11-21', '82y'],
  ['1943', '83y'],
  ['2025-10-05', '13m'],
  ['2026-11-03', '17d'],
  ['2026-11-20', '0d'],
  ['2027-01-01', null],
])('age of somebody born %s on 20 November 2026 is %s', (birth, age) => expect(showAge(birth, '2026-11-20')).toBe(age));

test('a date of birth carries an age, but not of the dead, and is never a question mark', () => {
  expect(showBorn('1943-07-14', '2026-11-20')).toBe('14-Jul-1943 (83y)');
  expect(showBorn('1943-07-14', '2026-11-20', true)).toBe('14-Jul-1943');
  expect(showBorn(null, '2026-11-20')).toBe('Not known');
});

test('months head a chronology', () => {
  expect(showMonth('2026-11-03')).toBe('November 2026');
  expect(showMonth('2009')).toBe('2009');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOn, readDate, readWhen, showDate } from './dates.ts';

const iso = fc.date({ min: new Date('1901-01-02'), max: new Date('2098-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));

describe('readDate', () => {
  test('every way of writing a day gives the same day', () => {
    fc.assert(
      fc.property(iso, (day) => {
        const [y = '', m = '', d = ''] = day.split('-');
        for (const text of [day, `${d}/${m}/${y}`, `${Number(d)}/${Number(m)}/${y}`, `${d}.${m}.${y}`, `${y}${m}${d}`, `${y}${m}${d}0230`, `${day}T10:00:00Z`, showDate(day), `${d}/${m}/${y} 00:00:00`]) {
          expect(readDate(text), text).toBe(day);
        }
      }),
    );
  });

  test('nothing throws, and what comes back is a date or null', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const date = readDate(text);
        expect(date === null || /^\d{4}(-\d{2}(-\d{2})?)?$/.test(date)).toBe(true);
      }),
    );
  });

  test.each([
    ['29/02/2023', null],
    ['31/04/2020', null],
    ['1900-01-01', null],
    ['9999-12-31', null],
    ['00/00/0000', null],
    ['13/25/1980', null],
    ['14 July 1943', '1943-07-14'],
    ['14-Jul-1943', '1943-07-14'],
    ['3rd Nov 2026', '2026-11-03'],
    ['1943', '1943'],
    ['1943-07', '1943-07'],
    ['1943-13', null],
  ])('%s is %s', (text, expected) => expect(readDate(text)).toBe(expected));
});

test('a time is kept where the source gave one, and never invented', () => {
  expect(readWhen('11/11/2026 02:40')).toBe('2026-11-11T02:40');
  expect(readWhen('202611110240')).toBe('2026-11-11T02:40');
  expect(readWhen('2026-11-11T02:40:10+00:00')).toBe('2026-11-11T02:40');
  expect(readWhen('11/11/2026')).toBe('2026-11-11');
  expect(readWhen('2026-11-11 25:99')).toBe('2026-11-11');
});

test('age counts whole years, from as much of the birth date as is known', () => {
  expect(ageOn('1943-07-14', '2026-07-13')).toBe(82);
  expect(ageOn('1943-07-14', '2026-07-14')).toBe(83);
  expect(ageOn('1943', '2026-11-20')).toBe(83);
  expect(ageOn('2027-01-01', '2026-11-20')).toBeNull();
});

test('dates are shown as the NHS writes them', () => {
  expect(showDate('1943-07-14')).toBe('14-Jul-1943');
  expect(showDate('1943-07')).toBe('Jul-1943');
  expect(showDate('1943')).toBe('1943');
});

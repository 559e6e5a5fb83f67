import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ageOn, nhsCheckDigit, readNhsNumber, readPostcode } from '../kernel/index.ts';
import { ageAt, at, dateOf, dayNumber, daysBetween, plusDays, plusMinutes, plusYears } from './dates.ts';
import { nhsNumbers, scramble, upnOf } from './numbers.ts';
import { dwellingAt, type Pool } from './places/dwellings.ts';
import { streetName } from './places/streets.ts';
import { randomOf } from './random.ts';

const day = fc.integer({ min: dayNumber('1920-01-01'), max: dayNumber('2040-12-31') }).map(dateOf);

test('days add up', () => {
  fc.assert(fc.property(day, fc.integer({ min: -20_000, max: 20_000 }), (date, days) => daysBetween(date, plusDays(date, days)) === days));
  fc.assert(fc.property(day, day, (birth, on) => birth > on || ageAt(birth, on) === ageOn(birth, on)));
  expect(plusYears('2024-02-29', 1)).toBe('2025-02-28');
});

test('minutes run over midnight', () => {
  expect(at('2026-11-11', 160)).toBe('2026-11-11T02:40');
  expect(plusMinutes('2026-12-31T23:50', 25)).toBe('2027-01-01T00:15');
  expect(plusMinutes('2026-03-01T00:10', -20)).toBe('2026-02-28T23:50');
});

test('a stream depends on its keys alone, and fills its range evenly', () => {
  const numbers = (...keys: (string | number)[]): number[] => {
    const random = randomOf(...keys);
    return Array.from({ length: 2000 }, () => random.int(0, 9));
  };
  expect(numbers('a', 1)).toEqual(numbers('a', 1));
  expect(numbers('a', 1)).not.toEqual(numbers('a', 2));
  const counts = numbers('even', 3).reduce<number[]>((seen, n) => seen.with(n, seen[n]! + 1), Array<number>(10).fill(0));
  expect(Math.min(...counts)).toBeGreaterThan(150);
  expect(Math.max(...counts)).toBeLessThan(250);
});

test('numbers are valid and never given twice', () => {
  const next = nhsNumbers();
  const given = Array.from({ length: 50_000 }, () => next());
  expect(new Set(given).size).toBe(given.length);
  expect(given.filter((n) => readNhsNumber(n) === null || !n.startsWith('9') || n.startsWith('999'))).toEqual([]);
  expect(nhsCheckDigit('999012345')).toBe(4);
  const ids = Array.from({ length: 50_000 }, (_, i) => scramble(i, 3));
  expect(new Set(ids).size).toBe(ids.length);
});

test('a pupil number carries its own check letter', () => {
  // DfE, "Unique pupil numbers: guide": weights 2 to 13, remainder of 23 into a list without I, O and S.
  const upn = upnOf(2019, 4711);
  const sum = upn.slice(1).split('').reduce((total, digit, i) => total + Number(digit) * (i + 2), 0);
  expect(upn).toMatch(/^[A-HJ-NP-RT-Z]\d{12}$/);
  expect(upn[0]).toBe('ABCDEFGHJKLMNPQRTUVWXYZ'[sum % 23]);
});

test('no two dwellings have one address or UPRN, and every postcode can be read', () => {
  const pools: Pool[] = ['house', 'flat', 'tower', 'sheltered'];
  const all = pools.flatMap((pool) => Array.from({ length: 3000 }, (_, n) => dwellingAt(pool, n)));
  expect(new Set(all.map((d) => d.uprn)).size).toBe(all.length);
  expect(new Set(all.map((d) => `${d.lines.join()} ${d.postcode}`)).size).toBe(all.length);
  expect(all.filter((d) => readPostcode(d.postcode) !== d.postcode)).toEqual([]);
  const names = Array.from({ length: 5000 }, (_, n) => streetName(n));
  expect(new Set(names).size).toBe(names.length);
});

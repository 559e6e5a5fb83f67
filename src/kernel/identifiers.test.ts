import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUuid, newId, nhsCheckDigit, readNhsNumber, readPostcode, readUprn, showNhsNumber } from './identifiers.ts';

const nine = fc.stringMatching(/^9[0-9]{8}$/);

describe('NHS number', () => {
  test('every number with its check digit is read, however it is spaced', () => {
    fc.assert(
      fc.property(nine, fc.constantFrom('', ' ', '-'), (digits, gap) => {
        const check = nhsCheckDigit(digits);
        fc.pre(check !== null);
        const number = `${digits}${check}`;
        expect(readNhsNumber([number.slice(0, 3), number.slice(3, 6), number.slice(6)].join(gap))).toBe(number);
      }),
    );
  });

  test('one wrong digit is always caught', () => {
    fc.assert(
      fc.property(nine, fc.nat(9), fc.integer({ min: 1, max: 9 }), (digits, place, by) => {
        const check = nhsCheckDigit(digits);
        fc.pre(check !== null);
        const number = [...`${digits}${check}`];
        number[place] = String((Number(number[place]) + by) % 10);
        expect(readNhsNumber(number.join(''))).toBeNull();
      }),
    );
  });

  test('known cases', () => {
    expect(readNhsNumber('943 476 5919')).toBe('9434765919');
    expect(readNhsNumber('9434765918')).toBeNull();
    expect(readNhsNumber('')).toBeNull();
    expect(readNhsNumber('94347659190')).toBeNull();
    expect(showNhsNumber('9434765919')).toBe('943 476 5919');
  });
});

test('a postcode is read in any spacing and case, and nothing else is', () => {
  expect(readPostcode('nb42qt')).toBe('NB4 2QT');
  expect(readPostcode(' sw1a 1aa ')).toBe('SW1A 1AA');
  for (const bad of ['', 'NB4', 'ZZ99 ZZZ', '12345', 'NB42QTX9']) expect(readPostcode(bad)).toBeNull();
});

test('a UPRN loses its leading zeros and is at most twelve digits', () => {
  expect(readUprn('000100023336956')).toBe('100023336956');
  expect(readUprn('1234567890123')).toBeNull();
  expect(readUprn('abc')).toBeNull();
});

test('ids are unique, ordered by time and recognised', () => {
  const ids = Array.from({ length: 500 }, newId);
  expect(new Set(ids).size).toBe(500);
  expect([...ids].sort()).toEqual(ids);
  expect(ids.every(isUuid)).toBe(true);
  expect(isUuid("'; drop table record.person; --")).toBe(false);
});

import { array, assert, constantFrom, property, record as recordOf, string } from 'fast-check';
import { expect, test } from 'vitest';
import { readAddress } from './addresses.ts';
import { readPhone, standardise } from './standardise.ts';

test('the newest value is the best, and earlier ones stay as alternatives', () => {
  const record = standardise(1, [
    { family: 'Khan', given: ['Sara'], birthDate: '1990-02-03', addresses: [{ lines: ['4 Mill Rd'], postcode: 'nb11aa' }] },
    { family: 'Ahmed', given: ['Sarah'], birthDate: '1990-03-02', addresses: [{ lines: ['9 High St'], postcode: 'NB2 2BB' }] },
  ]);
  expect(record).toMatchObject({ given: 'sara', family: 'khan', birth: '1990-02-03', births: ['1990-02-03', '1990-03-02'], birthKeys: ['1990-02-03'], line: 'mill road 4', postcode: 'NB1 1AA' });
  expect(record.families).toEqual(expect.arrayContaining(['khan', 'ahmed']));
  expect(record.postcodes).toEqual(['NB1 1AA', 'NB2 2BB']);
});

test.each(['9434765918', '9999999999', '1234567890', '0000000000', 'unknown', ''])('NHS number %s is no number', (nhsNumber) => {
  expect(standardise(1, [{ nhsNumber }]).nhs).toEqual([]);
});

test('an NHS number in any spacing is one number', () => {
  expect(standardise(1, [{ nhsNumber: '943 476 5919' }, { nhsNumber: '943-476-5919' }]).nhs).toEqual(['9434765919']);
});

test('a partial birth date is kept, and finds no candidates by day', () => {
  expect(standardise(1, [{ birthDate: '1985' }])).toMatchObject({ birth: '1985', birthYear: '1985', births: [], birthKeys: [] });
});

test.each([
  ['07700 900123', '7700900123'],
  ['+44 (0)7700 900123', '7700900123'],
  ['0000000000', null],
  ['12', null],
])('telephone %s', (text, digits) => expect(readPhone(text)).toBe(digits));

test('addresses in different hands are one line; no fixed abode is no address', () => {
  expect(readAddress({ lines: ['Flat 2, 14 High St.', 'Newbridge'], postcode: 'NB1 1AA' })).toMatchObject({ line: 'flat high street 2 14', locality: 'newbridge', sector: 'NB1 1' });
  expect(readAddress({ lines: ['APARTMENT 2', '14 HIGH STREET', 'NEWBRIDGE'], postcode: 'nb1 1aa' })?.line).toBe('flat high street 2 14');
  expect(readAddress({ lines: ['NFA'], postcode: 'ZZ99 3VZ' })).toBeNull();
});

test('any demographics standardise, and lists stay short', () => {
  const text = string({ maxLength: 500, unit: 'grapheme' });
  const demographics = recordOf(
    { given: array(text, { maxLength: 5 }), family: text, otherFamily: array(text, { maxLength: 30 }), birthDate: constantFrom('1980', '1980-02', '1980-02-03', 'soon'), nhsNumber: text, phones: array(text), emails: array(text), addresses: array(recordOf({ lines: array(text), postcode: text, uprn: text })) },
    { requiredKeys: [] },
  );
  assert(
    property(array(demographics, { maxLength: 4 }), (statements) => {
      const record = standardise(7, statements);
      expect(Object.values(record).every((value) => value === null || typeof value === 'number' || typeof value === 'string' || value.length <= 12)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

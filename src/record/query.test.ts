import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nhsCheckDigit } from '../kernel/index.ts';
import { understand } from './query.ts';

const today = '2026-11-20';
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const born = fc
  .date({ min: new Date('1927-01-01T00:00:00Z'), max: new Date('2026-11-19T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Ways people write a date of birth. Those with two digits for the year may mean another century. */
const ways: Record<string, (y: string, m: string, d: string) => string> = {
  '14/07/1943': (y, m, d) => `${d}/${m}/${y}`,
  '14-07-1943': (y, m, d) => `${d}-${m}-${y}`,
  '14.07.1943': (y, m, d) => `${d}.${m}.${y}`,
  '14 07 1943': (y, m, d) => `${d} ${m} ${y}`,
  '14/7/1943, without noughts': (y, m, d) => `${Number(d)}/${Number(m)}/${y}`,
  '1943-07-14': (y, m, d) => `${y}-${m}-${d}`,
  '14 Jul 1943': (y, m, d) => `${Number(d)} ${months[Number(m) - 1]!.slice(0, 3)} ${y}`,
  '14-Jul-1943': (y, m, d) => `${d}-${months[Number(m) - 1]!.slice(0, 3)}-${y}`,
  '14 July 1943': (y, m, d) => `${Number(d)} ${months[Number(m) - 1]!.toLowerCase()} ${y}`,
  '14th of July 1943': (y, m, d) => `${Number(d)}th of ${months[Number(m) - 1]!} ${y}`,
  'July 14, 1943': (y, m, d) => `${months[Number(m) - 1]!} ${Number(d)}, ${y}`,
  '14071943': (y, m, d) => `${d}${m}${y}`,
};
const short: typeof ways = {
  '14/07/43': (y, m, d) => `${d}/${m}/${y.slice(2)}`,
  '140743': (y, m, d) => `${d}${m}${y.slice(2)}`,
  '14 Jul 43': (y, m, d) => `${Number(d)} ${months[Number(m) - 1]!.slice(0, 3)} ${y.slice(2)}`,
};

describe('a date of birth', () => {
  test.each(Object.entries(ways))('as %s', (_, write) => {
    fc.assert(
      fc.property(born, fc.constantFrom('', 'begum ', "amina o'brien "), (date, before) => {
        const [y, m, d] = date.split('-') as [string, string, string];
        expect(understand(`${before}${write(y, m, d)}`, today).birthDates[0]).toBe(date);
      }),
    );
  });
  test.each(Object.entries(short))('as %s, in either century that it may be', (_, write) => {
    fc.assert(
      fc.property(born, (date) => {
        const [y, m, d] = date.split('-') as [string, string, string];
        expect(understand(write(y, m, d), today).birthDates).toContain(date);
      }),
    );
  });
  test('with month first only where day first is impossible', () => {
    expect(understand('07/14/1943', today).birthDates).toEqual(['1943-07-14']);
    expect(understand('07/04/1943', today).birthDates).toEqual(['1943-04-07']);
  });
  test('that cannot be leaves its year', () => {
    expect(understand('31/02/1950', today)).toMatchObject({ birthDates: [], year: '1950' });
    expect(understand('14/07/2030', today)).toMatchObject({ birthDates: [] });
  });
});

test.each([
  ['begum 1943 NB4', { names: ['begum'], year: '1943', postcode: 'NB4' }],
  ['Amina BEGUM nb4 1ab', { names: ['amina', 'begum'], postcode: 'NB41AB' }],
  ['NB41AB', { names: [], postcode: 'NB41AB' }],
  ['NB4 1', { postcode: 'NB41' }],
  ['smith 83y', { names: ['smith'], age: 83 }],
  ['smith aged 83', { names: ['smith'], age: 83 }],
  ['smith 83 years old', { names: ['smith'], age: 83 }],
  ['July 1943 khan', { names: ['khan'], month: '1943-07' }],
  ['07/1943 khan', { names: ['khan'], month: '1943-07' }],
  ['April May', { names: ['april', 'may'], birthDates: [], month: null }],
  ['Mrs Amina Begum dob 14/07/1943', { names: ['amina', 'begum'], birthDates: ['1943-07-14'] }],
  ['14 Acacia Avenue', { names: [], house: { number: '14', street: 'acacia' } }],
  ['14b Acacia Avenue Begum', { names: ['begum'], house: { number: '14b', street: 'acacia' } }],
  ['mosaic:12345', { identifiers: ['mosaic:12345'], names: [] }],
  ['T-0012/3', { identifiers: ['T-0012/3'], names: [] }],
  ['140743', { birthDates: ['1943-07-14'], identifiers: ['140743'] }],
  ['9434765918', { nhsNumber: null, identifiers: ['9434765918'] }],
  ['O’Brien-Łuczak', { names: ['obrien', 'luczak'] }],
  ['', { names: [], birthDates: [], identifiers: [] }],
])('understands %j', (query, expected) => {
  expect(understand(query, today)).toMatchObject(expected);
});

test('an NHS number in any spacing', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 900_000_000, max: 999_999_999 }).map(String).filter((nine) => nhsCheckDigit(nine) !== null),
      fc.constantFrom((n: string) => n, (n: string) => `${n.slice(0, 3)} ${n.slice(3, 6)} ${n.slice(6)}`, (n: string) => `${n.slice(0, 3)}-${n.slice(3, 6)}-${n.slice(6)}`),
      (nine, write) => {
        const number = `${nine}${nhsCheckDigit(nine)}`;
        expect(understand(`NHS no ${write(number)}`, today)).toMatchObject({ nhsNumber: number, names: [], identifiers: [] });
      },
    ),
  );
});
test('anything at all, without failing or giving a date that is none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      for (const date of understand(text, today).birthDates) expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date);
    }),
  );
});

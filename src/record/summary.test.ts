import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Demographics } from '../kernel/index.ts';
import { displayName, summarise, valuesOf, type Statement } from './summary.ts';
import { survivorship } from './survivorship.ts';

const today = '2026-11-20';
const rules = survivorship({ sources: ['best', ['even', 'equal'], 'worst'], fields: {} });
let keys = 0;
const says = (feed: string, demographics: Demographics, lastAt = '2026-11-20T06:00:00.000Z', localKey = String(++keys)): Statement => ({ feed, localKey, demographics, asOf: null, firstAt: lastAt, lastAt });
const home = (line: string, start?: string): Demographics => ({ addresses: [{ lines: [line, 'Newbridge'], postcode: 'NB4 1AB', ...(start === undefined ? {} : { start }) }] });

describe('survivorship', () => {
  test('believes the more reliable source, however old', () => {
    expect(summarise([says('worst', { birthDate: '1950-01-01' }), says('best', { birthDate: '1943-07-14' }, '2020-01-01T00:00:00.000Z')], rules, today).birthDate).toBe('1943-07-14');
  });
  test('then the newer, then what more say', () => {
    expect(summarise([says('even', { gender: 'male' }, '2025-01-01T00:00:00.000Z'), says('equal', { gender: 'female' })], rules, today).gender).toBe('female');
    const frequent = [says('even', { birthDate: '1943-07-14' }), says('equal', { birthDate: '1943-07-14' }), says('even', { birthDate: '1944-07-14' })];
    expect(summarise(frequent, rules, today).birthDate).toBe('1943-07-14');
    expect(summarise(frequent.toReversed(), rules, today).birthDate).toBe('1943-07-14');
  });
  test('a whole date before a year alone, a stated gender before an unknown one', () => {
    expect(summarise([says('best', { birthDate: '1943', gender: 'unknown' }), says('worst', { birthDate: '1950-01-01', gender: 'female' })], rules, today)).toMatchObject({ birthDate: '1950-01-01', gender: 'female' });
  });
  test('what a source says now stands for it, not what it said before', () => {
    expect(summarise([says('best', { family: 'Old' }, '2020-01-01T00:00:00.000Z', 'A'), says('best', { family: 'New' }, '2026-01-01T00:00:00.000Z', 'A')], rules, today).family).toBe('New');
  });
  test('a name is taken whole from one source', () => {
    expect(summarise([says('best', { family: 'Begum' }), says('worst', { family: 'Khan', given: ['Amina'] })], rules, today)).toMatchObject({ family: 'Khan', given: ['Amina'] });
  });
  test('an address that most sources say, then the newest; never one that has ended', () => {
    expect(summarise([says('best', home('1 Old Road')), says('even', home('2 New Road')), says('worst', home('2 New Rd'))], rules, today).address?.lines[0]).toBe('2 New Road');
    expect(summarise([says('best', home('1 Old Road', '2015-01-01')), says('worst', home('2 New Road', '2026-01-01'))], rules, today).address?.lines[0]).toBe('2 New Road');
    expect(summarise([says('best', { addresses: [{ lines: ['1 Old Road'], end: '2020-01-01' }, { lines: ['The Office'], use: 'work' }] })], rules, today).address).toBeNull();
  });
  test('only a valid NHS number; death once any source says it', () => {
    expect(summarise([says('best', { nhsNumber: '9434765918' }), says('worst', { nhsNumber: '9434765919', deceased: true })], rules, today)).toMatchObject({ nhsNumber: '9434765919', deceased: true });
  });
  test('gathers numbers, phones and contacts once each, the most reliable first, with their source', () => {
    const all = [says('worst', { phones: ['07700900123', '020 7946 0999'], contacts: [{ name: 'Rahim Khan' }] }), says('best', { phones: ['07700 900123'], identifiers: [{ system: 'pas', value: '1' }], contacts: [{ name: 'RAHIM KHAN', phone: '07700 900124' }] })];
    expect(summarise(all, rules, today)).toMatchObject({ phones: ['07700 900123', '020 7946 0999'], identifiers: [{ system: 'pas', value: '1', feed: 'best' }], contacts: [{ value: { phone: '07700 900124' }, feed: 'best' }] });
  });
  test('who says it less exactly says the same', () => {
    const statements = [says('best', { birthDate: '1943', addresses: [{ lines: [], postcode: 'NB4 1AB' }], ethnicity: 'Asian or Asian British - Bangladeshi' }), says('worst', { birthDate: '1943-07-14', ...home('14 Acacia Avenue'), ethnicity: 'K' })];
    expect((['birthDate', 'address', 'ethnicity'] as const).map((field) => valuesOf(field, statements, rules, today).map((v) => v.feeds))).toEqual([[['worst', 'best']], [['worst', 'best']], [['best', 'worst']]]);
  });
  test('does not depend on the order things came in', () => {
    const statement = fc.record({ feed: fc.constantFrom('best', 'even', 'equal', 'worst', 'other'), family: fc.constantFrom('Begum', 'Khan', ''), birthDate: fc.constantFrom('1943', '1943-07-14', '1950-01-01'), day: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (all) => {
        const statements = all.map(({ feed, family, birthDate, day }, i) => says(feed, { family, birthDate }, `2026-01-0${day}T00:00:00.000Z`, String(i)));
        const [one, other] = [summarise(statements, rules, today), summarise(statements.toReversed(), rules, today)];
        expect([one.displayName, one.birthDate]).toEqual([other.displayName, other.birthDate]);
      }),
    );
  });
});

test('a name as the NHS shows it', () => {
  expect(displayName('Begum', ['Amina', 'Noor'], 'Mrs')).toBe('BEGUM, Amina (Mrs)');
  expect(displayName('', ['Amina'], null)).toBe('Amina');
  expect(displayName('', [], null)).toBe('Name not known');
});

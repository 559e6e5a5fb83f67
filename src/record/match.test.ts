import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { birthKeys, houseKeys, postcodeKeys, searchKeys } from './keys.ts';
import { edits, likeness, score } from './match.ts';
import { understand } from './query.ts';

const today = '2026-11-20';
const rank = (query: string, names: string, birthDate: string | null = null): number =>
  score(understand(query, today), { personId: '', displayName: '', names, birthDate, keys: birthDate === null ? [] : birthKeys(birthDate) }, [], today).rank;

test('likeness is ordered by how surely each finds the person meant', () => {
  const worth = ['william', 'willia', 'bill', 'wiliam', 'b'].map((asked) => likeness(asked, 'william').worth);
  expect(worth).toEqual(worth.toSorted((a, b) => b - a));
  expect(likeness('filips', 'phillips').reason).toBe('name that sounds alike');
  expect(likeness('smith', 'patel').worth).toBe(0);
});
test('a name in any order ranks alike, and above a name that is only similar', () => {
  expect(rank('begum amina', 'amina begum')).toBeCloseTo(rank('amina begum', 'amina begum'));
  expect(rank('amina begum', 'amina begum')).toBeGreaterThan(rank('amina begum', 'amena begum'));
  expect(rank('amina begum', 'amena begum')).toBeGreaterThan(rank('amina begum', 'amina khan'));
});
test('one word of a name answers one part of the question', () => {
  expect(rank('amina aminah', 'amina khan')).toBeLessThan(0.6);
  expect(rank('amina aminah', 'amina aminah')).toBeGreaterThan(0.99);
});
test('a right date of birth outranks a slipped one, and that a wrong one', () => {
  const [right, swapped, year, wrong] = ['1943-07-04', '1943-04-07', '1943-01-01', '1990-01-02'].map((born) => rank('begum 04/07/1943', 'amina begum', born));
  expect(right).toBeGreaterThan(swapped!);
  expect(swapped).toBeGreaterThan(year!);
  expect(year).toBeGreaterThan(wrong!);
});
test('edits are symmetric and small for a swap of neighbours', () => {
  expect(edits('begum', 'bgeum')).toBe(1);
  fc.assert(fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => edits(a, b) === edits(b, a) && (edits(a, b) === 0) === (a === b)));
});
test('keys of a place and of a date', () => {
  expect(postcodeKeys('nb41ab')).toEqual(['o:NB4', 's:NB41', 'p:NB41AB']);
  expect(postcodeKeys('nowhere')).toEqual([]);
  expect(houseKeys({ lines: ['Flat 2', '14b Acacia Avenue'] })).toEqual(['h:14bacacia']);
  expect(birthKeys('1943')).toEqual(['y:1943']);
});
test('no key of an address where whereabouts are restricted', () => {
  const person = [{ family: 'Begum', given: ['Amina'], addresses: [{ lines: ['14 Acacia Avenue'], postcode: 'NB4 1AB' }] }];
  expect(searchKeys(person, false)).toContain('h:14acacia');
  expect(searchKeys(person, true).filter((key) => /^[oshp]:/.test(key))).toEqual([]);
});

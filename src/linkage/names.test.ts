import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { fold, givenKeys, readFamily, readGiven, soundOf } from './names.ts';

test.each([
  ["O'Brien-Ward", 'obrien ward'],
  ['Wójcik', 'wojcik'],
  ['Łukasz  ŻÓŁĆ', 'lukasz zolc'],
  ['Siân', 'sian'],
  ['<script>', 'script'],
])('%s folds to %s', (text, folded) => expect(fold(text)).toBe(folded));

test('folding twice is folding once', () => {
  assert(
    property(string({ maxLength: 300, unit: 'grapheme' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
  );
});

test.each([
  ['Bill', 'william'],
  ['Peggy', 'margaret'],
  ['Md', 'mohammed'],
])('%s is used for %s', (short, full) => expect(givenKeys(fold(short))).toContain(full));

test('short forms of one name meet; two names of their own do not', () => {
  expect(givenKeys('kasia')).toEqual(givenKeys('katarzyna'));
  expect(givenKeys('hannah')).not.toEqual(expect.arrayContaining(givenKeys('anna')));
  expect(givenKeys('jack')).not.toEqual(expect.arrayContaining(givenKeys('joseph')));
});

test.each([
  ['Kowalska', 'Kowalski'],
  ['Evans-Jones', 'Jones'],
  ['ap Rhys', 'Price'],
  ['Mc Donald', 'MacDonald'],
  ['Chowdhury', 'Choudhry'],
  ['Gill Kaur', 'Gill'],
])('surnames %s and %s share a form', (one, other) => {
  expect(readFamily(one).any.some((form) => readFamily(other).any.includes(form))).toBe(true);
});

test('a bearer of Mohammed goes by the next name; a title and "baby" are no names', () => {
  expect(readGiven(['Mohammed Asif'], undefined).first).toBe('asif');
  expect(readGiven(['Md'], undefined).first).toBe('md');
  expect(readGiven(['Baby'], undefined).first).toBeNull();
  expect(readGiven(['Mrs', 'Amina'], undefined).first).toBe('amina');
  expect(readGiven(['Ka Ming'], undefined).any).toContain('kaming');
});

test.each([
  ['Philip', 'Filip'],
  ['Catherine', 'Kathryn'],
  ['Thomson', 'Tomson'],
  ['Wright', 'Right'],
  ['Choudhury', 'Shoudhury'],
])('%s and %s sound alike', (one, other) => expect(soundOf(fold(one))).toBe(soundOf(fold(other))));

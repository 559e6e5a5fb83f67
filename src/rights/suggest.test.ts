import { expect, test } from 'vitest';
import { suggestionsFor, type OwnNames } from './suggest.ts';

const own: OwnNames = { names: ['Amina', 'Begum'], phones: ['020 7946 0341'], emails: ['amina@people.example'], others: [{ name: 'Nasreen Begum', phone: '07700 900412' }] };
const of = (rows: { name: string; value: string }[], title = 'Visit'): string[] => suggestionsFor({ title, rows }, own);

test('another person, their number and their address are seen, however they are written', () => {
  expect(of([{ name: 'Detail', value: 'Rang nasreen begum on +44 7700 900412' }])).toEqual(['Names Nasreen Begum', 'Gives the telephone number of Nasreen Begum', 'Gives a telephone number, +44 7700 900412']);
  expect(of([{ name: 'Detail', value: 'a neighbour, Peter Lowe, called, p.lowe@people.example' }])).toEqual(['Gives an e-mail address, p.lowe@people.example', 'May name somebody in “Detail”: Peter Lowe']);
});

test('what is the person’s own, and the names of services, are not', () => {
  expect(of([{ name: 'Detail', value: 'Amina Begum rang from 02079460341, amina@people.example' }, { name: 'Service', value: 'Adult Social Care' }])).toEqual([]);
});

import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { copyOf, fingerprintOf, strikeOut, struck, type CopyItem } from './release.ts';

const item = (itemId: string, more: Partial<CopyItem>): CopyItem => ({ itemId, holding: 'record', source: 'Housing, Newbridge Homes', title: 'Tenancy', happened: '2026-03-01', rows: [], suggested: [], decision: 'include', strike: { rows: [], words: [] }, exemption: null, note: '', decidedBy: 'A', ...more });
const items = [
  item('1', { rows: [{ name: 'Status', value: 'Current' }] }),
  item('2', { title: 'Visit with Nasreen Begum', decision: 'redact', exemption: 'third-party', strike: { rows: [1], words: ['nasreen  begum'] }, note: 'She did not agree', rows: [{ name: 'Detail', value: 'NASREEN BEGUM opened the door' }, { name: 'Her telephone', value: '07700 900412' }] }),
  item('3', { title: 'Zqpolice', decision: 'withhold', exemption: 'crime', note: 'Zqtipping off', rows: [{ name: 'Detail', value: 'Zqplan' }] }),
  item('4', { title: 'Zqadvice', decision: 'withhold', exemption: 'legal-privilege', rows: [{ name: 'Detail', value: 'Zqcounsel' }] }),
  item('5', { holding: 'looks', source: 'Kith', title: 'Who has looked', rows: [{ name: '20 Nov 2026', value: 'Front door team' }] }),
];
const head = { person: { name: 'Amina Begum', born: '14 Jul 1943', nhsNumber: '999 012 3454' }, reference: 'R-00000001', received: '2026-11-02', made: '2026-11-20' };
const holdings = [{ id: 'identity', title: 'Who you are' }, { id: 'record', title: 'What services hold' }, { id: 'looks', title: 'Who has looked' }];

test('a copy holds what was included, and of the rest nothing but reasons that may be given', async () => {
  const copy = copyOf(head, holdings, items);
  const text = `${JSON.stringify(copy, null, 2)}\n`;
  expect(text).not.toMatch(/Zq|nasreen|07700|did not agree|crime/i);
  await expect(text).toMatchFileSnapshot(resolve('tests/fixtures/rights/copy.json'));
});

test('words struck out go wherever they stand, whatever their case or spacing, and mean nothing but themselves', () => {
  expect(strikeOut('Ann Lee, ANN  LEE and Annabel', ['Ann Lee'])).toBe(`${struck}, ${struck} and Annabel`);
  expect(strikeOut('Flat (2.1) is 201', ['(2.1)'])).toBe(`Flat ${struck} is 201`);
  expect(strikeOut('as it is', ['', '  '])).toBe('as it is');
});

test('what was checked is named by what would be given', () => {
  const before = fingerprintOf(items);
  expect(fingerprintOf(items.map((i) => ({ ...i, note: 'another' })))).toBe(before);
  expect(fingerprintOf(items.map((i) => (i.itemId === '4' ? { ...i, decision: 'include' as const } : i)))).not.toBe(before);
});

import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readArea } from '../../kernel/index.ts';
import { checkPrefill, readersWithout } from './check-prefill.ts';

const text = readFileSync(resolve('tests/fixtures/pathways/travel-training.yaml'), 'utf8');
const dir = mkdtempSync(join(tmpdir(), 'kith-prefill-'));
cpSync(resolve('areas/demo'), dir, { recursive: true, filter: (path) => !/\/(feeds|radar|sensors|geography)$/.test(path) });
mkdirSync(join(dir, 'pathways'), { recursive: true });

/** What is said of the area with a prefill on a question of the pathway. */
function said(prefill: string): string[] {
  const field = 'title: Would you like to learn to travel by yourself?';
  writeFileSync(join(dir, 'pathways', 'travel-training.yaml'), text.replace(field, `${field}, ${prefill}`));
  return checkPrefill(readArea(dir).area!).map((p) => `${p.path}: ${p.message}`);
}

test('taking an answer from a category that not everybody who reads the case may read is named, with the teams', () => {
  expect(said('prefill: { kind: finding, category: police }')).toEqual([expect.stringMatching(/^forms\.request\.pages\.0\.fields\.0\.prefill: wants_training would show data to teams .*front-door \(police\)/)]);
  expect(said('prefill: { kind: finding }')[0]).toContain('would show data to teams');
  expect(said('prefill: { kind: finding, category: police }, shared: Protocol 7')).toEqual([]);
});

test('taking it from the pathway’s own category, from who the person is, or from the same case is not', () => {
  expect(said('prefill: { kind: finding, category: adult-social-care }')).toEqual([]);
  expect(said('prefill: { person: name }')).toEqual([]);
  expect(said('prefill: { form: review, field: travels_alone }')).toEqual([]);
});

test('what there is not is named', () => {
  expect(said('prefill: { form: reviews, field: x }')).toEqual(['forms.request.pages.0.fields.0.prefill.form: Digital travel training has no form "reviews".']);
  expect(said('prefill: { form: review, field: x }')).toEqual(['forms.request.pages.0.fields.0.prefill.field: That form has no question "x".']);
  expect(said('prefill: { pathway: none, form: review, field: x }')[0]).toContain('There is no pathway "none"');
  expect(said('prefill: { kind: finding, category: none }')[0]).toContain('There is no category "none"');
});

test('a level that needs more than the case’s own does not cover it', () => {
  const team = (rules: Parameters<typeof readersWithout>[0][number]['purposes'][string]) => [{ id: 't', name: 'T', organisation: 'o', roles: ['r'], may: [], purposes: { p: rules } }];
  expect(readersWithout(team({ a: 'detail', b: { level: 'detail', needs: 'relationship', otherwise: 'none' } }), 'a', 'b')).toEqual(['t']);
  expect(readersWithout(team({ a: { level: 'detail', needs: ['worker'], otherwise: 'none' }, b: { level: 'detail', needs: 'relationship', otherwise: 'none' } }), 'a', 'b')).toEqual([]);
  expect(readersWithout(team({ a: 'summary', b: 'none' }), 'a', 'b')).toEqual([]);
});

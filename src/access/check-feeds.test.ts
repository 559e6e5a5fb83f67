import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readArea } from '../kernel/index.ts';
import { checkFeedSharing } from './check-feeds.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kith-area-'));
  cpSync(resolve('areas/demo/area.yaml'), join(dir, 'area.yaml'));
  cpSync(resolve('areas/demo/access'), join(dir, 'access'), { recursive: true });
  mkdirSync(join(dir, 'feeds'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Problems of a feed whose file has these lines. */
function of(...lines: string[]): string[] {
  writeFileSync(join(dir, 'feeds/one.yaml'), lines.join('\n'));
  return checkFeedSharing(readArea(dir).area!).map((p) => `${p.file}:${p.line} ${p.message}`);
}

test('the demo area’s feeds bring what its agreement covers', () => {
  expect(checkFeedSharing(readArea(resolve('areas/demo')).area!)).toEqual([]);
});

test('a feed is held to its agreement, category by category', () => {
  const rows = ['rows:', '  - facts:', '      - { kind: finding, category: police }'];
  expect(of('organisation: newbridge-homes', 'agreement: newbridge-core', 'category: housing', ...rows)).toEqual([]);
  expect(of('organisation: newbridge-homes', 'agreement: newbridge-old', 'category: housing')).toEqual(['feeds/one.yaml:2 There is no agreement "newbridge-old".']);
  expect(of('organisation: elsewhere', 'agreement: newbridge-core', 'category: housing')).toEqual(['feeds/one.yaml:2 elsewhere is no party to newbridge-core v4.']);
  expect(of('organisation: newbridge-homes', 'agreement: newbridge-core', 'category: houses', 'rows:', '  - facts:', '      - kind: finding', '        category: probation')).toEqual([
    'feeds/one.yaml:3 There is no category "houses".',
    'feeds/one.yaml:7 There is no category "probation".',
  ]);
});

test('a category the latest version does not cover is named', () => {
  writeFileSync(
    join(dir, 'access/agreements.yaml'),
    `agreements:
  - { id: newbridge-core, version: 9, title: A, starts: 2026-01-01, expires: 2027-01-01, dpia: 'https://newbridge.example/dpia', parties: [newbridge-homes, st-brides], categories: [identity, hospital], purposes: [direct-care] }`,
  );
  expect(of('organisation: newbridge-homes', 'agreement: newbridge-core', 'category: housing')).toEqual(['feeds/one.yaml:3 newbridge-core v9 does not cover housing.']);
});

test('a directory, which is about nobody, needs no agreement', () => {
  expect(of('id: directory', 'rows: []')).toEqual([]);
});

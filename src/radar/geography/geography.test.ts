import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { areaAt, readShapes } from './geojson.ts';
import { geographySchema, readGeography } from './geography.ts';
import { toGrid } from './projection.ts';

test('degrees become the grid: the worked example of the Ordnance Survey’s guide, and a point at Greenwich', () => {
  // Annex C of the guide is OSGB36 latitude; these are WGS84 positions of Caister water tower and 51.4778° on the meridian of today, 102 m east of Airy's.
  const [east, north] = toGrid(1.716073973, 52.658007833);
  expect(Math.hypot(east - 651_409.8, north - 313_177.4)).toBeLessThan(6);
  const [x, y] = toGrid(0, 51.4778);
  expect(Math.hypot(x - 538_988, y - 177_323)).toBeLessThan(20);
});

const square = (code: string, x: number, size = 10): unknown => ({ type: 'Feature', properties: { code, name: `Area ${code}` }, geometry: { type: 'Polygon', coordinates: [[[x, 0], [x + size, 0], [x + size, size], [x, size], [x, 0]]] } });
const collection = (...features: unknown[]): string => JSON.stringify({ type: 'FeatureCollection', features });

test('a point is in the area whose outline holds it, and in none when it lies in a hole or outside', () => {
  const holed = { type: 'Feature', properties: { code: 'C', name: 'C' }, geometry: { type: 'MultiPolygon', coordinates: [[[[100, 0], [110, 0], [110, 10], [100, 10], [100, 0]], [[104, 4], [106, 4], [106, 6], [104, 6], [104, 4]]]] } };
  const { shapes, mistakes } = readShapes(collection(square('A', 0), square('B', 10), holed), 'code', 'name', 'british-national-grid');
  expect(mistakes).toEqual([]);
  expect([[5, 5], [15, 5], [102, 5], [105, 5], [50, 5]].map(([x, y]) => areaAt(shapes, [x!, y!])?.code ?? null)).toEqual(['A', 'B', 'C', null, null]);
});

test.each([
  ['{', 'It is not JSON'],
  [collection({ ...(square('A', 0) as object), properties: { id: 1 } }), 'Feature 1 has no code; its properties are id.'],
  [collection(square('A', 0), square('A', 20)), 'A is there twice.'],
  [collection(square('A', 5e6)), 'which is not in Great Britain'],
  [collection({ type: 'Feature', properties: { code: 'A', name: 'A' }, geometry: { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 1]]] } }), 'A ring ends where it begins'],
  [collection({ type: 'Feature', properties: { code: 'A', name: 'A' }, geometry: { type: 'Point', coordinates: [0, 0] } }), 'geometry'],
])('says what is wrong with a file of outlines', (text, mistake) => {
  expect(readShapes(text, 'code', 'name', 'british-national-grid').mistakes.join(' ')).toContain(mistake);
});

test('the demo area has outlines of its wards and small areas, and each small area lies in a ward', () => {
  const { geography, problems } = readGeography('areas/demo');
  expect(problems).toEqual([]);
  expect([geography.get('ward')?.shapes.length, geography.get('lsoa')?.shapes.length]).toEqual([18, 90]);
  const centres = geography.get('lsoa')!.shapes.map(({ polygons }) => polygons[0]![0]!).map((ring) => [ring.reduce((s, p) => s + p[0], 0) / ring.length, ring.reduce((s, p) => s + p[1], 0) / ring.length] as const);
  const wards = centres.map((centre) => areaAt(geography.get('ward')!.shapes, centre)?.code);
  expect(new Set(wards).size).toBe(18);
  expect(wards).not.toContain(undefined);
});

test('a definition that names no file, or one that is not there, is told with its line', () => {
  const dir = mkdtempSync(join(tmpdir(), 'kith-area-'));
  mkdirSync(join(dir, 'geography'));
  writeFileSync(join(dir, 'geography', 'wards.yaml'), 'level: ward\ntitle: Wards\nfile: nowhere.geojson\ncode: a\nname: b\nprojection: wgs84\nsource: x\n');
  writeFileSync(join(dir, 'geography', 'up.yaml'), 'level: lsoa\ntitle: Wards\nfile: ../../secret.json\ncode: a\nname: b\nprojection: wgs84\nsource: x\n');
  expect(readGeography(dir).problems.map((p) => `${p.file}:${p.line} ${p.message}`)).toEqual(['geography/up.yaml:3 Name a GeoJSON file in the same folder', 'geography/wards.yaml:3 There is no file geography/nowhere.geojson.']);
});

test('the JSON Schema of geography files is up to date', async () => {
  await expect(`${JSON.stringify(z.toJSONSchema(geographySchema, { io: 'input', target: 'draft-7' }), null, 2)}\n`).toMatchFileSnapshot(resolve('areas/schema/geography.json'));
});

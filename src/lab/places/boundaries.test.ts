import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { boundaries, imdDecileOf, lsoaOf, wardOf } from './boundaries.ts';
import { postcodeOf } from './dwellings.ts';

test.each(['wards', 'lsoas'] as const)('the demo area holds the %s of the borough as they are made', async (kind) => {
  await expect(boundaries(kind)).toMatchFileSnapshot(resolve(`areas/demo/geography/${kind}.geojson`));
});

test('a postcode lies in one ward and one small area, and deprivation has a shape', () => {
  const postcodes = Array.from({ length: 9 }, (_, d) => Array.from({ length: 400 }, (_, g) => postcodeOf(d + 1, g))).flat();
  expect(new Set(postcodes.map((p) => wardOf(p).code)).size).toBe(18);
  expect(new Set(postcodes.map((p) => lsoaOf(p).code)).size).toBe(90);
  const deciles = new Set(postcodes.map(imdDecileOf));
  expect(deciles.size).toBeGreaterThan(7);
});

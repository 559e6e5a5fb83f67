import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { atrsSchema } from '../src/radar/cards/definition.ts';
import { readRadarFiles } from '../src/radar/index.ts';

test('every scorecard of the area has its transparency record', () => {
  const { cards } = readRadarFiles('areas/demo');
  expect(cards.length).toBeGreaterThan(10);
  expect(cards.filter(({ value }) => !atrsSchema.safeParse(value.atrs).success).map(({ value }) => value.id)).toEqual([]);
});

test('so has the model that links records', () => {
  const read = atrsSchema.safeParse(parse(readFileSync(resolve('areas/demo/linkage/atrs.yaml'), 'utf8')));
  expect(read.error?.issues ?? []).toEqual([]);
});

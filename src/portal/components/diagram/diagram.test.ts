import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { pathwaySchema } from '../../../pathways/index.ts';
import { draw, linesOf } from './layout.ts';

interface Box {
  what: string;
  x: number;
  y: number;
  width: number;
  height: number;
}
const files = ['tests/fixtures/pathways/travel-training.yaml', ...readdirSync('areas/demo/pathways').filter((f) => f !== 'events.yaml' && f.endsWith('.yaml')).map((f) => `areas/demo/pathways/${f}`)];
const pathways = files.map((file) => pathwaySchema.parse(parse(readFileSync(resolve(file), 'utf8')))).filter((p) => p.start !== undefined);

test.each(pathways.map((pathway) => ({ id: pathway.id, pathway })))('of $id no title, label or box covers another, and all are inside', ({ pathway }) => {
  const { width, height, states, steps } = draw(pathway);
  const boxes: Box[] = [...states.map((s) => ({ what: s.id, ...s })), ...steps.map((s) => ({ what: `${s.from} to ${s.to}`, ...s.label }))];
  const covers = (a: Box, b: Box): boolean => Math.abs(a.x - b.x) < (a.width + b.width) / 2 - 1 && Math.abs(a.y - b.y) < (a.height + b.height) / 2 - 1;
  expect(boxes.flatMap((a, i) => boxes.slice(i + 1).flatMap((b) => (covers(a, b) ? [`${a.what} and ${b.what}`] : [])))).toEqual([]);
  for (const { x, y, ...box } of boxes) expect(x - box.width / 2 >= -1 && y - box.height / 2 >= -1 && x + box.width / 2 <= width + 1 && y + box.height / 2 <= height + 1).toBe(true);
  expect(steps).toHaveLength(Object.values(pathway.states).flatMap((s) => s.transitions).length);
});

test('words stand in lines, a long one alone', () => expect(linesOf('Send to the multidisciplinaryteamofteams at once', 14)).toEqual(['Send to the', 'multidisciplinaryteamofteams', 'at once']));

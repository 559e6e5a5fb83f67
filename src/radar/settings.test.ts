import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { alarmsSchema } from './alarms/definition.ts';
import { homeSchema } from './home/definition.ts';
import { routineSchema } from './routine/definition.ts';
import { readDetectors } from './settings.ts';
import { weatherSchema } from './weather/definition.ts';

function changed(file: string, from: string | RegExp, to: string): string {
  const area = mkdtempSync(join(tmpdir(), 'kith-area-'));
  cpSync('areas/demo/radar', join(area, 'radar'), { recursive: true });
  const path = join(area, 'radar', file);
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to));
  return area;
}

test('the demo area’s files are in order, dial nobody, and keep within their budget', () => {
  const { settings, problems } = readDetectors('areas/demo', ['housing-repairs', 'energy-certificates', 'hospital-adt']);
  expect(problems).toEqual([]);
  expect(settings.weather?.dial).toBe(false);
  expect(settings.home?.ladder.length).toBeGreaterThan(4);
  expect(settings.routine?.measures.length).toBeGreaterThan(5);
});

test('an area without such files looks at nothing', () => {
  expect(readDetectors(mkdtempSync(join(tmpdir(), 'kith-area-')))).toEqual({ settings: { home: null, routine: null, weather: null, alarms: null }, problems: [] });
});

test('problems name file and line, and how to mend them', () => {
  expect(readDetectors(changed('routine.yaml', /metric: motion/, 'metric: mution')).problems[0]).toMatchObject({ file: 'radar/routine.yaml', message: 'There is no metric "mution".' });
  expect(readDetectors(changed('routine.yaml', /^budget: .*$/m, 'budget: 0.01')).problems[0]?.message).toMatch(/may give .* alarms without cause/);
  expect(readDetectors(changed('home.yaml', /threshold: 18/, 'threshold: eighteen')).problems[0]).toMatchObject({ file: 'radar/home.yaml' });
  expect(readDetectors('areas/demo', ['gp-patients']).problems.map((p) => p.message)).toContain('There is no feed "housing-repairs".');
  expect(readDetectors(changed('weather.yaml', /url: "https:/, 'url: "http:')).problems).not.toEqual([]);
});

/** Editors check the files against these as they are typed. `vitest run src/radar/settings.test.ts -u` writes them again. */
test.each([
  ['home', homeSchema],
  ['routine', routineSchema],
  ['weather', weatherSchema],
  ['alarms', alarmsSchema],
] as const)('the JSON Schema of radar/%s.yaml is up to date', async (name, schema) => {
  const made = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  await expect(`${JSON.stringify(made, null, 2)}\n`).toMatchFileSnapshot(resolve(`areas/schema/radar-${name}.json`));
});

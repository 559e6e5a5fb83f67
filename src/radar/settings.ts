import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { readDefinition, type Definition, type Problem } from '../kernel/index.ts';
import { isMetric } from '../sensors/index.ts';
import { alarmsSchema, type AlarmSettings } from './alarms/definition.ts';
import { homeSchema, type HomeSettings } from './home/definition.ts';
import { routineSchema, type RoutineFile } from './routine/definition.ts';
import type { RoutineMeasure } from './routine/observe.ts';
import { weatherSchema, type WeatherSettings } from './weather/definition.ts';

/** What an area has said of homes, routine, weather and alarms. What it has not is not looked at. */
export interface DetectorSettings {
  home: HomeSettings | null;
  routine: (Omit<RoutineFile, 'measures'> & { measures: RoutineMeasure[] }) | null;
  weather: WeatherSettings | null;
  alarms: AlarmSettings | null;
}

function readFile<S extends z.ZodType>(area: string, name: string, schema: S): { read: Definition<z.infer<S>> | null; problems: Problem[] } {
  const file = join(area, 'radar', name);
  if (!existsSync(file)) return { read: null, problems: [] };
  const read = readDefinition(area, file, schema);
  return Array.isArray(read) ? { read: null, problems: read } : { read, problems: [] };
}

/** Reads `radar/home.yaml`, `radar/routine.yaml`, `radar/weather.yaml` and `radar/alarms.yaml` of an area. Without `feeds`, names of feeds are not checked. */
export function readDetectors(area: string, feeds?: readonly string[]): { settings: DetectorSettings; problems: Problem[] } {
  const home = readFile(area, 'home.yaml', homeSchema);
  const routine = readFile(area, 'routine.yaml', routineSchema);
  const weather = readFile(area, 'weather.yaml', weatherSchema);
  const alarms = readFile(area, 'alarms.yaml', alarmsSchema);
  const problems = [...home.problems, ...routine.problems, ...weather.problems, ...alarms.problems];
  const feedOf = (read: Definition<unknown>, path: (string | number)[], feed: string): void => {
    if (feeds !== undefined && !feeds.includes(feed)) problems.push(read.problem([...path, 'feed'], `There is no feed "${feed}".`, `Name one of: ${feeds.join(', ')}.`));
  };
  if (home.read !== null) {
    const { read } = home;
    read.value.repairs.forEach((m, i) => feedOf(read, ['repairs', i], m.feed));
    for (const part of ['epcBand', 'requiredFuelCost', 'income'] as const) read.value.fuelPoverty?.[part].forEach((m, i) => feedOf(read, ['fuelPoverty', part, i], m.feed));
    read.value.ladder.forEach((r, i) => {
      if (read.value.ladder.findIndex((other) => other.code === r.code) !== i) problems.push(read.problem(['ladder', i, 'code'], `Two rungs have the code "${r.code}".`, 'Give each rung a code of its own.'));
    });
  }
  if (routine.read !== null) {
    const { read } = routine;
    const { measures, budget, stays } = read.value;
    stays.forEach((m, i) => feedOf(read, ['stays', i], m.feed));
    measures.forEach((m, i) => {
      const wrong = (path: (string | number)[], message: string, mend: string): void => void problems.push(read.problem(['measures', i, ...path], message, mend));
      if (!isMetric(m.of.metric)) wrong(['of', 'metric'], `There is no metric "${m.of.metric}".`, 'Name one that a sensor has; docs/rooms/sensors.md lists them.');
      if (m.methods.includes('robust') && m.methods.length > 1) wrong(['methods'], 'robust stands alone.', 'Use cusum and tail for counts, or robust for anything else.');
      if (!m.methods.includes('robust') && ['first', 'last', 'mean'].includes(m.of.count)) wrong(['methods'], `${m.of.count} is not a count.`, 'Use the method robust.');
      for (const side of ['up', 'down'] as const) if ((m.direction === side || m.direction === 'both') && m.code[side] === undefined) wrong(['code'], `It looks ${side} and has no code for that.`, `Give code.${side}, the code of what is observed.`);
    });
    const sum = measures.reduce((total, m) => total + m.budget, 0);
    if (sum > budget + 1e-9) problems.push(read.problem(['budget'], `The measures may give ${Math.round(sum * 1000) / 10} alarms without cause in 100 weeks, and ${Math.round(budget * 1000) / 10} are allowed.`, 'Lower the budgets of measures, leave some out, or allow more.'));
  }
  if (alarms.read !== null) {
    const { read } = alarms;
    const said = read.value.alarms.flatMap((a) => a.says);
    read.value.alarms.forEach((a, i) => a.says.forEach((word, j) => {
      if (said.indexOf(word) !== said.lastIndexOf(word)) problems.push(read.problem(['alarms', i, 'says', j], `"${word}" stands here twice.`, 'Say once what it means.'));
    }));
  }
  if (weather.read !== null) {
    const { read } = weather;
    read.value.sources.forEach((s, i) => {
      if ((s.url === undefined) === (s.file === undefined)) problems.push(read.problem(['sources', i], 'A source has either an address or a file.', 'Give one of url and file.'));
    });
  }
  return {
    settings: {
      home: home.read?.value ?? null,
      weather: weather.read?.value ?? null,
      alarms: alarms.read?.value ?? null,
      routine: routine.read === null ? null : { ...routine.read.value, measures: routine.read.value.measures.map(asMeasure) },
    },
    problems,
  };
}

function asMeasure(m: RoutineFile['measures'][number]): RoutineMeasure {
  const { methods, direction, ratio, budget, weekdays, run, least, log } = m;
  return { id: m.id, title: m.title, of: m.of, watch: { methods, direction, ratio, budget, weekdays, run, least, log }, code: m.code, words: m.words, each: m.each, unit: m.unit, show: m.show };
}

/** Codes of all that an area's detectors may observe: what a signal may name. */
export function observableCodes({ home, routine, weather, alarms }: DetectorSettings): ReadonlySet<string> {
  return new Set([
    ...(home === null ? [] : ['heating-off', 'boiler-fault-likely', 'sensor-silent', ...(home.fuelPoverty === undefined ? [] : ['fuel-poverty']), ...home.ladder.map((r) => r.code), ...home.mould.rungs.map((r) => r.code)]),
    ...(routine === null ? [] : [...(routine.stillness === undefined ? [] : [routine.stillness.code]), ...routine.measures.flatMap((m) => [m.code.up, m.code.down].filter((code) => code !== undefined))]),
    ...(weather === null ? [] : ['cold-spell-watch', 'heat-watch']),
    ...(alarms === null ? [] : [alarms.other.code, ...alarms.alarms.map((a) => a.code)]),
  ]);
}

import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPathways, walk, type Answers, type ScoreResult } from './index.ts';

const { pathways } = checkPathways(resolve('areas/demo'), new Set(['community-nurse', 'social-worker', 'discharge-coordinator']));
const charts = pathways.find((p) => p.id === 'charts')!;
const run = (form: string, answers: Answers) => walk(charts, answers, new Date('2026-11-20T09:00:00Z'), form);
const score = (form: string, answers: Answers): ScoreResult => run(form, answers).scores[0]!;

const well: Answers = { respiration_rate: 16, oxygen: 'no', spo2_scale: '1', spo2: 97, systolic: 120, pulse: 70, consciousness: 'A', temperature: 37 };
const pointsFor = (field: string, value: Answers[string], more: Answers = {}): number | undefined => score('news2', { ...well, ...more, [field]: value }).points[field];

/** Royal College of Physicians 2017, chart 1: value and points on each side of every boundary. */
describe('NEWS2', () => {
  test.each([
    ['respiration_rate', [[0, 3], [8, 3], [9, 1], [11, 1], [12, 0], [20, 0], [21, 2], [24, 2], [25, 3], [60, 3]]],
    ['systolic', [[0, 3], [90, 3], [91, 2], [100, 2], [101, 1], [110, 1], [111, 0], [219, 0], [220, 3], [300, 3]]],
    ['pulse', [[0, 3], [40, 3], [41, 1], [50, 1], [51, 0], [90, 0], [91, 1], [110, 1], [111, 2], [130, 2], [131, 3], [220, 3]]],
    ['temperature', [[30, 3], [35, 3], [35.1, 1], [36, 1], [36.1, 0], [38, 0], [38.1, 1], [39, 1], [39.1, 2], [42, 2]]],
    ['consciousness', [['A', 0], ['C', 3], ['V', 3], ['P', 3], ['U', 3]]],
    ['oxygen', [['no', 0], ['yes', 2]]],
  ] as [string, [string | number, number][]][])('%s', (field, table) => {
    expect(table.map(([value]) => [value, pointsFor(field, value)])).toEqual(table);
  });

  test('oxygen saturation on scale 1, on air and on oxygen alike', () => {
    const table = [[80, 3], [91, 3], [92, 2], [93, 2], [94, 1], [95, 1], [96, 0], [100, 0]] as const;
    for (const oxygen of ['yes', 'no']) expect(table.map(([v]) => [v, pointsFor('spo2', v, { oxygen })])).toEqual(table);
  });

  test('oxygen saturation on scale 2, where too much oxygen counts too', () => {
    const low = [[70, 3], [83, 3], [84, 2], [85, 2], [86, 1], [87, 1], [88, 0], [92, 0]] as const;
    const air = [...low, [93, 0], [97, 0], [100, 0]] as const;
    const onOxygen = [...low, [93, 1], [94, 1], [95, 2], [96, 2], [97, 3], [100, 3]] as const;
    expect(air.map(([v]) => [v, pointsFor('spo2', v, { spo2_scale: '2', oxygen: 'no' })])).toEqual(air);
    expect(onOxygen.map(([v]) => [v, pointsFor('spo2', v, { spo2_scale: '2', oxygen: 'yes' })])).toEqual(onOxygen);
  });

  test('bands: 0 to 4 low, one red observation more than low, 5 and 6 medium, 7 and above high', () => {
    expect(score('news2', well)).toMatchObject({ total: 0, band: { id: 'low' } });
    expect(score('news2', { ...well, respiration_rate: 22, pulse: 120 })).toMatchObject({ total: 4, band: { id: 'low' } });
    expect(score('news2', { ...well, consciousness: 'C' })).toMatchObject({ total: 3, band: { id: 'low-medium' } });
    expect(score('news2', { ...well, consciousness: 'C', pulse: 120 })).toMatchObject({ total: 5, band: { id: 'medium' } });
    expect(score('news2', { ...well, consciousness: 'C', respiration_rate: 25 })).toMatchObject({ total: 6, band: { id: 'medium' } });
    expect(score('news2', { ...well, consciousness: 'C', respiration_rate: 25, pulse: 95 })).toMatchObject({ total: 7, band: { id: 'high' } });
  });

  test('any observation missing leaves no total and no band, never a low one', () => {
    for (const left of Object.keys(well)) {
      const rest: Answers = Object.fromEntries(Object.entries(well).filter(([name]) => name !== left));
      const found = run('news2', rest);
      expect(found.outcome).toBe('incomplete');
      expect(found.missing).toContain(left);
      expect(found.scores[0]).toMatchObject({ total: null, band: null });
    }
  });

  test('a value that cannot be is refused, and nothing is scored from it', () => {
    expect(run('news2', { ...well, temperature: 370 })).toMatchObject({ outcome: 'incomplete', problems: [{ field: 'temperature' }] });
    expect(run('news2', { ...well, temperature: 36.75 })).toMatchObject({ problems: [{ field: 'temperature' }] });
    expect(run('news2', { ...well, pulse: '70' })).toMatchObject({ outcome: 'incomplete', problems: [{ field: 'pulse' }] });
  });
});

const each = (names: readonly string[], value: string): Answers => Object.fromEntries(names.map((n) => [n, value]));
const braden = ['sensory_perception', 'moisture', 'activity', 'mobility', 'nutrition'];
const abbey = ['vocalisation', 'expression', 'body_language', 'behaviour', 'physiological', 'physical'];

test.each([
  ['must', { bmi: 20.1, weight_loss: 4.9, acutely_ill: 'no' }, 0, 'low'],
  ['must', { bmi: 20, weight_loss: 0, acutely_ill: 'no' }, 1, 'medium'],
  ['must', { bmi: 18.5, weight_loss: 0, acutely_ill: 'no' }, 1, 'medium'],
  ['must', { bmi: 18.4, weight_loss: 0, acutely_ill: 'no' }, 2, 'high'],
  ['must', { bmi: 25, weight_loss: 5, acutely_ill: 'no' }, 1, 'medium'],
  ['must', { bmi: 25, weight_loss: 10.1, acutely_ill: 'yes' }, 4, 'high'],
  ['braden', { ...each(braden, '1'), friction: '1' }, 6, 'very-high'],
  ['braden', { ...each(braden, '2'), friction: '2' }, 12, 'high'],
  ['braden', { ...each(braden, '2'), friction: '3' }, 13, 'moderate'],
  ['braden', { ...each(braden, '3'), friction: '3' }, 18, 'mild'],
  ['braden', { ...each(braden, '4'), friction: '3' }, 23, 'none'],
  ['abbey', each(abbey, '0'), 0, 'none'],
  ['abbey', { ...each(abbey, '0'), physical: '3' }, 3, 'mild'],
  ['abbey', { ...each(abbey, '1'), physical: '3' }, 8, 'moderate'],
  ['abbey', { ...each(abbey, '2'), physical: '3', behaviour: '3' }, 14, 'severe'],
  ['cfs', { frailty: '4' }, 4, 'very-mildly-frail'],
  ['cfs', { frailty: '5' }, 5, 'frail'],
  ['ucla3', { companionship: '2', left_out: '2', isolated: '1' }, 5, 'not-lonely'],
  ['ucla3', { companionship: '2', left_out: '2', isolated: '2' }, 6, 'lonely'],
] as [string, Answers, number, string][])('%s of %o is %d, %s', (form, answers, total, band) => {
  const found = run(form, answers);
  expect(found.scores[0]).toMatchObject({ total, band: { id: band } });
  expect(found.outcome).toBe(band);
});

test('personal well-being has a band for each question, and anxiety is better low', () => {
  const bands = (answers: Answers) => run('ons4', answers).scores.map((s) => s.band?.id);
  expect(bands({ satisfied: 4, worthwhile: 5, happy: 8, anxious: 1 })).toEqual(['low', 'medium', 'high', 'very-low']);
  expect(bands({ satisfied: 9, worthwhile: 6, happy: 7, anxious: 6 })).toEqual(['very-high', 'medium', 'high', 'high']);
});

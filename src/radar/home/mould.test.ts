import { expect, test } from 'vitest';
import { criticalHumidity, mouldAfter, mouldCeiling, noMould, type MouldState } from './mould.ts';

test('critical humidity falls with warmth to 80 % at 20 °C: the sign of 3.13 T', () => {
  expect(criticalHumidity(5)).toBeCloseTo(100 - 15.65 + 4 - 0.33375, 6);
  expect(criticalHumidity(10)).toBeCloseTo(82.03, 6);
  expect(criticalHumidity(20)).toBeCloseTo(80.04, 6);
  expect(criticalHumidity(25)).toBe(80);
  expect(criticalHumidity(20, 85)).toBe(85);
});

test('pine at 20 °C and 97 % reaches index 1 after about 1.5 weeks, as Hukka and Viitanen give', () => {
  // exp(-0.68 ln 20 - 13.9 ln 97 + 66.02) = 1.484 weeks of growth at k1 = 1, and a little more as k2 falls
  let state: MouldState = noMould;
  let hours = 0;
  while (state.index < 1) {
    state = mouldAfter(state, 20, 97, 1, 'very-sensitive');
    hours++;
  }
  expect(hours / 168).toBeGreaterThan(1.48);
  expect(hours / 168).toBeLessThan(1.5);
});

test('the ceiling at 97 % and 20 °C: very sensitive 1 + 7x - 2x² with x = 0.8497', () => {
  const x = (80.04 - 97) / (80.04 - 100);
  expect(mouldCeiling(20, 97, 'very-sensitive')).toBeCloseTo(1 + 7 * x - 2 * x * x, 6);
  expect(mouldCeiling(20, 97, 'resistant')).toBeLessThan(mouldCeiling(20, 97, 'medium'));
  let state: MouldState = { index: 5.6, dryHours: 0 };
  for (let i = 0; i < 24 * 365; i++) state = mouldAfter(state, 20, 97, 1, 'very-sensitive');
  expect(state.index).toBeLessThanOrEqual(5.6);
});

test('dryness: quick decline for six hours, none to a day, then slow; never below nothing', () => {
  const dry = (hours: number): number => {
    let state: MouldState = { index: 2, dryHours: 0 };
    for (let i = 0; i < hours; i++) state = mouldAfter(state, 20, 50, 1, 'sensitive');
    return state.index;
  };
  expect(dry(6)).toBeCloseTo(2 - 0.032 / 4, 9);
  expect(dry(24)).toBeCloseTo(2 - 0.032 / 4, 9);
  expect(dry(48)).toBeCloseTo(2 - 0.032 / 4 - 0.016, 9);
  expect(mouldAfter({ index: 0.0001, dryHours: 0 }, 20, 50, 6, 'sensitive').index).toBe(0);
});

test('nothing grows below freezing or below the critical humidity', () => {
  expect(mouldAfter(noMould, -1, 100, 240, 'very-sensitive').index).toBe(0);
  expect(mouldAfter(noMould, 20, 79, 240, 'very-sensitive').index).toBe(0);
});

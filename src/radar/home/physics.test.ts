import { expect, test } from 'vitest';
import { absoluteHumidity, dewPoint, saturationPressure, surfaceHumidity, surfaceTemperature, vapourExcess, vapourPressure } from './physics.ts';

test('saturation pressure is that of the tables (WMO-No. 8, annex 4.B; Smithsonian)', () => {
  expect(saturationPressure(0)).toBeCloseTo(6.112, 3);
  expect(saturationPressure(10)).toBeCloseTo(12.27, 1);
  expect(saturationPressure(20)).toBeCloseTo(23.37, 1);
  expect(saturationPressure(30)).toBeCloseTo(42.43, 0);
});

test('dew point undoes saturation: 20 °C and 50 % is 9.3 °C, and saturated air is at its dew point', () => {
  expect(dewPoint(20, 50)).toBeCloseTo(9.27, 1);
  expect(dewPoint(21, 100)).toBeCloseTo(21, 9);
  expect(dewPoint(18, 65)).toBeCloseTo(11.3, 1);
});

test('absolute humidity: 20 °C saturated holds 17.3 g/m³, half of it at 50 %', () => {
  expect(absoluteHumidity(20, 100)).toBeCloseTo(17.27, 1);
  expect(absoluteHumidity(20, 50)).toBeCloseTo(absoluteHumidity(20, 100) / 2, 9);
  expect(absoluteHumidity(0, 100)).toBeCloseTo(4.85, 1);
});

test('vapour excess is inside less outside, in hPa', () => {
  // 20 °C 60 %: 14.01; 5 °C 85 %: 7.41
  expect(vapourExcess({ temperature: 20, humidity: 60 }, { temperature: 5, humidity: 85 })).toBeCloseTo(6.6, 1);
  expect(vapourPressure(20, 60)).toBeCloseTo(14.02, 1);
});

test('a cold corner: 20 °C inside, 0 outside, fRsi 0.75 stands at 15 °C, where 60 % becomes 82 %', () => {
  expect(surfaceTemperature(20, 0, 0.75)).toBe(15);
  expect(surfaceHumidity(20, 60, 15)).toBeCloseTo(82.3, 0);
  expect(surfaceHumidity(20, 80, 10)).toBe(100);
});

import { expect, test } from 'vitest';
import { mouldDays, seeMould, type MouldSettings } from './mould-risk.ts';
import type { HomeHistory } from './types.ts';

const settings: MouldSettings = { fRsi: 0.75, surface: 'sensitive', rungs: [{ code: 'mould-risk', index: 1 }, { code: 'mould-growing', index: 3 }], leastDays: 14 };
const home = (days: number, temperature: number, humidity: number, outside: number): HomeHistory => {
  const all = (v: number): number[] => Array.from({ length: days * 24 }, () => v);
  return { firstDay: '2026-10-01', days, rooms: [{ room: 'bedroom', temperature: all(temperature), humidity: all(humidity) }], outside: { temperature: all(outside), humidity: all(85) } };
};

test('16 °C and 78 % with 4 °C outside: the corner is at 95 %, and mould risk comes within two months', () => {
  const damp = home(60, 16, 78, 4);
  const [risk] = seeMould(damp, settings);
  expect(risk).toMatchObject({ code: 'mould-risk', endAt: null });
  const index = mouldDays(damp.rooms[0]!, damp.outside, settings);
  expect(index.findIndex((m) => m >= 1)).toBeGreaterThan(14);
  expect(index.at(-1)!).toBeLessThan(3);
});

test('a well aired home is at no risk; nothing is said of a room hardly read', () => {
  expect(seeMould(home(60, 20, 45, 4), settings)).toEqual([]);
  expect(seeMould(home(10, 16, 90, 4), settings)).toEqual([]);
});

test('without weather the surface is not known, and the index stays where it was', () => {
  const damp = home(60, 16, 80, 4);
  expect(seeMould({ ...damp, outside: { temperature: damp.outside.temperature.map(() => null), humidity: damp.outside.humidity } }, settings)).toEqual([]);
});

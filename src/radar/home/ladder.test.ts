import { expect, test } from 'vitest';
import { seeRung, type Rung } from './ladder.ts';
import { enough, spells } from './spells.ts';
import type { HomeHistory } from './types.ts';

const cold: Rung = { code: 'cold-room-serious', detector: 'cold', metric: 'temperature', side: 'below', threshold: 16, hours: 6, days: 2 };
const day = (value: number | null, hours = 24): (number | null)[] => Array.from({ length: 24 }, (_, h) => (h < hours ? value : value === null ? null : 19));
const home = (...days: (number | null)[][]): HomeHistory => ({
  firstDay: '2026-11-10',
  days: days.length,
  rooms: [{ room: 'bedroom', temperature: days.flat(), humidity: days.flat().map(() => 50) }],
  outside: { temperature: days.flat().map(() => 4), humidity: days.flat().map(() => 80) },
});

test('unknown hours decide nothing unless they could not change it', () => {
  expect(enough([true, true, null], 2)).toBe('yes');
  expect(enough([true, null, false], 2)).toBe('unknown');
  expect(enough([true, false, false], 2)).toBe('no');
});

test('spells run over a few unknown days, and end at a known no or at too many', () => {
  expect(spells(['yes', 'unknown', 'yes', 'no', 'yes'], 2)).toEqual([
    { first: 0, last: 2, held: 2, open: false },
    { first: 4, last: 4, held: 1, open: true },
  ]);
  expect(spells(['yes', 'unknown', 'unknown', 'unknown', 'yes'], 2)).toEqual([
    { first: 0, last: 0, held: 1, open: false },
    { first: 4, last: 4, held: 1, open: true },
  ]);
  expect(spells(['yes', 'unknown', 'unknown', 'yes'], 2)).toHaveLength(1);
});

test('a cold bedroom is seen on the second day, keeps its key as it goes on, and ends when it is warm', () => {
  expect(seeRung(home(day(19), day(15)), cold, 2)).toEqual([]);
  const [two] = seeRung(home(day(19), day(15), day(14.2)), cold, 2);
  expect(two).toMatchObject({ key: 'cold:cold-room-serious:bedroom:2026-11-11', startAt: '2026-11-11', endAt: null, value: 14.2 });
  expect(two?.label).toBe('Bedroom below 16 °C for 6 hours or more a day, 2 days; lowest 14.2 °C');
  const [ended] = seeRung(home(day(19), day(15), day(14.2), day(19)), cold, 2);
  expect(ended).toMatchObject({ key: two?.key, endAt: '2026-11-12' });
});

test('five hours of cold are not six; silence is neither cold nor warm', () => {
  expect(seeRung(home(day(15, 5), day(15, 5), day(15, 5)), cold, 2)).toEqual([]);
  expect(seeRung(home(day(null), day(null), day(null)), cold, 2)).toEqual([]);
  expect(seeRung(home(day(15), day(15), day(null)), cold, 2)).toMatchObject([{ endAt: null }]);
});

test('a rung may count only the night, and only some rooms', () => {
  const hot: Rung = { code: 'overheating', detector: 'overheating', metric: 'temperature', side: 'above', threshold: 26, hours: 3, days: 1, between: [22, 7], rooms: ['bedroom'] };
  const warmDay = Array.from({ length: 24 }, (_, h) => (h >= 10 && h < 18 ? 30 : 22));
  const warmNight = Array.from({ length: 24 }, (_, h) => (h >= 22 ? 28 : h < 2 ? 27 : 22));
  expect(seeRung(home(warmDay), hot, 2)).toEqual([]);
  expect(seeRung(home(warmNight), hot, 2)).toMatchObject([{ value: 28, code: 'overheating' }]);
  expect(seeRung(home(warmNight), { ...hot, rooms: ['kitchen'] }, 2)).toEqual([]);
});

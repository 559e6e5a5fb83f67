import { expect, test } from 'vitest';
import { seeBoilerFault, type BoilerSettings } from './boiler.ts';
import { fitCooling } from './cooling.ts';
import { cyclesOf, seeHeatingOff, type HeatingSettings } from './heating.ts';
import type { HomeHistory } from './types.ts';

const heating: HeatingSettings = { neededBelow: 12, rise: 0.8, withinHours: 4, sun: [10, 16], drop: 2, coldInside: 15, nearOutside: 6, days: 2, leastDays: 5, memory: 42 };
const boiler: BoilerSettings = { priorOdds: 0.01, missedHeating: 30, weakHeating: 12, openRepair: 40, earlierRepair: 2, alarmAt: 0.5, recent: 2, past: 28, missedShare: 0.8, weakShare: 0.5, earlierMonths: 12 };

/** A home whose heating comes on at 6 and 17 for three hours, with this time constant; `heat` says how strongly on a day. */
function home(days: number, heat: (day: number) => number, options: { tau?: number; outside?: number; silentFrom?: number } = {}): HomeHistory {
  const { tau = 30, outside = 4, silentFrom = Infinity } = options;
  const values: (number | null)[] = [];
  let t = 18;
  for (let i = 0; i < days * 24; i++) {
    const hour = i % 24;
    const on = (hour >= 6 && hour < 9) || (hour >= 17 && hour < 22);
    t = outside + (t - outside) * Math.exp(-1 / tau) + 0.05;
    if (on && t < 19.5) t += heat(Math.floor(i / 24));
    values.push(i >= silentFrom * 24 ? null : t);
  }
  return { firstDay: '2026-11-01', days, rooms: [{ room: 'living room', temperature: values, humidity: values.map(() => 55) }], outside: { temperature: values.map(() => outside), humidity: values.map(() => 80) } };
}

test('a heating cycle is a rise that outside did not cause, outside the hours of sun', () => {
  const flat = Array.from({ length: 24 }, () => 4);
  const rising = Array.from({ length: 24 }, (_, h) => (h < 6 ? 16 : h < 9 ? 16 + (h - 5) : 19 - (h - 9) * 0.1));
  expect(cyclesOf(rising, flat, heating)).toMatchObject([{ at: 5 }]);
  expect(cyclesOf(rising, rising.map((v) => v - 10), heating)).toEqual([]);
  const sun = Array.from({ length: 24 }, (_, h) => (h >= 12 && h < 15 ? 16 + (h - 11) : 16));
  expect(cyclesOf(sun, flat, heating)).toEqual([]);
  expect(cyclesOf(rising.map((v, h) => (h === 6 || h === 7 ? null : v)), flat, heating).every(({ at }) => at !== 5)).toBe(true);
});

test('heating that stops is seen on the second whole day, and ends when it comes back', () => {
  const off = home(24, (day) => (day < 20 ? 1.2 : 0));
  const [seen] = seeHeatingOff(off, heating, 2);
  expect(seen).toMatchObject({ code: 'heating-off', endAt: null });
  expect(['2026-11-21', '2026-11-22']).toContain(seen?.startAt);
  const back = home(28, (day) => (day < 20 || day > 24 ? 1.2 : 0));
  expect(seeHeatingOff(back, heating, 2)).toMatchObject([{ key: seen?.key, endAt: '2026-11-25' }]);
});

test('a heated home, a warm autumn and a silent sensor are none of them heating off', () => {
  expect(seeHeatingOff(home(30, () => 1.2), heating, 2)).toEqual([]);
  expect(seeHeatingOff(home(30, (day) => (day < 20 ? 1.2 : 0), { outside: 15 }), heating, 2)).toEqual([]);
  expect(seeHeatingOff(home(30, () => 1.2, { silentFrom: 20 }), heating, 2)).toEqual([]);
});

test('a boiler that no longer comes on is likely broken when a repair is open, and less surely without one', () => {
  const broken = home(24, (day) => (day < 20 ? 1.2 : 0));
  const [withRepair] = seeBoilerFault(broken, heating, boiler, [{ reported: '2026-11-20', completed: null }]);
  expect(withRepair).toMatchObject({ code: 'boiler-fault-likely', value: 0.92 });
  expect(withRepair?.label).toContain('repair reported on 20 Nov 2026 is open');
  expect(seeBoilerFault(broken, heating, boiler, [])).toEqual([]);
  expect(seeBoilerFault(broken, heating, { ...boiler, alarmAt: 0.2 }, [])).toMatchObject([{ value: 0.23 }]);
});

test('a boiler that comes on and warms a third as much is weak; an open repair in a warm home says nothing', () => {
  const weak = home(24, (day) => (day < 20 ? 1.5 : 0.45), { tau: 60 });
  expect(seeBoilerFault(weak, { ...heating, rise: 0.6 }, { ...boiler, recent: 3, alarmAt: 0.1 }, [])[0]?.label).toMatch(/heating warms by .* an hour, usually/);
  expect(seeBoilerFault(home(24, () => 1.2), heating, boiler, [{ reported: '2026-11-20', completed: null }])).toEqual([]);
});

test('the time constant comes back from the decay, gains or not, whatever one bad night says', () => {
  const settings = { from: 23, to: 6, leastExcess: 4, leastHours: 4, leastNights: 5 };
  const made = home(30, () => 1.2, { tau: 20 });
  const changing = made.outside.temperature.map((_, i) => 4 + 3 * Math.sin(i / 50));
  let t = 18;
  const inside = changing.map((o, i) => {
    const hour = i % 24;
    t += (o + 2 - t) / 20 + (((hour >= 6 && hour < 9) || (hour >= 17 && hour < 22)) && t < 19.5 ? 1.6 : 0);
    return t;
  });
  const of = (temperature: number[]): HomeHistory => ({ ...made, rooms: [{ ...made.rooms[0]!, temperature }], outside: { temperature: changing, humidity: [] } });
  const clean = fitCooling(of(inside), settings);
  expect(clean?.timeConstant).toBeGreaterThan(18);
  expect(clean?.timeConstant).toBeLessThan(22);
  const spoilt = fitCooling(of(inside.map((v, i) => (i >= 24 * 5 + 23 && i < 24 * 6 + 6 ? v - (i - 24 * 5 - 23) * 0.5 : v))), settings);
  expect(Math.abs((spoilt?.timeConstant ?? 0) - (clean?.timeConstant ?? 0))).toBeLessThan(2);
  expect(fitCooling(home(3, () => 1.2), settings)).toBeNull();
});

import { expect, test } from 'vitest';
import { dayAfter } from '../days.ts';
import { cusumHeight } from './calibrate.ts';
import { distribution, evidence, fitCounts, tail } from './counts.ts';
import { noticeChanges } from './detect.ts';
import { hear, measureDay, type Quarter, type RoutineDevice } from './measure.ts';
import { awayDays, seeNoMovement } from './observe.ts';
import { stillness } from './stillness.ts';
import type { Learning, RoutineDay, Watch } from './types.ts';

const watch: Watch = { methods: ['cusum'], direction: 'up', ratio: 2, budget: 0.05, weekdays: false, run: 1, least: 1, log: false };
const learning: Learning = { days: 28, most: 56, again: 14, stay: 2, settles: 28 };
const usual = [2, 1, 3, 2, 2, 1, 2, 3, 2, 1, 2, 4, 1, 2];
const nights = (values: readonly (number | null)[], apart?: (i: number) => RoutineDay['apart']): RoutineDay[] =>
  values.map((value, i) => {
    const why = apart?.(i);
    return { day: dayAfter('2026-08-01', i), value, ...(why === undefined ? {} : { apart: why }) };
  });
const calm = (n: number): number[] => Array.from({ length: n }, (_, i) => usual[i % usual.length]!);

test('a distribution sums to one, has its mean, and its tail is what is left of it', () => {
  for (const model of [{ mean: 2, size: Infinity }, { mean: 2, size: 4 }, { mean: 0.05, size: Infinity }]) {
    const p = distribution(model);
    expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
    expect(p.reduce((a, b, k) => a + b * k, 0)).toBeCloseTo(model.mean, 5);
    expect(tail(model, 3, 'up')).toBeCloseTo(1 - p[0]! - p[1]! - p[2]!, 6);
  }
  // Poisson of mean 2: P(0) = e^-2, P(X >= 5) = 0.0527
  expect(distribution({ mean: 2, size: Infinity })[0]).toBeCloseTo(0.1353, 4);
  expect(tail({ mean: 2, size: Infinity }, 5, 'up')).toBeCloseTo(0.0527, 4);
});

test('evidence of a doubling: x ln 2 less the mean, and weaker where counts vary more', () => {
  expect(evidence({ mean: 2, size: Infinity }, 2, 4)).toBeCloseTo(4 * Math.log(2) - 2, 9);
  expect(evidence({ mean: 2, size: 4 }, 2, 6)).toBeLessThan(evidence({ mean: 2, size: Infinity }, 2, 6));
});

test('an erratic person’s nights are less evidence, and a smaller budget needs more of it', () => {
  const even = fitCounts(calm(49));
  const erratic = fitCounts(calm(49).map((v, i) => (i % 5 === 0 ? v + 5 : Math.max(0, v - 1))));
  expect(erratic.raw).toBeGreaterThan(even.raw);
  expect(erratic.size).toBeLessThan(even.size);
  expect(evidence(erratic, 2, 7)).toBeLessThan(evidence(even, 2, 7));
  expect(cusumHeight(even, 2, 0.01)).toBeGreaterThan(cusumHeight(even, 2, 0.05));
});

test('doubled nights are noticed within the week, against what was usual; steady ones never', () => {
  expect(noticeChanges(nights(calm(100)), watch, learning).changes).toEqual([]);
  const [change] = noticeChanges(nights([...calm(70), 4, 5, 4, 5, 4, 5, 4]), watch, learning).changes;
  expect(change).toMatchObject({ method: 'cusum', direction: 'up', began: 70, open: true });
  expect(change!.noticed).toBeLessThan(77);
  expect(change!.baseline.middle).toBeCloseTo(2, 0);
  expect(change!.now).toBeCloseTo(4.4, 0);
});

test('nothing is judged while learning, and unknown nights are neither few nor none', () => {
  expect(noticeChanges(nights([...calm(20), 6, 6, 6, 6]), watch, learning)).toMatchObject({ changes: [], baseline: null, learningSince: '2026-08-01' });
  const silent = noticeChanges(nights([...calm(70), ...Array.from({ length: 14 }, () => null)]), { ...watch, direction: 'both' }, learning);
  expect(silent.changes).toEqual([]);
});

test('in hospital nothing alarms, and after it learning starts again', () => {
  const stay = noticeChanges(nights([...calm(70), 9, 9, 9, 9, 9], ), watch, learning);
  expect(stay.changes).toHaveLength(1);
  const admitted = noticeChanges(nights([...calm(70), 0, 9, 9, 9, ...calm(10).map((v) => v * 3)], (i) => (i >= 70 && i < 74 ? 'in-hospital' : undefined)), watch, learning);
  expect(admitted.changes).toEqual([]);
  expect(admitted.learningSince).toBe(dayAfter('2026-08-01', 74));
});

test('a change that lasts becomes the usual; one that ends is closed and teaches nothing', () => {
  const lasting = noticeChanges(nights([...calm(70), ...Array.from({ length: 60 }, (_, i) => 4 + (i % 3))]), watch, learning);
  expect(lasting.changes[0]?.open).toBe(false);
  expect(lasting.baseline!.middle).toBeGreaterThan(4);
  const ended = noticeChanges(nights([...calm(70), 5, 6, 5, 6, ...calm(30)]), watch, learning);
  expect(ended.changes).toMatchObject([{ open: false }]);
  expect(ended.baseline!.middle).toBeLessThan(2.3);
});

test('times of day are judged by median and spread', () => {
  const clock = { ...watch, methods: ['robust' as const], direction: 'both' as const, run: 2, budget: 0.02 };
  const evenings = Array.from({ length: 60 }, (_, i) => 22.5 + ((i * 7) % 5) * 0.2);
  expect(noticeChanges(nights(evenings), clock, learning).changes).toEqual([]);
  expect(noticeChanges(nights([...evenings, 25.5, 25.8, 25.6]), clock, learning).changes).toMatchObject([{ direction: 'up', method: 'robust' }]);
});

const bathroom: RoutineDevice = { deviceId: 'bath', room: 'bathroom', intervalSeconds: 7200 };
const door: RoutineDevice = { deviceId: 'door', room: 'front door', intervalSeconds: 7200 };
const at = (time: string): number => Date.parse(`2026-11-${time}Z`);
const beats = (deviceId: string, from: string, to: string): Quarter[] => {
  const out: Quarter[] = [];
  for (let t = at(from); t < at(to); t += 2 * 3_600_000) out.push({ deviceId, metric: 'battery', at: t, sum: 90, mean: 90 });
  return out;
};
const event = (deviceId: string, time: string, metric = 'motion'): Quarter => ({ deviceId, metric, at: at(time), sum: 1, mean: 1 });

test('visits of a night are told apart by pauses; a silent sensor makes the night unknown', () => {
  const of = { metric: 'motion', rooms: ['bathroom'], hours: [22, 6] as const, count: 'visits' as const, apart: 10 };
  const moves = [event('bath', '10T23:00:00'), event('bath', '10T23:15:00'), event('bath', '11T02:30:00'), event('bath', '11T05:00:00'), event('bath', '11T09:00:00')];
  const whole = hear([bathroom], [...beats('bath', '10T12:00:00', '12T12:00:00'), ...moves]);
  expect(measureDay(whole, of, '2026-11-10', at('12T00:00:00'))).toBe(3);
  expect(measureDay(whole, { ...of, count: 'events' }, '2026-11-10', at('12T00:00:00'))).toBe(4);
  expect(measureDay(whole, of, '2026-11-11', at('12T01:00:00'))).toBeNull();
  const silent = hear([bathroom], [...beats('bath', '10T12:00:00', '10T22:00:00'), event('bath', '10T21:00:00')]);
  expect(measureDay(silent, of, '2026-11-10', at('12T00:00:00'))).toBeNull();
});

const still = { movement: ['motion', 'contact'], door: { metric: 'contact', rooms: ['front door'] }, leaving: 45, hours: 12, code: 'no-movement' };

test('a day without movement is away only when it began at the front door', () => {
  const heartbeats = [...beats('bath', '08T00:00:00', '13T12:00:00'), ...beats('door', '08T00:00:00', '13T12:00:00')];
  const out = hear([bathroom, door], [...heartbeats, event('bath', '10T09:00:00'), event('door', '10T09:15:00', 'contact')]);
  expect([...awayDays(out, still, at('13T10:00:00'))]).toEqual(['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13']);
  expect(seeNoMovement(out, [], still, at('13T10:00:00'))).toEqual([]);
  const fallen = hear([bathroom, door], [...heartbeats, event('door', '09T18:00:00', 'contact'), event('bath', '10T09:00:00')]);
  expect([...awayDays(fallen, still, at('13T10:00:00'))]).toEqual([]);
  expect(seeNoMovement(fallen, [], still, at('10T23:00:00'))).toMatchObject([{ code: 'no-movement', value: 13 }]);
  expect(seeNoMovement(fallen, [{ from: '2026-11-10', to: null }], still, at('10T23:00:00'))).toEqual([]);
});

test('stillness while a sensor was silent is not known to be stillness', () => {
  const gone = hear([bathroom, door], [...beats('bath', '10T00:00:00', '10T12:00:00'), ...beats('door', '10T00:00:00', '12T12:00:00'), event('bath', '10T09:00:00')]);
  expect(stillness(gone, still, at('12T00:00:00'))).toEqual([]);
});

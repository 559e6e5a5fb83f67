import { expect, test } from 'vitest';
import { alarmsSchema } from './definition.ts';
import { seeAlarms, type AlarmReading } from './see.ts';

const settings = alarmsSchema.parse({ alarms: [{ says: ['fall', 'fall-detected'], code: 'fall-alarm', title: 'Fall detected' }], other: { code: 'alarm', title: 'Alarm' } });
const at = (time: string): Date => new Date(`2026-11-20T${time}:00Z`);
const rang = (time: string, detail: string | null = 'fall', value = 1): AlarmReading => ({ at: at(time), value, detail });
const see = (...readings: AlarmReading[]): [string, string][] => seeAlarms('d1', 'Bathroom', readings, settings).map((s) => [s.code, s.label]);

test('an alarm is observed with what it is, where and when by the clock on the wall', () => {
  expect(see(rang('09:05'))).toEqual([['fall-alarm', 'Fall detected, bathroom, 09:05']]);
  expect(seeAlarms('d1', null, [{ at: new Date('2026-07-01T22:30:00Z'), value: 1, detail: 'fall' }], settings)[0]!.label).toBe('Fall detected, 23:30');
});

test('the same said again within ten minutes is one alarm, and later is another', () => {
  expect(see(rang('09:00'), rang('09:08'), rang('09:17'))).toHaveLength(1);
  expect(see(rang('09:00'), rang('09:11'))).toHaveLength(2);
  expect(see(rang('09:00'), rang('09:01', 'smoke'))).toHaveLength(2);
});

test('an alarm that is cleared says so and stays', () => {
  expect(see(rang('09:00'), rang('09:03', 'cancelled', 0))).toEqual([['fall-alarm', 'Fall detected, bathroom, 09:00; cleared at 09:03']]);
  expect(see(rang('09:00'), rang('10:30', 'cancelled', 0))).toEqual([['fall-alarm', 'Fall detected, bathroom, 09:00']]);
  expect(see(rang('09:00', 'cancelled', 0))).toEqual([]);
});

test('what nobody has given a meaning is an alarm all the same', () => {
  expect(see(rang('09:00', 'left-oven-on'), rang('09:30', null))).toEqual([['alarm', 'Alarm, bathroom, 09:00'], ['alarm', 'Alarm, bathroom, 09:30']]);
});

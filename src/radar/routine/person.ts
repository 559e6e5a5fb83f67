import { createHash } from 'node:crypto';
import type { Sql } from '../../kernel/index.ts';
import { dayAfter, londonHour, londonInstant } from '../days.ts';
import type { Seen } from '../home/types.ts';
import type { DetectorSettings } from '../settings.ts';
import { hear, type RoutineDevice } from './measure.ts';
import { measureDays, routineSeries, seeNoMovement, seeRoutine, type Stay } from './observe.ts';
import { quartersOf, routineDays, writeRoutineDays } from './routine.store.ts';

export type RoutineSettings = NonNullable<DetectorSettings['routine']>;

/** Changes when a measure is defined otherwise, and then the days are measured again. */
export const digestOf = (settings: RoutineSettings): string =>
  createHash('sha256')
    .update(JSON.stringify([settings.measures.map((m) => [m.id, m.of]), settings.stillness]))
    .digest('hex')
    .slice(0, 16);

/** Days of readings read again beside the new ones: a time without movement may have begun some days ago. */
const lookBack = 4;

/**
 * A person's routine, brought up to date from a moment on: only the days that new readings touch are measured again, and
 * what is seen is made from all days measured.
 */
export async function lookAtRoutine(sql: Sql, settings: RoutineSettings, personId: string, devices: readonly RoutineDevice[], stays: readonly Stay[], since: Date, now: Date): Promise<{ seen: Seen[]; firstDay: string }> {
  const digest = digestOf(settings);
  const today = londonHour(now.getTime()).day;
  const firstDay = dayAfter(today, -settings.memory);
  const before = await routineDays(sql, personId, firstDay, digest);
  const newest = before.at(-1)?.day;
  const sinceDay = dayAfter(londonHour(since.getTime()).day, -1);
  const from = newest === undefined ? firstDay : sinceDay < newest ? sinceDay : newest;
  const first = from < firstDay ? firstDay : from;
  const start = new Date(londonInstant(dayAfter(first, -lookBack)));
  const heard = hear(devices, await quartersOf(sql, devices.map((d) => d.deviceId), start));
  const days: string[] = [];
  for (let day = first; day <= today; day = dayAfter(day, 1)) days.push(day);
  const measured = measureDays(heard, days, settings, now.getTime());
  await writeRoutineDays(sql, personId, measured.map((m) => ({ ...m, measured: { ...m.measured } })), digest);
  const rows = [...before.filter((r) => r.day < first), ...measured];
  return { seen: [...seeRoutine(routineSeries(rows, stays, firstDay, today, settings)), ...seeNoMovement(heard, stays, settings.stillness, now.getTime())], firstDay };
}

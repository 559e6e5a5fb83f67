import type { Kernel } from '../../kernel/index.ts';
import { devicesOf, freshHomes, sensorCategory, series } from '../../sensors/index.ts';
import { moveCursor, readCursor } from '../detectors/cursor.store.ts';
import { residentsOf } from '../home/record.store.ts';
import { recordObservations } from '../observations.store.ts';
import type { Observation } from '../types.ts';
import type { AlarmSettings } from './definition.ts';
import { seeAlarms } from './see.ts';

const consumer = 'alarms';
const minute = 60_000;
const hour = 60 * minute;

/**
 * Observes the alarms among new readings, at once: they wait for no home to be looked at. An alarm is of the person the
 * device stands with; where it stands in a home of several and with nobody, it is of each of them. One transaction, so
 * that a kill loses none and doubles none.
 * @returns people whose observations changed
 */
export async function lookAtAlarms({ db, clock }: Pick<Kernel, 'db' | 'clock'>, settings: AlarmSettings): Promise<string[]> {
  return db.writer.begin(async (sql) => {
    const from = await readCursor(sql, consumer);
    const { cursor, devices } = await freshHomes(sql, from);
    if (cursor === from) return [];
    const now = clock.now();
    const seen: Observation[] = [];
    if (devices.length > 0) {
      const back = settings.clearedWithin * minute;
      const earliest = new Date(Math.min(...devices.map((d) => d.since.getTime())) - back - settings.sameWithin * minute);
      const points = await series(sql, { devices: devices.map((d) => d.deviceId), metrics: ['alarm'], from: earliest, to: new Date(now.getTime() + hour), step: 'raw' });
      const byDevice = Map.groupBy(points, (p) => p.deviceId);
      const rung = devices.filter((d) => byDevice.has(d.deviceId));
      const homes = rung.flatMap((d) => d.householdId ?? []);
      const rooms = new Map((await devicesOf(sql, { households: homes, persons: rung.flatMap((d) => d.personId ?? []) })).map((d) => [d.deviceId, d.room]));
      const residents = Map.groupBy(await residentsOf(sql, homes), (r) => r.householdId);
      for (const device of rung) {
        const people = device.personId === null ? (residents.get(device.householdId ?? '') ?? []).map((r) => r.personId) : [device.personId];
        const alarms = seeAlarms(device.deviceId, rooms.get(device.deviceId) ?? null, byDevice.get(device.deviceId)!.map((p) => ({ at: p.at, value: p.value, detail: p.detail })), settings);
        // Of those before the new readings only what these may clear; what is older has its alarm, and its repeats, behind it.
        const fresh = alarms.filter((alarm) => Date.parse(alarm.startAt) >= device.since.getTime() - back);
        seen.push(...people.flatMap((personId) => fresh.map((alarm) => ({ ...alarm, personId, householdId: device.householdId, category: sensorCategory }))));
      }
    }
    const changed = await recordObservations(sql, seen, now);
    await moveCursor(sql, consumer, cursor, now);
    return changed;
  });
}

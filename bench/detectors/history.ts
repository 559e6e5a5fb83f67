import type { SimReading } from '../../src/lab/sensors/index.ts';
import { dayAfter, daysBetween, londonHour } from '../../src/radar/days.ts';
import { historyOf, type RoomDay } from '../../src/radar/home/history.ts';
import type { HomeHistory } from '../../src/radar/home/types.ts';
import type { Quarter } from '../../src/radar/routine/measure.ts';
import type { OutsideHour } from '../../src/lab/sensors/index.ts';

const empty = (): (number | null)[] => Array.from({ length: 24 }, () => null);

/** Hourly means of climate readings by room, as the store makes them. */
export function roomDaysOf(readings: readonly SimReading[], roomOf: ReadonlyMap<string, string>): RoomDay[] {
  const sums = new Map<string, { room: string; day: string; metric: string; hour: number; sum: number; n: number }>();
  for (const { devEui, at, metric, value } of readings) {
    if (metric !== 'temperature' && metric !== 'humidity') continue;
    const { day, hour } = londonHour(at);
    const room = roomOf.get(devEui) ?? '';
    const key = `${room}/${day}/${hour}/${metric}`;
    const row = sums.get(key) ?? { room, day, metric, hour, sum: 0, n: 0 };
    row.sum += value;
    row.n++;
    sums.set(key, row);
  }
  const days = new Map<string, RoomDay & { temperature: (number | null)[]; humidity: (number | null)[] }>();
  for (const { room, day, metric, hour, sum, n } of sums.values()) {
    const row = days.get(`${room}/${day}`) ?? { room, day, temperature: empty(), humidity: empty() };
    row[metric as 'temperature' | 'humidity'][hour] = sum / n;
    days.set(`${room}/${day}`, row);
  }
  return [...days.values()];
}

export function outsideOf(hours: readonly OutsideHour[]): Map<string, { temperature: (number | null)[]; humidity: (number | null)[] }> {
  const out = new Map<string, { temperature: (number | null)[]; humidity: (number | null)[] }>();
  for (const h of hours) {
    const { day, hour } = londonHour(h.at);
    const row = out.get(day) ?? { temperature: empty(), humidity: empty() };
    [row.temperature[hour], row.humidity[hour]] = [h.temperature, h.humidity];
    out.set(day, row);
  }
  return out;
}

export function toHistory(readings: readonly SimReading[], roomOf: ReadonlyMap<string, string>, outside: readonly OutsideHour[]): HomeHistory {
  const first = dayAfter(londonHour(outside[0]!.at).day, 0);
  return historyOf(roomDaysOf(readings, roomOf), outsideOf(outside), first, londonHour(outside.at(-1)!.at).day);
}

/** The same history as it stood at the end of a day: nothing later is known. */
export const upTo = (history: HomeHistory, day: string): HomeHistory => {
  const days = daysBetween(history.firstDay, day) + 1;
  const cut = <T>(values: readonly T[]): T[] => values.slice(0, days * 24);
  return { firstDay: history.firstDay, days, rooms: history.rooms.map((r) => ({ room: r.room, temperature: cut(r.temperature), humidity: cut(r.humidity) })), outside: { temperature: cut(history.outside.temperature), humidity: cut(history.outside.humidity) } };
};

const quarter = 15 * 60_000;

/** Roll-ups of a quarter of an hour, as sensors make them. */
export function quartersOf(readings: readonly SimReading[]): Quarter[] {
  const out = new Map<string, Quarter & { n: number }>();
  for (const { devEui, at, metric, value } of readings) {
    const start = Math.floor(at / quarter) * quarter;
    const key = `${devEui}/${metric}/${start}`;
    const row = out.get(key) ?? { deviceId: devEui, metric, at: start, sum: 0, mean: 0, n: 0 };
    row.sum += value;
    row.n++;
    row.mean = row.sum / row.n;
    out.set(key, row);
  }
  return [...out.values()];
}

import { dayAfter, daysBetween } from '../days.ts';
import type { HomeHistory, Hours } from './types.ts';

/** A room's hourly means of a day. */
export interface RoomDay {
  room: string;
  day: string;
  temperature: Hours;
  humidity: Hours;
}

/** Weather by London day: hourly temperature and humidity outside. */
export type OutsideDays = ReadonlyMap<string, { temperature: Hours; humidity: Hours }>;

const nothing: Hours = Array.from({ length: 24 }, () => null);

/** Joins the days of a home's rooms, and of the weather, into one history from a day to today. */
export function historyOf(rows: readonly RoomDay[], outside: OutsideDays, firstDay: string, today: string): HomeHistory {
  const days = daysBetween(firstDay, today) + 1;
  const rooms = Map.groupBy(rows, (r) => r.room);
  const run = (of: (day: string) => Hours | undefined): Hours => Array.from({ length: days }, (_, i) => of(dayAfter(firstDay, i)) ?? nothing).flat();
  return {
    firstDay,
    days,
    rooms: [...rooms].map(([room, list]) => {
      const byDay = new Map(list.map((r) => [r.day, r]));
      return { room, temperature: run((day) => byDay.get(day)?.temperature), humidity: run((day) => byDay.get(day)?.humidity) };
    }),
    outside: { temperature: run((day) => outside.get(day)?.temperature), humidity: run((day) => outside.get(day)?.humidity) },
  };
}

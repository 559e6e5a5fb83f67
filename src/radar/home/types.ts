import type { Observation } from '../types.ts';

/** Hourly means, hour after hour from midnight (London) of the first day; null where nothing was read. */
export type Hours = readonly (number | null)[];

export interface RoomHistory {
  room: string;
  /** °C. */
  temperature: Hours;
  /** Relative humidity, %. */
  humidity: Hours;
}

/** What is known of a home over a run of days: every `Hours` has `days` × 24 places. Places still to come are null. */
export interface HomeHistory {
  /** ISO day. */
  firstDay: string;
  days: number;
  rooms: readonly RoomHistory[];
  outside: { temperature: Hours; humidity: Hours };
}

/** What a detector saw, before it is said of whom. */
export type Seen = Omit<Observation, 'personId' | 'householdId' | 'category'>;

export const hoursOf = (values: Hours, day: number): Hours => values.slice(day * 24, day * 24 + 24);

export const known = (values: Hours): number[] => values.filter((v) => v !== null);

/** A room as it begins a sentence. */
export const roomName = (room: string): string => {
  const words = room.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const degrees = (value: number): string => `${value.toFixed(1)} °C`;

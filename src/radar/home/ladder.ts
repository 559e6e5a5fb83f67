import { dayAfter } from '../days.ts';
import { enough, spells, type DayState } from './spells.ts';
import { hoursOf, known, roomName, type HomeHistory, type Hours, type Seen } from './types.ts';

/** One rung: a room too cold, hot or damp for so many hours a day on so many days. */
export interface Rung {
  /** Code of the observation, e.g. `cold-room`. */
  code: string;
  detector: 'cold' | 'overheating' | 'damp';
  metric: 'temperature' | 'humidity';
  side: 'below' | 'above';
  /** °C or %. */
  threshold: number;
  /** Hours of a day that must hold, and days in a row. */
  hours: number;
  days: number;
  /** Hours of the day that count, from and to (not including); the whole day when absent. May pass midnight. */
  between?: readonly [number, number];
  /** Rooms it is about; every room when absent. */
  rooms?: readonly string[];
}

const units = { temperature: { code: 'Cel', text: '°C' }, humidity: { code: '%', text: '%' } } as const;

const clock = ([from, to]: readonly [number, number]): string => `${from}:00 and ${to}:00`;

const within = (hour: number, between: readonly [number, number] | undefined): boolean =>
  between === undefined || (between[0] < between[1] ? hour >= between[0] && hour < between[1] : hour >= between[0] || hour < between[1]);

/** Every spell of a rung, in every room it is about. Hours without readings count neither for nor against. */
export function seeRung(history: HomeHistory, rung: Rung, bridge: number): Seen[] {
  return history.rooms.filter(({ room }) => rung.rooms === undefined || rung.rooms.includes(room)).flatMap((r) => seeRoom(history, rung, bridge, r.room, r[rung.metric]));
}

function seeRoom(history: HomeHistory, rung: Rung, bridge: number, room: string, values: Hours): Seen[] {
  const over = (v: number): boolean => (rung.side === 'below' ? v < rung.threshold : v > rung.threshold);
  const counted = (day: number): Hours => hoursOf(values, day).filter((_, hour) => within(hour, rung.between));
  const states: DayState[] = Array.from({ length: history.days }, (_, day) =>
    enough(
      counted(day).map((v) => (v === null ? null : over(v))),
      rung.hours,
    ),
  );
  const unit = units[rung.metric];
  return spells(states, bridge)
    .filter((spell) => spell.held >= rung.days)
    .map((spell) => {
      const from = dayAfter(history.firstDay, spell.first);
      const to = dayAfter(history.firstDay, spell.last);
      const read = known(Array.from({ length: spell.last - spell.first + 1 }, (_, i) => counted(spell.first + i)).flat());
      const worst = rung.side === 'below' ? Math.min(...read) : Math.max(...read);
      return {
        key: `${rung.detector}:${rung.code}:${room}:${from}`,
        detector: rung.detector,
        code: rung.code,
        label: `${roomName(room)} ${rung.side} ${rung.threshold} ${unit.text} for ${rung.hours} hours or more a ${rung.between === undefined ? 'day' : rung.between[0] < rung.between[1] ? 'day, between ' + clock(rung.between) : 'night'}, ${spell.held} ${spell.held === 1 ? 'day' : 'days'}; ${rung.side === 'below' ? 'lowest' : 'highest'} ${worst.toFixed(1)} ${unit.text}`,
        startAt: from,
        endAt: spell.open ? null : to,
        value: Math.round(worst * 10) / 10,
        unit: unit.code,
        evidence: { metric: rung.metric, room, from, to, threshold: rung.threshold, side: rung.side, hours: rung.hours, days: spell.held },
      };
    });
}

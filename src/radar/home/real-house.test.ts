import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { readDetectors } from '../settings.ts';
import { fitCooling } from './cooling.ts';
import { heatingDays, seeHeatingOff } from './heating.ts';
import { historyOf, type RoomDay } from './history.ts';
import { seeRung } from './ladder.ts';
import { mouldDays, seeMould } from './mould-risk.ts';
import { dewPoint } from './physics.ts';
import { known, type HomeHistory } from './types.ts';

/** Nine rooms of a low-energy house in Belgium, seven weeks of a winter (L. Candanedo, UCI 374, CC BY 4.0). A quarter of its rows, at odd times. */
const file = '../shared/data/sensors/house-climate-2016-01-11_02-29.csv';
const rooms: Record<string, string> = { 1: 'kitchen', 2: 'living room', 3: 'laundry', 4: 'office', 5: 'bathroom', 8: 'child’s room', 9: 'bedroom' };

function readHouse(): { history: HomeHistory; rows: Record<string, string>[] } {
  const rows = parse<Record<string, string>>(readFileSync(file, 'utf8'), { columns: true, trim: true });
  const sums = new Map<string, { sum: number; n: number }>();
  const add = (place: string, day: string, hour: number, metric: string, value: number): void => {
    const key = `${place}|${day}|${hour}|${metric}`;
    const row = sums.get(key) ?? { sum: 0, n: 0 };
    sums.set(key, { sum: row.sum + value, n: row.n + 1 });
  };
  for (const r of rows) {
    const [day = '', time = ''] = r.date!.split(' ');
    const hour = Number(time.slice(0, 2));
    for (const [n, room] of Object.entries(rooms)) {
      add(room, day, hour, 'temperature', Number(r[`T${n}`]));
      add(room, day, hour, 'humidity', Number(r[`RH_${n}`]));
    }
    add('outside', day, hour, 'temperature', Number(r.T_out));
    add('outside', day, hour, 'humidity', Number(r.RH_out));
  }
  const days = [...new Set(rows.map((r) => r.date!.slice(0, 10)))].sort();
  const hours = (place: string, day: string, metric: string): (number | null)[] =>
    Array.from({ length: 24 }, (_, hour) => {
      const row = sums.get(`${place}|${day}|${hour}|${metric}`);
      return row === undefined ? null : row.sum / row.n;
    });
  const ofDay = (place: string, day: string): RoomDay => ({ room: place, day, temperature: hours(place, day, 'temperature'), humidity: hours(place, day, 'humidity') });
  return { history: historyOf(Object.values(rooms).flatMap((room) => days.map((day) => ofDay(room, day))), new Map(days.map((day) => [day, ofDay('outside', day)])), days[0]!, days.at(-1)!), rows };
}

test.runIf(existsSync(file))('a real house: dew points agree with its weather station, and detectors say what a low-energy house should', () => {
  const { history, rows } = readHouse();
  const home = readDetectors('areas/demo').settings.home!;
  const off = rows.map((r) => dewPoint(Number(r.T_out), Number(r.RH_out)) - Number(r.Tdewpoint)).sort((a, b) => a - b);
  expect(Math.abs(off[off.length >> 1]!)).toBeLessThan(0.1);
  expect(history.days).toBe(50);

  const cooling = fitCooling(history, home.cooling);
  const heated = heatingDays(history, home.heating).filter((d) => d.inside !== null);
  const seen = {
    cold: home.ladder.flatMap(({ between, rooms: of, ...rest }) => seeRung(history, { ...rest, ...(between === undefined ? {} : { between }), ...(of === undefined ? {} : { rooms: of }) }, home.bridge)),
    off: seeHeatingOff(history, home.heating, home.bridge),
    mould: seeMould(history, home.mould),
  };
  const worst = Math.max(...history.rooms.map((r) => Math.max(...mouldDays(r, history.outside, home.mould))));
  console.log(`A real house: ${heated.length} of ${history.days} days told, time constant ${cooling === null ? 'not known' : `${cooling.timeConstant.toFixed(0)} h from ${cooling.nights} nights`}, highest mould index ${worst.toFixed(2)}; ${JSON.stringify(seen)}`);
  expect(known(history.rooms[0]!.temperature).length).toBeGreaterThan(600);
  expect(cooling === null || cooling.timeConstant > 40).toBe(true);
  expect(seen.off).toEqual([]);
  expect(seen.mould).toEqual([]);
  expect(seen.cold.filter((o) => o.code === 'cold-room-severe' || o.code === 'cold-room-danger')).toEqual([]);
});

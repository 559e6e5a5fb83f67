import { assertReading, type Level, type Reading } from '../../access/index.ts';
import type { Kernel } from '../../kernel/index.ts';
import { openHomes, sensorCategory, series, type Device } from '../../sensors/index.ts';
import { dayAfter, londonHour, londonInstant } from '../days.ts';
import { observationsOf } from '../observations.store.ts';
import { digestOf } from '../routine/person.ts';
import { routineSeries, type RoutineSeries } from '../routine/observe.ts';
import { routineDays } from '../routine/routine.store.ts';
import type { DetectorSettings } from '../settings.ts';
import type { Observation } from '../types.ts';
import { alertsInForce, hoursOfPlace, type KeptAlert } from '../weather/weather.store.ts';
import { matches, statedFacts, type StatedFact } from './record.store.ts';
import { currentHomes, homeState, type StoredHomeState } from './view.store.ts';

/** A value at an instant in milliseconds; null where nothing was read. */
export interface Shown {
  at: number;
  value: number | null;
}

export interface RoomView {
  room: string;
  temperature: Shown[];
  humidity: Shown[];
  /** Newest readings, and when. */
  latest: { at: Date; temperature: number | null; humidity: number | null } | null;
}

/** Everything a page about a person's home shows. */
export interface HomeView {
  level: Level;
  /** Milliseconds. */
  from: number;
  to: number;
  /** Hours between two points of a line. */
  step: number;
  devices: Device[];
  rooms: RoomView[];
  outside: Shown[];
  forecast: Shown[];
  alerts: KeptAlert[];
  /** Newest first; those of a category not open in detail are left out. */
  observations: Observation[];
  routine: RoutineSeries[];
  /** Null where the home itself may not be seen in detail. */
  dwelling: { state: StoredHomeState | null; facts: StatedFact[] } | null;
  thresholds: { code: string; threshold: number }[];
}

const hour = 3_600_000;

/**
 * A person's home as this reading may see it. Nothing of sensors without their category in detail, nothing of the home
 * itself without `dwelling` in detail.
 * @param days how far back; from a month on, lines are of days
 */
export async function viewHome(kernel: Pick<Kernel, 'clock'>, settings: DetectorSettings, reading: Reading, personId: string, days: number): Promise<HomeView> {
  assertReading(reading);
  const { sql } = reading;
  const level = reading.level(personId, sensorCategory);
  const now = kernel.clock.now();
  const today = kernel.clock.today();
  const from = londonInstant(dayAfter(today, -days + 1));
  const step = days > 28 ? 24 : days > 7 ? 3 : 1;
  const view: HomeView = { level, from, to: now.getTime(), step, devices: [], rooms: [], outside: [], forecast: [], alerts: [], observations: [], routine: [], dwelling: null, thresholds: [] };
  const homes = await currentHomes(sql, personId);
  const dwellingCategory = settings.home?.fuelPoverty?.category;
  if (dwellingCategory !== undefined && reading.level(personId, dwellingCategory) === 'detail') {
    const fuel = settings.home?.fuelPoverty;
    view.dwelling = { state: homes[0] === undefined ? null : await homeState(sql, homes[0]), facts: fuel === undefined ? [] : await statedFacts(sql, [personId], [...fuel.epcBand, ...fuel.requiredFuelCost]) };
  }
  if (level !== 'detail') return view;
  view.devices = await openHomes(reading, personId, homes);
  view.observations = (await observationsOf(sql, [personId])).filter((o) => reading.level(personId, o.category) === 'detail');
  if (view.devices.length === 0) return view;
  const points = await series(sql, { devices: view.devices.map((d) => d.deviceId), metrics: ['temperature', 'humidity'], from: new Date(from), to: now, step: step === 24 ? 'day' : 'quarter' });
  const roomOf = new Map(view.devices.map((d) => [d.deviceId, (d.room ?? d.name).toLowerCase()]));
  view.rooms = [...Map.groupBy(points, (p) => roomOf.get(p.deviceId) ?? '')].map(([room, own]) => {
    const line = (metric: string): Shown[] => lineOf(own.filter((p) => p.metric === metric).map((p) => ({ at: p.at.getTime(), value: p.value, n: p.n })), from, now.getTime(), step);
    const last = (metric: string) => own.filter((p) => p.metric === metric).at(-1);
    const newest = own.reduce<Date | null>((at, p) => (at === null || p.at > at ? p.at : at), null);
    return { room, temperature: line('temperature'), humidity: line('humidity'), latest: newest === null ? null : { at: newest, temperature: last('temperature')?.last ?? null, humidity: last('humidity')?.last ?? null } };
  });
  if (settings.weather !== null) {
    const hours = await hoursOfPlace(sql, settings.weather.place, new Date(from), new Date(now.getTime() + 7 * 24 * hour));
    const all = hours.map((h) => ({ at: h.at, value: h.temperature, n: 1 }));
    view.outside = lineOf(all.filter((h) => h.at <= now.getTime()), from, now.getTime(), step);
    view.forecast = lineOf(all.filter((h) => h.at > now.getTime()), now.getTime(), now.getTime() + 7 * 24 * hour, 24);
    view.alerts = await alertsInForce(sql, settings.weather.regions, now);
  }
  view.thresholds = (settings.home?.ladder ?? []).filter((r) => r.detector === 'cold').map((r) => ({ code: r.code, threshold: r.threshold }));
  if (settings.routine !== null) {
    const { routine } = settings;
    const firstDay = dayAfter(today, -routine.memory);
    const rows = await routineDays(sql, personId, firstDay, digestOf(routine));
    const stays = (await statedFacts(sql, [personId], routine.stays)).filter((f) => matches(f, routine.stays)).flatMap((f) => (f.start === null ? [] : [{ from: f.start.slice(0, 10), to: f.end?.slice(0, 10) ?? null }]));
    if (rows.length > 0) view.routine = routineSeries(rows, stays, firstDay, today, routine);
  }
  return view;
}

/** Means of steps of so many hours, each at its middle; null where nothing was read. */
function lineOf(points: readonly { at: number; value: number; n: number }[], from: number, to: number, step: number): Shown[] {
  const length = step * hour;
  const first = step === 24 ? londonInstant(londonHour(from).day) : from;
  const sums = new Map<number, { sum: number; n: number }>();
  for (const { at, value, n } of points) {
    const place = Math.floor((at - first + (step === 24 ? hour : 0)) / length);
    const row = sums.get(place) ?? { sum: 0, n: 0 };
    row.sum += value * n;
    row.n += n;
    sums.set(place, row);
  }
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / length)) }, (_, i) => {
    const row = sums.get(i);
    return { at: first + i * length + length / 2, value: row === undefined ? null : row.sum / row.n };
  }).filter((p) => p.at <= to + length / 2);
}

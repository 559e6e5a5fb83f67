import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kernel } from '../../kernel/index.ts';
import type { Detectors } from '../../radar/index.ts';
import type { LoadedReading, Sensors } from '../../sensors/index.ts';
import { randomOf, type Random } from '../random.ts';
import { anyDevice, livingAlone, markSilent, placeDevices, type Alone } from './demo.store.ts';
import { devicesOfHome, simulateHome, type SimHome } from './home.ts';
import { clockHour, drawHouse } from './house.ts';
import { drawResident } from './resident.ts';
import { simulateWeather, type OutsideHour } from './weather.ts';

const hour = 3_600_000;
const day = 24 * hour;
const weeks = 8;
const homesWatched = 18;
/** Of those, how many have sensors of movement too. */
const routinesWatched = 5;
/** Amina Begum of the showcase. */
const amina = '9990123454';

type Story = 'boiler broke' | 'up at night' | 'rationing' | 'silent' | 'closed up' | 'fine';

/** What happens in a home, told as changes to it. */
function tell(story: Story, who: Alone, now: number, random: Random): Partial<SimHome> {
  const ago = (days: number): number => now - days * day;
  const house = drawHouse(random);
  const resident = drawResident(random);
  const leaky = { ...house, timeConstant: 14, setpoint: 19.5, heating: 3.4, gains: 2 };
  const since = who.heatingRepair === null ? ago(3) : Date.parse(who.heatingRepair.slice(0, 10)) - 6 * hour;
  const stories: Record<Story, Partial<SimHome>> = {
    'boiler broke': { house: leaky, houseChanges: [{ from: since, to: Infinity, boiler: 0 }], resident },
    'up at night': { house, resident: { ...resident, nightVisits: 1.8, dispersion: 1 }, residentChanges: [{ from: ago(9), to: Infinity, nightVisits: 2.4 }] },
    rationing: { house: { ...house, timeConstant: 20 }, houseChanges: [{ from: ago(24), to: Infinity, schedule: [[18, 20]], setpoint: 16 }], resident, residentChanges: [{ from: ago(20), to: Infinity, kitchen: 0.5 }] },
    silent: { house, outages: [{ from: ago(3.4), to: Infinity }] },
    'closed up': { house: { ...house, timeConstant: 20, setpoint: 18.5, ventilation: 0.2, moisture: 1.6 } },
    fine: { house: { ...house, timeConstant: Math.max(30, house.timeConstant), setpoint: 20.5, ventilation: 0.8, schedule: [[6, 9], [14, 22]] }, resident },
  };
  return stories[story];
}

/** Weather of the eight weeks before now and the week after: a cold spell three weeks ago, another in two days. */
function demoWeather(seed: string, now: number): { hours: OutsideHour[]; from: number } {
  const midnight = now - (now % hour) - Math.floor(clockHour(now)) * hour;
  const from = midnight - weeks * 7 * day;
  const hours = simulateWeather(randomOf('sensors', seed, 'weather'), from, (weeks * 7 + 8) * 24, [
    { from: midnight - 23 * day, to: midnight - 19 * day, by: -7 },
    { from: midnight + 2 * day, to: midnight + 6 * day, by: -9 },
  ]);
  return { hours, from };
}

/**
 * Sensors for some homes of the demo borough, with eight weeks of readings, and the weather of that time and the week to
 * come. Some have a story; the rest are fine. Nothing where there are sensors already.
 * @returns homes and readings made
 */
export async function makeDemoSensors(kernel: Kernel, sensors: Pick<Sensors, 'load'>, detectors: Pick<Detectors, 'bringInWeather' | 'watchWeather' | 'step'>, seed: string): Promise<{ homes: number; readings: number }> {
  const { db } = kernel;
  const now = kernel.clock.now();
  if (await anyDevice(db.writer)) return { homes: 0, readings: 0 };
  const { hours } = demoWeather(seed, now.getTime());
  await bringInDemoWeather(kernel, detectors, hours, now);
  const past = hours.filter((h) => h.at < now.getTime());
  const cast = castOf(await livingAlone(db.writer, kernel.clock.today()));
  const installed = new Date(past[0]!.at);
  const loading: LoadedReading[] = [];
  for (const [n, { who, story, watched }] of cast.entries()) {
    const random = (...keys: (string | number)[]): Random => randomOf('sensors', seed, n, ...keys);
    const told = tell(story, who, now.getTime(), random('story'));
    const stays = who.stay === null ? [] : [{ from: Date.parse(who.stay.from) + 12 * hour, to: who.stay.to === null ? Infinity : Date.parse(who.stay.to) + 14 * hour, why: 'hospital' as const }];
    const { resident, ...rest } = told;
    const home: SimHome = { id: `demo-${seed}-${n}`, house: drawHouse(random('house')), lost: 0.01, bedroom: 0.85, climateEvery: 3600, absences: stays, ...rest, ...(watched && resident !== undefined ? { resident } : {}) };
    const placed = await db.writer.begin((sql) => placeDevices(sql, who, devicesOfHome(home), installed));
    const ids = new Map(placed.map((d) => [d.devEui, d.deviceId]));
    for (const r of simulateHome(home, past, random)) if (r.at < now.getTime()) loading.push({ deviceId: ids.get(r.devEui)!, metric: r.metric, value: r.value, at: new Date(r.at) });
  }
  const readings = await sensors.load(loading);
  await db.writer.begin((sql) => markSilent(sql, now));
  while (await detectors.step());
  await detectors.watchWeather();
  return { homes: cast.length, readings };
}

/** Who gets sensors, and what happens to them: Amina Begum first, whose boiler the record says is broken. */
function castOf(alone: readonly Alone[]): { who: Alone; story: Story; watched: boolean }[] {
  const first = alone.filter((a) => a.nhsNumber === amina);
  const broken = alone.filter((a) => a.heatingRepair !== null && !first.includes(a)).slice(0, 1);
  const rest = alone.filter((a) => !first.includes(a) && !broken.includes(a));
  const stories: Story[] = [...first.map((): Story => 'boiler broke'), 'up at night', 'boiler broke', 'rationing', 'up at night', ...broken.map((): Story => 'boiler broke'), 'fine', 'fine', 'silent', 'closed up'];
  const people = [...first, ...rest.slice(0, 4), ...broken, ...rest.slice(4)].slice(0, homesWatched);
  return people.map((who, i) => ({ who, story: stories[i] ?? 'fine', watched: i < routinesWatched }));
}

/** Written as Open-Meteo and UKHSA send them, and brought in like any other file. */
async function bringInDemoWeather(kernel: Kernel, detectors: Pick<Detectors, 'bringInWeather'>, hours: readonly OutsideHour[], now: Date): Promise<void> {
  const folder = join(kernel.config.data, 'demo', 'weather');
  mkdirSync(folder, { recursive: true });
  const forecast = join(folder, 'open-meteo.json');
  writeFileSync(forecast, JSON.stringify({ utc_offset_seconds: 0, hourly_units: { wind_speed_10m: 'm/s' }, hourly: { time: hours.map((h) => new Date(h.at).toISOString().slice(0, 16)), temperature_2m: hours.map((h) => h.temperature), relative_humidity_2m: hours.map((h) => h.humidity) } }));
  await detectors.bringInWeather(forecast);
  const alert = join(folder, 'cold-health-alert.json');
  const at = (days: number): string => new Date(now.getTime() + days * day).toISOString();
  writeFileSync(alert, JSON.stringify({ status: 'Amber', risk_score: 12, text: 'Invented for the demonstration: significant impacts are likely across health and social care services.', likelihood: 'Medium', impact: 'Medium', period_start: at(2), period_end: at(6), refresh_date: now.toISOString(), geography: 'London', geography_code: 'E12000007' }));
  await detectors.bringInWeather(alert, 'cold');
}

import { expect, test } from 'vitest';
import { decode } from '../../sensors/index.ts';
import { randomOf } from '../random.ts';
import { clockHour } from './house.ts';
import { devicesOfHome, drawCount, drawHouse, drawResident, simulateHome, simulateHouse, simulateWeather, toUplinks, type SimHome } from './index.ts';

const from = Date.parse('2026-10-01T23:00:00Z');
const random = (...keys: (string | number)[]) => randomOf('test', ...keys);
const home = (): SimHome => ({ id: 'h1', house: drawHouse(random('house')), resident: drawResident(random('resident')), lost: 0.02, bedroom: 0.8, climateEvery: 1800 });
const weather = simulateWeather(random('weather'), from, 24 * 21);

test('weather is of its season, and the same for the same seed', () => {
  const mean = weather.reduce((sum, h) => sum + h.temperature, 0) / weather.length;
  expect(mean).toBeGreaterThan(6);
  expect(mean).toBeLessThan(17);
  expect(simulateWeather(random('weather'), from, 24 * 21)).toEqual(weather);
  const cold = simulateWeather(random('weather'), from, 48, [{ from, to: from + 86_400_000, by: -10 }]);
  expect(cold[3]!.temperature).toBeCloseTo(weather[3]!.temperature - 10, 6);
});

test('a house holds its setpoint while it is heated, and sinks when its boiler stops', () => {
  const house = { ...drawHouse(random('x')), timeConstant: 20, setpoint: 20 };
  const fine = simulateHouse(house, weather, [], random('r'));
  const evening = fine.filter((s) => Math.floor(clockHour(s.at)) === 20 && s.at > from + 3 * 86_400_000);
  expect(Math.min(...evening.map((s) => s.temperature))).toBeGreaterThan(17.5);
  const broken = simulateHouse(house, weather, [{ from: from + 10 * 86_400_000, to: Infinity, boiler: 0 }], random('r'));
  expect(broken.at(-1)!.temperature).toBeLessThan(fine.at(-1)!.temperature - 1);
  expect(fine.every((s) => s.humidity > 5 && s.humidity <= 100)).toBe(true);
});

test('counts have the mean and dispersion asked for', () => {
  const r = random('counts');
  const counts = Array.from({ length: 8000 }, () => drawCount(r, 2, 1.5));
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  const variance = counts.reduce((a, b) => a + (b - mean) ** 2, 0) / counts.length;
  expect(mean).toBeCloseTo(2, 1);
  expect(variance / mean).toBeGreaterThan(1.35);
  expect(variance / mean).toBeLessThan(1.65);
});

test('a home gives the same readings for the same seed; nothing arrives in an outage or moves in an absence', () => {
  const away = { from: from + 5 * 86_400_000, to: from + 9 * 86_400_000, why: 'holiday' as const };
  const quiet = { ...home(), absences: [away], outages: [{ from: from + 15 * 86_400_000, to: from + 16 * 86_400_000 }] };
  const readings = simulateHome(quiet, weather, random);
  expect(simulateHome(quiet, weather, random)).toEqual(readings);
  expect(readings.some((r) => r.at >= from + 15 * 86_400_000 && r.at < from + 16 * 86_400_000)).toBe(false);
  expect(readings.some((r) => r.metric === 'motion' && r.at > away.from && r.at < away.to)).toBe(false);
  expect(readings.filter((r) => r.metric === 'temperature').length).toBeGreaterThan(1500);
});

test('uplinks carry the bytes that the codec of each device reads back', () => {
  const one = home();
  const readings = simulateHome(one, weather.slice(0, 24), random);
  for (const device of devicesOfHome(one)) {
    const own = readings.filter((r) => r.devEui === device.devEui);
    for (const network of ['chirpstack', 'tts'] as const) {
      const uplinks = toUplinks(device, own, network, { late: 0.1, duplicate: 0.1 }, random('net', device.devEui));
      expect(uplinks.length).toBeGreaterThanOrEqual(new Set(own.map((r) => r.at)).size);
      const body = uplinks[0]!.body as { data?: string; uplink_message?: { frm_payload: string } };
      const measured = decode(device.codec, Buffer.from(body.data ?? body.uplink_message!.frm_payload, 'base64'), 85);
      expect(JSON.stringify(measured)).toMatch(/temperature|motion|contact|battery/);
    }
  }
});

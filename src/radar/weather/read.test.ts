import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KithError } from '../../kernel/index.ts';
import { readWeather } from './read.ts';

const shared = '../shared/data/weather';

test('Open-Meteo: local times with their offset become instants, wind becomes m/s', () => {
  const read = readWeather(JSON.stringify({ utc_offset_seconds: 3600, hourly_units: { wind_speed_10m: 'km/h' }, hourly: { time: ['2026-11-24T00:00', '2026-11-24T01:00', '2026-11-24T02:00'], temperature_2m: [-1.5, null, 99], relative_humidity_2m: [88, 90, 90], wind_speed_10m: [36, 1, 1] } }));
  expect(read).toMatchObject({ kind: 'hours', from: 'open-meteo', hours: [{ at: '2026-11-23T23:00:00.000Z', temperature: -1.5, humidity: 88, wind: 10 }] });
  expect(read.problems).toMatchObject([
    { at: 'hourly[1]', message: 'There is no temperature.' },
    { at: 'hourly[2]', message: 'A temperature of 99 °C cannot be.' },
  ]);
});

test('Met Office DataHub: each step of the time series, with the run it is of', () => {
  const read = readWeather(
    JSON.stringify({ type: 'FeatureCollection', features: [{ properties: { location: { name: 'Newbridge' }, modelRunDate: '2026-11-24T06:00Z', timeSeries: [{ time: '2026-11-24T07:00Z', screenTemperature: 2.31, screenRelativeHumidity: 91.2, windSpeed10m: 3.2 }, { time: 'soon', screenTemperature: 2 }] } }] }),
  );
  expect(read).toMatchObject({ kind: 'hours', from: 'met-office', place: 'Newbridge', issued: '2026-11-24T06:00Z', hours: [{ at: '2026-11-24T07:00:00.000Z', temperature: 2.31, wind: 3.2 }], problems: [{ at: 'features[0].properties.timeSeries[1]', message: 'The time cannot be read.' }] });
});

const alert = { status: 'Amber', risk_score: 12, text: 'Minor impacts', likelihood: 'Medium', impact: 'Medium', period_start: '2026-11-27T18:00:00Z', period_end: '2026-12-01T09:00:00Z', refresh_date: '2026-11-25T10:00:00Z', geography: 'London', geography_code: 'E12000007' };

test('UKHSA alerts: one or many; the hazard is said or of the season; a score that disagrees with its matrix is told', () => {
  expect(readWeather(JSON.stringify(alert))).toMatchObject({ kind: 'alerts', alerts: [{ hazard: 'cold', status: 'Amber', score: 12, likelihood: 'medium', impact: 'medium', geographyCode: 'E12000007' }], problems: [] });
  const many = readWeather(JSON.stringify({ results: [{ ...alert, period_start: '2026-07-01T00:00:00Z', period_end: '2026-07-03T00:00:00Z' }, { ...alert, risk_score: 16 }, { ...alert, status: 'Purple' }, { ...alert, period_end: 'x' }] }));
  expect(many).toMatchObject({ alerts: [{ hazard: 'heat' }, { hazard: 'cold', score: 16 }] });
  expect(many.problems.map((p) => p.at)).toEqual(['[1]', '[2]', '[3]']);
  expect(many.problems[0]?.message).toContain('Amber and 12');
  expect(readWeather(JSON.stringify([alert]), 'heat')).toMatchObject({ alerts: [{ hazard: 'heat' }] });
});

test('a station’s months: estimated and missing figures, bad lines with their number', () => {
  const read = readWeather('Heathrow (London Airport)\nLocation 507800E\n   yyyy  mm   tmax    tmin      af    rain     sun\n              degC    degC    days      mm   hours\n   2021   1    6.9     1.7*     7     88.0    48.2#\n   2021   2    ---     ---    ---     26.0    ---\n   bad line\n');
  expect(read).toMatchObject({ kind: 'months', station: 'Heathrow (London Airport)', months: [{ year: 2021, month: 1, highest: 6.9, lowest: 1.7, frostDays: 7, estimated: true }, { highest: null, lowest: null }], problems: [{ at: 'line 7' }] });
});

test('anything else is refused with what is wanted', () => {
  for (const text of ['a,b\n1,2\n', '{"x":1}', '{"hourly":', '']) expect(() => readWeather(text)).toThrow(KithError);
});

test.runIf(existsSync(shared))('the real files: a week of Open-Meteo and four stations', () => {
  const forecast = readWeather(readFileSync(`${shared}/open-meteo-forecast-2021-11-24.json`, 'utf8'));
  expect(forecast).toMatchObject({ kind: 'hours', problems: [] });
  expect(forecast.kind === 'hours' && forecast.hours.length).toBe(168);
  for (const name of ['heathrow', 'sheffield', 'durham', 'cardiff']) {
    const read = readWeather(readFileSync(`${shared}/metoffice-stations/${name}data.txt`, 'utf8'));
    expect(read.problems).toEqual([]);
    const winter = read.kind === 'months' ? read.months.filter((m) => m.month === 1 && m.lowest !== null) : [];
    expect(winter.length).toBeGreaterThan(30);
    expect(winter.every((m) => m.lowest! > -12 && m.highest! < 15)).toBe(true);
  }
});

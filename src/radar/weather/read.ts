import { KithError } from '../../kernel/index.ts';
import { readAlerts } from './read-alerts.ts';
import { readStation } from './read-station.ts';
import type { WeatherFile, WeatherHour, WeatherProblem } from './types.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** Coldest and hottest ever measured in Europe, with a little room: beyond them a figure is a mistake, not weather. */
const possible = { least: -60, most: 55 };

/**
 * Reads a file of weather, whatever it is: an answer of Open-Meteo, of the Met Office DataHub (site-specific hourly), UKHSA
 * Weather-Health Alerts, or a Met Office station's months.
 * @param hazard what alerts are about, where the file does not say
 * @throws KithError `import.refused` when it is none of them
 */
export function readWeather(text: string, hazard?: 'cold' | 'heat'): WeatherFile {
  const trimmed = text.trimStart();
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) {
    const station = readStation(text);
    if (station !== null) return station;
    throw unknown('It is neither JSON nor a Met Office station file.');
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw unknown(`It is not complete JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (isObject(content) && isObject(content.hourly)) return openMeteo(content, content.hourly);
  if (isObject(content) && Array.isArray(content.features)) return dataHub(content.features);
  const alerts = readAlerts(content, hazard);
  if (alerts !== null) return alerts;
  throw unknown('It has neither "hourly" (Open-Meteo), "features" (Met Office DataHub) nor alerts with a "status" and "period_start" (UKHSA).');
}

const unknown = (message: string): KithError => new KithError('import.refused', `The file is not weather that can be read. ${message}`, { mend: 'Give an answer of Open-Meteo, Met Office DataHub or UKHSA Weather-Health Alerts as it was received, or a Met Office station file.' });

/** Keeps an hour if it can be weather. */
function keep(into: { hours: WeatherHour[]; problems: WeatherProblem[] }, at: string, path: string, raw: unknown, values: { temperature: unknown; humidity: unknown; wind: unknown }): void {
  const temperature = number(values.temperature);
  const instant = Date.parse(at);
  const problem = (message: string): void => void into.problems.push({ at: path, message, raw: JSON.stringify(raw)?.slice(0, 500) ?? '' });
  if (Number.isNaN(instant)) return problem('The time cannot be read.');
  if (temperature === null) return problem('There is no temperature.');
  if (temperature < possible.least || temperature > possible.most) return problem(`A temperature of ${temperature} °C cannot be.`);
  const humidity = number(values.humidity);
  into.hours.push({
    at: new Date(Math.floor(instant / 3_600_000) * 3_600_000).toISOString(),
    temperature,
    humidity: humidity === null || humidity < 0 || humidity > 105 ? null : Math.min(100, humidity),
    wind: number(values.wind),
  });
}

/** Times of Open-Meteo are local without an offset; the answer says once how far they are from UTC. Wind is km/h unless it says otherwise. */
function openMeteo(content: Record<string, unknown>, hourly: Record<string, unknown>): WeatherFile {
  const list = (name: string): unknown[] => (Array.isArray(hourly[name]) ? hourly[name] : []);
  const offset = number(content.utc_offset_seconds) ?? 0;
  const units = isObject(content.hourly_units) ? content.hourly_units : {};
  const speed = units.wind_speed_10m === 'm/s' ? 1 : 1 / 3.6;
  const out = { hours: [] as WeatherHour[], problems: [] as WeatherProblem[] };
  if (units.temperature_2m === '°F') throw unknown('Its temperatures are in °F; ask for temperature_unit=celsius.');
  const [temperatures, humidities, winds] = [list('temperature_2m'), list('relative_humidity_2m'), list('wind_speed_10m')];
  list('time').forEach((time, i) => {
    const local = typeof time === 'string' ? Date.parse(/Z|[+-]\d\d:\d\d$/.test(time) ? time : `${time}:00Z`.replace(/:00:00:00Z$/, ':00:00Z')) : number(time) === null ? Number.NaN : (number(time) ?? 0) * 1000 + offset * 1000;
    const at = Number.isNaN(local) ? '' : new Date(local - offset * 1000).toISOString();
    const wind = number(winds[i]);
    keep(out, at, `hourly[${i}]`, { time, temperature: temperatures[i] }, { temperature: temperatures[i], humidity: humidities[i], wind: wind === null ? null : wind * speed });
  });
  return { kind: 'hours', from: 'open-meteo', place: null, issued: null, ...out };
}

/** Met Office DataHub, site-specific hourly or three-hourly. */
function dataHub(features: readonly unknown[]): WeatherFile {
  const out = { hours: [] as WeatherHour[], problems: [] as WeatherProblem[] };
  let place: string | null = null;
  let issued: string | null = null;
  features.forEach((feature, f) => {
    const properties = isObject(feature) && isObject(feature.properties) ? feature.properties : null;
    if (properties === null || !Array.isArray(properties.timeSeries)) {
      out.problems.push({ at: `features[${f}]`, message: 'It has no properties.timeSeries.', raw: JSON.stringify(feature)?.slice(0, 500) ?? '' });
      return;
    }
    if (isObject(properties.location) && typeof properties.location.name === 'string') place ??= properties.location.name;
    if (typeof properties.modelRunDate === 'string') issued ??= properties.modelRunDate;
    properties.timeSeries.forEach((step: unknown, i: number) => {
      const row = isObject(step) ? step : {};
      keep(out, typeof row.time === 'string' ? row.time : '', `features[${f}].properties.timeSeries[${i}]`, step, { temperature: row.screenTemperature, humidity: row.screenRelativeHumidity, wind: row.windSpeed10m });
    });
  });
  return { kind: 'hours', from: 'met-office', place, issued, ...out };
}

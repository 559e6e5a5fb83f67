import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { KithError, newId, type Kernel } from '../../kernel/index.ts';
import type { WeatherSettings } from './definition.ts';
import { readWeather } from './read.ts';
import type { WeatherProblem } from './types.ts';
import { writeAlerts, writeDelivery, writeHours, writeMonths } from './weather.store.ts';

/** What a file of weather came to. */
export interface BroughtWeather {
  name: string;
  kind: 'hours' | 'alerts' | 'months';
  /** New or changed hours, alerts or months. */
  read: number;
  problems: WeatherProblem[];
}

/** Largest answer read: a year of hours is under a megabyte. */
const largest = 20_000_000;

/**
 * Keeps the weather of a text. Hours that are past when it comes are taken as observed (the models' own analysis of what
 * was), later ones as forecast; of a file that says when it was issued, everything is forecast from then.
 * @throws KithError `import.refused` when it is no weather
 */
export async function keepWeather(kernel: Pick<Kernel, 'db' | 'clock'>, settings: WeatherSettings, name: string, text: string, hazard?: 'cold' | 'heat'): Promise<BroughtWeather> {
  const file = readWeather(text, hazard);
  const now = kernel.clock.now();
  return kernel.db.writer.begin(async (sql) => {
    let read = 0;
    if (file.kind === 'hours') {
      const issued = file.issued === null || Number.isNaN(Date.parse(file.issued)) ? now : new Date(file.issued);
      const past = file.hours.filter((h) => Date.parse(h.at) < issued.getTime());
      read += await writeHours(sql, settings.place, 'observed', file.from, issued, past);
      read += await writeHours(sql, settings.place, 'forecast', file.from, issued, file.hours.filter((h) => !past.includes(h)));
    } else if (file.kind === 'alerts') read = await writeAlerts(sql, file.alerts);
    else read = await writeMonths(sql, file.station, file.months);
    await writeDelivery(sql, { id: newId(), name, kind: file.kind, at: now, read, problems: file.problems });
    return { name, kind: file.kind, read, problems: file.problems };
  });
}

/** Brings in a file. @throws KithError `delivery.missing` when it cannot be read */
export async function bringInWeather(kernel: Pick<Kernel, 'db' | 'clock'>, settings: WeatherSettings, path: string, hazard?: 'cold' | 'heat'): Promise<BroughtWeather> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new KithError('delivery.missing', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, { mend: 'Check the path and that it is a file.' });
  });
  return keepWeather(kernel, settings, basename(path), text, hazard);
}

/** Asks each of an area's sources: files always, addresses only where the area lets Kith dial. What fails is told, and the rest go on. */
export async function fetchWeather(kernel: Pick<Kernel, 'db' | 'clock' | 'config' | 'log'>, settings: WeatherSettings, get: typeof fetch = fetch): Promise<BroughtWeather[]> {
  const brought: BroughtWeather[] = [];
  for (const source of settings.sources) {
    if (source.url !== undefined && !settings.dial) continue;
    try {
      const text = source.url === undefined ? await readFile(join(kernel.config.data, source.file ?? ''), 'utf8') : await ask(source.url, source.secret, get);
      brought.push(await keepWeather(kernel, settings, source.id, text, source.hazard));
    } catch (error) {
      kernel.log.warn({ source: source.id, error: error instanceof Error ? error.message : String(error) }, 'weather could not be brought in');
    }
  }
  return brought;
}

async function ask(url: string, secret: WeatherSettings['sources'][number]['secret'], get: typeof fetch): Promise<string> {
  const value = secret === undefined ? undefined : process.env[secret.env];
  const answer = await get(url, { headers: { accept: 'application/json', ...(secret === undefined || value === undefined ? {} : { [secret.header]: value }) }, redirect: 'error', signal: AbortSignal.timeout(20_000) });
  if (!answer.ok) throw new Error(`${new URL(url).host} answered ${answer.status}`);
  const text = await answer.text();
  if (text.length > largest) throw new Error(`${new URL(url).host} sent more than ${largest} characters`);
  return text;
}

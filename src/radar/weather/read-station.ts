import type { StationMonth, WeatherFile, WeatherProblem } from './types.ts';

/** A figure of a station file: `12.3`, `12.3*` (estimated), `---` (missing). */
const figure = (text: string | undefined): number | null => {
  const read = Number((text ?? '').replace(/[*#$]/g, ''));
  return text === undefined || text.startsWith('---') || Number.isNaN(read) ? null : read;
};

/** A Met Office historic station file: a heading, then `yyyy mm tmax tmin af rain sun`. Null when it is not one. */
export function readStation(text: string): WeatherFile | null {
  const lines = text.split(/\r?\n/);
  const heading = lines.findIndex((line) => /^\s*yyyy\s+mm\s+tmax\s+tmin/.test(line));
  if (heading < 0) return null;
  const months: StationMonth[] = [];
  const problems: WeatherProblem[] = [];
  lines.slice(heading + 1).forEach((line, i) => {
    const parts = line.trim().split(/\s+/);
    if (line.trim() === '' || parts[0] === 'degC' || /^site\s+closed/i.test(line.trim())) return;
    const [year, month] = [Number(parts[0]), Number(parts[1])];
    if (!Number.isInteger(year) || year < 1800 || !(month >= 1 && month <= 12)) problems.push({ at: `line ${heading + i + 2}`, message: 'It does not begin with a year and a month.', raw: line.slice(0, 200) });
    else months.push({ year, month, highest: figure(parts[2]), lowest: figure(parts[3]), frostDays: figure(parts[4]), estimated: line.includes('*') });
  });
  return { kind: 'months', from: 'met-office-station', station: lines[0]?.trim() ?? '', months, problems };
}

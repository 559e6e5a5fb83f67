import { riskOf } from './matrix.ts';
import { colours, levels, type Colour, type Level, type WeatherAlert, type WeatherFile, type WeatherProblem } from './types.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);

function oneOf<T extends string>(list: readonly T[], value: unknown): T | null {
  const said = text(value)?.toLowerCase().replace(/[_-]/g, ' ');
  return list.find((item) => item.toLowerCase() === said) ?? null;
}

/** The Weather-Health Alert season of a day: cold from 1 November to 31 March, heat otherwise (1 June to 30 September). */
const season = (instant: string): 'cold' | 'heat' => ([10, 11, 0, 1, 2].includes(new Date(instant).getUTCMonth()) ? 'cold' : 'heat');

/** Alerts of UKHSA: one, a list of them, or a page of a list (`results`). Null when the content is nothing of the kind. */
export function readAlerts(content: unknown, hazard: 'cold' | 'heat' | undefined): WeatherFile | null {
  const listed = Array.isArray(content) ? content : isObject(content) && Array.isArray(content.results) ? content.results : [content];
  if (!listed.some((item) => isObject(item) && 'status' in item && 'period_start' in item)) return Array.isArray(content) && content.length === 0 ? { kind: 'alerts', from: 'ukhsa', alerts: [], problems: [] } : null;
  const alerts: WeatherAlert[] = [];
  const problems: WeatherProblem[] = [];
  listed.forEach((item: unknown, i) => {
    const problem = (message: string): void => void problems.push({ at: `[${i}]`, message, raw: JSON.stringify(item)?.slice(0, 500) ?? '' });
    const row = isObject(item) ? item : {};
    const status: Colour | null = oneOf(colours, row.status);
    const [from, to, refreshed] = [row.period_start, row.period_end, row.refresh_date].map((v) => (Number.isNaN(Date.parse(text(v) ?? '')) ? null : new Date(Date.parse(text(v)!)).toISOString()));
    const code = text(row.geography_code);
    if (status === null) return problem('The status is not Green, Yellow, Amber or Red.');
    if (from == null || to == null || from > to) return problem('The period cannot be read.');
    if (code === null) return problem('There is no geography_code.');
    const likelihood: Level | null = oneOf(levels, row.likelihood);
    const impact: Level | null = oneOf(levels, row.impact);
    const score = typeof row.risk_score === 'number' ? row.risk_score : text(row.risk_score) === null ? null : Number(row.risk_score);
    if (likelihood !== null && impact !== null) {
      const right = riskOf(likelihood, impact);
      if (right.colour !== status || (score !== null && score !== right.score)) problem(`It says ${status}${score === null ? '' : ` and ${score}`}, and ${likelihood} likelihood of ${impact} impact is ${right.colour} and ${right.score}. It is kept as it says.`);
    }
    alerts.push({ hazard: oneOf(['cold', 'heat'] as const, row.type ?? row.hazard) ?? hazard ?? season(from), status, score, likelihood, impact, text: text(row.text) ?? '', from, to, refreshed: refreshed ?? from, geography: text(row.geography) ?? code, geographyCode: code });
  });
  return { kind: 'alerts', from: 'ukhsa', alerts, problems };
}

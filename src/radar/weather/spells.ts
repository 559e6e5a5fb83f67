import { londonHour } from '../days.ts';
import { dayAfter } from '../days.ts';
import { mean } from '../statistics.ts';

/** Hours of weather as they are kept. */
export interface Hour {
  /** Milliseconds. */
  at: number;
  temperature: number;
}

export interface WeatherSpell {
  /** ISO days, first and last. */
  from: string;
  to: string;
  /** Coldest, or hottest, hour. */
  extreme: number;
}

/** Hours of a day without which its mean is not one. */
const leastHours = 18;

/** Runs of days whose mean is at or below (cold) or at or above (heat) a figure. */
export function weatherSpells(hours: readonly Hour[], hazard: 'cold' | 'heat', limit: { mean: number; days: number }): WeatherSpell[] {
  const days = Map.groupBy(hours, (h) => londonHour(h.at).day);
  const out: WeatherSpell[] = [];
  let run: { day: string; values: number[] }[] = [];
  const end = (): void => {
    const values = run.flatMap((r) => r.values);
    if (run.length >= limit.days) out.push({ from: run[0]!.day, to: run.at(-1)!.day, extreme: hazard === 'cold' ? Math.min(...values) : Math.max(...values) });
    run = [];
  };
  for (const day of [...days.keys()].sort()) {
    const values = days.get(day)!.map((h) => h.temperature);
    const holds = values.length >= leastHours && (hazard === 'cold' ? mean(values) <= limit.mean : mean(values) >= limit.mean);
    if (run.length > 0 && dayAfter(run.at(-1)!.day, 1) !== day) end();
    if (holds) run.push({ day, values });
    else end();
  }
  end();
  return out;
}

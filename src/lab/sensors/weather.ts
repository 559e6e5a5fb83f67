import type { Random } from '../random.ts';

/** An hour outside. */
export interface OutsideHour {
  /** Milliseconds, start of the hour. */
  at: number;
  temperature: number;
  humidity: number;
}

/** Mean daily lowest and highest of each month, °C, January first: Heathrow 1991–2020 (Met Office, Open Government Licence v3). */
const normals = [
  [2.7, 8.4], [2.7, 9], [4.1, 11.7], [6, 15], [9.1, 18.4], [12, 21.6], [14.2, 23.9], [14.1, 23.4], [11.6, 20.2], [8.8, 15.8], [5.3, 11.5], [3.1, 8.8],
] as const;

/** A spell colder or hotter than the season by so much, between two instants. */
export interface Push {
  from: number;
  to: number;
  by: number;
}

const hour = 3_600_000;

/** Weather by the hour: the season's normals, days that stay warm or cold for a while, nights colder than days, and spells asked for. */
export function simulateWeather(random: Random, from: number, hours: number, pushes: readonly Push[] = []): OutsideHour[] {
  let anomaly = random.normal(0, 2.2);
  let damp = random.normal(0, 6);
  return Array.from({ length: hours }, (_, i): OutsideHour => {
    const at = from + i * hour;
    const date = new Date(at);
    if (i % 6 === 0) {
      anomaly = anomaly * 0.93 + random.normal(0, 0.85);
      damp = damp * 0.9 + random.normal(0, 3);
    }
    const month = date.getUTCMonth();
    const share = (date.getUTCDate() - 15) / 30;
    const next = normals[(month + (share < 0 ? 11 : 1)) % 12]!;
    const [low, high] = [0, 1].map((k) => normals[month]![k as 0 | 1] * (1 - Math.abs(share)) + next[k as 0 | 1] * Math.abs(share)) as [number, number];
    const day = Math.cos(((date.getUTCHours() + date.getUTCMinutes() / 60 - 14) / 24) * 2 * Math.PI);
    const push = pushes.find((p) => at >= p.from && at < p.to)?.by ?? 0;
    const temperature = (low + high) / 2 + ((high - low) / 2) * day * 0.8 + anomaly + push;
    return { at, temperature: Math.round(temperature * 10) / 10, humidity: Math.round(Math.min(100, Math.max(35, 83 - day * 11 + damp))) };
  });
}

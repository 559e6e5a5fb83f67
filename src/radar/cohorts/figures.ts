/** Counts below this are not told to whoever may only count. */
export const fewest = 10;
const nearest = 5;

/** A count as whoever may only count is told it: null below ten, otherwise to the nearest five, so that two counts do not subtract to one person. */
export const coarse = (n: number): number | null => (n < fewest ? null : Math.round(n / nearest) * nearest);

/** One line of a breakdown. */
export interface Share {
  key: string;
  /** Of the cohort; null when not told. */
  people: number | null;
  /** Of everybody. */
  of: number | null;
}

/**
 * A breakdown as whoever may only count is told it. Where just one line is hidden, or what is hidden comes to fewer
 * than ten, the smallest told line is hidden too: else the total would tell.
 */
export function coarseShares(shares: readonly { key: string; people: number; of: number }[]): Share[] {
  const hidden = new Set(shares.filter((s) => s.people < fewest).map((s) => s.key));
  const sum = (): number => shares.reduce((n, s) => n + (hidden.has(s.key) ? s.people : 0), 0);
  const told = shares.filter((s) => !hidden.has(s.key)).toSorted((a, b) => a.people - b.people);
  while (hidden.size > 0 && told.length > 0 && (hidden.size === 1 || sum() < fewest)) hidden.add(told.shift()!.key);
  return shares.map(({ key, people, of }) => ({ key, people: hidden.has(key) ? null : coarse(people), of: coarse(of) }));
}

/** People for each thousand, with the 95% interval. */
export interface Rate {
  per1000: number;
  low: number;
  high: number;
}

const z = 1.959964;

/** Rate per 1,000 with Wilson's score interval (Wilson 1927; the one Public Health England's technical guide uses for proportions). Null where there is nobody. */
export function rateOf(people: number, of: number): Rate | null {
  if (of <= 0) return null;
  const p = people / of;
  const centre = p + (z * z) / (2 * of);
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  const at = (x: number): number => Math.min(1000, Math.max(0, (x / scale) * 1000));
  return { per1000: p * 1000, low: at(centre - spread), high: at(centre + spread) };
}

/**
 * Counts a day, as negative binomial with mean `mean` and size `size`: variance mean + mean²/size. A size of Infinity is
 * Poisson; people are seldom that regular, and a small size says so.
 */
export interface CountModel {
  mean: number;
  size: number;
}

/** Probability of 0, 1, 2 … up to where less than one in 10⁹ is left. */
export function distribution({ mean, size }: CountModel): number[] {
  const out: number[] = [];
  let p = Number.isFinite(size) ? (size / (size + mean)) ** size : Math.exp(-mean);
  let sum = 0;
  for (let k = 0; sum < 1 - 1e-9 && k < 5_000; k++) {
    out.push(p);
    sum += p;
    p *= Number.isFinite(size) ? (((k + size) / (k + 1)) * mean) / (size + mean) : mean / (k + 1);
  }
  return out;
}

/** Probability of at least so many; of at most so many when `side` is down. */
export function tail(model: CountModel, count: number, side: 'up' | 'down'): number {
  const p = distribution(model);
  const below = p.slice(0, side === 'up' ? count : count + 1).reduce((sum, v) => sum + v, 0);
  return side === 'up' ? Math.max(0, 1 - below) : Math.min(1, below);
}

/** What a count of `x` adds to the evidence (natural log of the likelihood ratio) that the rate has become `ratio` times its mean. */
export function evidence({ mean, size }: CountModel, ratio: number, x: number): number {
  if (!Number.isFinite(size)) return x * Math.log(ratio) - mean * (ratio - 1);
  const to = mean * ratio;
  return x * (Math.log(to / (to + size)) - Math.log(mean / (mean + size))) - size * (Math.log(to + size) - Math.log(mean + size));
}

/** Least mean a count is modelled with: of somebody who was never up at night, one night in forty. */
const leastMean = 0.025;

/** A model fitted to some days, with the dispersions (variance over mean) that those days leave possible, each as likely. */
export interface FittedCounts extends CountModel {
  dispersions: readonly number[];
  /** Variance over mean as counted: what the dispersions came from. */
  raw: number;
  days: number;
}

const grid = Array.from({ length: 60 }, (_, i) => 1 + i * 0.06);

/**
 * Mean and size of these counts. How erratic somebody is cannot be read off a few weeks: the variance over the mean of
 * `n` Poisson days is itself uncertain by √(2/n) of its value. So what is counted is weighed against what people are like
 * beforehand (1 for most, beyond that ever less likely: exponential with mean `prior`).
 */
export function fitCounts(counts: readonly number[], prior = 0.35): FittedCounts {
  const n = counts.length;
  const mean = Math.max(leastMean, counts.reduce((sum, v) => sum + v, 0) / n);
  const raw = counts.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, n - 1) / mean;
  const weights = grid.map((d) => Math.exp(-(d - 1) / prior - ((raw - d) / d) ** 2 * (n / 4)) / d);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const believed = weights.reduce((sum, w, i) => sum + w * grid[i]!, 0) / total;
  const dispersions = [0.1, 0.3, 0.5, 0.7, 0.9].map((q) => {
    let sum = 0;
    return grid[weights.findIndex((w) => (sum += w / total) >= q)] ?? grid.at(-1)!;
  });
  return { mean, size: sizeOf(mean, believed), dispersions, raw, days: n };
}

/** Size of a model with this variance over mean; Poisson where they hardly differ. */
export const sizeOf = (mean: number, dispersion: number): number => (dispersion < 1.02 ? Number.POSITIVE_INFINITY : mean / (dispersion - 1));

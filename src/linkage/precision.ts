/** A drawn pair, as the estimate takes it. */
export interface LabelledPair {
  label: 'same' | 'different' | 'unsure' | null;
  stratum: string;
  probability: number;
  joined: boolean;
}

/** A share of what there is, with the Wilson interval that holds it 95 times in 100. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
  /** Labels it rests on, discounted for being drawn unevenly. */
  effective: number;
}

export interface PrecisionRecall {
  drawn: number;
  labelled: number;
  unsure: number;
  /** Of pairs held to be one person, how many are. Null without a label that bears on it. */
  precision: Estimate | null;
  /** Of pairs that are one person, among all that were compared and kept, how many are held to be. */
  recall: Estimate | null;
}

const z = 1.959964;

/**
 * Wilson's interval for a proportion (Wilson 1927): sound near 0 and 1 and for small numbers, unlike the textbook one.
 * @param n may be fractional: the effective size of a weighted sample
 */
export function wilson(share: number, n: number): { low: number; high: number } {
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Weighs each label by how unlikely its pair was to be drawn; the interval uses Kish's effective sample size. */
export function estimate(pairs: readonly LabelledPair[]): PrecisionRecall {
  const sure = pairs.filter((p) => p.label === 'same' || p.label === 'different');
  const share = (among: readonly LabelledPair[], hit: (p: LabelledPair) => boolean): Estimate | null => {
    if (among.length === 0) return null;
    const weights = among.map((p) => 1 / p.probability);
    const sum = weights.reduce((x, y) => x + y, 0);
    const value = among.reduce((n, p, i) => n + (hit(p) ? weights[i]! : 0), 0) / sum;
    const effective = (sum * sum) / weights.reduce((n, w) => n + w * w, 0);
    return { value, ...wilson(value, effective), effective };
  };
  return {
    drawn: pairs.length,
    labelled: pairs.filter((p) => p.label !== null).length,
    unsure: pairs.filter((p) => p.label === 'unsure').length,
    precision: share(sure.filter((p) => p.joined), (p) => p.label === 'same'),
    recall: share(sure.filter((p) => p.label === 'same'), (p) => p.joined),
  };
}

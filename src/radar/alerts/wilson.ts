/** A share with the interval that 95 in 100 such samples hold it in. */
export interface Share {
  value: number;
  low: number;
  high: number;
}

/**
 * The share `of` out of `all` with its Wilson score interval (Wilson 1927), which holds for few and for none; null when
 * there is nothing to judge by.
 */
export function wilson(of: number, all: number): Share | null {
  if (all === 0) return null;
  const z = 1.959964;
  const share = of / all;
  const below = 1 + z ** 2 / all;
  const middle = (share + z ** 2 / (2 * all)) / below;
  const half = (z / below) * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2));
  return { value: share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

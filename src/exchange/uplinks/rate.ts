/** How much one sender may hand in: so many at once, and so many a second after that. */
export interface Rate {
  /** Whether one more may come; counts it when so. */
  take(who: string): boolean;
}

const sendersAtMost = 10_000;

/** A token bucket for each sender. */
export function createRate(burst: number, perSecond: number, now: () => number = () => performance.now()): Rate {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(who) {
      const at = now();
      const bucket = buckets.get(who) ?? { left: burst, at };
      bucket.left = Math.min(burst, bucket.left + ((at - bucket.at) / 1000) * perSecond);
      bucket.at = at;
      if (!buckets.has(who)) {
        if (buckets.size >= sendersAtMost) buckets.clear();
        buckets.set(who, bucket);
      }
      if (bucket.left < 1) return false;
      bucket.left -= 1;
      return true;
    },
  };
}

import { nhsNumbers } from './numbers.ts';
import { dwellingAt, type Pool } from './places/dwellings.ts';
import { randomOf, type Random } from './random.ts';
import type { Dwelling, IsoDate } from './world.ts';

/** What runs on from clan to clan: counters and the fixed day, nothing that grows with the number of people. */
export interface Borough {
  seed: string;
  today: IsoDate;
  nextNhsNumber(): string;
  /** The next number of a series (`person`, `household`, `visit`…), from 1. */
  count(series: string): number;
  /** How far a series has got. */
  reached(series: string): number;
  /** The next empty dwelling of a kind. */
  nextDwelling(pool: Pool): Dwelling;
  /** Somewhere others have lived or live: for an earlier address. */
  someDwelling(random: Random, pool: Pool): Dwelling;
  random(...keys: (string | number)[]): Random;
}

export function makeBorough(seed: string, today: IsoDate): Borough {
  const counters = new Map<string, number>();
  const count = (series: string): number => {
    const next = (counters.get(series) ?? 0) + 1;
    counters.set(series, next);
    return next;
  };
  const reached = (series: string): number => counters.get(series) ?? 0;
  return {
    seed,
    today,
    nextNhsNumber: nhsNumbers(),
    count,
    reached,
    nextDwelling: (pool) => dwellingAt(pool, count(`dwelling ${pool}`) - 1),
    someDwelling: (random, pool) => dwellingAt(pool, random.int(0, reached(`dwelling ${pool}`) + 200)),
    random: (...keys) => randomOf(seed, ...keys),
  };
}

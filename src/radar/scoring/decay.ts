import type { Decay } from '../signals/definition.ts';
import { lastDay, type Day } from './days.ts';

/**
 * Points in tenths, of `points` whose newest ground is `age` days old: `points × 2^(−age / halfLife)`, or evenly to
 * nothing `over` so many days; to the nearest tenth.
 */
export function tenths(points: number, decay: Decay | undefined, age: number): number {
  if (decay === undefined || age <= 0) return Math.round(points * 10);
  const share = 'halfLife' in decay ? 2 ** (-age / decay.halfLife) : Math.max(0, 1 - age / decay.over);
  return Math.round(points * 10 * share);
}

/** The first age, in days after `age`, at which the tenths are fewer. */
export function nextAge(points: number, decay: Decay, age: number): Day {
  const now = tenths(points, decay, age);
  if (now === 0) return lastDay;
  // Half a tenth below what stands now is where rounding gives one fewer.
  const share = (now - 0.5) / (points * 10);
  let next = Math.max(age + 1, Math.floor('halfLife' in decay ? -decay.halfLife * Math.log2(share) : decay.over * (1 - share)) - 1);
  while (next < lastDay && tenths(points, decay, next) >= now) next++;
  return next;
}

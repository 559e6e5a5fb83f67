import { isoOf, lastDay, type Day } from '../scoring/days.ts';
import { tenths } from '../scoring/decay.ts';
import type { Standing } from '../scoring/engine.ts';
import type { Outcome } from '../scoring/evaluate.ts';
import { bandOf } from '../scoring/result.ts';
import type { Sight } from '../scoring/sight.ts';

/** Looks no further ahead than this. */
const horizon = 800;

/** Points in tenths of the signals a reader may be shown, of one card. */
const shownTenths = (standing: Standing, outcome: Outcome, index: number, shown: ReadonlySet<string>): number => {
  const { uses } = standing.compiled.cards[index]!;
  return uses.reduce((sum, { signal }, u) => (shown.has(standing.compiled.signals[signal]!.definition.id) ? sum + outcome.cards[index]!.points[u]! : sum), 0);
};

/** What the shown score of a card would have been on each of these days, by its version in force and what was known then. */
export const scoresOn = (standing: Standing, sight: Sight, index: number, days: readonly Day[], shown: ReadonlySet<string>): number[] =>
  days.map((day) => shownTenths(standing, standing.evaluate(sight, day), index, shown) / 10);

/** If nothing new happens: the days on which the shown band changes, down to none. Steps from change to change. */
export function ahead(standing: Standing, sight: Sight, index: number, today: Day, shown: ReadonlySet<string>): { day: string; band: string }[] {
  const { card } = standing.compiled.cards[index]!;
  const changes: { day: string; band: string }[] = [];
  let day = today;
  let band = bandOf(card, shownTenths(standing, standing.evaluate(sight, today), index, shown));
  for (let steps = 0; steps < horizon && band !== ''; steps++) {
    const { next } = standing.evaluate(sight, day);
    if (next >= lastDay || next > today + horizon) break;
    day = next;
    const then = bandOf(card, shownTenths(standing, standing.evaluate(sight, day), index, shown));
    if (then !== band) changes.push({ day: isoOf(day), band: then });
    band = then;
  }
  return changes;
}

/** If nothing new happens: the day each of a card's signals stops giving points; null while it does not end by itself. */
export function endings(standing: Standing, sight: Sight, index: number, today: Day): (string | null)[] {
  const { uses } = standing.compiled.cards[index]!;
  const ends: (string | null)[] = uses.map(() => null);
  const holding = new Set(uses.flatMap((_, u) => (standing.evaluate(sight, today).cards[index]!.points[u]! > 0 ? [u] : [])));
  let day = today;
  for (let steps = 0; steps < horizon && holding.size > 0; steps++) {
    const { next } = standing.evaluate(sight, day);
    if (next >= lastDay || next > today + horizon) break;
    day = next;
    const { points } = standing.evaluate(sight, day).cards[index]!;
    for (const u of holding) {
      if (points[u]! > 0) continue;
      ends[u] = isoOf(day);
      holding.delete(u);
    }
  }
  return ends;
}

/** How points go down, in words; null when they do not. */
export function decayWords(decay: Parameters<typeof tenths>[1]): string | null {
  if (decay === undefined) return null;
  return 'halfLife' in decay ? `halve every ${decay.halfLife} days` : `go evenly to nothing over ${decay.over} days`;
}

/** The same day of each of the last `months` months, oldest first, and today. */
export function monthly(today: string, months: number): string[] {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  return Array.from({ length: months + 1 }, (_, i) => {
    const first = new Date(Date.UTC(year, month - 1 - (months - i), 1));
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
    return `${first.toISOString().slice(0, 8)}${String(Math.min(day, last)).padStart(2, '0')}`;
  });
}

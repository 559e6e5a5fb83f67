import type { CardDefinition } from '../cards/definition.ts';
import type { Compiled } from './compile.ts';
import { isoOf, type Day } from './days.ts';
import type { CardOutcome, Outcome } from './evaluate.ts';
import { personOf, refOf, type Sight } from './sight.ts';
import type { NotKnown, Reason } from './types.ts';
import type { Shape } from './shape.ts';

const mostEvidence = 12;

/** Band a score (in tenths) falls in; empty below the lowest. */
export function bandOf(card: Pick<CardDefinition, 'bands'>, tenths: number): string {
  let band = '';
  for (const { id, from } of card.bands) if (tenths >= Math.round(from * 10)) band = id;
  return band;
}

/** What a card's signals gave, most points first. */
export function reasonsOf(compiled: Compiled, shapes: readonly (Shape | undefined)[], sight: Sight, outcome: Outcome, index: number): Reason[] {
  const { uses } = compiled.cards[index]!;
  const { points } = outcome.cards[index]!;
  return uses
    .flatMap(({ signal, points: of }, u): Reason[] => {
      if (points[u] === 0) return [];
      const { definition, category, categories } = compiled.signals[signal]!;
      const { evidence, dated } = outcome.signals[signal]!;
      const events = evidence.filter((e) => e >= 0).sort((a, b) => sight.start[b]! - sight.start[a]!);
      const around = new Set(evidence.map((e) => (e >= 0 ? sight.section[e]! : -e - 1)).filter((section) => section > 0));
      const newest = events[0];
      return [
        {
          signal: definition.id, label: definition.label, points: points[u]! / 10, of, category, categories,
          dated: dated === 0 ? null : isoOf(dated), source: newest === undefined ? null : (shapes[sight.shape[newest]!]?.feed ?? null),
          facts: events.slice(0, mostEvidence).map((e) => refOf(sight, e)), about: [...around].flatMap((section) => personOf(sight, section) ?? []),
        },
      ];
    })
    .sort((a, b) => b.points - a.points);
}

/** Of a card's signals, those of which nothing could be said. */
export function notKnownOf(compiled: Compiled, outcome: Outcome, index: number): NotKnown[] {
  return compiled.cards[index]!.uses.flatMap(({ signal }): NotKnown[] => {
    const { why, sources } = outcome.signals[signal]!;
    if (why === null) return [];
    const { definition, category, categories } = compiled.signals[signal]!;
    return [{ signal: definition.id, label: definition.label, category, categories, why, sources: [...sources] }];
  });
}

/** A number that is another when anything of a stored score is: reasons, points, evidence, what was not known, or the words of any. */
export function digestOf(compiled: Compiled, sight: Sight, outcome: Outcome, index: number): number {
  const { uses, hash } = compiled.cards[index]!;
  const card: CardOutcome = outcome.cards[index]!;
  let [a, b] = [hash | 0, 0x811c9dc5 | 0];
  const mix = (n: number): void => {
    a = Math.imul(a ^ (n | 0), 0x01000193);
    b = Math.imul(b ^ (n | 0) ^ (a >>> 15), 0x85ebca6b);
  };
  for (let u = 0; u < uses.length; u++) {
    const { signal } = uses[u]!;
    const out = outcome.signals[signal]!;
    if (card.points[u] === 0 && out.why === null) continue;
    mix(compiled.signals[signal]!.hash);
    mix(card.points[u]!);
    if (out.why !== null) for (const c of out.why) mix(c.charCodeAt(0));
    if (card.points[u] === 0) continue;
    mix(out.dated);
    for (const e of out.evidence) {
      if (e < 0) mix(e);
      else {
        const fact = sight.fact[e]!;
        mix(fact < 0 ? sight.shape[e]! * 31 + sight.start[e]! : fact);
        mix(sight.section[e]!);
      }
    }
  }
  return (a >>> 0) * 0x100000 + ((b >>> 0) & 0xfffff);
}

/** As near as a person's outcome comes to a stored row. */
export interface Scored {
  personId: string;
  card: string;
  version: number;
  score: number;
  band: string;
  reasons: Reason[];
  notKnown: NotKnown[];
  digest: number;
}

/**
 * What must be written of one person: cards in whose bands they are otherwise than stands stored, and those whose
 * lowest band they no longer reach (`score` 0), cards in force no longer among them. A score below every band is
 * nobody's to act on, and is not kept.
 */
export function changesOf(compiled: Compiled, shapes: readonly (Shape | undefined)[], sight: Sight, outcome: Outcome, personId: string, stored: ReadonlyMap<string, number> | undefined): Scored[] {
  const changes: Scored[] = [];
  for (const [i, { card, version }] of compiled.cards.entries()) {
    const { tenths } = outcome.cards[i]!;
    const was = stored?.get(card.id);
    const band = tenths === 0 ? '' : bandOf(card, tenths);
    if (band === '') {
      if (was !== undefined) changes.push(goneOf(personId, card.id, version));
      continue;
    }
    const digest = digestOf(compiled, sight, outcome, i);
    if (digest === was) continue;
    changes.push({ personId, card: card.id, version, score: tenths / 10, band, reasons: reasonsOf(compiled, shapes, sight, outcome, i), notKnown: notKnownOf(compiled, outcome, i), digest });
  }
  for (const card of stored?.keys() ?? []) if (!compiled.cards.some((c) => c.card.id === card)) changes.push(goneOf(personId, card, 0));
  return changes;
}

export const goneOf = (personId: string, card: string, version: number): Scored => ({ personId, card, version, score: 0, band: '', reasons: [], notKnown: [], digest: 0 });

/** ISO day on which somebody's scores may next change by time alone; null when never. */
export const dueOn = (next: Day, last: Day): string | null => (next >= last ? null : isoOf(next));

import type { ComparedField, QueuedReview } from '../../record/index.ts';
import { showRole } from './person.ts';

/**
 * How sure Kith is of a review. Where a rule holds the weight back, what the weight says is not repeated: it is high
 * because relatives share what was compared, and would lead a reader to join twins.
 */
export function sureOf(review: Pick<QueuedReview, 'weight' | 'rule'>): string {
  return review.rule === null ? sureWords(review.weight) : 'Cannot be told: relatives share what these share';
}

/** From this weight on records are as good as certainly of one person: more than 1,000 to 1. */
export const almostCertain = 10;

/** How sure a weight alone is, in words; it is log2 of the odds that the two are one person. */
export function sureWords(weight: number | null): string {
  if (weight === null) return 'Never compared';
  if (weight >= almostCertain) return 'Almost certainly one person';
  if (weight >= 5) return 'Very likely one person';
  if (weight >= 2) return 'More likely one person than two';
  if (weight > -2) return 'Could be either';
  if (weight > -5) return 'More likely two people than one';
  return 'Very likely two people';
}

/** Odds as people say them: `about 12 to 1 for one person`. */
export function oddsWords(weight: number): string {
  const odds = 2 ** Math.abs(weight);
  const number = odds >= 1000 ? 'more than 1,000' : `about ${odds < 10 ? Math.round(odds * 10) / 10 : Math.round(odds)}`;
  return Math.abs(weight) < 0.1 ? 'evens' : `${number} to 1 ${weight > 0 ? 'for one person' : 'for two people'}`;
}

export function whyWords(review: Pick<QueuedReview, 'why' | 'rule'>): string {
  if (review.why === 'conflict') return 'What people decided contradicts itself: these were joined, and others of theirs kept apart';
  const rule = review.rule === null ? '' : `: ${review.rule.charAt(0).toLowerCase()}${review.rule.slice(1)}`;
  return review.why === 'guard' ? `Almost everything agrees, but a rule keeps them apart${rule}` : `The evidence is not enough either way${rule}`;
}

export const verdictWords: Record<ComparedField['verdict'], string> = { same: 'Same', part: 'Partly the same', different: 'Different', 'one-only': 'Only one says' };

/** A weight with its sign, such as `+4.2`. */
export const showWeight = (weight: number): string => `${weight > 0 ? '+' : weight < 0 ? '−' : ''}${Math.abs(weight).toFixed(1)}`;

/** A level of the model, `also-known`, as `Also known`. */
export const levelWords = showRole;

import type { LeastLevels, MarkKind } from '../../access/index.ts';
import type { CardDefinition } from '../cards/definition.ts';
import type { Geography } from '../geography/geography.ts';
import type { Condition, SignalDefinition } from '../signals/definition.ts';
import { needsOf } from '../signals/needs.ts';
import type { MappedFact } from '../signals/sources.ts';
import type { Criterion } from './definition.ts';

/** What criteria are held against, and told in the words of. */
export interface Ground {
  signals: readonly SignalDefinition[];
  cards: readonly Pick<CardDefinition, 'id' | 'title' | 'bands' | 'signals'>[];
  mapped: readonly MappedFact[];
  categories: readonly { id: string; name: string }[];
  geography: Geography;
}

const identity = 'identity';

/** A criterion about what is known of somebody, as a signal; null for one about who or where they are. */
export function signalOf(criterion: Criterion, ground: Pick<Ground, 'signals'>): Pick<SignalDefinition, 'when' | 'ages'> | null {
  const { household, signal, contact, when, absent } = criterion;
  const unless = (condition: Condition): Condition => (absent === true ? { not: condition } : condition);
  if (household !== undefined) return { ages: {}, when: household === 'alone' ? { home: { alone: true } } : household === 'with-child' ? { home: { children: { atLeast: 1 } } } : { not: { home: { alone: true } } } };
  if (contact !== undefined) return { ages: {}, when: { all: contact.with.map((category): Condition => ({ none: { category, whose: 'person' }, within: contact.days })) } };
  if (when !== undefined) return { ages: {}, when: unless(when) };
  const named = signal === undefined ? undefined : ground.signals.find((s) => s.id === signal);
  return named === undefined ? null : { ages: absent === true ? {} : named.ages, when: unless(named.when) };
}

/** Categories of data that a criterion rests on. Who may not know one of them may not know who fits. */
export function needsOfCriterion(criterion: Criterion, ground: Pick<Ground, 'signals' | 'cards' | 'mapped'>): string[] {
  const card = criterion.card === undefined ? undefined : ground.cards.find((c) => c.id === criterion.card!.id);
  const signals = card === undefined ? [signalOf(criterion, ground)] : card.signals.map(({ use }) => ground.signals.find((s) => s.id === use) ?? null);
  return [...new Set([identity, ...signals.flatMap((signal) => (signal === null ? [] : needsOf(signal, ground.mapped)))])];
}

export const needsOfAll = (criteria: readonly Criterion[], ground: Pick<Ground, 'signals' | 'cards' | 'mapped'>): string[] => [...new Set([identity, ...criteria.flatMap((c) => needsOfCriterion(c, ground))])];

const seen = (level: string | undefined): boolean => level === 'detail' || level === 'summary';

/** Categories among `needs` of which a team is told too little to list people by them: identity is needed in full. */
export const tooLittle = (needs: readonly string[], least: LeastLevels): string[] => needs.filter((category) => (category === identity ? least.plain.get(category) !== 'detail' : !seen(least.plain.get(category))));

export const asksPlace = (criteria: readonly Criterion[]): boolean => criteria.some((c) => c.ward !== undefined || c.lsoa !== undefined || c.deprivation !== undefined);

/**
 * Marks whose bearers are in no count and no list: where a mark leaves a category that was asked about unknown, being
 * there would tell of it; and where somebody hidden lives is never asked.
 */
export function leftOut(criteria: readonly Criterion[], needs: readonly string[], least: LeastLevels): MarkKind[] {
  const always: readonly MarkKind[] = ['sealed', 'staff-client'];
  return [...least.marked].flatMap(([kind, levels]) =>
    always.includes(kind) || (kind === 'restricted-demographics' && asksPlace(criteria)) || needs.some((category) => !seen(levels.get(category))) ? [kind] : [],
  );
}

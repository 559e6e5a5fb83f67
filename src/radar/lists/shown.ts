import type { Level, Reading } from '../../access/index.ts';
import type { NotKnown, Reason } from '../scoring/types.ts';
import type { ListedReason } from './types.ts';

const isOpen = (level: Level): boolean => level === 'detail' || level === 'summary';

/** The least a reader may know of any of these categories. */
function least(reading: Reading, personId: string, categories: readonly string[]): Level {
  const levels = categories.map((category) => reading.level(personId, category));
  return levels.find((level) => !isOpen(level)) ?? (levels.includes('summary') ? 'summary' : 'detail');
}

/**
 * Reasons as this reader may know them: those that rest on any category shown as an alert or not at all, of the person
 * or of anybody else they rest on, are left out with their points, and nothing tells that they were. Others must be in
 * the reading already. What rests on others is left out too where either's whereabouts are hidden.
 */
export function shownReasons(reading: Reading, personId: string, reasons: readonly Reason[]): ListedReason[] {
  return reasons.flatMap((reason): ListedReason[] => {
    const own = least(reading, personId, reason.categories);
    if (!isOpen(own)) return [];
    const hidden = reading.persons.get(personId)?.hideWhereabouts === true;
    for (const other of reason.about) {
      const decision = reading.persons.get(other);
      if (decision === undefined || decision.sealed || decision.restricted || decision.hideWhereabouts || hidden || !isOpen(least(reading, other, reason.categories))) return [];
    }
    const detail = own === 'detail' && reason.about.every((other) => least(reading, other, reason.categories) === 'detail');
    const { about, ...rest } = reason;
    return [{ ...rest, detail, dated: detail ? reason.dated : null, source: detail ? reason.source : null, facts: detail ? reason.facts : [], others: about.length > 0 }];
  });
}

/** What was not known, of categories this reader may know of. */
export const shownNotKnown = (reading: Reading, personId: string, notKnown: readonly NotKnown[]): NotKnown[] => notKnown.filter((n) => isOpen(least(reading, personId, n.categories)));

/** Points add up in tenths, so that no sum shows a digit nobody gave. */
export const sumOf = (reasons: readonly { points: number }[]): number => reasons.reduce((sum, { points }) => sum + Math.round(points * 10), 0) / 10;

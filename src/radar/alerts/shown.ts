import type { Reading } from '../../access/index.ts';
import type { Reason } from '../scoring/types.ts';

/** A reason as this reader may know it: in full, or its label and points alone. */
export interface ShownReason {
  label: string;
  points: number;
  category: string;
  /** Null unless every category it rests on is shared in detail. */
  dated: string | null;
}

/** What of an alert's reasons a reader may know. */
export interface ShownReasons {
  reasons: ShownReason[];
  /** Sum of the points shown. */
  score: number;
}

/**
 * Reasons under the levels of a reading: all of it at detail; label and points at summary; below that, or where it rests on
 * somebody else of whom as much is not known, the reason and its points are left out.
 */
export function shownReasons(reading: Reading, personId: string, reasons: readonly Reason[]): ShownReasons {
  const levelOf = (reason: Reason): 'detail' | 'summary' | 'none' => {
    const categories = reason.categories.length > 0 ? reason.categories : [reason.category];
    const levels = [personId, ...reason.about].flatMap((id) => categories.map((category) => reading.level(id, category)));
    if (levels.every((l) => l === 'detail')) return 'detail';
    return levels.every((l) => l === 'detail' || l === 'summary') ? 'summary' : 'none';
  };
  const shown = reasons.flatMap((reason): ShownReason[] => {
    const level = levelOf(reason);
    return level === 'none' ? [] : [{ label: reason.label, points: reason.points, category: reason.category, dated: level === 'detail' ? reason.dated : null }];
  });
  return { reasons: shown.toSorted((a, b) => b.points - a.points), score: Math.round(shown.reduce((sum, r) => sum + r.points, 0) * 10) / 10 };
}

/** Other people whom these reasons rest on, and who must be decided about first. */
export const othersIn = (reasons: readonly Reason[]): string[] => [...new Set(reasons.flatMap((r) => r.about))];

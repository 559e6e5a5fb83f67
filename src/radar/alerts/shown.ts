import type { Reading } from '../../access/index.ts';
import { shownReasons as listedReasons, sumOf } from '../lists/shown.ts';
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

/** Reasons as a list shows them to this reader, most points first. Those they rest on must be in the reading already. */
export function shownReasons(reading: Reading, personId: string, reasons: readonly Reason[]): ShownReasons {
  const placed = reasons.map((reason) => ({ ...reason, categories: reason.categories.length > 0 ? reason.categories : [reason.category] }));
  const shown = listedReasons(reading, personId, placed);
  return {
    reasons: shown.map(({ label, points, category, dated }) => ({ label, points, category, dated })).toSorted((a, b) => b.points - a.points),
    score: sumOf(shown),
  };
}

/** Other people whom these reasons rest on, and who must be decided about first. */
export const othersIn = (reasons: readonly Reason[]): string[] => [...new Set(reasons.flatMap((r) => r.about))];

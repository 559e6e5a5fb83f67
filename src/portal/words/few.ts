/** Smaller counts could tell of somebody. */
export const least = 10;

/**
 * Which of counts that add up to a total somebody may know are not shown: those from 1 to 9, and where that is one
 * alone, which the total would give away, the next smallest too.
 */
export function withheld(counts: readonly number[]): boolean[] {
  const hidden = counts.map((n) => n > 0 && n < least);
  if (hidden.filter(Boolean).length !== 1) return hidden;
  const next = counts.reduce((at, n, i) => (!hidden[i] && n > 0 && (at < 0 || n < counts[at]!) ? i : at), -1);
  return hidden.map((own, i) => own || i === next);
}

import type { Alert } from './types.ts';

/** What of an alert says how soon it must be looked at. */
export type Urgency = Pick<Alert, 'alertId' | 'severity' | 'score'>;

/** Which stand first: by severity, then by score. Negative when `a` does. */
export const byUrgency = (rank: (severity: string) => number) => (a: Urgency, b: Urgency): number => rank(b.severity) - rank(a.severity) || b.score - a.score || (a.alertId < b.alertId ? -1 : 1);

/**
 * Which of a team's new alerts are listed and which wait, when it can act on only so many a week. The highest severity is
 * always listed. Otherwise the least urgent wait: a new one may take the place of one listed this week that nobody has
 * looked at yet.
 * @param room how many more may be listed this week; null when the team set no budget
 * @param unseen those listed this week that may still give up their place
 */
export function withinBudget<A extends Urgency>(
  incoming: readonly A[],
  unseen: readonly A[],
  room: number | null,
  rank: (severity: string) => number,
  highest: number,
): { listed: A[]; held: A[]; displaced: A[] } {
  if (room === null) return { listed: [...incoming], held: [], displaced: [] };
  const order = byUrgency(rank);
  const givingWay = unseen.filter((a) => rank(a.severity) < highest).toSorted(order);
  const result = { listed: [] as A[], held: [] as A[], displaced: [] as A[] };
  let left = room;
  for (const alert of incoming.toSorted(order)) {
    const least = givingWay.at(-1);
    if (rank(alert.severity) >= highest || left > 0) {
      result.listed.push(alert);
      left -= 1;
    } else if (least !== undefined && order(alert, least) < 0) {
      givingWay.pop();
      result.displaced.push(least);
      result.listed.push(alert);
    } else result.held.push(alert);
  }
  return result;
}

import type { StoredCard } from '../../radar/index.ts';
import { showPoints } from './radar.ts';

/** What one version says otherwise than another, in sentences. */
export function cardDiff(before: Pick<StoredCard, 'card' | 'signals'>, after: Pick<StoredCard, 'card' | 'signals'>): string[] {
  const changes: string[] = [];
  const [a, b] = [before.card, after.card];
  const labelOf = (id: string): string => after.signals.find((s) => s.id === id)?.label ?? before.signals.find((s) => s.id === id)?.label ?? id;
  for (const { use, points } of b.signals) {
    const was = a.signals.find((s) => s.use === use);
    if (was === undefined) changes.push(`Adds “${labelOf(use)}” with ${showPoints(points)}.`);
    else if (was.points !== points) changes.push(`“${labelOf(use)}” gives ${showPoints(points)}, not ${showPoints(was.points)}.`);
    const [then, now] = [before.signals.find((s) => s.id === use), after.signals.find((s) => s.id === use)];
    if (then !== undefined && now !== undefined && JSON.stringify([then.when, then.decay, then.ages]) !== JSON.stringify([now.when, now.decay, now.ages])) changes.push(`“${labelOf(use)}” means something else than it did.`);
  }
  for (const { use } of a.signals) if (!b.signals.some((s) => s.use === use)) changes.push(`Takes out “${labelOf(use)}”.`);
  for (const band of b.bands) {
    const was = a.bands.find((x) => x.id === band.id);
    if (was === undefined) changes.push(`Adds the band “${band.title}” from ${showPoints(band.from)}.`);
    else if (was.from !== band.from) changes.push(`“${band.title}” begins at ${showPoints(band.from)}, not ${showPoints(was.from)}.`);
  }
  for (const band of a.bands) if (!b.bands.some((x) => x.id === band.id)) changes.push(`Takes out the band “${band.title}”.`);
  if (JSON.stringify(a.ages) !== JSON.stringify(b.ages)) changes.push('Lists people of other ages.');
  if (a.team !== b.team || a.purpose !== b.purpose) changes.push('Is for another team or purpose.');
  if (a.alertFrom !== b.alertFrom) changes.push('Raises alerts from another band.');
  if (a.title !== b.title || a.about !== b.about) changes.push('Has other words for its title or what it is about.');
  if (JSON.stringify(a.atrs) !== JSON.stringify(b.atrs)) changes.push('Has another transparency record.');
  return changes;
}

import type { Seen } from '../home/types.ts';
import type { Standing } from './observed.store.ts';

/** Detectors that see only what is so now: what they no longer see is over. All others see the past again each time, so that what they no longer see never was. */
const ofNow: ReadonlySet<string> = new Set(['no-movement', 'boiler-fault', 'sensor-silent', 'fuel-poverty', 'cold-spell-watch', 'heat-watch']);

export interface Reconciled {
  /** To be recorded, under the keys they already have. */
  seen: Seen[];
  gone: Standing[];
  over: (Standing & { endAt: string })[];
}

/** A key without its day: the same thing, whenever it began. */
const thing = (key: string): string => key.replace(/:\d{4}-\d\d-\d\d.*$/, '');

/**
 * Holds what is seen of somebody against what was observed before. Something that began before the days looked at keeps
 * the day and the key it had; what late readings undo is taken back; what can no longer be seen going on is ended.
 * @param firstDay first of the days looked at
 */
export function reconcile(seen: readonly Seen[], before: readonly Standing[], firstDay: string, today: string): Reconciled {
  const kept = new Set<string>();
  const now = seen.map((s): Seen => {
    const older = s.startAt.slice(0, 10) > firstDay ? undefined : before.find((b) => thing(b.key) === thing(s.key) && b.startAt < s.startAt);
    const ongoing = ofNow.has(s.detector) ? before.find((b) => b.endAt === null && thing(b.key) === thing(s.key)) : undefined;
    const same = older ?? ongoing;
    kept.add(same?.key ?? s.key);
    return same === undefined ? s : { ...s, key: same.key, startAt: same.startAt };
  });
  const rest = before.filter((b) => !kept.has(b.key));
  return {
    seen: now,
    gone: rest.filter((b) => !ofNow.has(b.detector) && b.startAt.slice(0, 10) > firstDay),
    over: rest.filter((b) => b.endAt === null && (ofNow.has(b.detector) || b.startAt.slice(0, 10) <= firstDay)).map((b) => ({ ...b, endAt: ofNow.has(b.detector) ? today : firstDay })),
  };
}

import type { Sql } from '../../kernel/index.ts';
import { change } from './engine.ts';
import { alertsOf, factsGone, markLatest, rehome } from './move.store.ts';
import type { Alert } from './types.ts';

/** What became of a person's records, as linkage tells it. */
export interface Moved {
  kind: 'split' | 'moved' | 'merged';
  from: string;
  to: string;
  /** The records that went. */
  subjects: readonly number[];
}

const progress: readonly Alert['state'][] = ['raised', 'seen', 'accepted', 'case'];

/**
 * Takes alerts along with people, in the caller's transaction. Of two open ones by a card the one further on is kept. Where a person
 * was split, an alert goes with the records whose facts it was raised for; where those are of both, or there are none, it
 * stays and somebody is asked.
 */
export async function moveAlerts(sql: Sql, moves: readonly Moved[], now: Date): Promise<void> {
  for (const { kind, from, to, subjects } of moves) {
    const theirs = await alertsOf(sql, from);
    if (theirs.length === 0) continue;
    if (kind === 'merged') await merge(sql, theirs, to, now);
    else await split(sql, theirs, { kind, from, to, subjects }, now);
    await markLatest(sql, from);
    await markLatest(sql, to);
  }
}

async function merge(sql: Sql, theirs: readonly Alert[], to: string, now: Date): Promise<void> {
  const open = new Map((await alertsOf(sql, to)).filter((a) => a.state !== 'closed').map((a) => [a.card, a]));
  for (const alert of theirs) {
    const other = alert.state === 'closed' ? undefined : open.get(alert.card);
    if (other !== undefined) {
      const [kept, spare] = further(alert, other) ? [alert, other] : [other, alert];
      await change(sql, spare, { state: 'closed', closedAs: 'joined', closedAt: now, heldAt: null, snoozedUntil: null, escalateAt: null, latest: false }, [{ kind: 'joined', detail: { into: `A${kept.number}` } }], now);
    }
    await rehome(sql, alert, to);
  }
}

/** Whether more has been done about `a` than about `b`; of equals the older one. */
function further(a: Alert, b: Alert): boolean {
  const by = progress.indexOf(a.state) - progress.indexOf(b.state);
  return by === 0 ? a.raisedAt < b.raisedAt : by > 0;
}

async function split(sql: Sql, theirs: readonly Alert[], { from, to, subjects }: Moved, now: Date): Promise<void> {
  for (const alert of theirs) {
    const { gone, stayed } = await factsGone(sql, [from, to], alert.reasons.flatMap((r) => r.facts), subjects);
    if (gone > 0 && stayed === 0) {
      const taken = alert.state !== 'closed' && (await alertsOf(sql, to)).some((a) => a.state !== 'closed' && a.card === alert.card);
      if (taken) await merge(sql, [alert], to, now);
      else {
        await change(sql, alert, {}, [{ kind: 'moved' }], now);
        await rehome(sql, alert, to);
      }
    } else if (alert.state !== 'closed' && (gone > 0 || stayed === 0)) await change(sql, alert, { checkPerson: true }, [{ kind: 'check-person' }], now);
  }
}

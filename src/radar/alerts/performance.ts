import type { Access, Session } from '../../access/index.ts';
import { KithError } from '../../kernel/index.ts';
import { budgetsOf, insertBudget, listedThisWeek, type Budget } from './budget.store.ts';
import type { Engine } from './engine.ts';
import { cardsInForce } from './engine.store.ts';
import { byGroup, byWeek, cardCounts, endings, peaksOf, risesOf, type CardCounts } from './performance.store.ts';
import { atThresholds, candidates, mondays, type ThresholdRow } from './thresholds.ts';
import { wilson, type Share } from './wilson.ts';

/** A count of people that may be shown; null where it is small enough to point at somebody. */
export type Shown = number | null;

export interface CardPerformance extends CardCounts {
  title: string;
  /** Of those that somebody judged, the share accepted. */
  precision: Share | null;
  dismissals: { name: string; n: number }[];
  outcomes: { name: string; n: number }[];
}

export interface GroupRow {
  by: string;
  group: string;
  raised: Shown;
  accepted: Shown;
  precision: Share | null;
}

export interface CardStudy {
  card: CardPerformance;
  weeks: { week: string; raised: number; accepted: number }[];
  groups: GroupRow[];
  thresholds: ThresholdRow[];
  /** Bands of the card with the least score of each. */
  bands: { id: string; title: string; from: number }[];
  /** How many a week the queue is reckoned with, and where that comes from. */
  pace: { aWeek: number; from: 'budget' | 'past' } | null;
}

export interface Performance {
  /** How alerts of the session's team went, by card, over the weeks before today. */
  cards(session: Session, weeks: number): Promise<CardPerformance[]>;
  /** One card more closely; null when the team has had no alert by it and it is not its own. */
  study(session: Session, card: string, weeks: number): Promise<CardStudy | null>;
  budget(session: Session): Promise<Budget & { listed: number }>;
  /** @param aWeek null takes the budget away. Throws `request.invalid` for what is no number of alerts. */
  setBudget(session: Session, aWeek: number | null, reason: string): Promise<void>;
}

/** Counts of people below this are not shown apart. */
export const smallest = 10;

export function createPerformance({ kernel, rules }: Engine, access: Pick<Access, 'may'>): Performance {
  const { db, clock } = kernel;
  const sql = db.writer;
  const refuseUnless = (session: Session): void => {
    if (!access.may(session, 'alert')) throw new KithError('access.refused', `${session.teamName} has no alerts.`);
  };
  const nameOf = (list: readonly { id: string; name: string }[], id: string): string => list.find((x) => x.id === id)?.name ?? id;
  const startOf = (weeks: number): string => mondays(clock.today(), weeks)[0] ?? clock.today();

  const cards: Performance['cards'] = async (session, weeks) => {
    refuseUnless(session);
    const now = clock.now();
    const from = startOf(weeks);
    const [counts, ends, inForce] = await Promise.all([cardCounts(sql, session.team, from, now), endings(sql, session.team, from, now), cardsInForce(sql)]);
    return counts.map((c) => ({
      ...c,
      title: inForce.get(c.card)?.title ?? c.card,
      precision: wilson(c.accepted, c.accepted + c.dismissed),
      dismissals: ends.filter((e) => e.card === c.card && e.closedAs === 'dismissed').map((e) => ({ name: nameOf(rules.dismissals, e.because), n: e.n })),
      outcomes: ends.filter((e) => e.card === c.card && e.closedAs === 'outcome').map((e) => ({ name: nameOf(rules.outcomes, e.because), n: e.n })),
    }));
  };
  const budget: Performance['budget'] = async (session) => {
    refuseUnless(session);
    const found = (await budgetsOf(sql, [session.team])).get(session.team)!;
    return { ...found, listed: await listedThisWeek(sql, session.team, clock.now()) };
  };

  return {
    cards,
    budget,
    async study(session, card, weeks) {
      const now = clock.now();
      const definition = (await cardsInForce(sql)).get(card);
      const figures = (await cards(session, weeks)).find((c) => c.card === card);
      if (figures === undefined && definition?.team !== session.team) return null;
      const range = mondays(clock.today(), weeks);
      const from = startOf(weeks);
      const [perWeek, groups, rises, { peaks, dealtWith }, set] = await Promise.all([
        byWeek(sql, session.team, card, from, now),
        byGroup(sql, session.team, card, from, clock.today(), now),
        risesOf(sql, card, from, now),
        peaksOf(sql, session.team, card, from, now),
        budget(session),
      ]);
      const bands = definition?.bands.map(({ id, title, from: least }) => ({ id, title, from: least })) ?? [];
      const current = bands.find((b) => b.id === definition?.alertFrom)?.from ?? 1;
      const pace = set.aWeek !== null ? { aWeek: set.aWeek, from: 'budget' as const } : dealtWith > 0 ? { aWeek: Math.max(1, Math.round(dealtWith / weeks)), from: 'past' as const } : null;
      const highest = Math.max(current, bands.at(-1)?.from ?? 0, ...rises.map((r) => r.to));
      return {
        card: figures ?? { ...none(card), title: definition?.title ?? card },
        weeks: range.map((week) => perWeek.find((w) => w.week === week) ?? { week, raised: 0, accepted: 0 }),
        groups: suppressed(groups),
        thresholds: atThresholds(candidates(bands[0]?.from ?? current, current, highest), current, range, rises, peaks, pace?.aWeek ?? null),
        bands,
        pace,
      };
    },
    async setBudget(session, aWeek, reason) {
      refuseUnless(session);
      if (aWeek !== null && (!Number.isInteger(aWeek) || aWeek < 1 || aWeek > 10_000)) throw new KithError('request.invalid', 'Give a whole number of alerts from 1 to 10,000.');
      await insertBudget(sql, session.team, aWeek, { userId: session.userId, name: session.name, team: session.team }, reason, clock.now());
    },
  };
}

const none = (card: string): Omit<CardPerformance, 'title'> => ({
  card, raised: 0, held: 0, heldNow: 0, seen: 0, accepted: 0, dismissed: 0, cases: 0, lapsed: 0, escalated: 0, overdue: 0, seenMedian: null, seenNinth: null, precision: null, dismissals: [], outcomes: [],
});

/**
 * Groups with small counts withheld. Where one group alone would be withheld its count could be had from the total, so the
 * next smallest goes with it. A count of accepted is shown only where it and what is left of the group are not small.
 */
export function suppressed(groups: readonly { by: string; group: string; raised: number; accepted: number; dismissed: number }[]): GroupRow[] {
  const hidden = new Set<string>();
  for (const by of new Set(groups.map((g) => g.by))) {
    const own = groups.filter((g) => g.by === by).toSorted((a, b) => a.raised - b.raised);
    const small = own.filter((g) => g.raised < smallest);
    for (const g of small.length === 1 ? own.slice(0, 2) : small) hidden.add(`${by} ${g.group}`);
  }
  return groups.map((g) => {
    const raised = hidden.has(`${g.by} ${g.group}`) ? null : g.raised;
    const judged = g.accepted + g.dismissed;
    const telling = raised !== null && judged >= smallest;
    return { by: g.by, group: g.group, raised, accepted: telling && g.accepted >= smallest && g.raised - g.accepted >= smallest ? g.accepted : null, precision: telling ? wilson(g.accepted, judged) : null };
  });
}

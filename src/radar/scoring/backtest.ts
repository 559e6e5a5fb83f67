import type { Sql } from '../../kernel/index.ts';
import { compile, type CardVersion, type Known } from './compile.ts';
import { countPacked, nobody, packedSlice, sliceEnd } from './copy.store.ts';
import { dayOf, isoOf, yearsBetween, type Day } from './days.ts';
import { evaluator } from './evaluate.ts';
import { groupsOf, type Group } from './groups.store.ts';
import { bandOf } from './result.ts';
import type { Shape } from './shape.ts';
import { makeSight, see, type Sight } from './sight.ts';

export interface BacktestRequest {
  draft: CardVersion;
  /** The version in force that it would take the place of; null when none is. */
  current: CardVersion | null;
  today: string;
}

/** People on a card's list on one day, by the two versions. */
export interface Month {
  day: string;
  draft: number;
  current: number;
  /** Of the draft: who were not on its list a month before, and who had left it. */
  joined: number;
  left: number;
  alerts: number;
}

export interface Share {
  group: string;
  people: number;
  listed: number;
}

/** What a draft would do, counted; and the ids of who would come on and drop off, which are shown only under a reading. */
export interface Backtest {
  people: number;
  listed: { draft: number; current: number };
  /** People in each band of the draft. */
  bands: { band: string; title: string; people: number }[];
  /** How many each signal of the draft holds for, of those it lists. */
  signals: { signal: string; label: string; people: number; notKnown: number }[];
  comeOn: string[];
  dropOff: string[];
  moreComeOn: number;
  moreDropOff: number;
  months: Month[];
  groups: { by: 'age' | 'gender' | 'ethnicity' | 'ward'; shares: Share[] }[];
}

/** Ids kept of those who would come on or drop off. */
const mostNamed = 200;
const sliceSize = 25_000;
const monthsBack = 12;

/**
 * Scores everybody by a draft and by the version in force, today and on the same day of each of the last twelve
 * months, as it was known then: facts are left out until the day they were received (those of a feed's first day
 * until the day they are dated), and come back to what they said before they were replaced.
 */
export async function backtest(sql: Sql, shapes: readonly (Shape | undefined)[], known: Known, { draft, current, today }: BacktestRequest, progress: (done: number, total: number) => void): Promise<Backtest> {
  const now = dayOf(today);
  const days = Array.from({ length: monthsBack + 1 }, (_, i) => monthBefore(today, monthsBack - i));
  const versions = current === null ? [draft] : [draft, { ...current, card: { ...current.card, id: `${current.card.id} in force` } }];
  const compiled = compile(versions, shapes, known);
  // How sources stood on a past day is not kept, so looking back nothing is "not known".
  const past = evaluator(compile(versions, shapes, { mapped: known.mapped, states: [] }));
  const present = evaluator(compiled);
  const sight = makeSight();
  const total = await countPacked(sql);
  const alertFrom = draft.card.bands.find((b) => b.id === draft.card.alertFrom)?.from ?? Infinity;
  const out: Backtest = {
    people: 0, listed: { draft: 0, current: 0 }, bands: draft.card.bands.map(({ id, title }) => ({ band: id, title, people: 0 })),
    signals: compiled.cards[0]!.uses.map(({ signal }) => ({ signal: compiled.signals[signal]!.definition.id, label: compiled.signals[signal]!.definition.label, people: 0, notKnown: 0 })),
    comeOn: [], dropOff: [], moreComeOn: 0, moreDropOff: 0,
    months: days.map((day) => ({ day: isoOf(day), draft: 0, current: 0, joined: 0, left: 0, alerts: 0 })), groups: [],
  };
  const shares = new Map<string, Map<string, Share>>();
  for (let after = nobody; ; ) {
    const until = await sliceEnd(sql, after, sliceSize);
    if (until === null) break;
    const groups = await groupsOf(sql, after, until);
    for await (const rows of packedSlice(sql, after, until)) {
      for (const { id, packed } of rows) {
        const hex = id.toString('hex');
        const group = groups.get(hex);
        if (!see(sight, packed) || group?.sealed === true) continue;
        out.people++;
        const personId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
        overTime(out, sight, past, versions, days, alertFrom);
        const outcome = present(sight, now);
        const bands = versions.map((v, i) => bandOf(v.card, outcome.cards[i]!.tenths));
        const [on = '', was = ''] = bands;
        if (was !== '') out.listed.current++;
        if (on !== '') {
          out.listed.draft++;
          out.bands.find((b) => b.band === on)!.people++;
          for (const [u, { signal }] of compiled.cards[0]!.uses.entries()) {
            if (outcome.cards[0]!.points[u]! > 0) out.signals[u]!.people++;
            if (outcome.signals[signal]!.truth === 2) out.signals[u]!.notKnown++;
          }
        }
        if (on !== '' && was === '') {
          if (out.comeOn.push(personId) > mostNamed) out.moreComeOn += Number(out.comeOn.pop() !== undefined);
        } else if (on === '' && was !== '' && out.dropOff.push(personId) > mostNamed) out.moreDropOff += Number(out.dropOff.pop() !== undefined);
        if (outcome.cards[0]!.outside === null) count(shares, sight, now, group ?? null, on !== '');
      }
    }
    after = until;
    progress(out.people, total);
  }
  out.groups = (['age', 'gender', 'ethnicity', 'ward'] as const).map((by) => ({ by, shares: [...(shares.get(by)?.values() ?? [])].sort((a, b) => b.people - a.people) }));
  return out;
}

function overTime(out: Backtest, sight: Sight, evaluate: ReturnType<typeof evaluator>, versions: readonly CardVersion[], days: readonly Day[], alertFrom: number): void {
  let before = false;
  for (const [m, day] of days.entries()) {
    const { cards } = evaluate(sight, day);
    const month = out.months[m]!;
    const on = bandOf(versions[0]!.card, cards[0]!.tenths) !== '';
    if (on) month.draft++;
    if (cards[0]!.tenths >= alertFrom * 10) month.alerts++;
    if (cards[1] !== undefined && bandOf(versions[1]!.card, cards[1].tenths) !== '') month.current++;
    if (m > 0 && on && !before) month.joined++;
    if (m > 0 && !on && before) month.left++;
    before = on;
  }
}

function count(shares: Map<string, Map<string, Share>>, sight: Sight, day: Day, group: Group | null, listed: boolean): void {
  const add = (by: string, name: string): void => {
    const own = shares.get(by) ?? new Map<string, Share>();
    const share = own.get(name) ?? { group: name, people: 0, listed: 0 };
    share.people++;
    if (listed) share.listed++;
    own.set(name, share);
    shares.set(by, own);
  };
  add('age', sight.birth === 0 ? 'Not known' : ageBand(yearsBetween(sight.birth, day)));
  add('gender', sight.gender);
  add('ethnicity', group?.ethnicity ?? 'Not known');
  add('ward', group?.ward ?? 'Not known');
}

const edges = [5, 16, 18, 25, 40, 65, 75, 85];
function ageBand(age: number): string {
  const i = edges.findIndex((edge) => age < edge);
  const from = i === 0 ? 0 : edges[(i < 0 ? edges.length : i) - 1]!;
  return i < 0 ? `${from} and over` : `${from} to ${edges[i]! - 1}`;
}

/** The same day of the month, so many months before; the last of a shorter month. */
function monthBefore(today: string, months: number): Day {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return dayOf(`${first.getUTCFullYear()}-${String(first.getUTCMonth() + 1).padStart(2, '0')}-${String(Math.min(day, last)).padStart(2, '0')}`);
}

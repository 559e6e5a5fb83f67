import { setImmediate } from 'node:timers/promises';
import type { MarkKind } from '../../access/index.ts';
import type { FeedState, Sql } from '../../kernel/index.ts';
import { compile, type CardRules, type Compiled } from '../scoring/compile.ts';
import { dayOf, isoOf } from '../scoring/days.ts';
import type { Dictionary } from '../scoring/dictionary.ts';
import { evaluator } from '../scoring/evaluate.ts';
import { packedOf } from '../scoring/gather.store.ts';
import { yes } from '../scoring/run.ts';
import { makeSight, see } from '../scoring/sight.ts';
import type { SignalDefinition } from '../signals/definition.ts';
import { inOrder, type Criterion } from './definition.ts';
import { signalOf, type Ground } from './ground.ts';
import { countNarrowed, narrowed, type BandsFrom } from './members.store.ts';

/** People read and judged between looks at who else is waiting. */
const atOnce = 2_000;

/** What is asked: of whom, on which day. */
export interface Asked {
  criteria: readonly Criterion[];
  /** Whoever bears one of these is in no count and no list. */
  leftOut: readonly MarkKind[];
  /** ISO day. */
  day: string;
  now: Date;
}

/** Who fits, and how each criterion narrowed them down. */
export interface Members {
  /** In no order. The count is their number, and nothing else is. */
  ids: string[];
  everybody: number;
  /** The criteria as they were asked, each with how many were left after it. */
  steps: { criterion: Criterion; left: number }[];
}

export interface MemberServices {
  sql: Sql;
  ground: Ground;
  dictionary: Dictionary;
  /** How sources stand; null leaves out what is not known, as for a day past. */
  states: readonly FeedState[] | null;
}

/** Bands of a card from one up. */
export const bandsFrom =
  (ground: Pick<Ground, 'cards'>): BandsFrom =>
  (card, band) => {
    const bands = ground.cards.find((c) => c.id === card)?.bands ?? [];
    const from = bands.findIndex((b) => b.id === band);
    return from < 0 ? [] : bands.slice(from).map((b) => b.id);
  };

/** Criteria about what is known, as one card of signals for scoring's own evaluator; `c0`, `c1` … in their order. */
export function compileCriteria(criteria: readonly Criterion[], { ground, dictionary, states }: Omit<MemberServices, 'sql'>): Compiled {
  const signals = criteria.flatMap((criterion, i): SignalDefinition[] => {
    const signal = signalOf(criterion, ground);
    return signal === null ? [] : [{ id: `c${i}`, label: criterion.label ?? '', about: '', ...signal }];
  });
  const card: CardRules = { id: 'cohort', ages: {}, bands: [], signals: signals.map(({ id }) => ({ use: id, points: 1 })) };
  return compile([{ card, version: 1, signals }], dictionary.shapes, states === null ? null : { mapped: ground.mapped, states });
}

/** Who or where somebody is stands in the roster; all else is judged from what is packed for scoring. */
const isKnown = (criterion: Criterion): boolean => (criterion.household ?? criterion.signal ?? criterion.contact ?? criterion.when) !== undefined;

/**
 * Finds everybody who fits every criterion: first by the roster, in one pass of the store, then those left by scoring's
 * evaluator. A criterion of which nothing can be said of somebody is not met.
 */
export async function findMembers(asked: Asked, services: MemberServices): Promise<Members> {
  const { sql, ground, dictionary } = services;
  const criteria = inOrder(asked.criteria);
  const plain = criteria.filter((c) => !isKnown(c));
  const known = criteria.filter(isKnown);
  const bands = bandsFrom(ground);
  const [counts, candidates] = await Promise.all([
    countNarrowed(sql, plain, asked.leftOut, asked.day, asked.now, bands),
    narrowed(sql, plain, asked.leftOut, asked.day, asked.now, bands),
  ]);
  const steps = plain.map((criterion, i) => ({ criterion, left: counts.left[i] ?? 0 }));
  if (known.length === 0) return { ids: candidates, everybody: counts.everybody, steps };
  await dictionary.refresh(sql);
  const compiled = compileCriteria(known, services);
  const evaluate = evaluator(compiled);
  const sight = makeSight();
  const day = dayOf(asked.day);
  const left = known.map(() => 0);
  const ids: string[] = [];
  // A criterion that names a signal there is none of any more is met by nobody.
  const order = known.map((_, i) => compiled.signals.findIndex((s) => s.definition.id === `c${i}`));
  for (let from = 0; from < candidates.length; from += atOnce) {
    const packed = await packedOf(sql, candidates.slice(from, from + atOnce));
    for (const [personId, bytes] of packed) {
      if (!see(sight, bytes)) continue;
      const { signals } = evaluate(sight, day);
      let met = 0;
      while (met < known.length && signals[order[met]!]?.truth === yes) left[met++]!++;
      if (met === known.length) ids.push(personId);
    }
    await setImmediate();
  }
  return { ids, everybody: counts.everybody, steps: [...steps, ...known.map((criterion, i) => ({ criterion, left: left[i]! }))] };
}

/** For each of these people and each criterion about what is known, the newest day it rests on; null where it rests on none. */
export async function datesOf(people: readonly string[], criteria: readonly Criterion[], day: string, services: MemberServices): Promise<Map<string, (string | null)[]>> {
  const compiled = compileCriteria(criteria, services);
  const evaluate = evaluator(compiled);
  const sight = makeSight();
  const packed = await packedOf(services.sql, people);
  return new Map(
    [...packed].map(([personId, bytes]) => {
      const signals = see(sight, bytes) ? evaluate(sight, dayOf(day)).signals : [];
      return [personId, criteria.map((_, i) => {
        const dated = signals[compiled.signals.findIndex((s) => s.definition.id === `c${i}`)]?.dated ?? 0;
        return dated === 0 ? null : isoOf(dated);
      })];
    }),
  );
}

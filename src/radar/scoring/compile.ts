import { createHash } from 'node:crypto';
import type { FeedState } from '../../kernel/index.ts';
import type { CardDefinition } from '../cards/definition.ts';
import type { Selector, SignalDefinition } from '../signals/definition.ts';
import { mappedFor, type MappedFact } from '../signals/sources.ts';
import { needsOf } from '../signals/needs.ts';
import { compileCondition } from './conditions.ts';
import type { Blocked, Run, Test } from './run.ts';
import { selects, type Shape } from './shape.ts';

/** A version of a card with the signals it uses, as they were when it was made. */
export interface CardVersion {
  card: CardDefinition;
  version: number;
  signals: readonly SignalDefinition[];
}

/** As much of a card as evaluation needs. */
export type CardRules = Pick<CardDefinition, 'id' | 'ages' | 'bands' | 'signals'>;

export interface CompiledSignal {
  definition: SignalDefinition;
  test: Test;
  category: string;
  categories: string[];
  /** Tells this signal, as it is worded now, from any other. */
  hash: number;
}

export interface CompiledCard {
  card: CardRules;
  version: number;
  /** Which of the compilation's signals, and what each gives. */
  uses: { signal: number; points: number }[];
  hash: number;
}

/** Cards and their signals made ready for evaluating anybody on any day. */
export interface Compiled {
  cards: CompiledCard[];
  signals: CompiledSignal[];
  selectors: number;
  /** For each shape, the selectors it satisfies for the person's own events, and for others'. */
  own: (readonly number[])[];
  others: (readonly number[])[];
  whose: Selector['whose'][];
  /** Where a selector asks what others are to the person: the shapes that say so. */
  kinShapes: (Set<number> | null)[];
  /** Takes up shapes numbered since. */
  grow(): void;
}

/** What scoring knows of sources: what feeds can say, and how each stands on the day. */
export interface Known {
  mapped: readonly MappedFact[];
  states: readonly FeedState[];
}

export const hashOf = (value: unknown): number => createHash('sha256').update(JSON.stringify(value)).digest().readUInt32LE(0);

/**
 * Compiles cards against the dictionary of shapes, numbered as their place in `shapes`.
 * @param known sources as they stand on the day of scoring; null leaves "not known" out (a look back before it was kept)
 */
export function compile(versions: readonly (Omit<CardVersion, 'card'> & { card: CardRules })[], shapes: readonly (Shape | undefined)[], known: Known | null): Compiled {
  const places = new Map<string, { index: number; blocked: Blocked }>();
  const selectors: Selector[] = [];
  const place = (selector: Selector): { index: number; blocked: Blocked } => {
    const key = JSON.stringify(selector);
    const has = places.get(key);
    if (has !== undefined) return has;
    const made = { index: selectors.length, blocked: blockedFor(selector, known) };
    selectors.push(selector);
    places.set(key, made);
    return made;
  };
  const signals: CompiledSignal[] = [];
  const numbers = new Map<string, number>();
  const cards = versions.map(({ card, version, signals: own }): CompiledCard => {
    const uses = card.signals.flatMap(({ use, points }) => {
      const definition = own.find((s) => s.id === use);
      if (definition === undefined) return [];
      const key = JSON.stringify(definition);
      let signal = numbers.get(key);
      if (signal === undefined) {
        signal = signals.length;
        numbers.set(key, signal);
        const categories = needsOf(definition, known?.mapped ?? []);
        signals.push({ definition, test: compileCondition(definition.when, { place }), category: categories[0] ?? 'identity', categories, hash: hashOf(definition) });
      }
      return [{ signal, points }];
    });
    return { card, version, uses, hash: hashOf([card.id, version, card.bands]) };
  });
  const compiled: Compiled = {
    cards,
    signals,
    selectors: selectors.length,
    own: [],
    others: [],
    whose: selectors.map((s) => s.whose),
    kinShapes: selectors.map(({ whose }) => (typeof whose === 'object' ? new Set() : null)),
    grow() {
      for (let number = compiled.own.length; number < shapes.length; number++) {
        const shape = shapes[number];
        const fits = shape === undefined ? [] : selectors.flatMap((selector, i) => (selects(selector, shape) ? [i] : []));
        compiled.own.push(fits.filter((i) => selectors[i]!.whose === 'person'));
        compiled.others.push(fits.filter((i) => selectors[i]!.whose !== 'person'));
        if (shape?.kind !== 'relationship') continue;
        for (const [i, { whose }] of selectors.entries()) if (typeof whose === 'object' && whose.kin.includes(shape.code ?? '')) compiled.kinShapes[i]?.add(number);
      }
    },
  };
  compiled.grow();
  return compiled;
}

const nothingBlocks: Blocked = () => null;

/** A selector is not known while a feed that could answer it has not come, or when none of them covers the person. */
function blockedFor(selector: Selector, known: Known | null): Blocked {
  if (known === null) return nothingBlocks;
  if (selector.observed !== undefined) {
    const none = { why: 'no-sensor' as const, sources: [] };
    return (run: Run) => (selector.category !== 'home-sensors' || run.sight.sensors || selector.whose !== 'person' ? null : none);
  }
  const feeds = new Set(mappedFor(selector, known.mapped).map((fact) => fact.feed));
  const states = known.states.filter((state) => feeds.has(state.feed));
  for (const why of ['never', 'failed', 'late'] as const) {
    const sources = states.filter((s) => s.state === why).map((s) => s.feed);
    if (sources.length > 0) return () => ({ why, sources });
  }
  const ranges = states.map(({ ages }) => ages);
  if (selector.whose !== 'person' || ranges.length === 0 || ranges.some((r) => r.from === null && r.to === null)) return nothingBlocks;
  const outside = { why: 'not-covered' as const, sources: states.map((s) => s.feed) };
  return (run: Run) => {
    const { age } = run;
    return age === null || ranges.some((r) => age >= (r.from ?? 0) && age <= (r.to ?? 200)) ? null : outside;
  };
}

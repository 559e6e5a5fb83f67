import { bodyFields, type Selector } from '../signals/definition.ts';

/**
 * What signals can ask of a fact or observation apart from whose it is, when it was and how much: the same for many,
 * and so numbered once (`radar.shape`). An observation has its detector for a feed and the kind `observation`.
 */
export interface Shape {
  feed: string;
  category: string;
  kind: string;
  code: string | null;
  system: string | null;
  /** Small letters, figures as `#`: what it says, without what is only this one's. */
  words: string;
  body: Partial<Record<(typeof bodyFields)[number], string>>;
}

/** Longer labels are free text, which would make a shape of every row. */
const longestWords = 100;
const longestField = 80;

export const foldWords = (text: string): string => text.toLowerCase().replaceAll('’', "'").replace(/\d+(?:[.,]\d+)*/g, '#').slice(0, longestWords);

/** As much of a fact as it takes to see its shape. */
export interface Shaped {
  feed: string;
  category: string;
  kind: string;
  code: string | null;
  system: string | null;
  label: string;
  body: Record<string, unknown>;
}

export function shapeOf(fact: Shaped): Shape {
  const body: Shape['body'] = {};
  for (const field of bodyFields) {
    const value = fact.body[field];
    if (typeof value === 'string' && value.length <= longestField) body[field] = value;
  }
  return { feed: fact.feed, category: fact.category, kind: fact.kind, code: fact.code, system: fact.system, words: foldWords(fact.label), body };
}

/** One text for one shape. */
export const shapeKey = (s: Shape): string => JSON.stringify([s.feed, s.category, s.kind, s.code, s.system, s.words, ...bodyFields.map((field) => s.body[field] ?? null)]);

/** Whether a selector asks for such things. */
export function selects(selector: Selector, shape: Shape): boolean {
  if (selector.observed !== undefined) return shape.kind === 'observation' && selector.observed.includes(shape.code ?? '') && (selector.category === undefined || selector.category === shape.category) && wordsFit(selector, shape);
  if (shape.kind === 'observation') return false;
  return (
    (selector.category === undefined || selector.category === shape.category) &&
    (selector.feed === undefined || selector.feed === shape.feed) &&
    (selector.kind === undefined || selector.kind === shape.kind) &&
    (selector.system === undefined || selector.system === shape.system) &&
    (selector.code === undefined || (shape.code !== null && selector.code.includes(shape.code))) &&
    wordsFit(selector, shape) &&
    bodyFields.every((field) => {
      const wanted = selector.body?.[field];
      return wanted === undefined || (shape.body[field] !== undefined && wanted.includes(shape.body[field]));
    })
  );
}

const wordsFit = (selector: Selector, shape: Shape): boolean => selector.words === undefined || selector.words.some((text) => shape.words.includes(foldWords(text)));

import { z } from 'zod';
import { readDefinitions } from '../../kernel/index.ts';
import type { Selector } from './definition.ts';

/** A kind of fact that a feed's definition can make. A null list means that the rows themselves say. */
export interface MappedFact {
  feed: string;
  category: string;
  kind: string;
  codes: ReadonlySet<string> | null;
  system: string | null;
  type: string | null;
}

/** As much of a feed's file as says what facts it makes. */
const mapping = z.looseObject({ kind: z.string(), code: z.unknown().optional(), system: z.string().optional(), category: z.string().optional(), body: z.looseObject({ type: z.unknown().optional() }).optional() });
const inner = z.looseObject({ facts: z.array(mapping).default([]) });
const rows = inner.extend({ others: z.array(inner).default([]), dwelling: inner.optional() });
const feed = z.looseObject({ id: z.string(), category: z.string().default('directory'), codes: z.record(z.string(), z.record(z.string(), z.unknown())).default({}), rows: z.array(rows).default([]) });

/** What every feed of an area can say, as its definitions map it. Files with mistakes are for their own check to name. */
export function mappedFacts(areaDir: string): MappedFact[] {
  return readDefinitions(areaDir, 'feeds/*.yaml', feed).definitions.flatMap(({ value }) =>
    value.rows.flatMap((row) => [...row.facts, ...row.others.flatMap((other) => other.facts), ...(row.dwelling?.facts ?? [])]).map((fact) => ({
      feed: value.id,
      category: fact.category ?? value.category,
      kind: fact.kind,
      codes: codesOf(fact.code, value.codes),
      system: fact.system ?? null,
      type: typeof fact.body?.type === 'string' ? fact.body.type : null,
    })),
  );
}

/** Codes that a value expression can give; null when any may come of it. */
function codesOf(expression: unknown, lists: Record<string, Record<string, unknown>>): ReadonlySet<string> | null {
  if (expression === undefined) return new Set();
  if (typeof expression !== 'object' || expression === null) return null;
  if ('text' in expression && typeof expression.text === 'string') return expression.text.includes('{') ? null : new Set([expression.text]);
  // A list lets through what it does not name, unless it is strict.
  if ('codes' in expression && typeof expression.codes === 'string' && 'strict' in expression && expression.strict === true) return new Set(Object.values(lists[expression.codes] ?? {}).map(String));
  if ('first' in expression && Array.isArray(expression.first)) {
    const each = expression.first.map((one) => codesOf(one, lists));
    return each.some((codes) => codes === null) ? null : new Set(each.flatMap((codes) => [...(codes ?? [])]));
  }
  return null;
}

/** Of what feeds can say, what a selector could find. Observations come from no feed. */
export function mappedFor(selector: Selector, mapped: readonly MappedFact[]): MappedFact[] {
  if (selector.observed !== undefined) return [];
  const types = selector.body?.type;
  return mapped.filter(
    (fact) =>
      (selector.feed === undefined || fact.feed === selector.feed) &&
      (selector.category === undefined || fact.category === selector.category) &&
      (selector.kind === undefined || fact.kind === selector.kind) &&
      (selector.system === undefined || fact.system === selector.system) &&
      (types === undefined || fact.type === null || types.includes(fact.type)) &&
      (selector.code === undefined || fact.codes === null || selector.code.some((code) => fact.codes?.has(code))),
  );
}

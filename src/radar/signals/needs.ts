import type { SignalDefinition } from './definition.ts';
import { mappedFor, type MappedFact } from './sources.ts';
import { asksIdentity, selectorsOf } from './walk.ts';

/** Category of who a person is and with whom they live: an area's first. */
const identity = 'identity';

/**
 * Every category of data a signal rests on, the first selector's first: what a selector names, or else what the feeds
 * that could answer it bring. Who may not know one of them is not told that the signal holds.
 */
export function needsOf(signal: Pick<SignalDefinition, 'when' | 'ages'>, mapped: readonly MappedFact[]): string[] {
  const found = [...selectorsOf(signal.when)].flatMap(({ selector }) => (selector.category === undefined ? mappedFor(selector, mapped).map((fact) => fact.category) : [selector.category]));
  const rests = asksIdentity(signal.when) || found.length === 0;
  return [...new Set(rests ? [...found, identity] : found)];
}

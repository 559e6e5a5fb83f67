import type { Definition, Problem } from '../../kernel/index.ts';
import type { PathwayDefinition } from './pathway-schema.ts';

/** Pathways that wait for each other to end, so that none of them ever would. */
export function checkWaits(definitions: readonly Definition<PathwayDefinition>[]): Problem[] {
  const waits = new Map(definitions.map(({ value }) => [value.id, new Set(openings(value).filter((one) => one.waits).map((one) => one.pathway))]));
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (seen.has(from)) return false;
    seen.add(from);
    return [...(waits.get(from) ?? [])].some((next) => next === to || reaches(next, to, seen));
  };
  return definitions.flatMap((definition) =>
    openings(definition.value)
      .filter((one) => one.waits && (one.pathway === definition.value.id || reaches(one.pathway, definition.value.id)))
      .map((one) => definition.problem([...one.at, 'waits'], `Cases of ${definition.value.id} and ${one.pathway} would wait for each other for ever.`, 'Let one of them end first: take away waits.')),
  );
}

function openings({ states }: PathwayDefinition): { pathway: string; waits: boolean; at: (string | number)[] }[] {
  return Object.entries(states).flatMap(([id, state]) => state.transitions.flatMap((t, i) => t.opens.map(({ pathway, waits }, o) => ({ pathway, waits, at: ['states', id, 'transitions', i, 'opens', o] }))));
}

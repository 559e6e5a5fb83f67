import type { Definition, Problem } from '../../kernel/index.ts';
import type { PathwayDefinition } from './pathway-schema.ts';

type Source = { forms?: Record<string, unknown>; decisions?: Record<string, unknown> };

/**
 * Puts the forms that a pathway takes from others among its own, with what they are decided by, both in what was read and in what the
 * file says: a case that pins this version keeps them as they were then.
 */
export function takeForms(definitions: readonly Definition<PathwayDefinition>[]): Problem[] {
  return definitions.flatMap((definition) => {
    const { value } = definition;
    const source = definition.source as Source;
    return Object.entries(value.uses).flatMap(([id, { pathway, form }]): Problem[] => {
      const wrong = (message: string, mend: string): Problem[] => [definition.problem(['uses', id], message, mend)];
      const other = definitions.find((one) => one.value.id === pathway);
      const taken = other?.value.forms[form];
      if (other === undefined) return wrong(`There is no pathway "${pathway}".`, `Use one of: ${definitions.map((one) => one.value.id).join(', ')}.`);
      if (taken === undefined) return wrong(`${other.value.title} has no form "${form}".`, `Its forms: ${Object.keys(other.value.forms).join(', ')}.`);
      if (Object.hasOwn(value.forms, id)) return wrong(`This pathway has a form "${id}" of its own.`, 'Take the other by another name.');
      const theirs = other.source as Source;
      value.forms[id] = taken;
      source.forms = { ...source.forms, [id]: theirs.forms?.[form] };
      if (taken.outcome === undefined || !('decision' in taken.outcome)) return [];
      const { decision } = taken.outcome;
      if (Object.hasOwn(value.decisions, decision) && value.decisions[decision] !== other.value.decisions[decision]) return wrong(`This pathway has a decision "${decision}" of its own.`, 'Give it another name: the form that is taken is decided by one of that name.');
      value.decisions[decision] = other.value.decisions[decision]!;
      source.decisions = { ...source.decisions, [decision]: theirs.decisions?.[decision] };
      return [];
    });
  });
}

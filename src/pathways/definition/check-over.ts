import { namesOf } from '../forms/fields.ts';
import { freeNames } from './names.ts';
import type { PathwayDefinition } from './pathway-schema.ts';

/** What a completed form has beside its answers and scores. */
const ofForm = ['outcome', 'completed_on'];
const ofCase = ['reference', 'pathway', 'state', 'team', 'worker', 'priority', 'opened_on', 'closed_on'];

/** What is wrong with an expression over a case: it cannot be read, or names a form or question that is not there. `more` are names beside forms. */
export function checkOver({ forms }: Pick<PathwayDefinition, 'forms'>, expression: string, more: readonly ('case' | 'person' | 'heard')[]): string[] {
  const ids = Object.keys(forms);
  let free: ReturnType<typeof freeNames>;
  try {
    free = freeNames(expression, [...ids, ...more]);
  } catch (error) {
    return [`It is no expression: ${error instanceof Error ? error.message : String(error)}.`];
  }
  const known = new Set<string>([...ids, ...more]);
  return [
    ...free.names.filter((name) => !known.has(name)).map((name) => (ids.some((id) => id.startsWith(`${name}-`)) ? `"${name}" is no form of this pathway: a name with a hyphen cannot stand in an expression.` : `"${name}" is no form of this pathway.`)),
    ...free.paths.flatMap(([first, second]) => {
      if (first === 'case') return ofCase.includes(second) ? [] : [`A case has no "${second}": ${ofCase.join(', ')}.`];
      const form = forms[first];
      return form === undefined || [...namesOf(form), ...ofForm].includes(second) ? [] : [`The form "${first}" has no question "${second}".`];
    }),
  ];
}

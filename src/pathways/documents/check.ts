import type { Definition, Problem } from '../../kernel/index.ts';
import { personParts } from '../definition/form-schema.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { fieldsOf } from '../forms/fields.ts';
import { placeholderProblems } from './make.ts';

/** What is wrong with a pathway's documents: forms, questions, templates and documents that are not there. A document that no step makes is made by hand. */
export function checkDocuments(definition: Definition<PathwayDefinition>): Problem[] {
  const { documents, forms, states } = definition.value;
  const problems: Problem[] = [];
  const say = (path: (string | number)[], message: string, mend: string): void => void problems.push(definition.problem(['documents', ...path], message, mend));
  const formIds = Object.keys(forms).join(', ');
  for (const [id, document] of Object.entries(documents)) {
    for (const [i, part] of document.parts.entries()) {
      const of = 'answers' in part ? part.answers : 'scores' in part ? part.scores : null;
      const form = of === null ? undefined : forms[of];
      if (of !== null && form === undefined) say([id, 'parts', i], `There is no form "${of}".`, `Its forms: ${formIds}.`);
      if ('answers' in part && form !== undefined) for (const name of (part.only ?? []).filter((n) => !fieldsOf(form).some((f) => f.name === n))) say([id, 'parts', i, 'only'], `There is no question "${name}" on ${part.answers}.`, `Use one of: ${fieldsOf(form).map((f) => f.name).join(', ')}.`);
      if ('scores' in part && form?.scores.length === 0) say([id, 'parts', i, 'scores'], `The form "${part.scores}" has no scores.`, 'Name a form that has some.');
      if ('says' in part) for (const wrong of placeholderProblems(definition.value, part.says, personParts)) say([id, 'parts', i, 'says'], `${wrong}.`, 'Write {{form.field}}, {{person.name}}, {{person.birth-date}}, {{person.nhs-number}} or {{case.reference}}.');
    }
  }
  for (const [id, state] of Object.entries(states)) for (const [i, t] of state.transitions.entries()) for (const one of t.documents.filter((d) => !Object.hasOwn(documents, d))) problems.push(definition.problem(['states', id, 'transitions', i, 'documents'], `There is no document "${one}".`, `Its documents: ${Object.keys(documents).join(', ')}.`));
  return problems;
}

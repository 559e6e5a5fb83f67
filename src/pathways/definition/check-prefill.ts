import { checkAccess, type TeamDefinition } from '../../access/index.ts';
import { readDefinitions, type Area, type Definition, type Problem } from '../../kernel/index.ts';
import { fieldsOf } from '../forms/fields.ts';
import type { Field, PrefillDefinition } from './form-schema.ts';
import { pathwaySchema, type PathwayDefinition } from './pathway-schema.ts';

type Rule = TeamDefinition['purposes'][string][string];

/**
 * Answers that would carry data across agencies unsafely. Who may read a category of data in detail may read a pathway's cases of that
 * category, and with them every answer. An answer taken from another category is safe only where all of them may read that one in detail too;
 * otherwise the field must say why it may be `shared`. Also names prefills that come from nowhere.
 */
export function checkPrefill(area: Area): Problem[] {
  const { definitions } = checkAccess(area);
  if (definitions === null) return [];
  const { teams } = definitions;
  const known = definitions.categories.map(({ id }) => id);
  const pathways = readDefinitions(area.dir, 'pathways/*.yaml', pathwaySchema).definitions;
  return pathways.flatMap((definition) =>
    Object.entries(definition.value.forms).flatMap(([formId, form]) =>
      form.pages.flatMap((page, p) => page.fields.flatMap((field, f) => (prefillOf(field) === null ? [] : checkOne(definition, ['forms', formId, 'pages', p, 'fields', f], field, pathways, teams, known)))),
    ),
  );
}

const prefillOf = (field: Field): PrefillDefinition | null => ('prefill' in field ? (field.prefill ?? null) : null);

function checkOne(definition: Definition<PathwayDefinition>, at: (string | number)[], field: Field, pathways: readonly Definition<PathwayDefinition>[], teams: readonly TeamDefinition[], known: readonly string[]): Problem[] {
  const prefill = prefillOf(field)!;
  const path = [...at, 'prefill'];
  const wrong = (key: string, message: string, mend: string): Problem[] => [definition.problem([...path, key], message, mend)];
  const whole = definition.value;
  if ('form' in prefill) {
    const other = 'pathway' in prefill ? pathways.find((p) => p.value.id === prefill.pathway)?.value : whole;
    if (other === undefined) return wrong('pathway', `There is no pathway "${'pathway' in prefill ? prefill.pathway : ''}".`, `Use one of: ${pathways.map((p) => p.value.id).join(', ')}.`);
    const form = other.forms[prefill.form];
    if (form === undefined) return wrong('form', `${other.title} has no form "${prefill.form}".`, `Its forms: ${Object.keys(other.forms).join(', ')}.`);
    if (!fieldsOf(form).some((one) => one.name === prefill.field)) return wrong('field', `That form has no question "${prefill.field}".`, 'Name one of its questions.');
  }
  if (('kind' in prefill || 'sensor' in prefill) && prefill.category !== undefined && !known.includes(prefill.category)) return wrong('category', `There is no category "${prefill.category}".`, `Use one of those in access/categories.yaml: ${known.join(', ')}.`);
  if (whole.category === undefined || ('shared' in field && field.shared !== undefined)) return [];
  const from = categoriesOf(prefill, known, pathways.map((p) => p.value)).filter((category) => category !== whole.category);
  const who = [...new Set(from.flatMap((category) => readersWithout(teams, whole.category!, category).map((team) => `${team} (${category})`)))];
  if (who.length === 0) return [];
  const few = who.length > 4 ? `${who.slice(0, 4).join(', ')} and ${who.length - 4} more` : who.join(', ');
  return [definition.problem(path, `${field.name} would show data to teams that may read these cases but not that data: ${few}.`, 'Take it from a category that all who read this pathway’s category may read in detail, ask for it instead, or say under "shared" by what agreement or duty it may be shown.')];
}

/** Categories that what is taken may be of. */
function categoriesOf(prefill: PrefillDefinition, known: readonly string[], pathways: readonly PathwayDefinition[]): readonly string[] {
  if ('person' in prefill) return known.slice(0, 1);
  if ('kind' in prefill || 'sensor' in prefill) return prefill.category === undefined ? known : [prefill.category];
  return 'pathway' in prefill ? [pathways.find((p) => p.id === prefill.pathway)?.category ?? []].flat() : [];
}

/** Teams that may, for some purpose, read `category` in detail where they may not, or only under more conditions, read `other`. */
export function readersWithout(teams: readonly TeamDefinition[], category: string, other: string): string[] {
  return teams.filter((team) => Object.values(team.purposes).some((rules) => isDetail(rules[category]) && !covers(rules[other], rules[category]!))).map((team) => team.id);
}

const isDetail = (rule: Rule | undefined): boolean => (typeof rule === 'string' ? rule : rule?.level) === 'detail';

/** Whether whoever a rule gives detail is given it by this other rule too. */
function covers(other: Rule | undefined, rule: Rule): boolean {
  if (other === undefined || !isDetail(other)) return false;
  if (typeof other === 'string' || other.otherwise === 'detail') return true;
  const own: Partial<Exclude<Rule, string>> = typeof rule === 'string' ? {} : rule;
  const rolesCovered = other.roles === undefined || (own.roles?.every((role) => other.roles!.includes(role)) ?? false);
  if (other.needs === undefined) return rolesCovered;
  if (own.needs === undefined) return false;
  const needsCovered = other.needs === 'relationship' || (own.needs !== 'relationship' && own.needs.every((kind) => other.needs!.includes(kind)));
  return rolesCovered && needsCovered;
}

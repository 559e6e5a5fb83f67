import type { Field, FormDefinition, SimpleField } from '../definition/form-schema.ts';

/** Every field of a form, in the order it is asked. */
export const fieldsOf = (form: FormDefinition): Field[] => form.pages.flatMap((page) => page.fields);

/** Names an expression of this form may use: its fields, and the totals of its scores. */
export const namesOf = (form: FormDefinition): string[] => [...fieldsOf(form).map((field) => field.name), ...form.scores.map((score) => score.name)];

/** Values a choice may take. */
export function optionsOf(field: Field): string[] | null {
  if (field.type === 'choice' || field.type === 'choices') return field.options.map((option) => option.value);
  return field.type === 'yes-no' ? ['yes', 'no'] : null;
}

const whole: ReadonlySet<Field['type']> = new Set(['repeat', 'table', 'body-map', 'signature', 'file', 'photo', 'calculated']);

/** Whether a question has one answer, and not several parts. */
export const isSimple = (field: Field): field is SimpleField => !whole.has(field.type);

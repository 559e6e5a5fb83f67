import type { Field, FormDefinition } from '../definition/form-schema.ts';
import { optionsOf } from './fields.ts';

/** A field as a list of questions shows it. */
export interface ListedField {
  name: string;
  type: Field['type'];
  title: string;
  page: string;
  required: boolean;
  /** Values a choice may take; null where the answer is free. */
  options: string[] | null;
  /** What each of them says. */
  optionTitles?: Record<string, string>;
  when?: string;
  unit?: string;
  min?: number;
  max?: number;
  /** Questions of one repeat. */
  fields?: ListedField[];
}

/** Every question of a form in order, with what may be answered. */
export const listFields = (form: FormDefinition): ListedField[] => form.pages.flatMap((page) => page.fields.map((field) => listed(field, page.title)));

function listed(field: Field, page: string): ListedField {
  const { name, type, title, required } = field;
  const choices = 'options' in field ? { optionTitles: Object.fromEntries(field.options.map((o) => [o.value, o.title])) } : {};
  const range = field.type === 'number' ? { min: field.min, max: field.max, ...(field.unit === undefined ? {} : { unit: field.unit }) } : {};
  const inner = field.type === 'repeat' ? { fields: field.fields.map((one) => listed(one, page)) } : {};
  return { name, type, title, page, required, options: optionsOf(field), ...choices, ...(field.when === undefined ? {} : { when: field.when }), ...range, ...inner };
}

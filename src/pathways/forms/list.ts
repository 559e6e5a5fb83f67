import type { Field, FormDefinition, PrefillDefinition } from '../definition/form-schema.ts';
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
  /** Questions of one repeat, or the columns of a table. */
  fields?: ListedField[];
  /** Rows of a table, or kinds of mark of a body map, with what each says. */
  rows?: Record<string, string>;
  /** Expression that works it out. */
  value?: string;
  /** What whoever signs agrees to. */
  says?: string;
  /** Kinds of file that may be attached, and how many. */
  accept?: readonly string[];
  most?: number;
  /** Where it is taken from beforehand, and whether a last answer stands until it is changed. */
  prefill?: PrefillDefinition;
  keeps?: true;
}

/** Every question of a form in order, with what may be answered. A question is asked when both its page's condition and its own hold. */
export const listFields = (form: FormDefinition): ListedField[] =>
  form.pages.flatMap((page) => page.fields.map((field) => listed(page.when === undefined ? field : { ...field, when: field.when === undefined ? page.when : `(${page.when}) and (${field.when})` }, page.title)));

const titles = (options: readonly { value: string; title: string }[]): Record<string, string> => Object.fromEntries(options.map((o) => [o.value, o.title]));

function listed(field: Field, page: string): ListedField {
  const { name, type, title, required } = field;
  return {
    name, type, title, page, required, options: optionsOf(field),
    ...('options' in field ? { optionTitles: titles(field.options) } : {}),
    ...(field.when === undefined ? {} : { when: field.when }),
    ...(field.type === 'number' ? { min: field.min, max: field.max } : {}),
    ...('unit' in field && field.unit !== undefined ? { unit: field.unit } : {}),
    ...insideOf(field, page),
    ...('prefill' in field && field.prefill !== undefined ? { prefill: field.prefill } : {}),
    ...('keeps' in field && field.keeps ? { keeps: true } : {}),
  };
}

function insideOf(field: Field, page: string): Partial<ListedField> {
  switch (field.type) {
    case 'repeat': return { fields: field.fields.map((one) => listed(one, page)), most: field.most };
    case 'table': return { fields: field.columns.map((one) => listed(one, page)), rows: titles(field.rows) };
    case 'body-map': return { rows: titles(field.kinds), most: field.most };
    case 'signature': return { says: field.says };
    case 'file': return { accept: field.accept, most: field.most };
    case 'photo': return { accept: ['png', 'jpeg'], most: field.most };
    case 'calculated': return { value: field.value };
    default: return {};
  }
}

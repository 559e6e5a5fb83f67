import { isDeepStrictEqual } from 'node:util';
import { fieldSchema, formSchema, type Field, type FormDefinition } from '../definition/form-schema.ts';
import type { Draft } from './read-item.ts';

/** A field as an analyst would write it: what its schema fills in is left out. */
export function bareField(field: Field): Draft {
  let bare: Draft = { ...field };
  for (const key of Object.keys(field)) {
    const { [key]: _left, ...without } = bare;
    const again = fieldSchema.safeParse(without);
    if (again.success && isDeepStrictEqual(again.data, field)) bare = without;
  }
  return Object.fromEntries(Object.entries(bare).map(([key, value]) => [key, bareValue(key, value)]));
}

function bareValue(key: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  if (key === 'fields' || key === 'columns') return value.map((inner) => bareField(inner as Field));
  if (key === 'options' || key === 'rows' || key === 'kinds') return value.map((option: { value: string; title: string }) => (Object.keys(option).length === 2 && option.value === option.title ? option.value : option));
  if (key === 'points') return value.map(({ where, ...row }: { where: object }) => (Object.keys(where).length === 0 ? row : { ...row, where }));
  return value;
}

/** A form as an analyst would write it. */
export function bareForm(form: FormDefinition): Draft {
  const { pages, scores, ...rest } = form;
  const bare: Draft = { ...rest, pages: pages.map((page) => ({ ...page, fields: page.fields.map(bareField) })), ...(scores.length === 0 ? {} : { scores }) };
  if (!isDeepStrictEqual(formSchema.parse(bare), form)) throw new Error('a form without what its schema fills in is the same form');
  return bare;
}

import { z } from 'zod';

/** A field path in the terms of the feed's format: a column name, `PID-5.1`, `ChildIdentifiers/UPN`, a FHIRPath. */
const path = z.string().min(1).describe('Field path: CSV column name, HL7 PID-5.1, XML element path or FHIRPath');

export interface FromValue {
  from: string;
  codes?: string | undefined;
  default?: string | undefined;
  strict?: boolean | undefined;
  as?: 'date' | 'when' | 'number' | 'text' | undefined;
  split?: string | undefined;
  part?: number | undefined;
}
export interface TextValue {
  text: string;
  with?: Record<string, Value> | undefined;
}
export interface FirstValue {
  first: Value[];
}
export interface EarliestValue {
  earliest: Value[];
}
/** How a definition says where one value comes from. */
export type Value = string | FromValue | TextValue | FirstValue | EarliestValue;

const fromValue: z.ZodType<FromValue> = z.strictObject({
  from: path,
  codes: z.string().optional().describe('Name of a code list under `codes`; a code that is not in it is kept as it came, unless `default` or `strict` says otherwise'),
  default: z.string().optional().describe('Used when the field is empty or its code is not in the list'),
  strict: z.boolean().optional().describe('Quarantine the row when the code is not in the list'),
  as: z.enum(['date', 'when', 'number', 'text']).optional(),
  split: z.string().min(1).optional().describe('Cut the field at these characters, and take one part'),
  part: z.int().optional().describe('Which part, from 1; from -1 counts from the end'),
});
const textValue: z.ZodType<TextValue> = z.strictObject({
  text: z.string().min(1).describe('Fixed words; {path} puts a field in, {name} a value of `with`'),
  get with() {
    return z.record(z.string(), value).optional();
  },
});
const firstValue: z.ZodType<FirstValue> = z.strictObject({
  get first() {
    return z.array(value).min(1).describe('The first of these that is not empty');
  },
});

const earliestValue: z.ZodType<EarliestValue> = z.strictObject({
  get earliest() {
    return z.array(value).min(1).describe('The earliest of these dates');
  },
});

/** A value: a field path, `{from, codes, default, as}`, `{text: "…{path}…"}` or `{first: […]}`. */
export const value: z.ZodType<Value> = z.lazy(() => z.union([path, fromValue, textValue, firstValue, earliestValue], { error: 'Write a field path, { from, codes, default, strict, as }, { text, with }, { first: […] } or { earliest: […] }' })).meta({ id: 'Value' });

/** One value, or a list of them. */
export const values = z.union([value.transform((one) => [one]), z.array(value).min(1)], { error: 'Write one value or a list of values: a field path, { from, … }, { text } or { first }' });

/** A condition on a row: some field is present, or has one of these values (compared without regard to case). */
export type When =
  | { field: Value; in: string[] }
  | { field: Value; notIn: string[] }
  | { field: Value; present: boolean }
  | { all: When[] }
  | { any: When[] };

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const when: z.ZodType<When> = z
  .lazy(() =>
    z.union([
      z.strictObject({ field: value, in: z.array(text).min(1) }),
      z.strictObject({ field: value, notIn: z.array(text).min(1) }),
      z.strictObject({ field: value, present: z.boolean() }),
      z.strictObject({ all: z.array(when).min(1) }),
      z.strictObject({ any: z.array(when).min(1) }),
    ], { error: 'Write { field, in: […] }, { field, notIn: […] }, { field, present: true }, { all: […] } or { any: […] }' }),
  )
  .meta({ id: 'When' });

import fc from 'fast-check';
import { fieldsOf } from '../../src/pathways/forms/fields.ts';
import { bodyRegions } from '../../src/pathways/forms/body-regions.ts';
import { formSchema, type Field, type FormDefinition } from '../../src/pathways/definition/form-schema.ts';
import type { Answers, Value } from '../../src/pathways/index.ts';

type Draft = Record<string, unknown>;

const words = fc.string({ minLength: 1, maxLength: 20 }).map((text) => text.trim()).filter((text) => text.length > 0);
const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/);
const maybe = (draft: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Draft> => fc.record(draft, { requiredKeys: [] });
const common = maybe({ hint: words, required: fc.boolean(), keeps: fc.boolean(), means: fc.array(fc.record({ system: fc.constant('http://snomed.info/sct'), code: fc.stringMatching(/^[0-9]{6,9}$/) }), { minLength: 1, maxLength: 2 }), prefill: fc.constantFrom({ person: 'birth-date' }, { person: 'ethnicity' }, { form: 'other', field: 'name' }, { kind: 'finding', type: 'allergy', take: 'each' }) });
const options = (min: number): fc.Arbitrary<unknown[]> => fc.uniqueArray(fc.record({ value: words, title: words, hint: fc.option(words, { nil: undefined }), points: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }) }).map((o) => JSON.parse(JSON.stringify(o)) as { value: string }), { minLength: min, maxLength: 15, selector: (o) => o.value });

const simple: fc.Arbitrary<Draft> = fc.oneof(
  fc.constantFrom('date', 'time', 'date-time', 'telephone', 'email').map((type) => ({ type })),
  fc.record({ type: fc.constantFrom('text', 'long-text'), most: fc.integer({ min: 1, max: 9_000 }) }),
  fc.record({ type: fc.constant('number'), min: fc.integer({ min: -50, max: 0 }), max: fc.integer({ min: 1, max: 500 }), step: fc.constantFrom(1, 0.1, 0.01, 0.5, 5) }).chain((number) => maybe({ unit: fc.constantFrom('%', 'mmHg', 'spoons'), points: fc.constant([{ is: '<= 3', points: 1 }, { points: 0 }]) }).map((more) => ({ ...number, ...more }))),
  fc.constant({ type: 'yes-no' }),
  options(2).map((all) => ({ type: 'choice', options: all })),
  options(1).map((all) => ({ type: 'choices', options: all })),
);
const named = (body: fc.Arbitrary<Draft>): fc.Arbitrary<Draft> => fc.tuple(body, common, words, name).map(([type, more, title, id]) => ({ ...type, ...more, title, name: id }));
const inner = fc.uniqueArray(named(simple), { minLength: 1, maxLength: 3, selector: (f) => f.name });
const whole: fc.Arbitrary<Draft> = fc.oneof(
  named(fc.tuple(inner, fc.integer({ min: 0, max: 1 })).map(([fields, least]) => ({ type: 'repeat', item: 'entry of it', least, fields }))),
  named(fc.tuple(inner, options(1)).map(([columns, rows]) => ({ type: 'table', rows: rows.map((row) => ({ value: (row as { value: string }).value, title: (row as { value: string }).value })), columns }))),
  named(options(1).map((kinds) => ({ type: 'body-map', kinds }))),
  fc.tuple(words, name, fc.constantFrom('worker', 'person')).map(([says, id, who]) => ({ type: 'signature', name: id, title: 'Signed', says, who })),
  fc.tuple(name, fc.constantFrom('file', 'photo')).map(([id, type]) => ({ type, name: id, title: 'Attached', most: 3 })),
);

/** Forms of every type of field, each condition resting on a question before it. */
export const forms: fc.Arbitrary<FormDefinition> = fc
  .tuple(words, fc.option(words, { nil: undefined }), fc.uniqueArray(fc.oneof({ weight: 3, arbitrary: named(simple) }, whole), { minLength: 1, maxLength: 8, selector: (f) => f.name }), fc.integer({ min: 1, max: 3 }))
  .map(([title, intro, fields, perPage]) => {
    const conditioned = fields.map((field, i) => ({ ...field, ...conditionOn(fields.slice(0, i)) }));
    const pages = Array.from({ length: Math.ceil(fields.length / perPage) }, (_, p) => ({ title: `Page ${p + 1}`, ...(p === 0 ? { intro: 'At its head' } : {}), fields: conditioned.slice(p * perPage, (p + 1) * perPage) }));
    return formSchema.parse({ title, ...(intro === undefined ? {} : { intro }), source: 'A test', pages });
  });

function conditionOn(before: readonly Draft[]): { when?: string } {
  const of = (type: string): string | undefined => before.find((f) => f.type === type)?.name as string | undefined;
  const [yes, number] = [of('yes-no'), of('number')];
  if (yes !== undefined && number !== undefined) return { when: `${yes} = "yes" or ${number} > 3` };
  if (yes !== undefined) return { when: `${yes} != "no"` };
  return number === undefined ? {} : { when: `${number} in [1..5] and not(${number} = 2)` };
}

/** Answers that a form takes: any of its questions answered, or not. */
export function answersTo(form: FormDefinition): fc.Arbitrary<Answers> {
  const asked = fieldsOf(form).filter((field) => field.type !== 'calculated');
  return fc.record(Object.fromEntries(asked.map((field) => [field.name, valueOf(field)])), { requiredKeys: [] }) as fc.Arbitrary<Answers>;
}

const row = (fields: readonly Field[]): fc.Arbitrary<Value> => fc.record(Object.fromEntries(fields.map((f) => [f.name, valueOf(f)])), { requiredKeys: fields.flatMap((f) => (f.required ? [f.name] : [])) }) as fc.Arbitrary<Value>;
const day = fc.integer({ min: 0, max: 40_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);

function valueOf(field: Field): fc.Arbitrary<Value> {
  switch (field.type) {
    case 'text':
    case 'long-text': return fc.string({ minLength: 1, maxLength: Math.min(field.most, 30) });
    case 'number': return fc.integer({ min: 0, max: Math.floor((field.max - Math.ceil(field.min)) / field.step) }).map((n) => Number((n * field.step).toFixed(6))).filter((n) => n >= field.min && n <= field.max);
    case 'yes-no': return fc.constantFrom('yes', 'no');
    case 'choice': return fc.constantFrom(...field.options.map((o) => o.value));
    case 'choices': return fc.subarray(field.options.map((o) => o.value));
    case 'date': return day;
    case 'time': return time;
    case 'date-time': return fc.tuple(day, time).map(([d, t]) => `${d}T${t}`);
    case 'telephone': return fc.constant('01632 960123');
    case 'email': return fc.constant('name@example.com');
    case 'repeat': return fc.array(row(field.fields), { minLength: field.least, maxLength: 3 });
    case 'table': return fc.record(Object.fromEntries(field.rows.map((r) => [r.value, row(field.columns)])), { requiredKeys: [] }) as fc.Arbitrary<Value>;
    case 'body-map': return fc.array(fc.record({ region: fc.constantFrom(...Object.keys(bodyRegions)), kind: fc.constantFrom(...field.kinds.map((k) => k.value)), note: fc.string({ minLength: 1, maxLength: 9 }) }, { requiredKeys: ['region', 'kind'] }), { maxLength: 3 });
    case 'signature': return fc.record({ name: fc.constant('Jo Amin'), at: fc.constantFrom('2026-11-26T09:30:00Z', '2026-07-01T09:30'), user: fc.constant('jo.amin') }, { requiredKeys: ['name', 'at'] });
    case 'file':
    case 'photo': return fc.array(fc.record({ id: fc.uuid({ version: 7 }), name: fc.constant('letter.pdf'), size: fc.constant(12) }, { requiredKeys: ['id', 'name'] }), { maxLength: 2 });
    default: return fc.constant(null);
  }
}

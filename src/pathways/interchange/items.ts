import type { Extension, QuestionnaireItem, QuestionnaireItemAnswerOption, ValueSet } from '@medplum/fhirtypes';
import type { Field, PrefillDefinition, SimpleField } from '../definition/form-schema.ts';
import { bodyRegions } from '../forms/body-regions.ts';
import { toEnableWhen } from './enable-when.ts';
import { bareField } from './bare.ts';
import { toFhirPath } from './fhirpath.ts';
import { differences, readBack } from './read-items.ts';
import { extensions, fhirpathLanguage, mimeTypes, patientPaths, systems, ucumOf } from './urls.ts';

/** What items of one form share. */
export interface ItemContext {
  /** System of the codes of a question's options. */
  systemOf: (linkId: string) => string;
  /** Value sets that items point to, by their ids. */
  contained: Map<string, ValueSet>;
}

type Rendered = Omit<QuestionnaireItem, 'linkId' | 'text'>;
interface Option {
  value: string;
  title: string;
  hint?: string | undefined;
  points?: number | undefined;
}

/** An item for a field. `before` are the fields that its condition may rest on. What FHIR has no place for is found by reading it back. */
export function toItem(field: Field, linkId: string, before: readonly Field[], context: ItemContext): QuestionnaireItem {
  const item = plainItem(field, linkId, before, context);
  const rest = differences(bareField(field), readBack(item, field.name, context.contained));
  return rest === null ? item : { ...item, extension: [...(item.extension ?? []), { url: extensions.rest, valueString: JSON.stringify(rest) }] };
}

function plainItem(field: Field, linkId: string, before: readonly Field[], context: ItemContext): QuestionnaireItem {
  const { extension = [], item = [], ...body } = bodyOf(field, linkId, before, context);
  const condition = conditionOf(field, before, context);
  const all = [...condition.extension, ...extension, ...('prefill' in field && field.prefill !== undefined ? initial(field.prefill) : [])];
  const inner = [...(field.hint === undefined ? [] : [{ linkId: `${linkId}/hint`, text: field.hint, type: 'display' as const, extension: [itemControl('help')] }]), ...item];
  return {
    ...(all.length === 0 ? {} : { extension: all }),
    linkId,
    ...(field.means === undefined ? {} : { code: field.means.map(({ system, code, title }) => ({ system, code, ...(title === undefined ? {} : { display: title }) })) }),
    text: field.title,
    ...condition.body,
    ...(field.required ? { required: true } : {}),
    ...body,
    ...(inner.length === 0 ? {} : { item: inner }),
  };
}

/** When a question or a page is asked, as FHIR says it where it can, and always as it stands. */
export function conditionOf(field: { when?: string | undefined }, before: readonly Field[], { systemOf }: Pick<ItemContext, 'systemOf'>): { extension: Extension[]; body: Pick<QuestionnaireItem, 'enableWhen' | 'enableBehavior'> } {
  if (field.when === undefined) return { extension: [], body: {} };
  const feel: Extension = { url: extensions.feel, valueString: field.when };
  const simple = toEnableWhen(field.when, before, systemOf);
  if (simple !== null) return { extension: [feel], body: simple };
  const path = toFhirPath(field.when, before);
  return { extension: path === null ? [feel] : [{ url: extensions.enableWhen, valueExpression: { language: fhirpathLanguage, expression: path } }, feel], body: {} };
}

function bodyOf(field: Field, linkId: string, before: readonly Field[], context: ItemContext): Rendered {
  const inside = (fields: readonly SimpleField[], prefix: string): QuestionnaireItem[] => fields.map((inner) => toItem(inner, `${prefix}.${inner.name}`, [], context));
  switch (field.type) {
    case 'text': return { type: 'string', maxLength: field.most };
    case 'long-text': return { type: 'text', maxLength: field.most };
    case 'telephone':
    case 'email': return { type: 'string' };
    case 'number': return numberOf(field);
    case 'yes-no': return { type: 'boolean' };
    case 'choice': return { type: 'choice', extension: [itemControl('radio-button')], ...optionsOf(field.options, linkId, context) };
    case 'choices': return { type: 'choice', extension: [itemControl('check-box')], repeats: true, ...optionsOf(field.options, linkId, context) };
    case 'date': return { type: 'date' };
    case 'time': return { type: 'time' };
    case 'date-time': return { type: 'dateTime' };
    case 'repeat': return { type: 'group', repeats: true, extension: occurs(field.least, field.most), item: inside(field.fields, linkId) };
    case 'table':
      return { type: 'group', extension: [itemControl('gtable')], item: field.rows.map((row) => ({ linkId: `${linkId}.${row.value}`, text: row.title, type: 'group' as const, item: inside(field.columns, `${linkId}.${row.value}`) })) };
    case 'body-map': {
      const regions = valueSet('body-regions', context.systemOf('body-regions'), Object.entries(bodyRegions).map(([value, title]) => ({ value, title })), context);
      return {
        type: 'group',
        repeats: true,
        extension: occurs(0, field.most),
        item: [
          { linkId: `${linkId}.region`, text: 'Where on the body', type: 'choice', required: true, answerValueSet: regions },
          { linkId: `${linkId}.kind`, text: 'What it is', type: 'choice', required: true, ...optionsOf(field.kinds, `${linkId}.kind`, context) },
          { linkId: `${linkId}.note`, text: 'Note', type: 'text', maxLength: 1_000 },
        ],
      };
    }
    case 'signature':
      return {
        type: 'group',
        extension: [{ url: extensions.signatureRequired, valueCodeableConcept: { coding: [field.who === 'worker' ? { system: systems.signature, code: '1.2.840.10065.1.12.1.1', display: "Author's Signature" } : { system: systems.signature, code: '1.2.840.10065.1.12.1.7', display: 'Consent Signature' }], text: field.says } }],
        item: [
          { linkId: `${linkId}.name`, text: field.says, type: 'string', required: true, maxLength: 200 },
          { linkId: `${linkId}.at`, text: 'When it was signed', type: 'dateTime', required: true },
        ],
      };
    case 'file': return { type: 'attachment', repeats: true, extension: [...field.accept.map((kind) => ({ url: extensions.mimeType, valueCode: mimeTypes[kind] })), ...occurs(0, field.most)] };
    case 'photo': return { type: 'attachment', repeats: true, extension: [...(['image/png', 'image/jpeg'] as const).map((valueCode) => ({ url: extensions.mimeType, valueCode })), ...occurs(0, field.most)] };
    default: {
      const path = toFhirPath(field.value, before);
      const worked: Extension[] = path === null ? [] : [{ url: extensions.calculated, valueExpression: { language: fhirpathLanguage, expression: path } }];
      return { type: field.unit === undefined ? 'string' : 'decimal', readOnly: true, extension: [...worked, ...(field.unit === undefined ? [] : [unitOf(field.unit)])] };
    }
  }
}

/** Decimal places of a step, or null where it is none such as 0.1. */
export function placesOf(step: number): number | null {
  const places = Math.round(-Math.log10(step));
  return places >= 0 && Math.abs(step - 10 ** -places) < 1e-12 ? places : null;
}

/** Whole numbers alone may answer it. */
export const isWhole = (field: Extract<SimpleField, { type: 'number' }>): boolean => Number.isInteger(field.step) && Number.isInteger(field.min) && Number.isInteger(field.max);

function numberOf(field: Extract<SimpleField, { type: 'number' }>): Rendered {
  const whole = isWhole(field);
  const value = (n: number): Pick<Extension, 'valueInteger' | 'valueDecimal'> => (whole ? { valueInteger: n } : { valueDecimal: n });
  const places = placesOf(field.step);
  return {
    type: whole ? 'integer' : 'decimal',
    extension: [{ url: extensions.minValue, ...value(field.min) }, { url: extensions.maxValue, ...value(field.max) }, ...(whole || places === null ? [] : [{ url: extensions.maxDecimalPlaces, valueInteger: places }]), ...(field.unit === undefined ? [] : [unitOf(field.unit)])],
  };
}

function unitOf(unit: string): Extension {
  const code = ucumOf[unit];
  return { url: extensions.unit, valueCoding: code === undefined ? { display: unit } : { system: systems.ucum, code, display: unit } };
}

export const itemControl = (code: string): Extension => ({ url: extensions.itemControl, valueCodeableConcept: { coding: [{ system: systems.itemControl, code }] } });
const occurs = (least: number, most: number): Extension[] => [{ url: extensions.minOccurs, valueInteger: least }, { url: extensions.maxOccurs, valueInteger: most }];

/** Long lists without points or hints are value sets, which several questions may share. */
const longList = 12;

function optionsOf(options: readonly Option[], linkId: string, context: ItemContext): Pick<QuestionnaireItem, 'answerOption' | 'answerValueSet'> {
  const system = context.systemOf(linkId);
  if (options.length > longList && options.every((o) => o.hint === undefined && o.points === undefined)) return { answerValueSet: valueSet(`options-${linkId.replaceAll(/[^A-Za-z0-9-]/g, '-')}`, system, options, context) };
  return {
    answerOption: options.map(({ value, title, hint, points }): QuestionnaireItemAnswerOption => ({
      ...(hint === undefined ? {} : { extension: [{ url: extensions.optionHint, valueString: hint }] }),
      valueCoding: { ...(points === undefined ? {} : { extension: [{ url: extensions.ordinalValue, valueDecimal: points }] }), system, code: value, display: title },
    })),
  };
}

function valueSet(id: string, system: string, options: readonly Option[], { contained }: ItemContext): string {
  contained.set(id, { resourceType: 'ValueSet', id, status: 'active', compose: { include: [{ system, concept: options.map(({ value, title }) => ({ code: value, display: title })) }] } });
  return `#${id}`;
}

function initial(prefill: PrefillDefinition): Extension[] {
  const path = 'person' in prefill ? patientPaths[prefill.person] : undefined;
  return path === undefined ? [] : [{ url: extensions.initial, valueExpression: { language: fhirpathLanguage, expression: path } }];
}

import type { Extension, QuestionnaireItem, ValueSet } from '@medplum/fhirtypes';
import { fromEnableWhen } from './enable-when.ts';
import { extensions, mimeTypes, personPartOf } from './urls.ts';

/** A definition as YAML has it, before it is checked. */
export type Draft = Record<string, unknown>;

/** Something of a Questionnaire that a form has no place for, or that was filled in. */
export interface ImportNote {
  linkId: string;
  says: string;
}

/** What reading the items of one Questionnaire shares. */
export interface ReadContext {
  /** Name of a question for its link id, the same each time. */
  nameOf(item: QuestionnaireItem): string;
  /** Name of a question that stands before; null when none does. */
  known(linkId: string): string | null;
  note(linkId: string, says: string): void;
  valueSets: ReadonlyMap<string, ValueSet>;
}

/** Limits of a number that states none. */
const numbers = { min: 0, max: 1_000_000 };

export const extensionOf = (of: { extension?: Extension[] | undefined }, url: string): Extension | undefined => of.extension?.find((e) => e.url === url);
const controlOf = (item: QuestionnaireItem): string | undefined => extensionOf(item, extensions.itemControl)?.valueCodeableConcept?.coding?.[0]?.code;
/** The words an item is put in. */
export const textOf = (item: QuestionnaireItem): string => [item.prefix, item.text ?? item.code?.[0]?.display ?? item.linkId].filter((part) => part !== undefined && part.trim() !== '').join(' ').trim();

/** A field of an item that asks something. What FHIR says and a form cannot is noted. */
export function readItem(item: QuestionnaireItem, context: ReadContext): Draft {
  const hints = (item.item ?? []).filter((inner) => inner.type === 'display').map(textOf);
  const means = (item.code ?? []).flatMap(({ system, code, display }) => (system === undefined || code === undefined ? [] : [{ system, code, ...(display === undefined ? {} : { title: display }) }]));
  const when = conditionOf(item, context);
  const part = personPartOf(extensionOf(item, extensions.initial)?.valueExpression?.expression ?? '');
  noteStrange(item, context);
  const body = bodyOf(item, context);
  return {
    name: context.nameOf(item),
    ...(means.length === 0 ? {} : { means }),
    title: textOf(item),
    ...(hints.length === 0 ? {} : { hint: hints.join(' ') }),
    ...(item.required === true ? { required: true } : {}),
    ...(when === null ? {} : { when }),
    ...body,
    ...(part === null || body.type === 'repeat' ? {} : { prefill: { person: part } }),
  };
}

/** FEEL of an item's condition, ours word for word; null where it has none, or none that is read. */
export function conditionOf(item: QuestionnaireItem, context: ReadContext): string | null {
  const ours = extensionOf(item, extensions.feel)?.valueString;
  if (ours !== undefined) return ours;
  const path = extensionOf(item, extensions.enableWhen)?.valueExpression?.expression;
  if (path !== undefined) context.note(item.linkId, `its condition is an expression that is not read: ${path}`);
  const { when, says } = fromEnableWhen(item, (linkId) => context.known(linkId));
  if (says !== null) context.note(item.linkId, `${says}; it is always asked`);
  return when;
}

function bodyOf(item: QuestionnaireItem, context: ReadContext): Draft {
  const { linkId, maxLength } = item;
  switch (item.type) {
    case 'string': return { type: 'text', ...(maxLength === undefined ? {} : { most: maxLength }) };
    case 'text': return { type: 'long-text', ...(maxLength === undefined ? {} : { most: maxLength }) };
    case 'url': return { type: 'text', most: 2_000 };
    case 'boolean': return { type: 'yes-no' };
    case 'date': return { type: 'date' };
    case 'time': return { type: 'time' };
    case 'dateTime': return { type: 'date-time' };
    case 'integer':
    case 'decimal':
    case 'quantity': return numberOf(item, context);
    case 'attachment': {
      const given = item.extension?.filter((e) => e.url === extensions.mimeType).map((e) => e.valueCode) ?? [];
      const accept = Object.entries(mimeTypes).flatMap(([kind, type]) => (given.includes(type) ? [kind] : []));
      const most = extensionOf(item, extensions.maxOccurs)?.valueInteger ?? (item.repeats === true ? undefined : 1);
      return { type: 'file', ...(accept.length === 0 ? {} : { accept }), ...(most === undefined ? {} : { most }) };
    }
    case 'choice':
    case 'open-choice': {
      const options = optionsOf(item, context);
      if (options.length < (item.repeats === true ? 1 : 2)) {
        context.note(linkId, `its answers are of the value set ${item.answerValueSet ?? 'it does not name'}, which is not inside; it became a question answered in words`);
        return { type: 'text' };
      }
      return { type: item.repeats === true || controlOf(item) === 'check-box' ? 'choices' : 'choice', options };
    }
    case 'reference':
      context.note(linkId, 'it asks for a reference to another resource; it became a question answered in words');
      return { type: 'text' };
    default:
      context.note(linkId, `it is of the type ${item.type}, which is not known; it became a question answered in words`);
      return { type: 'text' };
  }
}

function numberOf(item: QuestionnaireItem, context: ReadContext): Draft {
  const least = extensionOf(item, extensions.minValue);
  const greatest = extensionOf(item, extensions.maxValue);
  const min = least?.valueInteger ?? least?.valueDecimal;
  const max = greatest?.valueInteger ?? greatest?.valueDecimal;
  if (min === undefined || max === undefined) context.note(item.linkId, `it has no ${min === undefined ? 'least' : 'greatest'} value; it was given ${numbers.min} to ${numbers.max}, to be looked at`);
  const units = (item.extension ?? []).filter((e) => e.url === extensions.unitOption || e.url === extensions.unit).flatMap((e) => e.valueCoding?.display ?? e.valueCoding?.code ?? []);
  if (units.length > 1) context.note(item.linkId, `it may be given in ${units.join(' or ')}; it became a number in ${units[0]}`);
  const places = extensionOf(item, extensions.maxDecimalPlaces)?.valueInteger ?? (item.type === 'integer' ? 0 : 2);
  return { type: 'number', ...(units[0] === undefined ? {} : { unit: units[0] }), min: min ?? numbers.min, max: max ?? numbers.max, ...(places === 0 ? {} : { step: Number((10 ** -places).toFixed(places)) }) };
}

function optionsOf(item: QuestionnaireItem, context: ReadContext): (string | Draft)[] {
  const set = item.answerValueSet?.startsWith('#') === true ? context.valueSets.get(item.answerValueSet.slice(1)) : undefined;
  const included = set?.expansion?.contains ?? set?.compose?.include.flatMap(({ system, concept }) => (concept ?? []).map((one) => ({ system, ...one }))) ?? [];
  const foreign = new Set<string>();
  const options = [
    ...(item.answerOption ?? []).map((one) => {
      const text = one.valueString ?? one.valueDate ?? one.valueTime ?? (one.valueInteger === undefined ? undefined : String(one.valueInteger)) ?? one.valueReference?.display;
      const { system, code = text, display = text } = one.valueCoding ?? {};
      if (system !== undefined) foreign.add(system);
      if (one.initialSelected === true) context.note(item.linkId, `${display ?? code ?? ''} is chosen beforehand; here nothing is`);
      const coded = one.valueCoding === undefined ? undefined : extensionOf(one.valueCoding, extensions.ordinalValue)?.valueDecimal;
      return option(code ?? display, display ?? code, extensionOf(one, extensions.optionHint)?.valueString, coded ?? extensionOf(one, extensions.ordinalValue)?.valueDecimal);
    }),
    ...included.map(({ system, code, display }) => {
      if (system !== undefined) foreign.add(system);
      return option(code ?? display, display ?? code);
    }),
  ].filter((one): one is Draft => one !== null);
  const systems = [...foreign].filter((system) => !system.startsWith('urn:kith:'));
  if (systems.length > 0) context.note(item.linkId, `its options are codes of ${systems.join(', ')}; their values are kept, the system is not`);
  return options.map((one) => (one.value === one.title && one.hint === undefined && one.points === undefined ? String(one.value) : one));
}

function option(value: string | undefined, title: string | undefined, hint?: string, points?: number): Draft | null {
  if (value === undefined) return null;
  return { value, title: title ?? value, ...(hint === undefined ? {} : { hint }), ...(points === undefined ? {} : { points }) };
}

const read: ReadonlySet<string> = new Set(Object.values(extensions).filter((url) => url !== extensions.supportLink && url !== extensions.calculated));

/** What an item says beside what is read of it. */
export function noteStrange(item: QuestionnaireItem, context: ReadContext): void {
  for (const { url, valueExpression } of item.extension ?? []) {
    if (url === extensions.initial && personPartOf(valueExpression?.expression ?? '') === null) context.note(item.linkId, `it is filled in from ${valueExpression?.expression ?? 'an expression'}, which is not read`);
    else if (url === extensions.calculated && extensionOf(item, extensions.rest) === undefined) context.note(item.linkId, `it is worked out by ${valueExpression?.expression ?? 'an expression'}, which is not read; it became a question`);
    else if (!read.has(url) && url !== extensions.calculated) context.note(item.linkId, `extension ${url} has no place`);
  }
  if (item.initial !== undefined) context.note(item.linkId, 'it has an answer beforehand; here nothing is answered for anybody');
  if (item.definition !== undefined) context.note(item.linkId, `it is defined by ${item.definition}, which has no place`);
  for (const code of item.code ?? []) if (code.system === undefined || code.code === undefined) context.note(item.linkId, 'a code of it has no system, and has no place');
}

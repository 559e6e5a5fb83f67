import { isDeepStrictEqual } from 'node:util';
import type { QuestionnaireItem } from '@medplum/fhirtypes';
import { conditionOf, extensionOf, noteStrange, readItem, textOf, type Draft, type ReadContext } from './read-item.ts';
import { extensions } from './urls.ts';

/** The group that a form's scores stand in, worked out and not asked. */
export const scoresId = 'scores/group';

/** A page as it is read: its title, the words at its head, its questions. */
export interface PageDraft extends Draft {
  title: string;
  fields: Draft[];
}

const isWords = (item: QuestionnaireItem): boolean => item.type === 'display';

/** Pages of a Questionnaire: each outer group is one, and questions outside any group make one of their own. */
export function readPages(items: readonly QuestionnaireItem[], title: string, context: ReadContext): PageDraft[] {
  const pages: PageDraft[] = [];
  let loose: QuestionnaireItem[] = [];
  const close = (): void => {
    if (loose.length > 0) pages.push(...pageOf({ linkId: title, text: title, type: 'group', item: loose }, null, context));
    loose = [];
  };
  for (const item of items) {
    if (item.linkId === scoresId) continue;
    if (item.type !== 'group' || item.repeats === true || isWhole(item)) {
      loose.push(item);
      continue;
    }
    close();
    noteStrange(item, context);
    pages.push(...pageOf(item, conditionOf(item, context), context));
  }
  close();
  return pages;
}

/** Ours, of many parts: what it is stands in what FHIR has no place for. */
const isWhole = (item: QuestionnaireItem): boolean => item.type === 'group' && extensionOf(item, extensions.rest) !== undefined;

function pageOf(item: QuestionnaireItem, when: string | null, context: ReadContext): PageDraft[] {
  const inner = item.item ?? [];
  const from = inner.findIndex((one) => !isWords(one));
  const head = inner.slice(0, from < 0 ? inner.length : from).map(textOf);
  const fields = from < 0 ? [] : fieldsOf(inner.slice(from), null, item, context);
  if (fields.length === 0) {
    context.note(item.linkId, `"${textOf(item)}" asks nothing, and has no page`);
    return [];
  }
  const means = (item.code ?? []).flatMap(({ system, code, display }) => (system === undefined || code === undefined ? [] : [{ system, code, ...(display === undefined ? {} : { title: display }) }]));
  return [{ title: textOf(item), ...(when === null ? {} : { when }), ...(means.length === 0 ? {} : { means }), ...(head.length === 0 ? {} : { intro: head.join(' ') }), fields }];
}

/** Questions in order; groups within are opened out, questions beneath a question follow it. */
function fieldsOf(items: readonly QuestionnaireItem[], outer: string | null, group: QuestionnaireItem, context: ReadContext): Draft[] {
  const fields: Draft[] = [];
  let words: string[] = [];
  for (const item of items) {
    if (isWords(item)) {
      words.push(textOf(item));
      continue;
    }
    const made = isWhole(item) ? [wholeOf(item, context)] : item.type === 'group' ? groupOf(item, outer, context) : questionOf(item, outer, context);
    const [first] = made;
    if (first !== undefined && words.length > 0) first.hint = [...words, ...(typeof first.hint === 'string' ? [first.hint] : [])].join(' ');
    if (first !== undefined) words = [];
    fields.push(...made);
  }
  if (words.length > 0) context.note(group.linkId, `the words at its end have no place: ${words.join(' ')}`);
  return fields;
}

const both = (a: string | null, b: unknown): string | null => (a === null ? (typeof b === 'string' ? b : null) : typeof b === 'string' && b !== a ? `(${a}) and (${b})` : a);

function questionOf(item: QuestionnaireItem, outer: string | null, context: ReadContext): Draft[] {
  const field = withRest(readItem(item, context), item);
  const when = both(outer, field.when);
  const inner = (item.item ?? []).filter((one) => !isWords(one));
  const made = [{ ...field, ...(when === null ? {} : { when }) }, ...others(item, field, when)];
  if (inner.length === 0) return made;
  context.note(item.linkId, 'questions stand beneath it; they follow it, asked once it is answered');
  return [...made, ...fieldsOf(inner, both(when, `${String(field.name)} != null`), item, context)];
}

/** An open choice takes other words too: they are asked for beside it. */
function others(item: QuestionnaireItem, field: Draft, when: string | null): Draft[] {
  if (item.type !== 'open-choice' || !Array.isArray(field.options)) return [];
  if (!field.options.some((o) => o === 'other' || (o as { value?: string }).value === 'other')) field.options.push({ value: 'other', title: 'Other' });
  const chosen = field.type === 'choices' ? `list contains(${String(field.name)}, "other")` : `${String(field.name)} = "other"`;
  return [{ name: `${String(field.name)}_other`, type: 'text', title: `${String(field.title)}: other`, when: both(when, chosen) }];
}

function groupOf(item: QuestionnaireItem, outer: string | null, context: ReadContext): Draft[] {
  noteStrange(item, context);
  const when = both(outer, conditionOf(item, context));
  if (item.repeats !== true) {
    context.note(item.linkId, `the group "${textOf(item)}" is opened out into its page`);
    return fieldsOf(item.item ?? [], when, item, context);
  }
  const simple = fieldsOf(item.item ?? [], null, item, context).flatMap((field): Draft[] => {
    if (field.type === 'file') context.note(item.linkId, `"${String(field.title)}" asks for a file, which cannot stand in what is repeated`);
    if (field.type !== 'repeat') return field.type === 'file' ? [] : [field];
    context.note(item.linkId, `"${String(field.title)}" may be given many times within each; here once`);
    return field.fields as Draft[];
  });
  if (simple.length === 0) return [];
  const means = (item.code ?? []).flatMap(({ system, code }) => (system === undefined || code === undefined ? [] : [{ system, code }]));
  return [withRest({ name: context.nameOf(item), ...(means.length === 0 ? {} : { means }), type: 'repeat', item: 'entry', title: textOf(item), ...(when === null ? {} : { when }), fields: simple, ...occursOf(item) }, item)];
}

function occursOf(item: QuestionnaireItem): Draft {
  const [least, most] = [extensions.minOccurs, extensions.maxOccurs].map((url) => extensionOf(item, url)?.valueInteger);
  return { ...(least === undefined || least === 0 ? (item.required === true ? { least: 1 } : {}) : { least }), ...(most === undefined ? {} : { most: Math.min(200, most) }) };
}

/** A question of many parts that was written here: repeat, table, body map, signature. */
function wholeOf(item: QuestionnaireItem, context: ReadContext): Draft {
  const rest = restOf(item);
  const inner = (rest.type === 'table' ? item.item?.find((one) => one.type === 'group')?.item : item.item?.filter((one) => !isWords(one))) ?? [];
  const parts = rest.type === 'table' ? 'columns' : rest.type === 'repeat' ? 'fields' : null;
  const read = readItem({ ...item, type: 'text', item: (item.item ?? []).filter(isWords) }, context);
  return apply({ ...read, ...occursOf(item), ...(parts === null ? {} : { [parts]: inner.map((one) => withRest(readItem(one, context), one)) }) }, rest);
}

/** What one item, without what FHIR has no place for, is read as. */
export function readBack(item: QuestionnaireItem, name: string, valueSets: ReadContext['valueSets']): Draft {
  const context: ReadContext = { nameOf: () => name, known: (linkId) => linkId, note: () => undefined, valueSets };
  return item.type === 'group' ? wholeOf(item, context) : readItem(item, context);
}

const restOf = (item: QuestionnaireItem): Draft => JSON.parse(extensionOf(item, extensions.rest)?.valueString ?? '{}') as Draft;
const withRest = (field: Draft, item: QuestionnaireItem): Draft => apply(field, restOf(item));

/** Lays over a draft what FHIR had no place for; null takes a part away. */
export const apply = (draft: Draft, rest: Draft): Draft => Object.fromEntries(Object.entries({ ...draft, ...rest }).filter(([, value]) => value !== null));

/** What must be laid over a draft to make it what was meant, its inner questions aside, which carry their own; null where nothing. */
export function differences(meant: Draft, read: Draft): Draft | null {
  const own = (draft: Draft): [string, unknown][] => Object.entries(draft).filter(([key]) => key !== 'fields' && key !== 'columns');
  const found = [...own(meant).filter(([key, value]) => !isDeepStrictEqual(value, read[key])), ...own(read).flatMap(([key]): [string, null][] => (Object.hasOwn(meant, key) ? [] : [[key, null]]))];
  return found.length === 0 ? null : Object.fromEntries(found);
}

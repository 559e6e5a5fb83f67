import type { QuestionnaireResponse, QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from '@medplum/fhirtypes';
import { KithError } from '../../kernel/index.ts';
import type { Field, FormDefinition, SimpleField } from '../definition/form-schema.ts';
import { checkAnswer } from '../forms/check-answer.ts';
import { fieldsOf } from '../forms/fields.ts';
import type { AnswerProblem, Value } from '../types.ts';
import { extensionOf } from './read-item.ts';
import { scoresId } from './read-items.ts';
import { extensions } from './urls.ts';

/** Answers read, and every item that could not be taken, with why. */
export interface ReadAnswers {
  answers: Record<string, Value>;
  problems: AnswerProblem[];
}

type Row = { [name: string]: Value };

/** Thrown for one item; its field is named by whoever catches it. */
class BadItem extends Error {}

/**
 * Answers of a form in a QuestionnaireResponse. Whatever is wrong is named and left out; nothing is dropped in silence. What is worked out
 * (calculations, scores) is not taken: the form works it out again.
 * @param names names that the form gave to link ids, where it was imported
 */
export function readResponse(form: FormDefinition, given: unknown, names: Readonly<Record<string, string>> = {}): ReadAnswers {
  const response = given as QuestionnaireResponse;
  if (response === null || typeof response !== 'object' || response.resourceType !== 'QuestionnaireResponse') throw new KithError('usage.invalid', 'This is no FHIR QuestionnaireResponse.', { mend: 'Give a JSON file whose resourceType is QuestionnaireResponse.' });
  const fields = new Map(fieldsOf(form).map((field) => [field.name, field]));
  const computed = new Set(form.scores.map((score) => score.name));
  const found = new Map<string, QuestionnaireResponseItem[]>();
  const problems: AnswerProblem[] = [];
  const gather = (items: readonly QuestionnaireResponseItem[], depth: number): void => {
    if (depth > 12) throw new KithError('usage.invalid', 'The response is nested more than 12 deep.');
    for (const item of items) {
      const name = names[item.linkId] ?? item.linkId;
      const field = fields.get(name);
      if (field !== undefined) found.set(name, [...(found.get(name) ?? []), item]);
      else if (!computed.has(name) && (item.answer ?? []).length > 0) problems.push({ field: item.linkId, says: `There is no question "${item.linkId}" on this form.` });
      // A page, a group opened out, or questions beneath a question.
      if (item.linkId !== scoresId && (field === undefined || isSimple(field))) gather([...(item.item ?? []), ...(item.answer ?? []).flatMap((answer) => answer.item ?? [])], depth + 1);
    }
  };
  gather(response.item ?? [], 1);
  const answers: Record<string, Value> = {};
  for (const [name, items] of found) {
    const field = fields.get(name)!;
    if (field.type === 'calculated') continue;
    try {
      const value = valueOf(field, items, names);
      if (value === undefined) continue;
      const wrong = checkAnswer(field, value);
      problems.push(...wrong);
      if (wrong.length === 0) answers[name] = value;
    } catch (error) {
      if (!(error instanceof BadItem)) throw error;
      problems.push({ field: name, says: `${field.title}: ${error.message}` });
    }
  }
  return { answers, problems };
}

const isSimple = (field: Field): boolean => !['repeat', 'table', 'body-map', 'signature'].includes(field.type);
const leftover = (of: { extension?: QuestionnaireResponseItem['extension'] }): Row => JSON.parse(extensionOf(of, extensions.rest)?.valueString ?? '{}') as Row;

function valueOf(field: Field, items: readonly QuestionnaireResponseItem[], names: Readonly<Record<string, string>>): Value | undefined {
  const [item] = items;
  if (item === undefined) return undefined;
  if (leftover(item).empty === true) return field.type === 'table' ? {} : [];
  switch (field.type) {
    case 'repeat': return items.map((row) => rowOf(field.fields, row, names));
    case 'table': return Object.fromEntries((item.item ?? []).map((row) => [row.linkId.slice(field.name.length + 1), rowOf(field.columns, row, names)]));
    case 'body-map':
      return items.map((mark): Row => {
        const part = (name: string): QuestionnaireResponseItemAnswer | undefined => mark.item?.find((inner) => inner.linkId.endsWith(`.${name}`))?.answer?.[0];
        const note = part('note')?.valueString;
        return { region: part('region')?.valueCoding?.code ?? null, kind: part('kind')?.valueCoding?.code ?? null, ...(note === undefined ? {} : { note }), ...leftover(mark) };
      });
    case 'signature': {
      const part = (name: string): QuestionnaireResponseItemAnswer | undefined => item.item?.find((inner) => inner.linkId.endsWith(`.${name}`))?.answer?.[0];
      const at = part('at');
      return { name: part('name')?.valueString ?? null, at: (at === undefined ? null : (leftover(at).written ?? at.valueDateTime)) ?? null, ...leftover(item) };
    }
    case 'file':
    case 'photo':
      return (item.answer ?? []).map((answer): Row => {
        const { url, title } = answer.valueAttachment ?? {};
        if (url === undefined || !url.startsWith('urn:uuid:')) throw new BadItem('the file is not one that is kept here; attach it.');
        return { id: url.slice('urn:uuid:'.length), name: title ?? 'file', ...leftover(answer) };
      });
    case 'calculated': return undefined;
    default: return simpleOf(field, items);
  }
}

function rowOf(fields: readonly SimpleField[], row: QuestionnaireResponseItem, names: Readonly<Record<string, string>>): Row {
  const known = new Map(fields.map((field) => [field.name, field]));
  return Object.fromEntries(
    (row.item ?? []).flatMap((item): [string, Value][] => {
      const name = names[item.linkId] ?? item.linkId.slice(item.linkId.lastIndexOf('.') + 1);
      const field = known.get(name);
      const value = field === undefined ? null : simpleOf(field, [item]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function simpleOf(field: SimpleField, items: readonly QuestionnaireResponseItem[]): Value | undefined {
  if (items.some((item) => leftover(item).empty === true)) return [];
  const answers = items.flatMap((item) => item.answer ?? []);
  if (answers.length === 0) return undefined;
  if (field.type === 'choices') return answers.map((answer) => codeOf(answer, field.options));
  if (answers.length > 1) throw new BadItem(`it has ${answers.length} answers, and takes one.`);
  return oneOf(field, answers[0]!);
}

function oneOf(field: SimpleField, answer: QuestionnaireResponseItemAnswer): Value {
  switch (field.type) {
    case 'number': return answer.valueInteger ?? answer.valueDecimal ?? answer.valueQuantity?.value ?? otherwise(answer, 'a number');
    case 'yes-no': return answer.valueBoolean === undefined ? otherwise(answer, 'true or false') : answer.valueBoolean ? 'yes' : 'no';
    case 'choice': return codeOf(answer, field.options);
    case 'date': return answer.valueDate ?? otherwise(answer, 'a date');
    case 'time': return answer.valueTime?.slice(0, 5) ?? otherwise(answer, 'a time');
    case 'date-time': return (leftover(answer).written as string | undefined) ?? answer.valueDateTime ?? otherwise(answer, 'a date and time');
    default: return answer.valueString ?? answer.valueUri ?? answer.valueCoding?.display ?? otherwise(answer, 'text');
  }
}

/** The option an answer means: by its code, or by its words where it has none. */
function codeOf(answer: QuestionnaireResponseItemAnswer, options: readonly { value: string; title: string }[]): string {
  const given = answer.valueCoding?.code ?? answer.valueCoding?.display ?? answer.valueString ?? String(answer.valueInteger ?? otherwise(answer, 'a choice'));
  return options.find((o) => o.value === given)?.value ?? options.find((o) => o.title === given)?.value ?? given;
}

function otherwise(answer: QuestionnaireResponseItemAnswer, wanted: string): never {
  const [kind] = Object.keys(answer).filter((key) => key.startsWith('value'));
  throw new BadItem(`its answer is ${kind === undefined ? 'nothing' : `a ${kind.slice('value'.length)}`}, where ${wanted} is wanted.`);
}

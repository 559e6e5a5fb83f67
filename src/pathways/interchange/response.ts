import type { QuestionnaireResponse, QuestionnaireResponseItem, QuestionnaireResponseItemAnswer } from '@medplum/fhirtypes';
import { londonInstant } from '../../kernel/index.ts';
import type { Field, FormDefinition, SimpleField } from '../definition/form-schema.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import type { Answers, ScoreResult, Value } from '../types.ts';
import { bodyRegions, type BodyRegion } from '../forms/body-regions.ts';
import { isWhole } from './items.ts';
import { formUrl, optionSystem } from './questionnaire.ts';
import { scoresId } from './read-items.ts';
import { extensions } from './urls.ts';

/** Who and when, beside the answers. */
export interface ResponseHead {
  status: 'in-progress' | 'completed' | 'amended';
  /** FHIR reference of whom it is about, such as `Patient/1` or `urn:uuid:…`. */
  subject?: string;
  author?: { reference?: string; display: string };
  authored?: string;
  scores?: readonly ScoreResult[];
}

type Row = { [name: string]: Value };

/** Answers of a form as a FHIR R4 QuestionnaireResponse, in the order of the form. Answers to no question of it are left out: check them first. */
export function toResponse(pathway: Pick<PathwayDefinition, 'id' | 'version'>, id: string, form: FormDefinition, answers: Answers, { status, subject, author, authored, scores = [] }: ResponseHead): QuestionnaireResponse {
  const systemOf = (linkId: string): string => optionSystem(pathway.id, id, linkId);
  const pages = form.pages.map((page, i): QuestionnaireResponseItem => ({ linkId: `page/${i + 1}`, text: page.title, item: page.fields.flatMap((field) => itemsOf(field, answers[field.name], systemOf)) })).filter((page) => page.item!.length > 0);
  const totals = scores.flatMap(({ name, title, total }): QuestionnaireResponseItem[] => (total === null ? [] : [{ linkId: name, text: title, answer: [{ valueDecimal: total }] }]));
  const item = [...pages, ...(totals.length === 0 ? [] : [{ linkId: scoresId, text: 'Scores', item: totals }])];
  return {
    resourceType: 'QuestionnaireResponse',
    questionnaire: `${formUrl(pathway.id, id)}|${pathway.version}`,
    status,
    ...(subject === undefined ? {} : { subject: { reference: subject } }),
    ...(authored === undefined ? {} : { authored }),
    ...(author === undefined ? {} : { author }),
    ...(item.length === 0 ? {} : { item }),
  };
}

function itemsOf(field: Field, value: Value | undefined, systemOf: (linkId: string) => string): QuestionnaireResponseItem[] {
  if (value === undefined || value === null || value === '') return [];
  const linkId = field.name;
  const one = { linkId, text: field.title };
  if (typeof value === 'object' && Object.keys(value).length === 0) return [{ ...one, ...leftover({ empty: true }) }];
  const rows = Array.isArray(value) ? (value as Row[]) : [];
  switch (field.type) {
    case 'repeat': return rows.map((row) => ({ ...one, ...rowItems(field.fields, row, linkId, systemOf) }));
    case 'table': {
      const table = value as { [row: string]: Row };
      const item = field.rows.flatMap((row): QuestionnaireResponseItem[] => (table[row.value] === undefined ? [] : [{ linkId: `${linkId}.${row.value}`, text: row.title, ...rowItems(field.columns, table[row.value]!, `${linkId}.${row.value}`, systemOf) }]));
      return [{ ...one, item }];
    }
    case 'body-map':
      return rows.map(({ region, kind, note, ...rest }) => ({
        ...one,
        ...leftover(rest),
        item: [
          { linkId: `${linkId}.region`, text: 'Where on the body', answer: [{ valueCoding: { system: systemOf('body-regions'), code: textOf(region), display: bodyRegions[region as BodyRegion] } }] },
          { linkId: `${linkId}.kind`, text: 'What it is', answer: [{ valueCoding: codingOf(field.kinds, textOf(kind), systemOf(`${linkId}.kind`)) }] },
          ...(note === undefined ? [] : [{ linkId: `${linkId}.note`, text: 'Note', answer: [{ valueString: textOf(note) }] }]),
        ],
      }));
    case 'signature': {
      const { name, at, ...rest } = value as Row;
      return [{ ...one, ...leftover(rest), item: [{ linkId: `${linkId}.name`, text: field.says, answer: [{ valueString: textOf(name) }] }, { linkId: `${linkId}.at`, text: 'When it was signed', answer: [instant(textOf(at))] }] }];
    }
    case 'file':
    case 'photo':
      return rows.length === 0 ? [{ ...one, ...leftover({ empty: true }) }] : [{ ...one, answer: rows.map(({ id, name, ...rest }) => ({ ...leftover(rest), valueAttachment: { url: `urn:uuid:${textOf(id)}`, title: textOf(name) } })) }];
    case 'calculated': return [{ ...one, answer: [typeof value === 'number' && field.unit !== undefined ? { valueDecimal: value } : { valueString: typeof value === 'string' ? value : JSON.stringify(value) }] }];
    default: return [simpleItem(field, value, linkId, systemOf)];
  }
}

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** What an answer of ours holds beyond what FHIR asks for. */
const leftover = (rest: Row): { extension?: [{ url: string; valueString: string }] } => (Object.keys(rest).length === 0 ? {} : { extension: [{ url: extensions.rest, valueString: JSON.stringify(rest) }] });

function rowItems(fields: readonly SimpleField[], row: Row, prefix: string, systemOf: (linkId: string) => string): { item?: QuestionnaireResponseItem[] } {
  const item = fields.flatMap((field) => {
    const value = row[field.name];
    return value === undefined || value === null || value === '' ? [] : [simpleItem(field, value, `${prefix}.${field.name}`, systemOf)];
  });
  return item.length === 0 ? {} : { item };
}

function simpleItem(field: SimpleField, value: Value, linkId: string, systemOf: (linkId: string) => string): QuestionnaireResponseItem {
  const answers = field.type === 'choices' ? (value as string[]).map((one) => ({ valueCoding: codingOf(field.options, one, systemOf(linkId)) })) : [answerOf(field, value, systemOf(linkId))];
  return { linkId, text: field.title, ...(answers.length === 0 ? leftover({ empty: true }) : { answer: answers }) };
}

function answerOf(field: SimpleField, value: Value, system: string): QuestionnaireResponseItemAnswer {
  switch (field.type) {
    case 'number': return isWhole(field) ? { valueInteger: Number(value) } : { valueDecimal: Number(value) };
    case 'yes-no': return { valueBoolean: value === 'yes' };
    case 'choice': return { valueCoding: codingOf(field.options, textOf(value), system) };
    case 'date': return { valueDate: textOf(value) };
    case 'time': return { valueTime: `${textOf(value)}:00` };
    case 'date-time': return instant(textOf(value));
    default: return { valueString: textOf(value) };
  }
}

const complete = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** FHIR has no time without seconds and an offset: one that is written without is London's, and stands beside as it was written. */
function instant(written: string): QuestionnaireResponseItemAnswer {
  if (complete.test(written)) return { valueDateTime: written };
  const local = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(:\d\d)?$/.exec(written);
  const at = local === null ? new Date(written) : londonInstant(local[1]!, Number(local[2]) * 60 + Number(local[3]));
  return { ...leftover({ written }), valueDateTime: at.toISOString() };
}

function codingOf(options: readonly { value: string; title: string }[], value: string, system: string): { system: string; code: string; display: string } {
  return { system, code: value, display: options.find((o) => o.value === value)?.title ?? value };
}

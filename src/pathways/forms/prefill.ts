import type { RecordFact } from '../../record/index.ts';
import { showDate, type FactBodies, type FactKind } from '../../kernel/index.ts';
import type { Field, FormDefinition, PrefillDefinition, SimpleField } from '../definition/form-schema.ts';
import type { Answers, Value } from '../types.ts';
import { checkAnswer } from './check-answer.ts';
import { fieldsOf } from './fields.ts';
import { personPart, type PersonParts } from './person-part.ts';

/** A form as it was completed earlier. */
export interface EarlierForm {
  pathway: string;
  form: string;
  /** Of this very case. */
  sameCase: boolean;
  /** As pages name it: Travel training, request. */
  title: string;
  answers: Answers;
  /** Instant it was completed, ISO. */
  at: string;
  /** Who completed it, by name. */
  by: string;
}

/** A mean of what the rooms of a home were like. */
export interface Measured {
  sensor: 'temperature' | 'humidity';
  days: number;
  value: number;
  /** Who says so, in words: 2 sensors in the home, 12 to 19 November. */
  source: string;
  category: string;
  /** Instant of the newest reading, ISO. */
  asOf: string;
}

/** What answers may be taken from: only what its reader may see in detail. Nothing here is read; whoever gathers it has a `Reading`. */
export interface PrefillSources {
  /** Who the person is; null where that is not shared. */
  person: PersonParts | null;
  /** Newest first. */
  facts: readonly RecordFact[];
  /** Name of a feed's organisation, as pages say it. */
  source: (feed: string) => string;
  /** Means of what sensors in the home measured. */
  measured: readonly Measured[];
  /** Newest first. */
  earlier: readonly EarlierForm[];
  /** Today in London, ISO. */
  today: string;
}

/** An answer taken beforehand. It is whoever completes the form who makes it theirs, by keeping it. */
export interface Prefilled {
  value: Value;
  /** Who says so, in words: Adult social care, Newbridge Council. */
  source: string;
  /** Day, or part of one, or instant that it is of; null where the source gives none. */
  asOf: string | null;
  from: 'person' | 'record' | 'form' | 'last';
  /** Category of data it is of, where it is of the record. */
  category: string | null;
}

/** Where an answer of a form came from, as it is kept with the answer. */
export type Provenance = Readonly<Record<string, Prefilled>>;

/**
 * What the questions of a form may be answered with beforehand, by name. What does not fit a question is left out: it is asked then.
 * A question that `keeps` its answer takes the last one of the same form before anything else.
 */
export function prefillForm(pathway: string, formId: string, form: FormDefinition, sources: PrefillSources): Record<string, Prefilled> {
  const last = sources.earlier.find((e) => e.pathway === pathway && e.form === formId);
  const found: Record<string, Prefilled> = {};
  for (const field of fieldsOf(form)) {
    if (!('keeps' in field)) continue;
    const kept = field.keeps && last !== undefined ? ofForm(last, field.name, 'last') : null;
    const taken = kept ?? (field.prefill === undefined ? null : take(field, field.prefill, sources));
    if (taken === null) continue;
    const value = fit(field, taken.value);
    if (value !== null) found[field.name] = { ...taken, value };
  }
  return found;
}

function take(field: Field, prefill: PrefillDefinition, sources: PrefillSources): Prefilled | null {
  if ('person' in prefill) {
    const value = sources.person === null ? null : personPart(sources.person, prefill.person);
    return value === null ? null : { value, source: 'The person’s record', asOf: null, from: 'person', category: null };
  }
  if ('sensor' in prefill) {
    const found = sources.measured.find((m) => m.sensor === prefill.sensor && m.days === prefill.days && m.category === prefill.category);
    return found === undefined ? null : { value: Math.round(found.value * 10) / 10, source: found.source, asOf: found.asOf, from: 'record', category: found.category };
  }
  if ('kind' in prefill) return ofFacts(field, prefill, sources);
  const form = sources.earlier.find((e) => e.form === prefill.form && ('pathway' in prefill ? e.pathway === prefill.pathway : e.sameCase));
  return form === undefined ? null : ofForm(form, prefill.field, 'form');
}

function ofForm(form: EarlierForm, name: string, from: 'form' | 'last'): Prefilled | null {
  const value = form.answers[name];
  return value === undefined || value === null ? null : { value, source: `${form.by}, ${form.title}`, asOf: form.at, from, category: null };
}

type FactPrefill = Extract<PrefillDefinition, { kind: string }>;

function ofFacts(field: Field, prefill: FactPrefill, { facts, source, today }: PrefillSources): Prefilled | null {
  const fitting = facts.filter((fact) => fits(fact, prefill, today));
  const [newest] = fitting;
  if (newest === undefined) return null;
  const stated = { asOf: newest.start ?? newest.receivedAt, from: 'record', category: newest.category } as const;
  const all = [...new Set(fitting.map((fact) => source(fact.feed)))].join(', ');
  if (field.type === 'repeat') return { value: fitting.slice(0, field.most).map((fact) => rowOf(field.fields, fact)), source: all, ...stated };
  if (prefill.take === 'each') {
    const labels = [...new Set(fitting.map((fact) => fact.label))];
    return { value: field.type === 'choices' ? labels : labels.join(field.type === 'long-text' ? '\n' : ', '), source: all, ...stated };
  }
  const value = part(newest, prefill.take);
  return value === null ? null : { value, source: source(newest.feed), ...stated };
}

function fits(fact: RecordFact, prefill: FactPrefill, today: string): boolean {
  if (fact.kind !== prefill.kind || (prefill.category !== undefined && fact.category !== prefill.category)) return false;
  if (prefill.type !== undefined && !('type' in fact.body && fact.body.type === prefill.type)) return false;
  if (prefill.code !== undefined && fact.code !== prefill.code) return false;
  if (prefill.label !== undefined && !fact.label.toLowerCase().startsWith(prefill.label.toLowerCase())) return false;
  return !prefill.current || ((fact.end === null || fact.end.slice(0, 10) >= today) && !('status' in fact.body && fact.body.status === 'historic'));
}

/** One fact as a row: its words in the first question, its day in the first that asks for a date. */
function rowOf(fields: readonly SimpleField[], fact: RecordFact): Record<string, Value> {
  const row: Record<string, Value> = {};
  const date = fields.find((one) => one.type === 'date');
  const [first] = fields;
  if (first !== undefined) row[first.name] = fact.label;
  if (date !== undefined && fact.start !== null && fact.start.length >= 10) row[date.name] = fact.start.slice(0, 10);
  return row;
}

/** What a fact of some kind says beside its label. */
type Parts = Partial<Omit<FactBodies['service-episode'], 'status'> & Pick<FactBodies['finding'], 'value'>>;

function part(fact: RecordFact, take: Exclude<FactPrefill['take'], 'each'>): Value {
  const body: Parts = fact.kind === 'relationship' ? {} : (fact as RecordFact<Exclude<FactKind, 'relationship'>>).body;
  const [worker] = body.professionals ?? [];
  switch (take) {
    case 'label': return fact.label;
    case 'detail': return body.detail ?? null;
    case 'value': return body.value ?? null;
    case 'start': return fact.start?.slice(0, 10) ?? null;
    case 'end': return fact.end?.slice(0, 10) ?? null;
    case 'service': return body.service ?? null;
    case 'organisation': return body.organisation ?? worker?.organisation ?? null;
    case 'worker': return worker?.name ?? null;
    default: return worker?.phone ?? null;
  }
}

/** The value as this question takes it; null where it does not. */
function fit(field: Field, value: Value): Value {
  const made = coerce(field, value);
  return made === null || (Array.isArray(made) && made.length === 0) || checkAnswer(field, made).length > 0 ? null : made;
}

function coerce(field: Field, value: Value): Value {
  const options = 'options' in field ? field.options : [];
  const option = (one: Value): string[] => options.filter((o) => o.value === one || (typeof one === 'string' && o.title.toLowerCase() === one.toLowerCase())).map((o) => o.value);
  switch (field.type) {
    case 'number': return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    case 'yes-no': return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
    case 'choice': return option(value)[0] ?? null;
    case 'choices': return (Array.isArray(value) ? value : [value]).flatMap(option);
    case 'text':
    case 'long-text': return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? showDate(value) : typeof value === 'number' ? String(value) : Array.isArray(value) && value.every((v) => typeof v === 'string') ? value.join(', ') : value;
    default: return value;
  }
}

/** An answer that differs from what stood before it. */
export interface AnswerChange {
  field: string;
  title: string;
  before: Value;
  after: Value;
}

/** What was changed between two sets of answers of one form, in its order. */
export function changedAnswers(form: FormDefinition, before: Answers, after: Answers): AnswerChange[] {
  return fieldsOf(form).flatMap((field) => {
    const [was, is] = [before[field.name] ?? null, after[field.name] ?? null];
    return same(was, is) ? [] : [{ field: field.name, title: field.title, before: was, after: is }];
  });
}

/** Names of objects stand in any order. */
export function same(a: Value, b: Value): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [x, y] = [a as Record<string, Value>, b as Record<string, Value>];
  const names = new Set([...Object.keys(x), ...Object.keys(y)]);
  return [...names].every((name) => same(x[name] ?? null, y[name] ?? null));
}

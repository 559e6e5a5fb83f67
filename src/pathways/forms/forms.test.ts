import { describe, expect, test } from 'vitest';
import { formSchema, type FormDefinition } from '../definition/form-schema.ts';
import type { RecordFact } from '../../record/index.ts';
import type { Answers } from '../types.ts';
import { evaluateForm } from './evaluate.ts';
import { listFields } from './list.ts';
import { changedAnswers, prefillForm, type PrefillSources } from './prefill.ts';

const form = (fields: unknown[], more: Record<string, unknown> = {}): FormDefinition => formSchema.parse({ title: 'Form', source: 'Local', pages: [{ title: 'One', fields }], ...more });
const evaluate = (made: FormDefinition, answers: Answers) => evaluateForm({ decisions: {} }, made, answers);

const weight = form(
  [
    { name: 'height', type: 'number', title: 'Height', unit: 'm', min: 0.5, max: 2.5, step: 0.01, required: true },
    { name: 'kilos', type: 'number', title: 'Weight', unit: 'kg', min: 2, max: 400, step: 0.1, required: true },
    { name: 'bmi', type: 'calculated', title: 'Body mass index', value: 'decimal(kilos / (height * height), 1)', points: [{ is: '> 20', points: 0 }, { is: '>= 18.5', points: 1 }, { points: 2 }] },
    { name: 'thin', type: 'yes-no', title: 'Losing weight?', when: 'bmi < 18.5' },
  ],
  { scores: [{ name: 'must', title: 'Step 1', items: ['bmi'], bands: [{ id: 'any', title: 'Any' }] }] },
);

describe('a field that is worked out', () => {
  test('is not known while an answer it needs is missing, and neither is a score over it or a condition on it', () => {
    expect(evaluate(weight, { height: 1.6 })).toMatchObject({ calculated: [{ name: 'bmi', value: null, missing: ['kilos'] }], scores: [{ total: null, missing: ['bmi'] }], undecided: ['thin'] });
  });
  test('is worked out once they are given, and rests under scores, conditions and decisions', () => {
    expect(evaluate(weight, { height: 1.6, kilos: 45 })).toMatchObject({ calculated: [{ value: 17.6, missing: [] }], scores: [{ total: 2 }], asked: ['height', 'kilos', 'bmi', 'thin'], values: { bmi: 17.6, must: 2 } });
    expect(evaluate(weight, { height: 1.6, kilos: 60 }).asked).not.toContain('thin');
  });
  test('is nobody’s to answer', () => {
    expect(evaluate(weight, { bmi: 30 }).problems).toMatchObject([{ field: 'bmi', says: expect.stringContaining('worked out') as string }]);
  });
});

describe('conditions', () => {
  const made = form([
    { name: 'people', type: 'repeat', item: 'person', title: 'People', fields: [{ name: 'child', type: 'yes-no', title: 'A child?' }, { name: 'school', type: 'text', title: 'School', required: true, when: 'child = "yes"' }] },
    { name: 'week', type: 'table', title: 'Week', rows: ['mon', 'tue'], columns: [{ name: 'calls', type: 'number', title: 'Calls', min: 0, max: 9 }, { name: 'why', type: 'text', title: 'Why so many', required: true, when: 'calls > 4' }] },
  ]);
  test('within a row are by that row', () => {
    expect(evaluate(made, { people: [{ child: 'yes' }, { child: 'no' }], week: { mon: { calls: 6 }, tue: { calls: 1 } } }).problems.map((p) => p.field)).toEqual(['people[0].school', 'week.mon.why']);
  });
  test('of a page hold for its questions', () => {
    const paged = formSchema.parse({ title: 'F', source: 'Local', pages: [{ title: 'A', fields: [{ name: 'kind', type: 'choice', title: 'Kind', options: ['first', 'review'], required: true }] }, { title: 'B', when: 'kind = "review"', fields: [{ name: 'better', type: 'yes-no', title: 'Better?', required: true }] }] });
    expect(evaluate(paged, { kind: 'first' })).toMatchObject({ missing: [], asked: ['kind'], undecided: [] });
    expect(evaluate(paged, { kind: 'review' })).toMatchObject({ missing: ['better'], asked: ['kind', 'better'] });
    expect(evaluate(paged, {})).toMatchObject({ missing: ['kind'], undecided: ['better'] });
    expect(listFields(paged)[1]).toMatchObject({ when: 'kind = "review"' });
  });
});

test('every kind of question is listed with what it takes', () => {
  const made = form([
    { name: 'week', type: 'table', title: 'Week', rows: ['mon'], columns: [{ name: 'calls', type: 'number', title: 'Calls', min: 0, max: 9 }] },
    { name: 'marks', type: 'body-map', title: 'Marks', kinds: [{ value: 'bruise', title: 'Bruise' }] },
    { name: 'signed', type: 'signature', title: 'Signed', says: 'It is right' },
    { name: 'papers', type: 'file', title: 'Papers', accept: ['pdf'] },
    { name: 'twice', type: 'calculated', title: 'Twice', value: '2 * 2' },
  ]);
  expect(listFields(made)).toMatchObject([
    { type: 'table', rows: { mon: 'mon' }, fields: [{ name: 'calls', min: 0 }] },
    { type: 'body-map', rows: { bruise: 'Bruise' }, most: 40 },
    { type: 'signature', says: 'It is right' },
    { type: 'file', accept: ['pdf'], most: 10 },
    { type: 'calculated', value: '2 * 2' },
  ]);
});

const fact = (more: Partial<RecordFact>): RecordFact => ({ factId: 'f', feed: 'gp-patients', category: 'gp', kind: 'finding', code: null, system: null, label: 'Diabetes', start: '2021-03-01', end: null, body: { type: 'condition' }, receivedAt: '2026-11-01T00:00:00Z', ...more });
const sources = (more: Partial<PrefillSources> = {}): PrefillSources => ({ person: null, facts: [], source: () => 'Larch Street Surgery', measured: [], earlier: [], today: '2026-11-26', ...more });

describe('prefill', () => {
  const made = form([
    { name: 'language', type: 'text', title: 'Language', prefill: { person: 'language' } },
    { name: 'interpreter', type: 'yes-no', title: 'Interpreter?', prefill: { person: 'interpreter-needed' } },
    { name: 'born', type: 'date', title: 'Born', prefill: { person: 'birth-date' } },
    { name: 'conditions', type: 'long-text', title: 'Conditions', prefill: { kind: 'finding', category: 'gp', type: 'condition', take: 'each' } },
    { name: 'nurse', type: 'text', title: 'Nurse', prefill: { kind: 'service-episode', category: 'community-health', take: 'worker' } },
    { name: 'medicines', type: 'repeat', item: 'medicine', title: 'Medicines', fields: [{ name: 'what', type: 'text', title: 'What' }, { name: 'since', type: 'date', title: 'Since' }], prefill: { kind: 'finding', category: 'gp', type: 'observation' } },
    { name: 'wishes', type: 'long-text', title: 'Wishes', keeps: true },
  ]);
  const person = { given: ['Amina'], family: 'Begum', preferredName: null, birthDate: '1943', gender: 'female', nhsNumber: null, address: null, phones: [], emails: [], language: 'Sylheti', interpreterNeeded: true, ethnicity: null, gpPractice: null, contacts: [] } as const;

  test('takes what fits each question, with whose it is and of when, and leaves out what does not', () => {
    const facts = [fact({}), fact({ label: 'Asthma', start: '2019' }), fact({ label: 'Shingles', end: '2020-01-01' }), fact({ label: 'Police', category: 'police' }), fact({ label: 'Metformin', body: { type: 'observation' } })];
    const found = prefillForm('p', 'f', made, sources({ person: { ...person, given: ['Amina'], phones: [], emails: [], contacts: [] }, facts }));
    expect(found).toMatchObject({
      language: { value: 'Sylheti', from: 'person' },
      interpreter: { value: 'yes' },
      conditions: { value: 'Diabetes\nAsthma', source: 'Larch Street Surgery', asOf: '2021-03-01', category: 'gp' },
      medicines: { value: [{ what: 'Metformin', since: '2021-03-01' }] },
    });
    // A year is no date, nobody names a nurse, and nothing was ever written of wishes.
    expect(Object.keys(found).sort()).toEqual(['conditions', 'interpreter', 'language', 'medicines']);
  });

  test('takes the mean of the home’s own sensors over the days asked for, and no other', () => {
    const warm = form([{ name: 'before', type: 'number', title: 'Before', min: -5, max: 40, step: 0.1, prefill: { sensor: 'temperature', category: 'home-sensors', days: 7 } }]);
    const mean = { sensor: 'temperature', days: 7, value: 15.2499, source: '2 sensors in the home', category: 'home-sensors', asOf: '2026-11-26T08:00:00Z' } as const;
    expect(prefillForm('p', 'f', warm, sources({ measured: [mean] }))).toEqual({ before: { value: 15.2, source: mean.source, asOf: mean.asOf, from: 'record', category: 'home-sensors' } });
    expect(prefillForm('p', 'f', warm, sources({ measured: [{ ...mean, days: 28 }, { ...mean, sensor: 'humidity' }] }))).toEqual({});
  });

  test('a last answer stands at a review, with whose it was and when, and what is changed of it is told', () => {
    const last = { pathway: 'p', form: 'f', sameCase: false, title: 'Review', answers: { wishes: 'To stay at home', language: 'Bangla' }, at: '2026-05-03T10:00:00Z', by: 'Aisha Khan' };
    const found = prefillForm('p', 'f', made, sources({ earlier: [last] }));
    expect(found).toEqual({ wishes: { value: 'To stay at home', source: 'Aisha Khan, Review', asOf: '2026-05-03T10:00:00Z', from: 'last', category: null } });
    expect(changedAnswers(made, last.answers, { wishes: 'To move nearer Nasreen', language: 'Bangla' })).toEqual([{ field: 'wishes', title: 'Wishes', before: 'To stay at home', after: 'To move nearer Nasreen' }]);
  });
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inflateSync } from 'node:zlib';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { pathwaySchema, type PathwayDefinition } from '../definition/pathway-schema.ts';
import { makeDocument, placeholderProblems, toBundle, toPdf, type CaseData } from './index.ts';
import { inWords } from './words.ts';

const parts = [
  { says: 'For {{person.name}}, born {{ person.birth-date }}.' },
  { heading: 'What is most important to me', means: { system: 'http://snomed.info/sct', code: '1515861000000103' } },
  { says: 'Wants to go to {{request.journeys}}. Phone: {{request.phone}}. {{case.reference}} {{person.phone}}' },
  { answers: 'request' },
  { answers: 'review' },
  { heading: 'From the record' },
  { facts: { kind: 'finding', type: 'alert' }, title: 'Alerts' },
  { facts: { kind: 'finding', type: 'need' }, title: 'Needs' },
  { chronology: true },
];
const travel = (documents: object): PathwayDefinition => pathwaySchema.parse({ ...(parse(readFileSync(resolve('tests/fixtures/pathways/travel-training.yaml'), 'utf8')) as object), documents });
const pathway = travel({ plan: { title: 'Travel plan', to: 'The training team', source: 'Local', parts } });
const hostile = '</td><script>alert(1)</script> & "quoted"';
const data: CaseData = {
  reference: 'DTT-000012',
  person: { personId: null, name: 'BEGUM, Amina (Mrs)', family: 'Begum', given: ['Amina'], gender: 'female', birthDate: '1943-07-14', nhsNumber: '9990123454', parts: {} },
  forms: { request: { answers: { wants_training: 'yes', confidence: 4, journeys: [{ where_to: hostile, how_often: 'every day' }] }, scores: [], at: '2026-07-01T09:30:00Z', by: 'Joanna Price' } },
  facts: [{ kind: 'finding', type: 'alert', category: 'housing', label: 'Dog', detail: 'Ring first', start: '2026-02', end: null, source: 'Housing' }],
  withheld: ['Mental health'],
  chronology: [{ at: '2026-07-01T09:30:00Z', says: 'Request completed', by: 'Joanna Price' }],
  printedBy: 'Joanna Price, Front door',
  printedAt: new Date('2026-11-26T10:00:00Z'),
};
const model = makeDocument(pathway, 'plan', data);

describe('a document', () => {
  test('says who, what was answered and not answered, what is recorded and not shared, in words', () => {
    expect(model).toMatchObject({ title: 'Travel plan', person: { name: 'BEGUM, Amina (Mrs)', born: '14 July 1943', nhsNumber: '999 012 3454' }, withheld: ['Mental health'] });
    expect(model.blocks).toMatchObject([
      { kind: 'words', says: 'For BEGUM, Amina (Mrs), born 14 July 1943.' },
      { kind: 'heading' },
      { kind: 'words', says: `Wants to go to ${hostile}, every day. Phone: (not answered). DTT-000012 (not known)` },
      { kind: 'answers', completed: 'Completed 1 July 2026 at 10:30 by Joanna Price', rows: [{ answer: 'Yes' }, { question: 'Do you have a smartphone?', answer: null }, { answer: '4' }, { table: { columns: ['Where to', 'How often'], rows: [[hostile, 'every day']] } }] },
      { kind: 'answers', completed: null, rows: [] },
      { kind: 'heading' },
      { kind: 'lines', rows: [{ when: 'February 2026', says: 'Dog', detail: 'Ring first', source: 'Housing' }] },
      { kind: 'lines', rows: [], none: 'None is recorded in what whoever made this may see.' },
      { kind: 'lines', rows: [{ when: '1 July 2026 at 10:30', source: 'Joanna Price' }] },
    ]);
  });

  test('a question whose condition left it out is not in it', () => {
    const [, , , answers] = makeDocument(pathway, 'plan', { ...data, forms: { request: { ...data.forms.request!, answers: { wants_training: 'no' } } } }).blocks;
    expect(answers).toMatchObject({ rows: [{ answer: 'No' }, { question: 'Journeys you would like to make', answer: null }] });
  });

  test('that the pathway does not have is refused', () => expect(() => makeDocument(pathway, 'letter', data)).toThrow(/no document "letter"/));
});

test('is sent as a FHIR document: sections by heading with their codes, words escaped, answers beside them', () => {
  let n = 0;
  const bundle = toBundle(model, pathway, () => `00000000-0000-4000-8000-${String(n++).padStart(12, '0')}`);
  const [composition, patient, response, ...more] = bundle.entry!.map((e) => e.resource);
  expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'document', timestamp: '2026-11-26T10:00:00.000Z' });
  expect(composition).toMatchObject({ resourceType: 'Composition', status: 'final', section: [{ title: 'Travel plan' }, { title: 'What is most important to me', code: { coding: [{ code: '1515861000000103' }] } }, { title: 'From the record' }, { title: 'Not shared' }] });
  expect(patient).toMatchObject({ resourceType: 'Patient', identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990123454' }], birthDate: '1943-07-14', gender: 'female' });
  expect(response).toMatchObject({ resourceType: 'QuestionnaireResponse', subject: { reference: bundle.entry![1]!.fullUrl } });
  expect(more).toEqual([]);
  const text = JSON.stringify(composition);
  expect(text).not.toContain('<script>');
  expect(text).toContain('&#60;script&#62;');
  for (const reference of text.matchAll(/urn:uuid:[0-9a-f-]+/g)) expect(bundle.entry!.some((e) => e.fullUrl === reference[0])).toBe(true);
});

test('is printed as a tagged PDF with fonts inside, in as many pages as it takes, each with whose it is', async () => {
  const many = { ...data.forms.request!, answers: { ...data.forms.request!.answers, journeys: Array.from({ length: 60 }, (_, i) => ({ where_to: `Place ${i}: Ωμέγα, Жук, Łódź`, how_often: 'every day' })) } };
  const [short, long] = await Promise.all([toPdf(model), toPdf(makeDocument(pathway, 'plan', { ...data, forms: { request: many } }))]);
  const raw = long.toString('latin1');
  const count = (pattern: RegExp): number => [...raw.matchAll(pattern)].length;
  expect(raw.startsWith('%PDF-1.7')).toBe(true);
  expect(raw).toContain('/Lang (en-GB)');
  expect(raw).toContain('/Marked true');
  expect(count(/\/S \/H1\b/g)).toBe(1);
  expect(count(/\/S \/H2\b/g)).toBe(2);
  expect(count(/\/Scope \/Column\b/g)).toBeGreaterThan(4);
  expect(count(/\/FontFile2\b/g)).toBe(2);
  const pages = count(/\/Type \/Page\b/g);
  expect(pages).toBeGreaterThan([...short.toString('latin1').matchAll(/\/Type \/Page\b/g)].length);
  // Head and foot are no part of what is read aloud, and stand on each page.
  const streams = [...raw.matchAll(/stream\r?\n/g)].map((m) => {
    try {
      return inflateSync(long.subarray(m.index + m[0].length)).toString('latin1');
    } catch {
      return '';
    }
  });
  expect(streams.filter((s) => s.includes('/Type /Pagination') && s.includes('/Attached [/Top]') && s.includes('/Attached [/Bottom]'))).toHaveLength(pages);
});

test.each([
  ['{{request.journeys}} {{person.address}} {{case.reference}}', []],
  ['{{request.nothing}}', ['{{request.nothing}} is nothing of this pathway']],
  ['{{nobody.name}} {{person.shoe}}', ['{{nobody.name}} is nothing of this pathway', '{{person.shoe}} is nothing of this pathway']],
  ['{{request', ['a {{ is not closed, or holds no form.field']],
])('the template %s', (template, problems) => expect(placeholderProblems(pathway, template, ['address'])).toEqual(problems));

test.each([
  ['2026', '2026'],
  ['2026-11', 'November 2026'],
  ['2026-11-03', '3 November 2026'],
  ['2026-07-01T23:30:00Z', '2 July 2026 at 00:30'],
  ['2026-07-01T23:30', '1 July 2026 at 23:30'],
])('%s in words', (when, says) => expect(inWords(when)).toBe(says));

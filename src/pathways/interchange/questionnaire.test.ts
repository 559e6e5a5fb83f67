import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { answersTo, forms } from '../../../tests/support/forms.ts';
import { formSchema, type FormDefinition } from '../definition/form-schema.ts';
import { pathwaySchema } from '../definition/pathway-schema.ts';
import { evaluateForm } from '../forms/evaluate.ts';
import { fieldsOf } from '../forms/fields.ts';
import { evaluateExpression } from '../expressions.ts';
import type { Answers } from '../types.ts';
import { bareForm, readQuestionnaire, readResponse, toQuestionnaire, toResponse } from './index.ts';
import { toFhirPath } from './fhirpath.ts';

const pathway = { id: 'a-pathway', version: 3 };
const roundTrip = (form: FormDefinition): FormDefinition => readQuestionnaire(JSON.parse(JSON.stringify(toQuestionnaire(pathway, 'a-form', form)))).form;
const shipped = readdirSync(resolve('areas/demo/pathways')).filter((file) => file.endsWith('.yaml') && file !== 'events.yaml').flatMap((file) => {
  const read = pathwaySchema.parse(parse(readFileSync(resolve('areas/demo/pathways', file), 'utf8')));
  return Object.entries(read.forms).map(([id, form]) => ({ pathway: read, id, form, name: `${read.id} ${id}` }));
});

test.each(shipped)('$name is the same after it was a Questionnaire', ({ form }) => {
  expect(roundTrip(form)).toEqual(form);
  expect(formSchema.parse(bareForm(form))).toEqual(form);
});

test('whatever a form is, it is the same after it was a Questionnaire', () => {
  fc.assert(
    fc.property(forms, (form) => {
      expect(roundTrip(form)).toEqual(form);
    }),
    { numRuns: 60 },
  );
});

test('whatever is answered, it is the same after it was a QuestionnaireResponse', () => {
  fc.assert(
    fc.property(forms.chain((form) => fc.tuple(fc.constant(form), answersTo(form))), ([form, answers]) => {
      const response = toResponse(pathway, 'a-form', form, answers, { status: 'completed' });
      expect(readResponse(form, JSON.parse(JSON.stringify(response)))).toEqual({ answers, problems: [] });
    }),
    { numRuns: 60 },
  );
});

const travel = pathwaySchema.parse(parse(readFileSync(resolve('tests/fixtures/pathways/travel-training.yaml'), 'utf8')));

test('says of a form what FHIR has a place for, in its own terms', () => {
  const questionnaire = toQuestionnaire(travel, 'request', travel.forms.request!);
  expect(questionnaire).toMatchObject({ resourceType: 'Questionnaire', url: 'urn:kith:questionnaire:travel-training:request', version: '1', title: 'Request', status: 'active', subjectType: ['Patient'] });
  const [page] = questionnaire.item!;
  expect(page).toMatchObject({ type: 'group', text: 'What is wanted' });
  const [wants, phone, confidence, journeys] = page!.item!;
  expect(wants).toEqual({ linkId: 'wants_training', text: 'Would you like to learn to travel by yourself?', type: 'boolean', required: true });
  expect(phone).toMatchObject({ enableWhen: [{ question: 'wants_training', operator: '=', answerBoolean: true }] });
  expect(confidence).toMatchObject({ type: 'integer', item: [{ type: 'display', text: '0 is not at all and 10 completely' }] });
  expect(confidence!.extension).toContainEqual({ url: 'http://hl7.org/fhir/StructureDefinition/maxValue', valueInteger: 10 });
  expect(journeys).toMatchObject({ type: 'group', repeats: true, item: [{ linkId: 'journeys.where_to', required: true }, { linkId: 'journeys.how_often', answerOption: [{ valueCoding: { code: 'every day' } }, {}, {}] }] });
});

test('points of options are ordinals, and a score of such options is worked out by FHIRPath as it is here', () => {
  const { pathway: charts, id, form } = shipped.find(({ form: f }) => f.scores.length > 0 && toQuestionnaire(pathway, 'x', f).item!.at(-1)!.item!.some((i) => i.extension!.some((e) => e.valueExpression !== undefined)))!;
  const score = form.scores[0]!;
  const answers: Answers = Object.fromEntries(fieldsOf(form).flatMap((f) => (f.type === 'choice' ? [[f.name, f.options.at(-1)!.value]] : [])));
  const item = toQuestionnaire(charts, id, form).item!.at(-1)!.item!.find((i) => i.linkId === score.name)!;
  const ordinals = new Map(fieldsOf(form).flatMap((f) => (f.type === 'choice' ? [[f.name, f.options.at(-1)!.points] as const] : [])));
  // ordinal() looks the points up in the Questionnaire, which no engine here can do without one: put them in its place.
  const expression = item.extension!.find((e) => e.valueExpression !== undefined)!.valueExpression!.expression!.replaceAll(/%resource\.descendants\(\)\.where\(linkId = '(\w+)'\)\.answer\.value\.ordinal\(\)/g, (_, name: string) => String(ordinals.get(name)));
  const response = toResponse(charts, id, form, answers, { status: 'completed' });
  expect(fhirpath.evaluate(response, expression, { resource: response }, r4)).toEqual([evaluateForm(charts, form, answers).scores.find((s) => s.name === score.name)!.total]);
});

describe('a condition in FHIRPath', () => {
  const form = formSchema.parse({
    title: 'T', source: 'S',
    pages: [{ title: 'P', fields: [{ name: 'a', type: 'yes-no', title: 'A' }, { name: 'n', type: 'number', min: 0, max: 10, title: 'N' }, { name: 'c', type: 'choice', options: ['x', "it's"], title: 'C' }, { name: 'm', type: 'choices', options: ['x', 'y', 'z'], title: 'M' }, { name: 't', type: 'text', title: 'T' }] }],
  });
  const fields = fieldsOf(form);
  const names = fields.map((f) => f.name);
  const holds = (resource: object, path: string): boolean => JSON.stringify(fhirpath.evaluate(resource, path, { resource }, r4)) === '[true]';
  test.each(['a = "yes" or n > 3', 'not(a = "yes") and c = "it\'s"', 'n in [1..5]', 'n in (1..5]', 'c in ("x","y")', 'list contains(m, "y") and n * 2 - 1 >= 5', 'count(m) > 1', 'if a = "yes" then n > 4 else n > 8', 'a != "no" or t = "word"'])('%s holds just when it does in FEEL', (expression) => {
    const path = toFhirPath(expression, fields)!;
    expect(path).not.toBeNull();
    fc.assert(
      fc.property(answersTo(form), (answers) => {
        const response = toResponse(pathway, 'f', form, answers, { status: 'in-progress' });
        const found = evaluateExpression(expression, answers, names);
        expect([path, holds(response, path)]).toEqual([path, found.known && found.value === true]);
      }),
      { numRuns: 15 },
    );
  });

  test.each(['string length(t) > 3', 'sum([n, n]) > 3', 'every x in m satisfies x = "y"', 'a > "no"'])('%s is left to FEEL', (expression) => {
    expect(toFhirPath(expression, fields)).toBeNull();
  });
});

describe('a response', () => {
  const form = travel.forms.request!;
  const read = (item: unknown[]) => readResponse(form, { resourceType: 'QuestionnaireResponse', status: 'completed', item });
  test('names each item that cannot be taken, and takes the rest', () => {
    expect(
      read([
        { linkId: 'wants_training', answer: [{ valueString: 'perhaps' }] },
        { linkId: 'confidence', answer: [{ valueInteger: 4 }] },
        { linkId: 'nowhere', answer: [{ valueInteger: 4 }] },
        { linkId: 'journeys', item: [{ linkId: 'journeys.where_to', answer: [{ valueString: 'College' }] }, { linkId: 'journeys.how_often', answer: [{ valueCoding: { code: 'never' } }] }] },
      ]),
    ).toEqual({
      answers: { confidence: 4 },
      problems: [
        { field: 'nowhere', says: 'There is no question "nowhere" on this form.' },
        { field: 'wants_training', says: 'Would you like to learn to travel by yourself?: its answer is a String, where true or false is wanted.' },
        { field: 'journeys[0].how_often', says: expect.stringContaining('choose one of every day') as string },
      ],
    });
  });
  test.each([[null], [{ resourceType: 'Patient' }]])('%o is none', (given) => expect(() => readResponse(form, given)).toThrow(/no FHIR QuestionnaireResponse/));
});

test.each([
  [{ resourceType: 'Questionnaire', item: [{ linkId: 'a', type: 'string' }, { linkId: 'a', type: 'string' }] }, /Two items have the linkId a/],
  [{ resourceType: 'Questionnaire', item: [{ type: 'string' }] }, /no linkId/],
  [{ resourceType: 'Questionnaire', item: [] }, /cannot be made a form/],
  [{ resourceType: 'Bundle' }, /no FHIR Questionnaire/],
])('%o is refused in words', (given, says) => expect(() => readQuestionnaire(given)).toThrow(says));

interface Asked {
  linkId: string;
  type?: string;
  item?: Asked[];
}
const asking = (items: readonly Asked[]): string[] => items.flatMap((item) => [...(item.type === 'display' || item.type === 'group' ? [] : [item.linkId]), ...asking(item.item ?? [])]);

// Real forms of NHS England and UK Core, where they are at hand.
const places = [resolve('../shared/data/nhs-forms'), resolve('../shared/data/nhs-bars/json'), resolve('../shared/data/uk-core-r4/json')].filter((dir) => existsSync(dir));
const real = places.flatMap((dir) => readdirSync(dir).filter((file) => file.endsWith('.json')).map((file) => ({ file, json: JSON.parse(readFileSync(join(dir, file), 'utf8')) as { resourceType?: string; url?: string; questionnaire?: string; item?: Asked[] } })));
const questionnaires = real.filter(({ json }) => json.resourceType === 'Questionnaire');

describe.runIf(questionnaires.length > 0)('published Questionnaires', () => {
  test.each(questionnaires)('$file is read, every question of it kept or noted, and stands a round trip', ({ json }) => {
    const { form, names, notes } = readQuestionnaire(json);
    const ids = asking(json.item ?? []);
    const kept = new Set(fieldsOf(form).flatMap((f) => [f.name, ...('fields' in f ? f.fields.map((inner) => inner.name) : [])]));
    for (const id of ids) expect(kept.has(names[id]!) || notes.some((n) => n.linkId === id), id).toBe(true);
    expect(roundTrip(form)).toEqual(form);
  });
  test.each(real.filter(({ json }) => json.resourceType === 'QuestionnaireResponse' && questionnaires.some((q) => q.json.url !== undefined && q.json.url === json.questionnaire)))('the response $file is read by the form it answers', ({ json }) => {
    const { form, names } = readQuestionnaire(questionnaires.find((q) => q.json.url === json.questionnaire)!.json);
    const { answers, problems } = readResponse(form, json, names);
    expect(Object.keys(answers).length + problems.length).toBeGreaterThan(0);
  });
});

import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { KithError } from '../../kernel/index.ts';
import { ethnicityCode, relationshipCodes } from './codes.ts';
import { partialDate } from './export.ts';
import { readScis } from './read.ts';
import { validateScis, type ScisProblem } from './validate.ts';

const fixtures = new URL('../../../tests/fixtures/scis/', import.meta.url).pathname;
const load = (path: string): Record<string, unknown> => JSON.parse(readFileSync(`${fixtures}${path}`, 'utf8')) as Record<string, unknown>;
const profileOf = (path: string) => (path.startsWith('person-connected') ? ('connected' as const) : ('subject-of-care' as const));
const files = globSync('*/*.jsonld', { cwd: fixtures }).sort();

async function refusal(document: string | object, profile?: 'connected'): Promise<{ code: string; problems: [string, string][] }> {
  const error = await readScis(document, profile).then(
    () => null,
    (e: unknown) => e as KithError,
  );
  return { code: error?.code ?? 'accepted', problems: ((error?.detail.problems ?? []) as ScisProblem[]).map((p) => [p.code, p.jsonPath]) };
}

test.each(files.filter((f) => f.includes('/valid-')))('accepts the standard’s %s', async (file) => {
  const read = await readScis(load(file), profileOf(file));
  expect(Object.values(read.entities).reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
});

/** What the standard's own validator says of its invalid examples. */
const expected: Record<string, [string, string]> = {
  'person-connected/invalid-bad-gender': ['value-not-allowed', 'genderCode'],
  'person-connected/invalid-bad-postcode': ['bad-format', 'address[0].postcode'],
  'person-connected/invalid-missing-name': ['required-field-missing', 'name'],
  'person-connected/invalid-multiple-contacts': ['too-many-values', 'contact'],
  'person-connected/invalid-multiple-names': ['too-many-values', 'name'],
  'person-connected/invalid-multiple-relatedPersons': ['too-many-values', 'relatedPerson'],
  'person-subject-of-care/invalid-bad-accuracy-indicator': ['bad-format', 'dateOfBirth.accuracyIndicator'],
  'person-subject-of-care/invalid-bad-gender': ['value-not-allowed', 'genderCode'],
  'person-subject-of-care/invalid-bad-postcode': ['bad-format', 'address[0].postcode'],
  'person-subject-of-care/invalid-missing-address': ['required-field-missing', 'address'],
  'person-subject-of-care/invalid-missing-dateOfBirth': ['required-field-missing', 'dateOfBirth'],
  'person-subject-of-care/invalid-missing-ethnicityCode': ['required-field-missing', 'ethnicityCode'],
  'person-subject-of-care/invalid-missing-genderCode': ['required-field-missing', 'genderCode'],
  'person-subject-of-care/invalid-missing-identifier': ['required-field-missing', 'identifier'],
  'person-subject-of-care/invalid-missing-isDeceased': ['required-field-missing', 'isDeceased'],
  'person-subject-of-care/invalid-missing-name': ['required-field-missing', 'name'],
  'person-subject-of-care/invalid-multiple-names': ['too-many-values', 'name'],
  'person-subject-of-care/invalid-name-missing-parts': ['required-field-missing', 'name[0].givenName'],
};

test('every invalid example is expected', () => {
  expect(files.filter((f) => f.includes('/invalid-')).map((f) => f.replace('.jsonld', ''))).toEqual(Object.keys(expected).sort());
});
test.each(Object.entries(expected))('refuses %s with its code and path', async (file, problem) => {
  expect(await refusal(load(`${file}.jsonld`), profileOf(file) === 'connected' ? 'connected' : undefined)).toEqual({ code: 'import.refused', problems: [problem] });
});

/** The nine faults of the safeguarding expectations, made in the standard's valid document. */
const entities = load('safeguarding/valid-safeguarding-full.jsonld')['@graph'] as Record<string, unknown>[];
const [organisation, service, professional, episode] = entities as [Record<string, unknown>, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>];
const without = (node: Record<string, unknown>, key: string): Record<string, unknown> => Object.fromEntries(Object.entries(node).filter(([k]) => k !== key));
const faults: Record<string, Record<string, unknown>> = {
  'invalid-episode-bad-outcome.jsonld': { ...episode, episodeOutcome: 'vanished' },
  'invalid-episode-missing-subjectPerson.jsonld': without(episode, 'subjectPerson'),
  'invalid-measurement-bad-unit.jsonld': { ...episode, finding: [{ '@type': 'Finding', measurement: [{ '@type': 'Measurement', value: 0.67, unit: 'furlongs', type: 'Attendance' }] }] },
  'invalid-organisation-bad-postcode.jsonld': { ...organisation, address: [{ '@type': 'Address', line1: '1 High Street', city: 'Anytown', postcode: 'nowhere' }] },
  'invalid-organisation-bad-type.jsonld': { ...organisation, type: ['circus'] },
  'invalid-organisation-missing-name.jsonld': without(organisation, 'name'),
  'invalid-organisation-missing-relatedService.jsonld': without(organisation, 'relatedService'),
  'invalid-professional-missing-name.jsonld': without(professional, 'name'),
  'invalid-service-missing-costFrequency.jsonld': without(service, 'costFrequency'),
};
test.each(Object.entries(load('safeguarding/expectations.json') as unknown as Record<string, { code: string; jsonPath: string }[]>))('gives the code and path expected of %s', async (name, expectations) => {
  expect(await refusal(faults[name]!)).toEqual({ code: 'import.refused', problems: expectations.map((e) => [e.code, e.jsonPath]) });
});
test('points into a graph', async () => {
  expect((await refusal({ '@graph': [organisation, without(service, 'costFrequency')] })).problems).toEqual([['required-field-missing', '@graph[1].costFrequency']]);
});

test('reads a person into the record’s shapes', async () => {
  const { people } = await readScis(load('person-subject-of-care/valid-subject-of-care-full.jsonld'));
  expect(people).toEqual([
    expect.objectContaining({ family: 'Smith', given: ['Sarah', 'Anne'], birthDate: '1972-01', deceased: '2025-11-30', gender: 'female', ethnicity: 'White British', phones: ['+44 20 7946 0000', '+44 20 7946 0001'] }),
  ]);
  expect(people[0]?.identifiers).toContainEqual({ system: 'https://example.org/Id/local-authority-id', value: 'LA-12345' });
});
test('reads episodes and events', async () => {
  const { facts } = await readScis(load('safeguarding/valid-safeguarding-full.jsonld'));
  expect(facts.map((f) => [f.about[0]?.value, f.fact.kind, f.fact.code, f.fact.start])).toEqual([
    ['9434765919', 'service-episode', 'cin-plan', '2026-05-01T09:30:00Z'],
    ['9434765919', 'life-event', 'missing-person', '2026-05-01T09:30:00Z'],
  ]);
});

test.each([
  ['text that is not JSON', '{'],
  ['a bare word', '"x"'],
  ['nothing', '{}'],
  ['an entity Kith does not read', '{"@type":"Placement"}'],
  ['nesting without end', JSON.stringify(Array.from({ length: 60 }).reduce((inner) => ({ '@type': 'Person', name: inner }), {}))],
  ['a context of its own', '{"@type":"Person","@context":"https://evil.example/context","name":{"@context":"https://evil.example/x","familyName":"A"}}'],
])('refuses %s without fetching anything', async (_, document) => {
  expect((await refusal(document)).code).toBe('import.refused');
});
test('a document’s own terms do not change what the standard’s mean', async () => {
  const document = { ...load('person-subject-of-care/invalid-missing-name.jsonld'), '@context': { title: 'https://ns.socialcaredata.io/person/name' }, title: 'Jo' };
  expect(await validateScis(document, 'subject-of-care')).toMatchObject([{ code: 'required-field-missing', jsonPath: 'name' }]);
});

test('codes follow the standard’s lists', () => {
  expect(['A', 'WBRI', 'White British', 'White - British', 'Asian or Asian British - Indian', 'Black, African, Caribbean or Black British - Caribbean', 'Z', ''].map(ethnicityCode)).toEqual(['13', '13', '13', '13', '3', '7', null, null]);
  expect(relationshipCodes('mother, carer')).toEqual(['MTH']);
  expect(partialDate('1943')).toEqual({ '@type': 'PartialDate', date: '1943-01-01', accuracyIndicator: 'UUA' });
  expect(partialDate('1943-07')).toMatchObject({ accuracyIndicator: 'UAA' });
});

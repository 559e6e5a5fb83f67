import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { feedArea, peopleFeed } from '../../tests/support/feed-area.ts';
import { feedJsonSchema } from './definition-schema.ts';
import { checkFeeds } from './definitions.ts';

const problemsOf = (text: string): string[] => checkFeeds(feedArea({ people: text })).problems.map((p) => `${p.file}:${p.line} ${p.path}: ${p.message}`);
const replaced = (from: string, to: string): string[] => {
  const text = peopleFeed();
  expect(text).toContain(from);
  return problemsOf(text.replace(from, to));
};

test('every feed of the demo area is sound', () => {
  const { definitions, problems } = checkFeeds('areas/demo');
  expect(problems).toEqual([]);
  expect(definitions.length).toBeGreaterThan(3);
});

test('the JSON Schema for editors is the one the program checks by', () => {
  expect(JSON.parse(readFileSync('areas/schema/feed.json', 'utf8'))).toEqual(JSON.parse(JSON.stringify(feedJsonSchema())));
});

test('each mistake is named with its file and line', () => {
  expect(problemsOf(peopleFeed())).toEqual([]);
  expect(replaced('organisation: council', 'organisation: counsil')).toEqual(['feeds/people.yaml:3 organisation: "counsil" is not an organisation of area.yaml.']);
  expect(replaced('agreement: test\n', '')).toEqual(['feeds/people.yaml:1 : A feed about people or homes needs its agreement.']);
  expect(replaced('delivery: snapshot', 'delivery: sometimes')[0]).toMatch(/people\.yaml:9 delivery: /);
  expect(replaced('birthDate: DOB', 'birthdate: DOB')[0]).toMatch(/people\.yaml:17 rows\.0\.subject\.demographics\.birthdate: /);
  expect(replaced('family: SURNAME', 'family: { from: SURNAME, codes: names }')).toEqual(['feeds/people.yaml:17 rows.0.subject.demographics.family.codes: There is no code list "names" under codes.']);
  expect(replaced('label: { text: Tenancy }', 'label: { words: Tenancy }')[0]).toMatch(/people\.yaml:20 rows\.0\.facts\.0\.label: Write a field path/);
  expect(replaced('  - name: person\n    key: REF\n', '  - name: person\n    each: NK1\n    key: REF\n')[0]).toMatch(/people\.yaml:14 rows\.0\.each: A CSV row has no repeating group "NK1"/);
  expect(replaced('      key: REF\n      demo', '      key: REF\n      require: [title]\n      demo')[0]).toMatch(/"title" is required but not mapped/);
});

test('two feeds of one id, and a table that is not there, are named', () => {
  const { problems } = checkFeeds(feedArea({ a: peopleFeed(), b: peopleFeed() }));
  expect(problems.map((p) => p.message)).toEqual(['Feed "people" is already in feeds/a.yaml.']);
  expect(replaced('format: { kind: csv }', 'format: { kind: csv, tables: { one: { columns: [REF] } } }')).toEqual([]);
  expect(problemsOf(peopleFeed().replace('format: { kind: csv }', 'format: { kind: csv, tables: { one: { columns: [REF] } } }').replace('- name: person', '- type: two'))).toEqual([
    'feeds/people.yaml:13 rows.0.type: "two" is not a table of this feed.',
  ]);
});

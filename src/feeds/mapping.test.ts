import { expect, test } from 'vitest';
import { feedArea, incoming } from '../../tests/support/feed-area.ts';
import { fixedClock } from '../kernel/index.ts';
import { checkFeeds } from './definitions.ts';
import { csvReader } from './formats/csv.ts';
import { compileMapping, type Mapped } from './mapping.ts';

const clock = fixedClock('2026-11-20T09:00:00Z');

/** Maps a CSV text by these `rows` (and other keys of a feed file). */
async function map(rows: string, csv: string, more = ''): Promise<Mapped[]> {
  const text = `id: test
title: Test
organisation: council
category: housing
agreement: test
system: ref
cadence: { every: day }
coverage: { says: Test }
delivery: changes
${more.includes('format:') ? '' : 'format: { kind: csv }'}
${more}
rows:
${rows}`;
  const { definitions, problems } = checkFeeds(feedArea({ test: text }));
  expect(problems).toEqual([]);
  const definition = definitions[0]!;
  const path = incoming('in.csv', csv);
  const inspection = await csvReader.inspect(path, definition);
  const mapping = compileMapping(definition, csvReader, clock, (at, message) => expect.fail(`${at.join('.')} ${message}`));
  const mapped: Mapped[] = [];
  for await (const chunk of csvReader.read(path, definition, inspection, null)) {
    for (const item of chunk.items) mapped.push(item.rejected ? { rejected: item.rejected, rowKeys: [] } : mapping.read(item.type, item.node));
  }
  return mapped;
}
const rowsOf = (mapped: Mapped | undefined) => (mapped?.rejected === null ? mapped.rows : []);
const who = (mapped: Mapped[], i = 0) => rowsOf(mapped[i])[0]?.statements[0]?.demographics;
const facts = (mapped: Mapped[], i = 0) => rowsOf(mapped[i])[0]?.statements[0]?.facts ?? [];
const label = (value: string): string => `  - { name: r, key: K, subject: { key: K }, facts: [{ kind: life-event, label: ${value} }] }\n`;
const labels = async (value: string, csv: string, more?: string): Promise<unknown[]> => (await map(label(value), csv, more)).map((m) => (m.rejected ? m.rejected.code : rowsOf(m)[0]?.statements[0]?.facts[0]?.label));

test('values: a field, fixed words, a template, the first that is there, a part, the earliest', async () => {
  expect(await labels('A', 'K,A\n1, x \n2,\n')).toEqual(['x', 'value.required']);
  expect(await labels('{ text: "Tenancy, {A} ({B})" }', 'K,A,B\n1,secure,flat\n2,secure,\n3,,\n')).toEqual(['Tenancy, secure (flat)', 'Tenancy, secure ()', 'Tenancy, ()']);
  expect(await labels('{ text: "Tenancy: {A}" }', 'K,A\n1,secure\n2,\n')).toEqual(['Tenancy: secure', 'Tenancy']);
  expect(await labels('{ first: [A, B, { text: none }] }', 'K,A,B\n1,a,b\n2,,b\n3,,\n')).toEqual(['a', 'b', 'none']);
  expect(await labels('{ from: A, split: ",", part: -1 }', 'K,A\n1,"Hall, Grace"\n')).toEqual(['Grace']);
  expect(await labels('{ earliest: [A, B] }', 'K,A,B\n1,02/03/2024,2024-02-03\n2,,01/01/2020\n')).toEqual(['2024-02-03', '2020-01-01']);
});

test('codes: by the list without regard to case, kept when unknown, or by default, or refused when strict', async () => {
  const codes = 'codes: { t: { S: Secure, "2": Flexible } }';
  expect(await labels('{ from: A, codes: t }', 'K,A\n1,s\n2,2\n3,X\n', codes)).toEqual(['Secure', 'Flexible', 'X']);
  expect(await labels('{ from: A, codes: t, default: Other }', 'K,A\n1,S\n2,X\n3,\n', codes)).toEqual(['Secure', 'Other', 'Other']);
  expect(await labels('{ from: A, codes: t, strict: true }', 'K,A\n1,S\n2,X\n', codes)).toEqual(['Secure', 'value.code']);
});

test('conditions choose rows; a record no entry reads is kept out, unless the feed says to ignore it', async () => {
  const rows = (condition: string): string => `  - { name: r, when: ${condition}, key: K, subject: { key: K } }\n`;
  const chosen = async (condition: string, more?: string): Promise<string[]> => (await map(rows(condition), 'K,A\n1,x\n2,Y\n3,\n', more)).map((m) => (m.rejected ? m.rejected.code : String(m.rows.length)));
  expect(await chosen('{ field: A, in: [X] }')).toEqual(['1', 'row.unmatched', 'row.unmatched']);
  expect(await chosen('{ field: A, notIn: [x] }')).toEqual(['row.unmatched', '1', '1']);
  expect(await chosen('{ any: [{ field: A, in: [y] }, { field: A, present: false }] }')).toEqual(['row.unmatched', '1', '1']);
  expect(await chosen('{ all: [{ field: A, present: true }, { field: A, notIn: [x] }] }', 'unmatched: ignore')).toEqual(['0', '1', '0']);
});

test('demographics: read where they can be, left out where not, required where the feed says so', async () => {
  const rows = (require: string): string => `  - name: r
    key: K
    subject:
      key: K
      ${require}
      demographics: { nhsNumber: N, name: W, birthDate: D, gender: G, deceased: X, addresses: [{ lines: [L], postcode: P, uprn: U }] }
`;
  const csv = 'K,N,W,D,G,X,L,P,U\n1,900 000 0114,"BEGUM, Amina Jahan",14/7/1943,F,y,1 High St,zz11aa,0012\n2,1234567890,Amina Begum,31/02/1943,?,01/02/2020,,,\n3,0000000000,,01/01/1900,M,,,,\n';
  const mapped = await map(rows(''), csv);
  expect(who(mapped)).toEqual({
    nhsNumber: '9000000114', family: 'BEGUM', given: ['Amina', 'Jahan'], birthDate: '1943-07-14', gender: 'female', deceased: true,
    addresses: [{ lines: ['1 High St'], postcode: 'ZZ1 1AA', uprn: '12' }], identifiers: [{ system: 'ref', value: '1' }],
  });
  expect(who(mapped, 1)).toEqual({ given: ['Amina'], family: 'Begum', birthDateRaw: '31/02/1943', deceased: '2020-02-01', identifiers: [{ system: 'ref', value: '2' }] });
  expect(who(mapped, 2)).toMatchObject({ gender: 'male', birthDateRaw: '01/01/1900' });
  expect((await map(rows('require: [nhsNumber]'), csv)).map((m) => m.rejected?.reason ?? 'read')).toEqual(['read', 'N is missing, or is not a valid value for nhsNumber.', 'N is missing, or is not a valid value for nhsNumber.']);
});

test('an episode’s status follows its dates; a bad date, or an end before the start, keeps the row out', async () => {
  const rows = '  - { name: r, key: K, subject: { key: K }, facts: [{ kind: service-episode, label: { text: T }, start: S, end: E }] }\n';
  const mapped = await map(rows, 'K,S,E\n1,01/01/2020,\n2,01/01/2020,01/02/2020\n3,01/01/2030,\n4,01/01/2020,31/12/9999\n5,soon,\n6,02/01/2020,01/01/2020\n7,2020,2020-06\n8,2026-11-20 00:00:00,\n');
  expect(mapped.map((m, i) => (m.rejected ? `${m.rejected.field} ${m.rejected.code}` : `${String(facts(mapped, i)[0]?.body['status' as never])} ${facts(mapped, i)[0]?.start}`))).toEqual([
    'current 2020-01-01', 'historic 2020-01-01', 'planned 2030-01-01', 'current 2020-01-01', 'S value.date', 'E value.order', 'historic 2020', 'current 2026-11-20',
  ]);
});

test('month-first dates, blanks and other headings are as the feed file says', async () => {
  const more = 'format: { kind: csv, dates: month-first, blanks: ["NULL"], columns: { S: [Started, Begin] }, optional: [Z] }';
  const rows = '  - { name: r, key: K, subject: { key: K }, facts: [{ kind: life-event, label: { first: [A, Z, { text: none }] }, start: S }] }\n';
  expect(facts(await map(rows, 'K,A,Begin\n1,NULL,02/03/2024\n', more))).toMatchObject([{ label: 'none', start: '2024-02-03' }]);
});

test('keys: several parts, bars kept apart, dates alike however written; a row without a key is kept out', async () => {
  const rows = '  - { name: visit, key: [K, { from: D, as: date }], subject: { key: K } }\n';
  expect((await map(rows, 'K,D\na|b,01/02/2024\na,2024-02-01\n,\n')).map((m) => m.rejected?.code ?? rowsOf(m)[0]?.rowKey)).toEqual(['visit|a\\|b|2024-02-01', 'visit|a|2024-02-01', 'key.missing']);
});

test('others are subjects of their own, and nobody when their key is empty', async () => {
  const rows = `  - name: r
    key: K
    subject: { key: K }
    facts: [{ kind: relationship, when: { field: O, present: true }, label: { text: Carer }, body: { to: O, role: { text: carer }, sameHousehold: S } }]
    others: [{ key: O, demographics: { name: ON } }]
`;
  const mapped = await map(rows, 'K,O,ON,S\n1,2,Rhys Davies,Yes\n3,,,\n');
  expect(rowsOf(mapped[0])[0]?.statements.map((s) => s.localKey)).toEqual(['1', '2']);
  expect(facts(mapped)[0]?.body).toEqual({ to: '2', role: 'carer', sameHousehold: true });
  expect(rowsOf(mapped[1])[0]?.statements).toHaveLength(1);
});

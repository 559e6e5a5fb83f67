import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordCast, type Cast } from '../../tests/support/cast.ts';
import type { Session } from '../access/index.ts';

let bench: Cast['bench'];
let frontDoor: Session;
let mash: Session;
let amina: string;
let yusuf: string;
let staff: string;
beforeAll(async () => void ({ bench, frontDoor, mash, amina, yusuf, staff } = await recordCast()));
afterAll(() => bench.close());

const find = (query: string, session = frontDoor, limit?: number) => bench.as(session, 'search', [], (reading) => bench.records.search(reading, query, limit));
const namesFound = async (query: string, session?: Session): Promise<string[]> => (await find(query, session)).found.map((f) => (f.kind === 'person' ? f.summary.displayName : `${f.kind}: ${f.displayName}`));

test.each([
  ['names in either order', 'begum amina'],
  ['a part of a name', 'amin beg'],
  ['a misspelling', 'amena begam'],
  ['a name and a year', 'begum 1943'],
  ['a name, year and postcode area', 'begum 1943 NB4'],
  ['a date of birth', '14/07/1943'],
  ['a date of birth in digits', '140743'],
  ['an age', 'begum 83y'],
  ['an NHS number with spaces', '943 476 5919'],
  ['a local number', 'T-0012'],
  ['a local number with its system', 'northgate:t0012'],
  ['an address', '14 acacia avenue begum'],
  ['a date with day and month changed, beside a name', 'amina begum 07/14/1943'],
  ['a date a year out, beside a name', 'amina begum 14/07/1944'],
])('finds by %s', async (_, query) => {
  const [first] = (await find(query)).found;
  expect(first).toMatchObject({ kind: 'person', summary: { personId: amina } });
});
test.each([
  ['bill carter', 'CARTER, William'],
  ['will luczak', 'CARTER, William'],
  ['carter w', 'CARTER, William'],
  ['henry carter', 'CARTER, William'],
  ['jose delacruz', 'DE LA CRUZ, José'],
  ['cruz jose', 'DE LA CRUZ, José'],
  ['betty ng', 'NG, Elizabeth'],
  ['o brien', 'O’BRIEN, Sean'],
  ['sean obrien', 'O’BRIEN, Sean'],
  ['mac o brien', 'O’BRIEN, Sean'],
  ['de la cruz', 'DE LA CRUZ, José'],
  ['ng', 'NG, Elizabeth'],
  ['elisabeth ng 1955', 'NG, Elizabeth'],
])('finds %s', async (query, name) => {
  expect((await namesFound(query))[0]).toBe(name);
});
test('says when it matched another of their names', async () => {
  expect((await find('luczak')).found[0]?.matchedOn).toEqual(['another of their names']);
});
test('says on what it matched, and how it understood', async () => {
  const result = await find('begum 14 Jul 1943');
  expect(result.understood).toMatchObject({ names: ['begum'], birthDate: '1943-07-14' });
  expect(result.found[0]).toMatchObject({ matchedOn: ['name', 'date of birth'], feeds: ['gp-patients', 'hospital-adt', 'housing-tenancies'] });
});
test('names the restricted as such, and nothing more of them', async () => {
  const [restricted] = (await find('staff begum')).found;
  expect(restricted).toEqual({ kind: 'restricted', personId: staff, displayName: 'BEGUM, Staff', matchedOn: ['name'], rank: expect.any(Number) });
});
test('sealed people are neither found nor counted', async () => {
  expect(await namesFound('sealed begum')).not.toContain('BEGUM, Sealed');
  expect(await find('begum', frontDoor, 3)).toMatchObject({ found: { length: 3 }, more: false });
  expect(await find('begum', frontDoor, 2)).toMatchObject({ found: { length: 2 }, more: true });
});
test('does not find by an address whoever is hidden there', async () => {
  expect(await namesFound('14 acacia')).not.toContain('BEGUM, Flagged');
  for (const place of ['NB9', 'NB1', '2 elm road', '3 elm road']) expect(await namesFound(`staff begum ${place}`)).not.toContain('restricted: BEGUM, Staff');
  expect(await namesFound('staff begum')).toContain('restricted: BEGUM, Staff');
  expect(await namesFound('flagged begum')).toContain('BEGUM, Flagged');
});
test('does not find by a number of a register that is not shared', async () => {
  expect(await namesFound('P-77')).toEqual([]);
  expect(await namesFound('police-incidents:P-77', mash)).toEqual(['BEGUM, Amina (Mrs)']);
});
test('logs everybody it shows', async () => {
  await find('khan yusuf 1940');
  const looks = await bench.db.owner`select p.person_id as id from access.log_person p join access.log l using (log_id) where l.action = 'search' and p.person_id = ${yusuf}`;
  expect(looks.length).toBeGreaterThan(0);
});
test.each(['', '   ', 'x', '%_\\', "'; drop table record.person; --", '\u0000', '<script>', '((('])('bears %j', async (query) => {
  expect((await find(query)).found).toEqual([]);
});

import { expect, test } from 'vitest';
import type { Address } from '../kernel/index.ts';
import { readHome, residencesOf, type ResidenceStatement } from './households.ts';

const said = (feed: string, lines: string[], more: Partial<Address> = {}, latest = true): ResidenceStatement => ({ feed, latest, since: '2026-01-01', homes: readHome({ lines, postcode: 'NB1 1AA', ...more }) });
const none = (): undefined => undefined;
const today = '2026-11-20';

test('an address is one home in different hands, and takes the UPRN stated elsewhere', () => {
  const homes = residencesOf([said('gp', ['4 Mill Rd'], { uprn: '100' }), said('housing', ['4 MILL ROAD'])], (place) => (place === 'mill road 4|NB1 1AA' || place === '4 mill road|NB1 1AA' ? '100' : undefined), [], today);
  expect(homes).toMatchObject([{ key: 'u:100', current: true, sources: ['gp', 'housing'] }]);
});

test('most sources say where somebody lives now; an ended or old address is the past', () => {
  const homes = residencesOf([said('gp', ['1 A Road']), said('hospital', ['1 A Road']), said('police', ['2 B Road'], { start: '2026-02-01' }), said('housing', ['3 C Road'], { start: '2015-04-01', end: '2024-03-01' })], none, [], today);
  expect(homes.map((h) => [h.address, h.current, h.start, h.end])).toEqual([['1 A Road', true, null, null], ['2 B Road', false, '2026-02-01', null], ['3 C Road', false, '2015-04-01', '2024-03-01']]);
});

test('of equals, the one moved into last', () => {
  const homes = residencesOf([said('gp', ['1 A Road'], { start: '2019-01-01' }), said('police', ['2 B Road'], { start: '2025-01-01' })], none, [], today);
  expect(homes.find((h) => h.current)?.address).toBe('2 B Road');
});

test('a care home is marked by its use or its name; a place of work is no residence', () => {
  expect(residencesOf([said('gp', ['Oaks Care Home'])], none, ['care home'], today)[0]?.marked).toBe(true);
  expect(residencesOf([said('gp', ['The Oaks'], { use: 'care-home' })], none, [], today)[0]?.marked).toBe(true);
  expect(residencesOf([said('gp', ['Town Hall'], { use: 'work' })], none, [], today)).toEqual([]);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLinkage, type Linkage } from '../../src/linkage/index.ts';
import { testDatabase } from '../support/database.ts';
import { testKernel } from '../support/kernel.ts';
import { at, tell, type Told } from './people.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let linkage: Linkage;
beforeEach(async () => {
  db = await testDatabase();
  linkage = createLinkage(testKernel(db));
});
afterEach(() => db.close());

const says = { given: ['Amina'], family: 'Begum', birthDate: '1980-02-02', gender: 'female' as const, addresses: [at('1 Test Road', 'NB1 1AA')], phones: ['01632 960001'], emails: ['test@example.org'] };

test('twenty thousand subjects of whom all is the same are passed over, not compared two by two', async () => {
  await tell(db.writer, Array.from({ length: 20_000 }, (_, i): Told => ({ feed: 'gp', key: String(i), says })));
  const report = await linkage.run();
  expect(report).toMatchObject({ kind: 'full', subjects: 20_000, persons: 20_000, pairs: 0 });
  expect(report.blocksOverCap).toBeGreaterThan(5);
}, 240_000);

test('as many as a block may hold are one person, at once', async () => {
  await tell(db.writer, Array.from({ length: 400 }, (_, i): Told => ({ feed: 'gp', key: String(i), says })));
  expect(await linkage.run()).toMatchObject({ subjects: 400, persons: 1, pairs: 79_800 });
}, 120_000);

test('one subject, and subjects of whom nothing is said', async () => {
  await tell(db.writer, [{ feed: 'gp', key: '1', says: {} }]);
  expect(await linkage.run()).toMatchObject({ kind: 'full', subjects: 1, persons: 1, pairs: 0 });
  await tell(db.writer, [{ feed: 'gp', key: '2', says: { given: [''], family: ' ', addresses: [{ lines: [] }], phones: [''], emails: ['@'] } }, { feed: 'gp', key: '3', says: {} }]);
  expect(await linkage.run()).toMatchObject({ subjects: 3, persons: 3 });
}, 120_000);

test('a field of ten million characters is cut or refused, and the rest of the record links', async () => {
  const long = 'x'.repeat(10_000_000);
  const numbered = { given: ['Amina'], family: 'Begum', birthDate: '1943-07-14', nhsNumber: '9434765919' };
  const ids = await tell(db.writer, [
    { feed: 'gp', key: '1', says: numbered },
    { feed: 'housing', key: '1', says: { ...numbered, otherFamily: [long], addresses: [{ lines: [long], postcode: long }], phones: ['1'.repeat(10_000_000)], emails: [`${long}@example.org`] } },
  ]);
  expect(await linkage.run()).toMatchObject({ subjects: 2, persons: 1 });
  const kept = await linkage.explain(ids.get('gp/1')!, ids.get('housing/1')!);
  expect(kept).toMatchObject({ band: 'join' });
  const [home] = await db.writer<{ most: number }[]>`select coalesce(max(length(key)), 0)::int as most from linkage.household`;
  expect(home!.most).toBeLessThan(1000);
}, 120_000);

import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { newId } from '../../kernel/index.ts';
import { createAccess, type Access, type Session } from '../index.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let access: Access;
let joanna: Session;
let paul: Session;

beforeAll(async () => {
  db = await testDatabase();
  const kernel = testKernel(db);
  access = createAccess(kernel);
  joanna = access.session('joanna.price', 'front-door', 'care-act-request');
  paul = access.session('paul.okafor', 'district-nursing', 'direct-care');
});
afterAll(() => db.close());

const since = new Date('2026-11-19T00:00:00Z');

test('who searches a great deal, opens many people nobody of theirs works with, or is refused again and again stands out; who does their work does not', async () => {
  const known = Array.from({ length: 20 }, newId);
  const strangers = Array.from({ length: 16 }, newId);
  await access.setRelationships(db.writer, 'test', known.map((personId) => ({ personId, organisation: paul.organisation, team: '', kind: 'caseload', since: '2026-01-01', until: null })), known);
  for (const id of known) await access.reading(paul, { action: 'open', persons: [id] }, async () => undefined);
  for (const id of strangers) await access.reading(joanna, { action: 'open', persons: [id] }, async () => undefined);
  for (const id of strangers) await access.reading(joanna, { action: 'open', persons: [id] }, async () => undefined);
  expect(await access.safety.unusual(since)).toMatchObject([{ userId: 'joanna.price', kind: 'strangers', times: 16 }]);
  for (let i = 0; i < 40; i++) await access.reading(joanna, { action: 'search', persons: [], request: `name ${i}` }, async () => undefined);
  for (let i = 0; i < 5; i++) await access.reading(paul, { action: 'export', persons: [] }, async () => undefined).catch(() => undefined);
  const found = await access.safety.unusual(since);
  expect(found.map(({ userId, kind, times }) => [userId, kind, times])).toEqual([
    ['joanna.price', 'searches', 40],
    ['joanna.price', 'strangers', 16],
    ['paul.okafor', 'refused', 5],
  ]);
  expect(JSON.stringify(found)).not.toMatch(new RegExp([...strangers, ...known].join('|')));
  expect(await access.safety.unusual(new Date('2026-11-21T00:00:00Z'))).toEqual([]);
});

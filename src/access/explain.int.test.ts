import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { newId, type Database } from '../kernel/index.ts';
import { createAccess } from './access.ts';
import type { Explanation } from './explain.ts';
import type { Access, Session } from './types.ts';

let db: Database;
let access: Access;
let joanna: Session;
let ruth: Session;
const [person, sealed] = [newId(), newId()];

beforeAll(async () => {
  db = await testDatabase();
  access = createAccess(testKernel(db));
  joanna = access.session('joanna.price', 'front-door', 'care-act-request');
  ruth = access.session('ruth.adeyemi');
  await access.setMarks(db.writer, 'test', [{ personId: person, kind: 'objection', reason: '' }, { personId: sealed, kind: 'sealed', reason: '' }], [person, sealed]);
});
afterAll(() => db.close());

const explain = (by: Session, of: Session, id: string): Promise<Explanation> => access.reading(by, { action: 'explain', persons: [id] }, (reading) => access.explain(reading, of, id));
const level = (e: Explanation, category: string) => e.categories.find((c) => c.category === category)!;

test('says of every category what decided, and every rule before it', async () => {
  const told = await explain(joanna, joanna, person);
  expect(told.categories.map((c) => c.category)).toEqual(access.categories.map((c) => c.id));
  expect(level(told, 'adult-social-care')).toMatchObject({ decision: { level: 'detail' }, steps: [{ rule: 'seal' }, { rule: 'team' }, { rule: 'restricted' }, { rule: 'purpose' }, { rule: 'security-standard' }, { rule: 'agreement' }, { rule: 'objection', holds: true }, { rule: 'level' }, { rule: 'identity' }] });
  expect(level(told, 'housing').steps.at(-1)).toEqual({ rule: 'objection', holds: false, says: 'The person has objected to this being shared, and nothing about this purpose overrides that.' });
});

test('the question is logged, with no person opened by it', async () => {
  await explain(joanna, joanna, person);
  const [row] = await db.writer<{ action: string; user: string }[]>`select action, user_id as user from access.log order by log_id desc limit 1`;
  expect(row).toEqual({ action: 'explain', user: 'joanna.price' });
  const opened = await access.reading(joanna, { action: 'explain', persons: [person] }, (reading) => reading.sql`select current_setting('kith.facts') as facts`);
  expect(opened).toMatchObject([{ facts: '' }]);
});

test('the information-governance lead may ask of another, and a worker may not', async () => {
  expect((await explain(ruth, joanna, person)).session.userId).toBe('joanna.price');
  await expect(explain(joanna, ruth, person)).rejects.toMatchObject({ code: 'access.refused' });
});

test('of somebody sealed no more is said than of nobody', async () => {
  for (const by of [joanna, ruth]) await expect(explain(by, joanna, sealed)).rejects.toMatchObject({ code: 'person.not-found', message: 'There is no such person.' });
});

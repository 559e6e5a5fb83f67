import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { newId, type Kernel } from '../kernel/index.ts';
import { createAccess } from './access.ts';
import { assertReading } from './reading.ts';
import type { Access, Reading } from './types.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let kernel: Kernel;
let access: Access;
beforeAll(async () => {
  db = await testDatabase();
  kernel = testKernel(db);
  access = createAccess(kernel);
});
afterAll(() => db.close());

/** A person with one fact in each category, as the record keeps them. */
async function makePerson(): Promise<string> {
  const id = newId();
  for (const [i, { id: category }] of access.categories.entries()) {
    await db.writer`
      insert into record.fact (person_id, fact_id, subject_id, feed, category, kind, label, body, delivery_id, line, received_at)
      values (${id}, ${i}, 1, 'feed', ${category}, 'finding', 'label', '{}', ${newId()}, 1, now())`;
  }
  return id;
}

const looks = (id: string) => db.owner`select l.action, l.outcome, l.purpose, l.basis, p.decisions from access.log_person p join access.log l using (log_id) where p.person_id = ${id}`;
const categoriesSeen = async (reading: Reading): Promise<string[]> => (await reading.sql<{ category: string }[]>`select category from record.fact order by fact_id`).map((f) => f.category);

test('a reading opens the rows decided, and no others', async () => {
  const [person, stranger] = [await makePerson(), await makePerson()];
  const session = access.session('joanna.price', 'front-door', 'care-act-request');
  const { seen, people } = await access.reading(session, { action: 'open', persons: [person] }, async (reading) => ({
    seen: await categoriesSeen(reading),
    people: (await reading.sql<{ ids: string }[]>`select current_setting('kith.persons') as ids`)[0]?.ids,
  }));
  expect(people).toBe(person);
  expect(seen).toEqual(['identity', 'adult-social-care', 'housing', 'hospital', 'gp', 'community-health', 'mental-health', 'ambulance']);
  expect(await looks(stranger)).toHaveLength(0);
  expect(await looks(person)).toMatchObject([{ action: 'open', outcome: 'shown', purpose: 'care-act-request', decisions: { housing: 'detail', gp: 'summary', police: 'alert' } }]);
});

test('what was made elsewhere is no reading', () => {
  const forged = { sql: db.writer, persons: new Map(), level: () => 'detail' } as unknown as Reading;
  expect(() => assertReading(forged)).toThrow(/only inside an open reading/);
});

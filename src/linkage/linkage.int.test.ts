import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { at, tell, type Told } from '../../tests/linkage/people.ts';
import { createLinkage, type Linkage } from './index.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let linkage: Linkage;
beforeAll(async () => {
  db = await testDatabase();
  linkage = createLinkage(testKernel(db));
});
afterAll(() => db.close());

const amina: Told[] = [
  { feed: 'housing', key: '1', says: { given: ['Amina'], family: 'Begum', birthDate: '1943-07-14', gender: 'female', addresses: [at('12 Mill Lane', 'NB1 4AB')] } },
  { feed: 'gp', key: '1', says: { nhsNumber: '9434765919', given: ['Aminah'], family: 'Begum', birthDate: '1943-07-14', gender: 'female', addresses: [at('12 Mill Ln', 'NB1 4AB')] } },
  { feed: 'hospital', key: '1', says: { nhsNumber: '9434765919', given: ['Amina'], family: 'Khatun', birthDate: '1943-07-14', gender: 'female' } },
];

const personOf = async (name: string): Promise<string> => {
  const [feed = '', key = ''] = name.split('/');
  const [row] = await db.writer<{ id: string }[]>`select l.person_id::text as id from linkage.link l join feeds.subject s using (subject_id) where s.feed = ${feed} and s.local_key = ${key}`;
  return row!.id;
};

test('statements of three feeds become one person, with the evidence kept', async () => {
  const ids = await tell(db.writer, amina);
  const report = await linkage.run();
  expect(report).toMatchObject({ kind: 'full', subjects: 3, persons: 1 });
  expect(await personOf('housing/1')).toBe(await personOf('hospital/1'));
  const why = await linkage.explain(ids.get('gp/1')!, ids.get('housing/1')!);
  expect(why).toMatchObject({ band: 'join', guard: null });
  expect(why!.comparisons.find((c) => c.id === 'given')).toMatchObject({ level: 'nickname' });
  const sum = why!.prior + why!.comparisons.reduce((n, c) => n + c.weight + (c.termWeight ?? 0), 0);
  expect(sum).toBeCloseTo(why!.weight, 1);
});

test('nothing touched, nothing done', async () => {
  expect(await linkage.run()).toMatchObject({ kind: 'none', runId: null });
});

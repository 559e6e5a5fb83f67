import { afterAll, beforeAll, expect, test } from 'vitest';
import { placePerson } from '../../../tests/support/people.ts';
import { recordsBench, type RecordsBench } from '../../../tests/support/records.ts';
import type { Session } from '../../access/index.ts';
import { eraseFacts } from '../../feeds/index.ts';
import { touchPeople } from '../../linkage/index.ts';
import { readRetention } from './definition.ts';
import { createRetention, type Retention } from './retention.ts';

let bench: RecordsBench;
let retention: Retention;
let ruth: Session;
let grace: Session;
let old: string;
let held: string;

const count = async (personId: string): Promise<number[]> => {
  const [row] = await bench.db.writer<{ record: number; feeds: number; entries: number }[]>`
    select (select count(*)::int from record.fact where person_id = ${personId}) as record,
           (select count(*)::int from feeds.fact join linkage.link using (subject_id) where person_id = ${personId}) as feeds,
           (select count(*)::int from feeds.entry e where exists (select from feeds.subject s join linkage.link using (subject_id) where person_id = ${personId} and e.feed = s.feed and e.row_key like s.local_key || '/%')) as entries`;
  return [row!.record, row!.feeds, row!.entries];
};

beforeAll(async () => {
  bench = await recordsBench();
  const { db, kernel, access } = bench;
  const facts = [{ kind: 'service-episode' as const, label: 'Home care', start: '2012-01-01', end: '2015-03-01', body: { status: 'historic' as const } }];
  const who = (given: string) => ({ given: [given], family: 'Old', birthDate: '1930-01-01' });
  old = (await placePerson(db, [
    { feed: 'adult-social-care', category: 'adult-social-care', demographics: who('Olga'), facts },
    { feed: 'gp-patients', category: 'gp', demographics: who('Olga'), facts: [{ kind: 'finding', label: 'COPD', start: '2001-01-01', body: { type: 'condition' } }] },
  ])).personId;
  held = (await placePerson(db, [{ feed: 'adult-social-care', category: 'adult-social-care', demographics: who('Hugo'), facts }])).personId;
  await bench.records.refresh();
  retention = createRetention(kernel, access, readRetention(kernel.area).definition, async (sql, personId, factIds) => {
    const erased = await eraseFacts(sql, factIds);
    await touchPeople(sql, [personId], kernel.clock.now());
    return erased;
  });
  ruth = access.session('ruth.adeyemi');
  grace = access.session('grace.bello');
});
afterAll(() => bench.close());

test('what is due is destroyed when two people agree, with a certificate and a row of the log; what is held, or reached by no schedule, stays', async () => {
  const hold = await retention.hold(ruth, held, { reason: 'A claim', until: null });
  expect((await retention.due()).map((d) => [d.personId, d.schedule, d.dueOn])).toEqual([[old, 'adult-social-care', '2023-03-01']]);
  expect(await count(old)).toEqual([2, 2, 2]);
  const batch = await retention.propose(ruth);
  await expect(retention.approve(ruth, batch)).rejects.toMatchObject({ code: 'access.refused' });
  expect(await count(old)).toEqual([2, 2, 2]);
  await retention.approve(grace, batch);
  expect(await count(old)).toEqual([1, 1, 1]);
  await bench.records.refresh();
  expect(await count(old)).toEqual([1, 1, 1]);
  const [part] = await retention.parts(batch);
  expect(part).toMatchObject({ schedule: 'adult-social-care', destroyed: 1, rowsGone: 1, rowsKept: 0, passedOver: null });
  expect(part!.hash).toMatch(/^[0-9a-f]{64}$/);
  const [row] = await bench.db.owner<{ action: string; kind: string; user: string; request: string }[]>`select action, kind, user_name as user, request from access.log join access.log_person p using (log_id) where p.person_id = ${old} order by log_id desc limit 1`;
  expect(row).toMatchObject({ action: 'destroyed', kind: 'change', user: 'Grace Bello' });
  expect(row!.request).toContain(part!.hash!);
  expect(await retention.due()).toEqual([]);
  await expect(retention.approve(grace, batch)).rejects.toMatchObject({ code: 'conflict.changed' });

  // Proposed without a hold, held before it is approved: nothing goes.
  await retention.lift(grace, hold);
  const second = await retention.propose(ruth);
  await retention.hold(grace, held, { reason: 'An inquiry', until: '2027-01-01' });
  await retention.approve(grace, second);
  expect(await count(held)).toEqual([1, 1, 1]);
  expect((await retention.parts(second))[0]).toMatchObject({ destroyed: 0, hash: null, passedOver: 'It is held on to, or something new has come since' });
  await expect(retention.propose(bench.access.session('joanna.price', 'front-door', 'care-act-request'))).rejects.toMatchObject({ code: 'access.refused' });
});

test('a row that is about somebody else too stays as it came, without what it said of the first', async () => {
  const { db } = bench;
  const two = await Promise.all(['Ada', 'Bob'].map((given) => placePerson(db, [{ feed: 'housing-tenancies', category: 'housing', demographics: { given: [given], family: 'Pair' }, facts: [{ kind: 'life-event', label: given, start: '2001-01-01', body: {} }] }])));
  const [a, b] = two.map((p) => p.subjects[0]!) as [string, string];
  await db.owner`update feeds.fact set entry_id = (select entry_id from feeds.fact where subject_id = ${a}) where subject_id = ${b}`;
  const [fact] = await db.owner<{ id: string }[]>`select fact_id::text as id from feeds.fact where subject_id = ${a}`;
  expect(await db.writer.begin((sql) => eraseFacts(sql, [fact!.id]))).toEqual({ rowsGone: 0, rowsKept: 1 });
  expect(await db.owner`select label from feeds.fact where subject_id = any (${[a, b]}::bigint[])`).toEqual([{ label: 'Bob' }]);
});

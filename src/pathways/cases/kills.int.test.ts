import { afterAll, beforeAll, expect, test } from 'vitest';
import { killWhileCarrying } from '../../../tests/support/case-kills.ts';
import { casesBench, type CasesBench } from '../../../tests/support/cases.ts';
import { newId } from '../../kernel/index.ts';

const kills = Number(process.env.KITH_KILLS ?? '12');
let bench: CasesBench;
beforeAll(async () => void (bench = await casesBench()));
afterAll(() => bench?.close());

/** People enough for cases of their own, without a source for each. */
async function people(n: number): Promise<string[]> {
  const first = await bench.person('Ida');
  const ids = [first, ...Array.from({ length: n - 1 }, newId)];
  await bench.db.writer`
    insert into record.person select p.* from unnest(${ids.slice(1)}::uuid[]) id, jsonb_populate_record((select r from record.person r where person_id = ${first}), jsonb_build_object('person_id', id)) p`;
  await bench.db.writer`
    insert into access.relationship (person_id, organisation, team, kind, source, since) select id, 'newbridge-homes', '', 'tenancy', 'test', '2026-01-01' from unnest(${ids}::uuid[]) id`;
  return ids;
}

test('killed again and again while cases are carried on, none is in two states, and no notice is lost or told twice', { timeout: 1_200_000 }, async () => {
  const { db, cases, joanna } = bench;
  const n = Math.max(30, kills * 2);
  for (const personId of await people(n)) await cases.desk.open(joanna, { personId, pathway: 'travel' });
  const { done, kept } = await killWhileCarrying(db, kills, 20_261_126);
  expect(done).toBeGreaterThan(kills);
  const [ended] = await db.writer<{ n: number }[]>`select count(*)::int as n from pathways."case" where state = 'approval' and closed_as = 'closed'`;
  expect(ended?.n).toBe(n);
  const histories = await db.writer<{ history: string; revision: number; steps: number; n: number }[]>`
    select history, revision, steps, count(*)::int as n from (
      select c.revision, count(*)::int as steps, string_agg(s.kind || coalesce(' ' || (s.detail->>'form'), ' ' || s.to_state, ''), ', ' order by s.revision, s.step_id) filter (where s.kind <> 'completed') as history
      from pathways."case" c join pathways.step s on s.person_id = c.person_id and s.case_id = c.case_id group by c.person_id, c.case_id) h group by 1, 2, 3`;
  expect(histories).toEqual([{ history: 'opened requested, moved planning, moved approval, closed', revision: 7, steps: 7, n }]);
  const [rows] = await db.writer<Record<string, number>[]>`
    select (select count(*)::int from pathways.answer) as answers, (select count(*)::int from pathways.answer where version > 1) as twice, (select count(*)::int from pathways.returned) as returned,
      (select count(*)::int from pathways.document) as documents, (select count(*)::int from pathways.task) as tasks, (select count(*)::int from pathways.task where state = 'open') as open,
      (select count(*)::int from pathways.clock where state in ('running', 'paused')) as clocks, (select count(*)::int from access.tie where ended_at is null) as ties,
      (select count(*)::int from pathways.notice where channel = 'mail') as notices, (select count(*)::int from kernel.outbox where topic = 'notice' and state = 'done') as sent`;
  expect(rows).toEqual({ answers: 3 * n, twice: 0, returned: n, documents: n, tasks: 2 * n, open: 0, clocks: 0, ties: 0, notices: n, sent: n });
  expect(kept.size).toBe(n);
  expect([...kept.values()].every((bodies) => bodies.size === 1)).toBe(true);
});

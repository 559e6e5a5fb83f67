import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../../../tests/support/case-kills.ts';
import { casesBench, type CasesBench } from '../../../tests/support/cases.ts';
import { placePerson } from '../../../tests/support/people.ts';
import { newId } from '../../kernel/index.ts';
import type { PersonMoved } from './move.ts';

let bench: CasesBench;
beforeAll(async () => void (bench = await casesBench()));
afterAll(() => bench?.close());

test('however people are joined and split, each case is once, with whoever has the records it is of, and so is its tie', async () => {
  const { db, cases } = bench;
  const holders = new Map<string, number[]>();
  for (const given of ['Ann', 'Ben', 'Cat', 'Dan']) {
    const demographics = { family: 'Orr', given: [given], birthDate: '1950-01-01' };
    const { personId, subjects } = await placePerson(db, [{ feed: 'adult-social-care', category: 'housing', demographics }, { feed: 'housing-tenancies', category: 'housing', demographics }, { feed: 'gp-patients', category: 'gp', demographics }]);
    holders.set(personId, subjects.map(Number));
  }
  await bench.records.refresh();
  for (const personId of holders.keys()) await bench.open(personId);
  const random = seeded(7);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;

  for (let i = 0; i < 60; i++) {
    const people = [...holders.keys()];
    const from = pick(people);
    const own = holders.get(from)!;
    const to = random() < 0.4 && people.length > 1 ? pick(people.filter((p) => p !== from)) : newId();
    const some = own.filter(() => random() < 0.5);
    const join = holders.has(to) && random() < 0.6;
    const subjects = join ? own : some;
    if (!join && (some.length === 0 || some.length === own.length)) continue;
    const move: PersonMoved = { kind: join ? 'merged' : holders.has(to) ? 'moved' : 'split', from, to, subjects };
    holders.set(to, [...(holders.get(to) ?? []), ...subjects]);
    if (join) holders.delete(from);
    else holders.set(from, own.filter((s) => !some.includes(s)));
    bench.clock.set(new Date(bench.clock.now().getTime() + 60_000));
    await db.writer.begin((sql) => cases.move(sql, [move]));

    const found = await db.writer<{ personId: string; caseId: string; subjects: number[]; steps: number; tied: string[] }[]>`
      select person_id::text as "personId", case_id::text as "caseId", subjects::float8[] as subjects, (select count(*)::int from pathways.step s where s.person_id = c.person_id and s.case_id = c.case_id and s.kind = 'opened') as steps,
        array(select person_id::text from access.tie t where t.reference = 'case:' || c.case_id and ended_at is null) as tied
      from pathways."case" c`;
    expect(found).toHaveLength(4);
    for (const held of found) {
      expect(held.subjects.length).toBeGreaterThan(0);
      expect(holders.get(held.personId)).toEqual(expect.arrayContaining(held.subjects));
      expect(held).toMatchObject({ steps: 1, tied: [held.personId] });
    }
  }
});

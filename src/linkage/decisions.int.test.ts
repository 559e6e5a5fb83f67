import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { at, tell, type Told } from '../../tests/linkage/people.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { createLinkage, type Linkage } from './index.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let linkage: Linkage;
beforeEach(async () => {
  db = await testDatabase();
  linkage = createLinkage(testKernel(db));
});
afterEach(() => db.close());

const steward = { userId: 'joanna.price', name: 'Joanna Price', organisation: 'newbridge-council' };
const home = at('12 Mill Lane', 'NB1 4AB');
const people: Told[] = [
  { feed: 'housing', key: '1', says: { given: ['Amina'], family: 'Begum', birthDate: '1943-07-14', gender: 'female', addresses: [home] } },
  { feed: 'gp', key: '1', says: { nhsNumber: '9434765919', given: ['Aminah'], family: 'Begum', birthDate: '1943-07-14', gender: 'female', addresses: [home] } },
  { feed: 'hospital', key: '1', says: { nhsNumber: '9434765919', given: ['Amina'], family: 'Khatun', birthDate: '1943-07-14', gender: 'female' } },
  { feed: 'school', key: 'Ada', says: { given: ['Ada'], family: 'Okafor', birthDate: '2015-03-09', addresses: [at('3 Elm Road', 'NB2 1CD')] } },
  { feed: 'school', key: 'Grace', says: { given: ['Grace'], family: 'Okafor', birthDate: '2015-03-09', addresses: [at('3 Elm Road', 'NB2 1CD')] } },
  { feed: 'police', key: 'G', says: { given: ['G'], family: 'Okafor', birthDate: '2015-03-09', addresses: [at('3 Elm Road', 'NB2 1CD')] } },
  { feed: 'gp', key: 'Rosa', says: { nhsNumber: '9434765870', given: ['Rosa'], family: 'Diaz', birthDate: '1990-01-30' } },
];

/** Who is with whom, by `feed/key`: one sorted list for each person. */
async function partition(): Promise<string[]> {
  const rows = await db.writer<{ name: string; person: string }[]>`select s.feed || '/' || s.local_key as name, l.person_id::text as person from linkage.link l join feeds.subject s using (subject_id) order by 1`;
  return [...Map.groupBy(rows, (r) => r.person).values()].map((group) => group.map((r) => r.name).join(' ')).sort();
}
const decide = (a: number, b: number, decision: 'join' | 'apart', reason = 'Spoke to her.'): Promise<string> => linkage.reviews.decide(db.writer, { a, b, decision, reason }, steward);
const openReviews = () => db.writer<{ a: number; b: number; why: string; rule: string | null; safeguarding: boolean }[]>`
  select subject_a::int as a, subject_b::int as b, why, rule, safeguarding from linkage.review where closed_at is null order by harm desc, 1, 2`;

test('records said to be of one person join whatever their weight, stay so through a rebuild, and part when it is undone', async () => {
  const ids = await tell(db.writer, people);
  await linkage.run();
  const before = await partition();
  const id = await decide(ids.get('gp/Rosa')!, ids.get('gp/1')!, 'join');
  expect(await linkage.run()).toMatchObject({ kind: 'increment', merged: [{}] });
  const joined = 'gp/1 gp/Rosa hospital/1 housing/1';
  expect(await partition()).toContain(joined);
  await linkage.run(undefined, { rebuild: true });
  expect(await partition()).toContain(joined);
  expect(await linkage.run()).toMatchObject({ kind: 'none' });
  expect(await linkage.reviews.undo(db.writer, id, 'The wrong Rosa.', steward)).toBe(true);
  expect(await linkage.reviews.undo(db.writer, id, 'Again.', steward)).toBe(false);
  expect(await linkage.run()).toMatchObject({ kind: 'increment', split: [{}] });
  expect(await partition()).toEqual(before);
  expect(await db.writer`select decision, reason, undone_reason from linkage.override`).toEqual([{ decision: 'join', reason: 'Spoke to her.', undone_reason: 'The wrong Rosa.' }]);
});

test('records said to be of two people part, also from others that hold them together, and stay so', async () => {
  const ids = await tell(db.writer, people);
  await linkage.run();
  await decide(ids.get('housing/1')!, ids.get('hospital/1')!, 'apart');
  await linkage.run();
  for (const again of [false, true]) {
    await linkage.run(undefined, { rebuild: again });
    const parts = await partition();
    expect(parts.some((p) => p.includes('housing/1') && p.includes('hospital/1'))).toBe(false);
    expect(parts).toContain('gp/1 hospital/1');
  }
});

test('unsure pairs are asked about once for each two people, and no more once they are kept apart', async () => {
  const gloria: Told = { feed: 'school', key: 'Gloria', says: { ...people[4]!.says, given: ['Gloria'] } };
  const ids = await tell(db.writer, [...people.filter((p) => p.key !== 'Ada'), gloria]);
  await linkage.run();
  const asked = await openReviews();
  const g = ids.get('police/G')!;
  const others = [ids.get('school/Grace'), ids.get('school/Gloria')].sort((x, y) => x! - y!);
  expect(asked.map((r) => ({ why: r.why, other: r.a === g ? r.b : r.a })).sort((x, y) => x.other - y.other)).toEqual(others.map((other) => ({ why: 'unsure', other })));
  await decide(g, ids.get('school/Gloria')!, 'apart');
  await linkage.run();
  expect(await openReviews()).toEqual([]);
  expect(await partition()).toContain('police/G school/Grace');
  expect(await db.writer`select 1 from linkage.review where closed_at is not null`).toHaveLength(2);
});

test('decisions that contradict each other are asked about: nothing said to be apart is joined', async () => {
  const ids = await tell(db.writer, people);
  const [amina, rosa, ada] = [ids.get('gp/1')!, ids.get('gp/Rosa')!, ids.get('school/Ada')!];
  await linkage.run();
  await decide(amina, rosa, 'join');
  await decide(rosa, ada, 'join');
  await decide(amina, ada, 'apart');
  await linkage.run();
  expect(await partition()).toContain('gp/1 gp/Rosa hospital/1 housing/1');
  expect((await openReviews())[0]).toMatchObject({ why: 'conflict', a: Math.min(rosa, ada), b: Math.max(rosa, ada) });
});

test('a review about somebody known to safeguarding comes first', async () => {
  const pair = (family: string, key: string): Told[] =>
    [['school', 'Ada'], ['police', '']].map(([feed = '', given = '']) => ({ feed, key, says: { given: [given], family, birthDate: `2015-03-0${key}`, addresses: [at(`${key} Elm Road`, `NB${key} 1CD`)] } }));
  const ids = await tell(db.writer, [...pair('Okafor', '1'), ...pair('Lindqvist', '2')]);
  await db.writer`insert into feeds.entry (feed, row_key, hash, delivery_id, line, raw, from_at) values ('police', '2', '\\x00', gen_random_uuid(), 1, '', now())`;
  await db.writer`insert into feeds.fact (entry_id, subject_id, kind, category, label, body) select entry_id, ${ids.get('police/2')!}, 'life-event', 'police', 'Missing', '{}' from feeds.entry`;
  await linkage.run();
  const asked = await openReviews();
  expect(asked.map((r) => r.safeguarding)).toEqual([true, false]);
  expect([asked[0]!.a, asked[0]!.b]).toContain(ids.get('police/2'));
});

test('labels drawn blind give precision and recall with intervals', async () => {
  await tell(db.writer, people);
  await linkage.run();
  expect(await linkage.reviews.sample(40)).toBeGreaterThan(3);
  expect(await linkage.reviews.sample(40)).toBe(0);
  for (const pair of await linkage.reviews.waiting(50)) {
    await linkage.reviews.label(db.writer, pair.labelId, pair.personId === pair.otherId ? 'same' : 'different', steward);
  }
  const found = await linkage.reviews.precisionRecall();
  expect(found).toMatchObject({ precision: { value: 1, high: expect.closeTo(1) }, recall: { value: 1 }, unsure: 0 });
  expect(found.precision!.low).toBeLessThan(1);
});

type Step = { kind: 'tell'; at: number } | { kind: 'join' | 'apart'; a: number; b: number } | { kind: 'undo'; at: number } | { kind: 'run' } | { kind: 'rebuild' };
const one = fc.nat(people.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('tell' as const), at: one }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('join' as const, 'apart' as const), a: one, b: one }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), at: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'run' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'rebuild' as const }) },
);

test('any sequence of imports, joins, keep-aparts, undos and rebuilds ends as the final decisions applied once', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 12 }), async (steps) => {
      await db.writer`truncate feeds.subject, feeds.demographic, feeds.touched, linkage.person, linkage.link, linkage.link_history, linkage.pair, linkage.run, linkage.term, linkage.override, linkage.review, linkage.changed_person, linkage.family, linkage.residency, linkage.household cascade`;
      const ids = new Map<string, number>();
      const told = async (some: Told[]): Promise<void> => (await tell(db.writer, some)).forEach((id, name) => void ids.set(name, id));
      const idOf = (n: number): number | undefined => ids.get(`${people[n]!.feed}/${people[n]!.key}`);
      await told(people.slice(0, 4));
      await linkage.run();
      const made: string[] = [];
      for (const s of steps) {
        if (s.kind === 'tell') await told([people[s.at]!]);
        else if (s.kind === 'run') await linkage.run();
        else if (s.kind === 'rebuild') await linkage.run(undefined, { rebuild: true });
        else if (s.kind === 'undo') {
          const id = made[s.at];
          if (id !== undefined) await linkage.reviews.undo(db.writer, id, 'Mistaken.', steward);
        } else {
          const [a, b] = [idOf(s.a), idOf(s.b)];
          if (a !== undefined && b !== undefined && a !== b) made.push(await decide(a, b, s.kind));
        }
      }
      await linkage.run();
      const reached = await partition();
      await db.writer`truncate linkage.person, linkage.link, linkage.link_history, linkage.pair, linkage.run, linkage.term, linkage.review`;
      await db.writer`delete from linkage.override where undone_at is not null`;
      await db.writer`insert into feeds.touched (subject_id, touched_at) select subject_id, now() from feeds.subject on conflict do nothing`;
      await linkage.run();
      expect(reached).toEqual(await partition());
    }),
    { numRuns: 5 },
  );
});

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fact } from '../../src/kernel/index.ts';
import { reviewBench, type ReviewBench } from '../support/reviews.ts';
import { at, tell, type Told } from './people.ts';

/**
 * What people decide about links, as far as it reaches: whatever was brought in, joined, parted, undone and rebuilt on
 * the way, and wherever a run was cut off, the record, marks, ties, families and households are those of the final
 * decisions applied once; no seal is lost, and no look is missing from the log of whoever a record is of now.
 */

let bench: ReviewBench;
beforeAll(async () => void (bench = await reviewBench([])));
afterAll(() => bench?.close());

const home = at('12 Mill Lane', 'NB1 4AB');
const elm = at('3 Elm Road', 'NB2 1CD');
const steward = { userId: 'joanna.price', name: 'Joanna Price', organisation: 'newbridge-council' };
const people: (Told & { fact?: Fact })[] = [
  { feed: 'housing-tenancies', key: '1', says: { given: ['Amina'], family: 'Begum', birthDate: '1943-07-14', gender: 'female', addresses: [home] }, fact: { kind: 'service-episode', label: 'Tenancy', start: '2019-01-01', body: { status: 'current' } } },
  { feed: 'gp-patients', key: '1', says: { nhsNumber: '9434765919', given: ['Aminah'], family: 'Begum', birthDate: '1943-07-14', gender: 'female', addresses: [home] }, fact: { kind: 'service-episode', label: 'Registered', start: '2001-01-01', body: { status: 'current' } } },
  { feed: 'hospital-adt', key: '1', says: { nhsNumber: '9434765919', given: ['Amina'], family: 'Khatun', birthDate: '1943-07-14', gender: 'female', restricted: true } },
  { feed: 'school-attendance', key: 'Ada', says: { given: ['Ada'], family: 'Okafor', birthDate: '2015-03-09', addresses: [elm] }, fact: { kind: 'relationship', label: 'Mother', body: { to: 'Rosa', role: 'mother' } } },
  { feed: 'school-attendance', key: 'Grace', says: { given: ['Grace'], family: 'Okafor', birthDate: '2015-03-09', addresses: [elm] } },
  { feed: 'police-incidents', key: 'G', says: { given: ['G'], family: 'Okafor', birthDate: '2015-03-09', addresses: [elm] }, fact: { kind: 'life-event', label: 'Missing', start: '2026-10-01', body: {} } },
  { feed: 'school-attendance', key: 'Rosa', says: { nhsNumber: '9434765870', given: ['Rosa'], family: 'Diaz', birthDate: '1990-01-30', addresses: [elm] } },
];
const nameOf = (n: number): string => `${people[n]!.feed}/${people[n]!.key}`;

type Step =
  | { kind: 'tell'; at: number }
  | { kind: 'look'; at: number }
  | { kind: 'seal'; at: number }
  | { kind: 'join'; a: number; b: number }
  | { kind: 'apart'; a: number; b: number }
  | { kind: 'undo'; at: number }
  | { kind: 'settle' }
  | { kind: 'cut' }
  | { kind: 'rebuild' };
const one = fc.nat(people.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tell' as const), at: one }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('join' as const, 'apart' as const), a: one, b: one }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), at: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('look' as const, 'seal' as const), at: one }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('settle' as const, 'cut' as const) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'rebuild' as const }) },
);

const linked = ['person', 'link', 'link_history', 'pair', 'run', 'term', 'review', 'changed_person', 'family', 'residency', 'household', 'address_uprn', 'person_move', 'move_cursor', 'look_up', 'look_up_in_force', 'rekeyed', 'key'].map((t) => `linkage.${t}`);
const made = ['person', 'demographic', 'fact', 'identifier', 'search'].map((t) => `record.${t}`);
const clear = (tables: readonly string[]) => bench.db.owner.unsafe(`truncate ${tables.join(', ')}`);

/** Everything that follows from links, with each person told by their records instead of by an id. */
async function state(): Promise<unknown> {
  const { writer } = bench.db;
  const links = await writer<{ name: string; person: string }[]>`select feed || '/' || local_key as name, person_id::text as person from linkage.link join feeds.subject using (subject_id) order by 1`;
  const who = new Map([...Map.groupBy(links, (l) => l.person)].map(([person, own]) => [person, own.map((l) => l.name).join(' ')]));
  const told = (rows: readonly Record<string, unknown>[]): string[] =>
    rows.map((row) => JSON.stringify(Object.values(row).map((v) => (typeof v === 'string' && /^[0-9a-f-]{36}$/.test(v) ? (who.get(v) ?? 'nobody now') : v)))).sort();
  return {
    people: [...who.values()].sort(),
    facts: told(await writer`select f.person_id, f.feed, s.local_key, label from record.fact f join feeds.subject s using (subject_id)`),
    statements: told(await writer`select person_id, feed, local_key, demographics from record.demographic`),
    summaries: told(await writer`select person_id, feeds, categories, facts, summary - 'updatedAt' from record.person`),
    found: told(await writer`select person_id, display_name, names, keys, postcodes from record.search`),
    numbers: told(await writer`select person_id, value, system, feed from record.identifier`),
    marks: told(await writer`select person_id, kind from access.mark where source = 'record' and person_id in (select person_id from linkage.link)`),
    ties: told(await writer`select person_id, organisation, kind, since::text from access.relationship where person_id in (select person_id from linkage.link)`),
    families: told(await writer`select person_id, other_id, role, feed from linkage.family`),
    homes: told(await writer`select person_id, address, current, (select array_agg(x order by x) from unnest(sources) x) from linkage.residency join linkage.household using (household_id)`),
  };
}

async function addFact(subject: number, { feed, key, fact }: (typeof people)[number]): Promise<void> {
  if (fact === undefined) return;
  const { writer } = bench.db;
  const [entry] = await writer<{ id: string }[]>`
    insert into feeds.entry (feed, row_key, hash, delivery_id, line, raw, from_at) values (${feed}, ${key}, '\\x00', gen_random_uuid(), 1, '', '2026-11-01') on conflict do nothing returning entry_id as id`;
  if (entry === undefined) return;
  await writer`insert into feeds.fact (entry_id, subject_id, kind, category, label, start_at, body) values (${entry.id}, ${subject}, ${fact.kind}, 'housing', ${fact.label}, ${fact.start ?? null}, ${writer.json(fact.body as never)})`;
}

test('any sequence of imports, decisions, undos, rebuilds and cuts ends as the final decisions applied once, in the record, its marks, its log and its families', { timeout: 600_000 }, async () => {
  const { db, linkage, records, access, settle, kernel } = bench;
  const joanna = access.session('joanna.price', 'front-door', 'adult-safeguarding');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 12 }), async (steps) => {
      await clear([...linked, ...made, 'linkage.override', 'feeds.subject', 'feeds.demographic', 'feeds.touched', 'feeds.entry', 'feeds.fact', 'access.mark', 'access.relationship', 'access.merged', 'access.log', 'access.log_person']);
      const ids = new Map<string, number>();
      const told = async (some: typeof people): Promise<void> => {
        for (const [name, id] of await tell(db.writer, some)) ids.set(name, id);
        for (const person of some) await addFact(ids.get(`${person.feed}/${person.key}`)!, person);
      };
      const personOf = async (n: number): Promise<string | null> => (await linkage.reviews.personsOf(null, [ids.get(nameOf(n)) ?? 0]))[0] ?? null;
      const heldWith = async (person: string): Promise<number[]> => (await db.writer<{ id: number }[]>`select subject_id::float8 as id from linkage.link where person_id = ${person}`).map((r) => r.id);
      await told(people.slice(0, 4));
      await settle();
      const decisions: string[] = [];
      const sealed = new Set<number>();
      const looks: { logId: string; at: number[] }[] = [];
      for (const s of steps) {
        if (s.kind === 'tell') await told([people[s.at]!]);
        else if (s.kind === 'settle') await settle();
        else if (s.kind === 'cut') await linkage.run();
        else if (s.kind === 'rebuild') await linkage.run(undefined, { rebuild: true });
        else if (s.kind === 'undo') {
          const id = decisions[s.at];
          if (id !== undefined) await linkage.reviews.undo(db.writer, id, 'Mistaken.', steward);
        } else if (s.kind === 'join' || s.kind === 'apart') {
          const [a, b] = [ids.get(nameOf(s.a)), ids.get(nameOf(s.b))];
          if (a !== undefined && b !== undefined && a !== b) decisions.push(await linkage.reviews.decide(db.writer, { a, b, decision: s.kind, reason: 'Spoke to her.' }, steward));
        } else {
          // Pages stand on what was settled last; so does whoever looks or seals.
          await records.refresh();
          const person = await personOf(s.at);
          if (person === null) continue;
          const with_ = await heldWith(person);
          if (s.kind === 'seal') {
            await access.setMarks(db.writer, 'hand', [{ personId: person, kind: 'sealed', reason: '' }], [person]);
            for (const id of with_) sealed.add(id);
          } else {
            await access.reading(joanna, { action: 'open', persons: [person] }, async () => undefined);
            const [row] = await db.owner<{ id: string }[]>`select log_id::text as id from access.log order by log_id desc limit 1`;
            looks.push({ logId: row!.id, at: with_ });
          }
        }
      }
      await settle();
      const reached = await state();
      for (const subject of sealed) {
        const [person] = await linkage.reviews.personsOf(null, [subject]);
        expect(await db.writer`select 1 from access.mark where person_id = ${person!} and kind = 'sealed'`).toHaveLength(1);
      }
      for (const { logId, at: subjects } of looks) {
        for (const subject of subjects) {
          const [person] = await linkage.reviews.personsOf(null, [subject]);
          const seen = await db.writer`
            select 1 from access.log_person where person_id = ${person!} and log_id = ${logId}
            union all select 1 from access.merged m join access.log_person p on p.person_id = m.merged_id and p.at <= m.at where m.person_id = ${person!} and log_id = ${logId}`;
          expect(seen.length).toBeGreaterThan(0);
        }
      }
      await clear([...linked, ...made, 'access.mark', 'access.relationship']);
      await db.writer`delete from linkage.override where undone_at is not null`;
      await db.writer`insert into feeds.touched (subject_id, touched_at) select subject_id, ${kernel.clock.now()} from feeds.subject on conflict do nothing`;
      await settle();
      expect(reached).toEqual(await state());
    }),
    { numRuns: Number(process.env['KITH_PROPERTY_RUNS'] ?? 5), endOnFailure: true },
  );
});

test('cut off after links were published, the next settling carries seals and the log before anybody is shown', { timeout: 60_000 }, async () => {
  const { db, linkage, access, settle } = bench;
  await clear([...linked, ...made, 'linkage.override', 'feeds.subject', 'feeds.demographic', 'feeds.touched', 'access.mark', 'access.merged']);
  const ids = await tell(db.writer, people.slice(0, 3));
  await settle();
  const [whole] = await linkage.reviews.personsOf(null, [ids.get('gp-patients/1')!]);
  await access.setMarks(db.writer, 'hand', [{ personId: whole!, kind: 'sealed', reason: '' }], [whole!]);
  await linkage.reviews.decide(db.writer, { a: ids.get('housing-tenancies/1')!, b: ids.get('gp-patients/1')!, decision: 'apart', reason: 'Two people.' }, steward);
  await linkage.reviews.decide(db.writer, { a: ids.get('housing-tenancies/1')!, b: ids.get('hospital-adt/1')!, decision: 'apart', reason: 'Two people.' }, steward);
  await linkage.run();
  const [part] = await linkage.reviews.personsOf(null, [ids.get('housing-tenancies/1')!]);
  expect(part).not.toBe(whole);
  const shown = () => db.writer`select 1 from record.person where person_id = ${part!}`;
  const seal = () => db.writer`select 1 from access.mark where person_id = ${part!} and kind = 'sealed'`;
  expect([await shown(), await seal()]).toEqual([[], []]);
  // A consumer whose work fails has had nothing.
  await expect(db.writer.begin(async (sql) => {
    expect(await linkage.takeMoves(sql, 'access')).toMatchObject([{ kind: 'split', from: whole, to: part, subjects: [ids.get('housing-tenancies/1')] }]);
    throw new Error('cut off');
  })).rejects.toThrow('cut off');
  await settle();
  expect([(await shown()).length, (await seal()).length]).toEqual([1, 1]);
  expect(await db.writer.begin((sql) => linkage.takeMoves(sql, 'access'))).toEqual([]);
  expect(await db.writer.begin((sql) => linkage.takeMoves(sql, 'another'))).toHaveLength(1);
});

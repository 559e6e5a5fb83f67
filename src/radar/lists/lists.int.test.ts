import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeHousehold, placePerson } from '../../../tests/support/people.ts';
import { scoringBench, type ScoringBench } from '../../../tests/support/scoring.ts';
import type { Session } from '../../access/index.ts';
import type { Fact } from '../../kernel/index.ts';
import { mappedFacts } from '../signals/sources.ts';
import { createLists } from './lists.ts';
import type { CardList, Lists, ListFilter } from './types.ts';

let bench: ScoringBench;
let lists: Lists;
let leila: Session;
const ids: Record<string, string> = {};

const fell = (day: string): Fact => ({ kind: 'life-event', code: 'ae-attendance', label: 'Emergency department: Fall', start: day, body: {} });
const ambulance: Fact = { kind: 'life-event', code: 'fall', label: 'Ambulance: Fall', start: '2026-11-18T10:00', body: {} };
const place = async (name: string, birthDate: string, facts: Fact[], more: object = {}): Promise<void> => {
  const demographics = { given: [name], family: 'Marsh', birthDate, ...more };
  ids[name] = (await placePerson(bench.db, [{ feed: 'hospital-adt', category: 'hospital', demographics, facts }, { feed: 'ambulance-conveyances', category: 'ambulance', demographics, facts: name === 'Ada' ? [ambulance] : [] }])).personId;
};

beforeAll(async () => {
  bench = await scoringBench();
  await bench.scoring.settle();
  await place('Ada', '1940-02-01', [fell('2026-11-10')]);
  await place('Bea', '1950-02-01', [fell('2026-11-15')]);
  await place('Cyd', '1945-02-01', [fell('2026-11-12')]);
  await place('Dot', '1945-02-01', [fell('2026-11-12')]);
  await place('Eve', '1945-02-01', [], {});
  await bench.records.refresh();
  await bench.access.setMarks(bench.db.writer, 'test', [{ personId: ids.Cyd!, kind: 'sealed', reason: '' }, { personId: ids.Dot!, kind: 'staff-client', reason: '' }], [ids.Cyd!, ids.Dot!]);
  await bench.scoring.settle();
  lists = createLists({ kernel: bench.kernel, records: bench.records, scoring: bench.scoring, mapped: mappedFacts(bench.kernel.area.dir) });
  leila = bench.access.session('leila.haddad');
});
afterAll(() => bench.close());

const read = (session: Session, filter: ListFilter = {}, card = 'falls'): Promise<CardList> => bench.as(session, 'radar', [], (reading) => lists.list(reading, card, filter));
const names = (list: CardList): string[] => list.rows.map((row) => row.person.summary.given[0] ?? '');

test('lists those its reader may see, highest first; sealed and restricted people are on no list', async () => {
  const list = await read(leila);
  expect(names(list)).toEqual(['Ada', 'Bea']);
  expect(list.rows[0]).toMatchObject({ band: { id: 'offer' }, lastContact: null });
  expect(list.rows[0]!.score).toBeCloseTo(list.rows[0]!.reasons.reduce((sum, r) => sum + r.points, 0), 5);
  expect(list.rows[0]!.trend.at(-1)).toBe(list.rows[0]!.score);
});

test('whoever is listed is logged as looked at, and nobody else', async () => {
  await read(leila);
  const logged = await bench.db.writer<{ id: string }[]>`
    select p.person_id::text as id from access.log l join access.log_person p using (log_id)
    where l.log_id = (select log_id from access.log where action = 'radar' order by log_id desc limit 1)`;
  expect(logged.map((l) => l.id)).toEqual(expect.arrayContaining([ids.Ada, ids.Bea]));
  expect(logged.map((l) => l.id)).not.toContain(ids.Eve);
});

test('what is shared in summary is told without date or source', async () => {
  const [row] = (await read(leila)).rows;
  expect(row!.reasons.map((r) => [r.signal, r.detail, r.dated, r.source, r.facts])).toContainEqual(['fell-and-went-to-hospital', false, null, null, []]);
});

test('filters by band, ages, reason and day, and pages', async () => {
  expect(names(await read(leila, { band: 'offer' }))).toEqual(['Ada']);
  expect(names(await read(leila, { from: 80 }))).toEqual(['Ada']);
  expect(names(await read(leila, { to: 79 }))).toEqual(['Bea']);
  expect(names(await read(leila, { signal: 'ambulance-fall' }))).toEqual(['Ada']);
  expect(names(await read(leila, { since: '2026-11-21' }))).toEqual([]);
  const first = await read(leila, { limit: 1 });
  expect([names(first), first.next]).not.toEqual([['Ada'], null]);
  expect(names(await read(leila, { offset: first.next! }))).toEqual(['Bea']);
});

test('a list is read by its own team for its own purpose, and by no other', async () => {
  const joanna = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  await expect(read(joanna)).rejects.toThrow('no such list');
  expect((await lists.cards(joanna)).map((c) => c.id).sort()).toEqual(['carers-strain', 'self-neglect']);
});

test('leaves out what the reader may not know, with its points, of the person and of whoever else it rests on', async () => {
  const aisha = bench.access.session('aisha.khan', 'mash', 'child-safeguarding');
  const child = await placePerson(bench.db, [{ feed: 'school-attendance', category: 'education', demographics: { given: ['Tom'], family: 'Ash', birthDate: '2015-05-05' }, facts: [{ kind: 'finding', code: 'persistent-absence', label: 'Persistently absent', start: '2026-09-01', body: { type: 'risk' } }] }]);
  const abuse: Fact = { kind: 'life-event', code: 'DOMESTIC ABUSE', label: 'Domestic abuse: victim', start: '2026-11-15', body: { role: 'victim' } };
  const mother = await placePerson(bench.db, [{ feed: 'police-incidents', category: 'police', demographics: { given: ['Jo'], family: 'Ash', birthDate: '1985-05-05' }, facts: [abuse] }]);
  await placeHousehold(bench.db, { address: '1 Elm Road', postcode: 'NB1 1AA' }, [{ personId: child.personId, sources: ['school-attendance'] }, { personId: mother.personId, sources: ['police-incidents'] }]);
  await bench.records.refresh();
  await bench.scoring.settle();
  const row = async () => (await read(aisha, {}, 'early-help')).rows.find((r) => r.person.summary.personId === child.personId);
  const before = await row();
  expect(before?.reasons.map((r) => r.signal)).toContain('child-in-home-of-abuse');
  await bench.access.setMarks(bench.db.writer, 'test', [{ personId: mother.personId, kind: 'sealed', reason: '' }], [mother.personId]);
  // What is left is below the lowest band, so the child is on no list that this reader sees.
  expect(await row()).toBeUndefined();
  const explained = await bench.as(aisha, 'radar', [], (reading) => lists.explain(reading, 'early-help', child.personId));
  expect(explained?.signals.map((s) => s.signal)).not.toContain('child-in-home-of-abuse');
  expect(explained?.score).toBeLessThan(before!.score);
});

test('explains why somebody is not on a list, and answers for who may not be seen as for nobody', async () => {
  const why = (id: string) => bench.as(leila, 'radar', [], (reading) => lists.explain(reading, 'falls', id));
  const eve = await why(ids.Eve!);
  expect(eve).toMatchObject({ score: 0, band: null, outside: null });
  expect(eve?.signals.find((s) => s.signal === 'up-at-night')).toMatchObject({ holds: 'not-known', notKnown: { why: 'no-sensor' } });
  expect(eve?.signals.find((s) => s.signal === 'hip-fracture')).toMatchObject({ holds: 'no', of: 4 });
  for (const id of [ids.Cyd!, ids.Dot!, '01935f6e-0000-7000-8000-00000000ffff']) expect(await why(id)).toBeNull();
});

test('says what would take somebody off, and when', async () => {
  const [falls] = (await bench.as(leila, 'risk', [ids.Ada!], (reading) => lists.risk(reading, ids.Ada!))).filter((e) => e.card.id === 'falls');
  expect(falls?.ahead.map((a) => a.band?.id ?? null)).toEqual(['watch', null]);
  expect(falls?.signals.find((s) => s.signal === 'fell-and-went-to-hospital')?.ends).toBe('2027-11-11');
});

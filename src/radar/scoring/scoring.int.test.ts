import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveSubjects, placeHousehold, placePerson } from '../../../tests/support/people.ts';
import { feedStates } from '../../../tests/support/records.ts';
import { scoringBench, type ScoringBench } from '../../../tests/support/scoring.ts';
import { fixedClock, type Fact } from '../../kernel/index.ts';
import { recordObservations } from '../observations.store.ts';
import type { Reason } from './types.ts';

let bench: ScoringBench;
beforeAll(async () => {
  bench = await scoringBench();
  await bench.scoring.settle();
});
afterAll(() => bench.close());

const clock = (): ReturnType<typeof fixedClock> => bench.kernel.clock as ReturnType<typeof fixedClock>;
const old = { given: ['Ada'], family: 'Marsh', birthDate: '1940-02-01' };
const attended = (day: string): Fact => ({ kind: 'life-event', code: 'ae-attendance', label: 'Emergency department: Fall, hip pain', start: day, body: {} });
const hospital = (days: string[]) => ({ feed: 'hospital-adt', category: 'hospital', demographics: old, facts: days.map(attended) });

/** What a running Kith does when something came: the record is made again, and then the loop takes its steps. */
async function round(): Promise<void> {
  await bench.records.refresh();
  while (await bench.scoring.step());
}
const scoreOf = async (personId: string, card: string): Promise<{ score: number; band: string; reasons: Reason[] } | undefined> =>
  (await bench.db.writer<{ score: number; band: string; reasons: Reason[] }[]>`select score, band, reasons from radar.score where person_id = ${personId} and card = ${card}`)[0];
const crossings = (personId: string, card: string): Promise<{ from: string; to: string }[]> =>
  bench.db.writer<{ from: string; to: string }[]>`select from_band as "from", to_band as "to" from radar.score_event where person_id = ${personId} and card = ${card} order by seq`.then((rows) => [...rows]);

test('a new fact reaches the list by the record and the loop, with what it rests on, and crossing a band is told once', async () => {
  const { personId } = await placePerson(bench.db, [hospital(['2026-11-10'])]);
  await round();
  const first = await scoreOf(personId, 'falls');
  expect(first).toMatchObject({ band: 'watch', reasons: [{ signal: 'fell-and-went-to-hospital', category: 'hospital', dated: '2026-11-10', source: 'hospital-adt', of: 5 }] });
  expect(first?.reasons[0]?.facts).toHaveLength(1);
  await placePerson(bench.db, [{ feed: 'ambulance-conveyances', category: 'ambulance', demographics: old, facts: [{ kind: 'life-event', code: 'fall', label: 'Ambulance: Fall', start: '2026-11-19T10:00', body: {} }] }], personId);
  await round();
  expect(await scoreOf(personId, 'falls')).toMatchObject({ band: 'offer' });
  expect(await crossings(personId, 'falls')).toEqual([{ from: '', to: 'watch' }, { from: 'watch', to: 'offer' }]);
  // Scoring again what has not changed tells nothing.
  await bench.db.writer`insert into radar.touched (person_id, touched_at) values (${personId}, now())`;
  await round();
  expect(await crossings(personId, 'falls')).toHaveLength(2);
});

test('everybody scored at once comes to the same as each scored when touched', async () => {
  for (const days of [['2026-11-01', '2026-11-12'], ['2026-08-01'], []]) await placePerson(bench.db, [hospital(days)]);
  await round();
  const read = () => bench.db.writer`select person_id, card, version, score, band, reasons, not_known, digest from radar.score order by 1, 2`;
  const touched = [...(await read())];
  expect(touched.length).toBeGreaterThan(1);
  expect(await bench.scoring.rescore()).toMatchObject({ changed: 0, stale: 0 });
  await bench.db.writer`delete from radar.score`;
  expect((await bench.scoring.rescore()).changed).toBe(touched.length);
  expect([...(await read())]).toEqual(touched);
});

test('what a detector observes reaches the score, and ends with it', async () => {
  const { personId } = await placePerson(bench.db, [hospital([])]);
  await round();
  const seen = { key: 'cold:bedroom', personId, householdId: null, detector: 'cold', code: 'cold-room', label: 'Bedroom below 18 °C', category: 'home-sensors', startAt: '2026-11-18', endAt: null, value: 15, unit: 'Cel', evidence: {} };
  await recordObservations(bench.db.writer, [seen], clock().now());
  await round();
  expect(await scoreOf(personId, 'cold-home')).toMatchObject({ reasons: [{ signal: 'cold-room-seen', source: 'cold', facts: ['cold:bedroom'] }] });
  await recordObservations(bench.db.writer, [{ ...seen, endAt: '2026-11-19' }], clock().now());
  await round();
  expect(await scoreOf(personId, 'cold-home')).toBeUndefined();
});

test('what changes for one person changes the scores of those they live with', async () => {
  const child = await placePerson(bench.db, [{ feed: 'school-attendance', demographics: { given: ['Tom'], family: 'Ash', birthDate: '2015-05-05' }, category: 'education', facts: [{ kind: 'finding', code: 'persistent-absence', label: 'Persistently absent', start: '2026-09-01', body: { type: 'risk' } }] }]);
  const mother = await placePerson(bench.db, [{ feed: 'police-incidents', category: 'police', demographics: { given: ['Jo'], family: 'Ash', birthDate: '1985-05-05' } }]);
  await placeHousehold(bench.db, { address: '1 Elm Road', postcode: 'NB1 1AA' }, [{ personId: child.personId, sources: ['school-attendance'] }, { personId: mother.personId, sources: ['police-incidents'] }]);
  await round();
  expect(await scoreOf(child.personId, 'early-help')).toBeUndefined();
  await placePerson(bench.db, [{ feed: 'police-incidents', category: 'police', demographics: { given: ['Jo'], family: 'Ash' }, facts: [{ kind: 'life-event', code: 'DOMESTIC ABUSE', label: 'Domestic abuse: victim', start: '2026-11-15', body: { role: 'victim' } }] }], mother.personId);
  await round();
  expect(await scoreOf(child.personId, 'early-help')).toMatchObject({ reasons: [{ signal: 'child-in-home-of-abuse', about: [mother.personId] }, { signal: 'persistently-absent', about: [] }] });
});

test('a person merged away leaves no score behind, and their facts score for whom they joined', async () => {
  const [kept, gone] = [await placePerson(bench.db, [hospital(['2026-11-10'])]), await placePerson(bench.db, [hospital(['2026-11-11'])])];
  await round();
  await moveSubjects(bench.db, gone.subjects, gone.personId, kept.personId, true);
  await round();
  expect(await scoreOf(gone.personId, 'falls')).toBeUndefined();
  expect((await crossings(gone.personId, 'falls')).at(-1)).toEqual({ from: 'watch', to: '' });
  expect((await scoreOf(kept.personId, 'falls'))?.reasons.find((r) => r.signal === 'fell-and-went-to-hospital')?.facts).toHaveLength(2);
});

test('a late source turns silence into "not known" for everybody, and time alone lowers and ends scores', async () => {
  const { personId } = await placePerson(bench.db, [hospital(['2026-11-10']), { feed: 'ambulance-conveyances', category: 'ambulance', demographics: old, facts: [{ kind: 'life-event', code: 'fall', label: 'Ambulance: Fall', start: '2026-11-19T10:00', body: {} }] }]);
  await round();
  bench.stand(feedStates({ 'gp-patients': { state: 'late' } }));
  await bench.scoring.keepUp();
  const [row] = await bench.db.writer<{ notKnown: { signal: string; why: string; sources: string[] }[] }[]>`select not_known as "notKnown" from radar.score where person_id = ${personId} and card = 'falls'`;
  expect(row?.notKnown).toContainEqual(expect.objectContaining({ signal: 'falls-recorded', why: 'late', sources: ['gp-patients'] }));
  const before = (await scoreOf(personId, 'falls'))!.score;
  clock().set('2026-12-20T01:00:00Z');
  await bench.scoring.nightly();
  expect((await scoreOf(personId, 'falls'))!.score).toBeLessThan(before);
  clock().set('2027-11-11T01:00:00Z');
  await bench.scoring.nightly();
  expect(await scoreOf(personId, 'falls')).toBeUndefined();
  clock().set('2026-11-20T09:00:00Z');
});

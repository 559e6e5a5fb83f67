import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, type Told } from '../../tests/linkage/people.ts';
import { reviewBench, type ReviewBench } from '../../tests/support/reviews.ts';
import type { Session } from '../access/index.ts';
import { newId } from '../kernel/index.ts';
import type { Recorded, Recording } from './index.ts';

let bench: ReviewBench;
let joanna: Session;
let tom: Session;

const home = (day: number) => at(`${day} Mill Lane`, `NB${day} 4AB`);
const known = (family: string, given: string, day: number, more: Told['says'] = {}): Told[] =>
  ['gp-patients', 'housing-tenancies'].map((feed) => ({ feed, key: `${family}-${feed}`, says: { given: [given], family, birthDate: `19${40 + day}-0${day}-1${day}`, gender: 'female', addresses: [home(day)], phones: [`07700 90012${day}`], ...more } }));
const said = (family: string, given: string, day: number, more: Record<string, string> = {}): Record<string, string> => ({
  given, family, birthDate: `19${40 + day}-0${day}-1${day}`, gender: 'female', addressLine1: `${day} Mill Lane`, town: 'Newbridge', postcode: `NB${day} 4AB`, source: 'She rang', reason: 'Asked for help.', recordedAt: '2026-11-20', recordedBy: 'Joanna Price', recordedByTeam: 'Front door team', ...more,
});

beforeAll(async () => {
  bench = await reviewBench([...known('Begum', 'Amina', 1), ...known('Zquorn', 'Selma', 2), ...known('Ng', 'Stella', 3), ...known('Hart', 'Hilda', 4, { restricted: true }), ...known('Okafor', 'Grace', 5)]);
  joanna = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  tom = bench.access.session('tom.fletcher');
  const [sealed, staff] = [await bench.personsOf('Zquorn'), await bench.personsOf('Ng')];
  await bench.access.setMarks(bench.db.writer, 'test', [...sealed.map((personId) => ({ personId, kind: 'sealed' as const, reason: '' })), ...staff.map((personId) => ({ personId, kind: 'staff-client' as const, reason: '' }))], [...sealed, ...staff]);
});
afterAll(() => bench?.close());

const recording = (fields: Record<string, string>, more: Partial<Recording> = {}): Recording => ({ entryId: newId(), correct: null, said: fields, nobodyElse: '', ...more });
const kept = (done: Recorded): string => {
  if (done.kind !== 'kept') throw new Error(`not kept: ${JSON.stringify(done)}`);
  return done.record;
};
const personOf = async (record: string): Promise<string> => (await bench.intake.personOf(joanna, record))!;
const rows = (record: string) => bench.db.owner`select raw from feeds.entry where feed = 'recorded-here' and row_key = ${`person|${record}`} order by entry_id`;

test('somebody new is kept with the log row, brought in as a delivery of its feed, linked, and opens', async () => {
  const form = recording(said('Lindqvist', 'Elsa', 6, { contactName: 'Nils', contactPhone: '07700 900555', nhsNumber: '9434765870' }));
  expect(await bench.intake.look(joanna, form)).toEqual({ kind: 'likely', likely: [], strong: false });
  expect(await bench.db.owner`select 1 from feeds.typed`).toHaveLength(0);
  const record = kept(await bench.intake.keep(joanna, form));
  expect(await bench.db.owner`select action, request, outcome, user_id from access.log order by log_id desc limit 1`).toMatchObject([{ action: 'add-person', outcome: 'shown', user_id: 'joanna.price' }]);
  await bench.settle();
  const person = await personOf(record);
  const overview = await bench.as(joanna, 'open', [person], (reading) => bench.records.overview(reading, person, []));
  expect(overview.summary).toMatchObject({ displayName: 'LINDQVIST, Elsa', birthDate: '1946-06-16', nhsNumber: '9434765870', contacts: [{ name: 'Nils' }] });
  const chronology = await bench.as(joanna, 'chronology', [person], (reading) => bench.records.chronology(reading, person, { limit: 10 }));
  expect(chronology.entries).toMatchObject([{ feed: 'recorded-here', label: 'Recorded by hand', body: { detail: 'Asked for help. What is recorded came from: She rang. Recorded by Joanna Price, Front door team.' } }]);
  expect(await bench.db.owner`select brought_by, status from feeds.delivery`).toEqual([{ brought_by: 'joanna.price', status: 'loaded' }]);
});

test('the same form sent twice is one person, and what was cut off is brought in once by the next settling', async () => {
  const form = recording(said('Diaz', 'Rosa', 7));
  const record = kept(await bench.intake.keep(joanna, form));
  expect(kept(await bench.intake.keep(joanna, form))).toBe(record);
  await Promise.all([bench.settle(), bench.settle()]);
  // As if the process had died after the delivery and before it was noted.
  await bench.db.owner`update feeds.typed set loaded_at = null where record = ${record}`;
  await bench.settle();
  expect(await rows(record)).toHaveLength(1);
  expect(await bench.db.owner`select 1 from feeds.typed where loaded_at is null`).toHaveLength(0);
});

test('a look that fails keeps nothing', async () => {
  const before = await bench.db.owner`select 1 from feeds.typed`;
  await expect(bench.access.reading(joanna, { action: 'add-person', persons: [] }, async (reading) => {
    await bench.feeds.typed.keep(reading.sql, { entryId: newId(), feed: 'recorded-here', record: 'H-X', said: {}, by: joanna, apart: [] });
    throw new Error('cut off');
  })).rejects.toThrow('cut off');
  expect(await bench.db.owner`select 1 from feeds.typed`).toHaveLength(before.length);
});

describe('who it may already be', () => {
  test('is shown, and somebody very likely is not added beside without a reason; with one, the two stay apart', async () => {
    const form = recording(said('Begum', 'Aminah', 1));
    const [amina] = await bench.personsOf('Begum');
    const looked = await bench.intake.keep(joanna, form);
    expect(looked).toMatchObject({ kind: 'likely', strong: true, likely: [{ person: { kind: 'person', summary: { personId: amina } }, candidate: { band: 'join' } }] });
    const record = kept(await bench.intake.keep(joanna, { ...form, nobodyElse: 'Her cousin of the same name: I spoke to both.' }));
    await bench.settle();
    expect(await personOf(record)).not.toBe(amina);
    await bench.linkage.run(undefined, { rebuild: true });
    await bench.settle();
    expect(await personOf(record)).not.toBe(amina);
    expect(await bench.db.writer`select distinct reason, user_name from linkage.override`).toEqual([{ reason: 'Her cousin of the same name: I spoke to both.', user_name: 'Joanna Price' }]);
  });

  test('somebody sealed is nowhere, and what is recorded neither joins them nor tells that it would have', async () => {
    const form = recording(said('Zquorn', 'Selma', 2));
    const [selma] = await bench.personsOf('Zquorn');
    expect(await bench.intake.look(joanna, form)).toEqual({ kind: 'likely', likely: [], strong: false });
    const record = kept(await bench.intake.keep(joanna, form));
    await bench.settle();
    const person = await personOf(record);
    expect(person).not.toBe(selma);
    const overview = await bench.as(joanna, 'open', [person], (reading) => bench.records.overview(reading, person, []));
    expect(overview.summary.displayName).toBe('ZQUORN, Selma');
    expect(await bench.db.owner`select 1 from access.mark where person_id = ${person}`).toEqual([]);
    const { decisions } = await bench.reviews.queue(joanna, 0);
    expect(JSON.stringify(decisions)).not.toMatch(/may not know of/);
  });

  test('somebody restricted is a name and no more', async () => {
    const done = await bench.intake.look(joanna, recording(said('Ng', 'Stella', 3)));
    expect(done).toMatchObject({ kind: 'likely', strong: true, likely: [{ person: { kind: 'restricted', displayName: 'NG, Stella' } }] });
    expect(JSON.stringify(done.kind === 'likely' ? done.likely[0]?.person : null)).not.toMatch(/1943|Mill/);
  });

  test('somebody whose whereabouts are hidden is not found or raised by where they are', async () => {
    const [hilda] = await bench.personsOf('Hart');
    const rank = async (fields: Record<string, string>) => {
      const done = await bench.intake.look(joanna, recording(fields));
      return done.kind === 'likely' ? done.likely.map(({ person, candidate }) => [person.kind === 'person' ? person.summary.personId : '', candidate.weight, candidate.comparisons.some((c) => c.id === 'address')]) : [];
    };
    const { addressLine1: _, town: __, postcode: ___, ...elsewhere } = said('Hart', 'Hilda', 4);
    expect(await rank(said('Hart', 'Hilda', 4))).toEqual(await rank(elsewhere));
    expect(await rank({ family: 'Hart', given: 'H', addressLine1: '4 Mill Lane', postcode: 'NB4 4AB', source: 'x', reason: 'x', recordedAt: '2026-11-20' })).not.toContainEqual(expect.arrayContaining([hilda]));
    // Recorded with her own address by somebody who was not shown how well it fits, it is kept from her.
    const record = kept(await bench.intake.keep(joanna, recording(said('Hart', 'Hilda', 4), { nobodyElse: 'Another.' })));
    await bench.settle();
    expect(await personOf(record)).not.toBe(hilda);
  });
});

test('a correction takes the place of what was recorded: a wrong number joins nobody any more, and both versions are kept', async () => {
  const [grace] = await bench.personsOf('Okafor');
  const record = kept(await bench.intake.keep(joanna, recording(said('Okafor', 'Grace', 8, { given: 'Grace', birthDate: '1945-05-15', addressLine1: '5 Mill Lane', postcode: 'NB5 4AB' }), { nobodyElse: 'Another Grace.' })));
  await bench.settle();
  const person = await personOf(record);
  expect(person).not.toBe(grace);
  const before = await bench.intake.said(joanna, person, record);
  expect(before).toMatchObject({ given: 'Grace', record });
  const corrected = { ...said('Adeyemi', 'Ngozi', 9), postcode: 'NB9 9ZZ', addressLine1: '90 Far Road' };
  kept(await bench.intake.keep(joanna, recording(corrected, { correct: { record, personId: person } })));
  await bench.settle();
  expect(await personOf(record)).toBe(person);
  const detail = await bench.as(joanna, 'sources', [person], (reading) => bench.records.sources(reading, person, []));
  expect(detail.summary.displayName).toBe('ADEYEMI, Ngozi');
  expect(detail.mismatches).toEqual([]);
  expect(await rows(record)).toHaveLength(2);
  expect(await bench.db.owner`select 1 from feeds.demographic d join feeds.subject s using (subject_id) where local_key = ${record}`).toHaveLength(1);
});

test('a team that may not is refused and that is logged; a record of somebody who does not open is not corrected', async () => {
  await expect(bench.intake.look(tom, recording(said('Begum', 'Amina', 1)))).rejects.toMatchObject({ code: 'access.refused' });
  await expect(bench.intake.keep(tom, recording(said('Begum', 'Amina', 1)))).rejects.toMatchObject({ code: 'access.refused' });
  expect(await bench.db.owner`select outcome from access.log where user_id = 'tom.fletcher' and action = 'add-person'`).toEqual([{ outcome: 'refused' }, { outcome: 'refused' }]);
  expect(bench.intake.feed(tom)).toBeNull();
  const [sealed] = await bench.personsOf('Zquorn');
  await expect(bench.intake.said(joanna, sealed!, 'H-0000')).rejects.toMatchObject({ code: 'person.not-found' });
  await expect(bench.intake.keep(joanna, recording(said('X', 'Y', 1), { correct: { record: 'H-0000', personId: sealed! } }))).rejects.toMatchObject({ code: 'person.not-found' });
});

test('whoever asks is told of nobody they may not know: every demo user, of people sealed, restricted and hidden', async () => {
  const sessions = bench.access.users().flatMap((user) => user.teams.flatMap((team) => team.purposes.map((purpose) => bench.access.session(user.id, team.id, purpose.id))));
  const sealed = new Set(await bench.personsOf('Zquorn'));
  for (const session of sessions) {
    const may = bench.access.may(session, 'add-person');
    for (const form of [said('Zquorn', 'Selma', 2), said('Ng', 'Stella', 3), said('Hart', 'Hilda', 4)]) {
      const done = await bench.intake.look(session, recording(form)).catch((error: unknown) => (error as { code: string }).code);
      const told = typeof done === 'object' && done.kind === 'likely' ? done.likely : [];
      expect([session.userId, typeof done === 'object' ? done.kind : done]).toEqual([session.userId, may ? 'likely' : 'access.refused']);
      expect(told.filter((l) => sealed.has(l.candidate.personId))).toEqual([]);
      const more = told.map(({ person }) => (person.kind === 'restricted' ? Object.keys(person).length - 5 : person.summary.whereaboutsHidden ? [person.summary.address, ...person.summary.phones].filter((x) => x !== null).length : 0));
      expect(more.filter((n) => n !== 0)).toEqual([]);
    }
  }
});

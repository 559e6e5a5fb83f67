import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, type Told } from '../../tests/linkage/people.ts';
import { reviewBench, type ReviewBench } from '../../tests/support/reviews.ts';
import type { Session } from '../access/index.ts';

let bench: ReviewBench;
let joanna: Session;
let aisha: Session;
let tom: Session;
let ruth: Session;

const numbers = ['9434765919', '9434765870', '9434765846', '9434765838', '9434765854'];
/** One person by the model: an NHS number on two records, and two more that agree in all else; the police are an alert to the front door. */
const joined = (family: string, given: string, day: number, more: Told['says'] = {}): Told[] =>
  ['gp-patients', 'hospital-adt', 'housing-tenancies', 'police-incidents'].map((feed, i) => ({
    feed,
    key: `${family}-${feed}`,
    says: { ...(i < 2 ? { nhsNumber: numbers[day - 1]! } : {}), given: [given], family, birthDate: `19${40 + day}-0${day}-1${day}`, addresses: [at(`${day} ${family} Road`, `NB${day} 1CD`)], phones: [`07700 90012${day}`], ...more },
  }));

beforeAll(async () => {
  bench = await reviewBench([...joined('Okafor', 'Grace', 1), ...joined('Zquorn', 'Selma', 2), ...joined('Ng', 'Stella', 3), ...joined('Hart', 'Hilda', 4, { restricted: true }), ...joined('Brown', 'Ella', 5)]);
  joanna = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  aisha = bench.access.session('aisha.khan', 'mash', 'child-safeguarding');
  tom = bench.access.session('tom.fletcher');
  ruth = bench.access.session('ruth.adeyemi');
  const [sealed, staff] = [await bench.personsOf('Zquorn'), await bench.personsOf('Ng')];
  await bench.access.setMarks(bench.db.writer, 'test', [...sealed.map((personId) => ({ personId, kind: 'sealed' as const, reason: '' })), ...staff.map((personId) => ({ personId, kind: 'staff-client' as const, reason: '' }))], [...sealed, ...staff]);
});
afterAll(() => bench?.close());

const personOf = async (family: string): Promise<string> => {
  const persons = await bench.personsOf(family);
  expect(persons).toHaveLength(1);
  return persons[0]!;
};
const subject = (family: string, feed: string): number => bench.ids.get(`${feed}/${family}-${feed}`)!;
const personsOf = async (family: string): Promise<string[][]> => {
  const rows = await bench.db.writer<{ person: string; feed: string }[]>`select person_id::text as person, feed from linkage.link join feeds.subject using (subject_id) where local_key like ${`${family}-%`} order by feed`;
  return [...Map.groupBy(rows, (r) => r.person).values()].map((own) => own.map((r) => r.feed)).sort((x, y) => y.length - x.length);
};
const decisions = async (): Promise<number> => (await bench.db.writer`select 1 from linkage.override where undone_at is null`).length;

describe('what is shown', () => {
  test('is every record of a service that the reader may know, with the evidence between them, under one log row', async () => {
    const shown = await bench.parting.joined(joanna, await personOf('Okafor'));
    expect(shown.records.map((r) => r.feed).sort()).toEqual(['gp-patients', 'hospital-adt', 'housing-tenancies']);
    expect(shown.pairs).toHaveLength(3);
    expect(shown.pairs.map((p) => p.weight)).toEqual(shown.pairs.map((p) => p.weight).sort((x, y) => x - y));
    expect(JSON.stringify(shown)).not.toContain('police');
    expect((await bench.parting.joined(aisha, await personOf('Okafor'))).records.map((r) => r.feed)).toContain('police-incidents');
    expect((await bench.parting.joined(ruth, await personOf('Okafor'))).records).toEqual([]);
    expect(await bench.db.owner`select action, request, outcome from access.log where user_id = 'joanna.price' order by log_id desc limit 1`).toMatchObject([{ action: 'link-review', request: 'joined records', outcome: 'shown' }]);
  });

  test('is nothing of somebody sealed or restricted, as of somebody who never was, and no whereabouts where they are hidden', async () => {
    for (const family of ['Zquorn', 'Ng']) {
      const id = await personOf(family);
      const others = [subject(family, 'gp-patients')];
      for (const refused of [() => bench.parting.joined(joanna, id), () => bench.parting.preview(joanna, id, others), () => bench.parting.part(joanna, id, others, 'x')]) {
        await expect(refused()).rejects.toMatchObject({ code: 'person.not-found' });
      }
      const okafor = await personOf('Okafor');
      await expect(bench.parting.two(joanna, okafor, id)).rejects.toMatchObject({ code: 'person.not-found' });
      await expect(bench.parting.join(joanna, okafor, id, 'x')).rejects.toMatchObject({ code: 'person.not-found' });
    }
    await expect(bench.parting.joined(joanna, '01935f6e-0000-7000-8000-00000000ffff')).rejects.toMatchObject({ code: 'person.not-found' });
    const hidden = await bench.parting.joined(joanna, await personOf('Hart'));
    expect(hidden.whereaboutsHidden).toBe(true);
    expect(JSON.stringify(hidden.records)).not.toMatch(/Hart Road|90012|NB4/);
    expect(await decisions()).toBe(0);
  });

  test('to every demo user is refused unless their team reviews links', async () => {
    const id = await personOf('Okafor');
    for (const user of bench.access.users()) {
      for (const team of user.teams) {
        for (const purpose of team.purposes) {
          const session = bench.access.session(user.id, team.id, purpose.id);
          const done = await bench.parting.joined(session, id).then(() => 'shown', (error: unknown) => (error as { code: string }).code);
          expect([user.id, team.id, purpose.id, done]).toEqual([user.id, team.id, purpose.id, bench.access.may(session, 'link-review') ? 'shown' : 'access.refused']);
        }
      }
    }
    await expect(bench.parting.part(tom, id, [subject('Okafor', 'housing-tenancies')], 'x')).rejects.toMatchObject({ code: 'access.refused' });
  });
});

test('what is foretold comes true, holds through a rebuild, is one decision, and is undone as one', async () => {
  const id = await personOf('Brown');
  const others = [subject('Brown', 'housing-tenancies')];
  const { parts } = await bench.parting.preview(joanna, id, others);
  expect(await decisions()).toBe(0);
  expect(parts).toEqual([{ keepsId: true, subjects: expect.arrayContaining([subject('Brown', 'gp-patients'), subject('Brown', 'hospital-adt')]) as unknown }, { keepsId: false, subjects: others }]);
  const made = await bench.parting.part(joanna, id, others, 'Her landlady of the same name.');
  expect(await decisions()).toBe(2);
  await bench.settle();
  const after = await personsOf('Brown');
  expect(after[0]).toEqual(expect.arrayContaining(['gp-patients', 'hospital-adt']));
  expect(after[0]).not.toContain('housing-tenancies');
  const [housing, gp] = await bench.linkage.reviews.personsOf(null, [others[0]!, subject('Brown', 'gp-patients')]);
  expect(gp).toBe(id);
  expect((await bench.as(joanna, 'sources', [housing!], (reading) => bench.records.sources(reading, housing!, []))).summary.displayName).toBe('BROWN, Ella');
  await bench.linkage.run(undefined, { rebuild: true });
  await bench.settle();
  expect(await personsOf('Brown')).toEqual(after);
  const lately = (await bench.reviews.queue(joanna, 0)).decisions;
  expect(lately).toMatchObject([{ overrideId: made, pairs: 2, reason: 'Her landlady of the same name.' }]);
  await bench.reviews.undo(joanna, made, 'She is the landlady.');
  expect(await decisions()).toBe(0);
  await bench.settle();
  expect(await personsOf('Brown')).toHaveLength(1);
});

test('none, all, or a record that is not shown or not of this person is no parting', async () => {
  const id = await personOf('Okafor');
  const all = ['gp-patients', 'hospital-adt', 'housing-tenancies'].map((feed) => subject('Okafor', feed));
  for (const others of [[], all, [subject('Okafor', 'police-incidents')], [subject('Brown', 'gp-patients')], [all[0]!, 999_999]]) {
    await expect(bench.parting.preview(joanna, id, others)).rejects.toMatchObject({ code: 'conflict.changed' });
    await expect(bench.parting.part(joanna, id, others, 'x')).rejects.toMatchObject({ code: 'conflict.changed' });
  }
  expect(await decisions()).toBe(0);
});

test('two people are joined by hand whatever kept them apart, and parted again when that is undone', async () => {
  const [okafor, brown] = [await personOf('Okafor'), await personOf('Brown')];
  await bench.reviews.decideRecords(joanna, { a: subject('Okafor', 'hospital-adt'), b: subject('Brown', 'hospital-adt'), decision: 'apart', reason: 'Two people.' });
  await bench.settle();
  const two = await bench.parting.two(joanna, okafor, brown);
  expect(two).toMatchObject({ persons: [okafor, brown], names: ['OKAFOR, Grace', 'BROWN, Ella'] });
  const made = await bench.parting.join(joanna, okafor, brown, 'She married and moved: I saw her papers.');
  await bench.settle();
  expect(await bench.linkage.resolve(brown)).toBe(await bench.linkage.resolve(okafor));
  await bench.reviews.undo(joanna, made, 'The papers were her sister’s.');
  await bench.settle();
  expect(await personsOf('Okafor')).toHaveLength(1);
  expect((await bench.linkage.reviews.personsOf(null, [subject('Okafor', 'gp-patients'), subject('Brown', 'gp-patients')])).filter((p, i, all) => all.indexOf(p) === i)).toHaveLength(2);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reviewBench, unsurePair, type ReviewBench } from '../../tests/support/reviews.ts';
import type { Session } from '../access/index.ts';

let bench: ReviewBench;
let joanna: Session;
let tom: Session;
let ruth: Session;

beforeAll(async () => {
  bench = await reviewBench([...unsurePair('Okafor', 'Grace', 1), ...unsurePair('Zquorn', 'Selma', 2), ...unsurePair('Ng', 'Stella', 3), ...unsurePair('Hart', 'Hilda', 4, { restricted: true }), ...unsurePair('Brown', 'Ella', 5)]);
  joanna = bench.access.session('joanna.price', 'front-door', 'care-act-request');
  tom = bench.access.session('tom.fletcher');
  ruth = bench.access.session('ruth.adeyemi');
  const sealed = await bench.personsOf('Zquorn');
  const staff = await bench.personsOf('Ng');
  const marks = [...sealed.map((personId) => ({ personId, kind: 'sealed' as const, reason: '' })), ...staff.map((personId) => ({ personId, kind: 'staff-client' as const, reason: '' }))];
  await bench.access.setMarks(bench.db.writer, 'test', marks, [...sealed, ...staff]);
});
afterAll(() => bench?.close());

const logged = () => bench.db.owner<{ request: string; outcome: string }[]>`select request, outcome from access.log where action = 'link-review' order by log_id desc limit 1`;

describe('who may', () => {
  test('a team that does not review links is refused, and that is logged', async () => {
    const id = await bench.reviewOf('Okafor');
    for (const refused of [() => bench.reviews.queue(tom, 0), () => bench.reviews.one(tom, id), () => bench.reviews.decide(tom, id, 'join', 'x'), () => bench.reviews.sample(tom, 4), () => bench.reviews.nextLabel(tom), () => bench.reviews.precisionRecall(tom)]) {
      await expect(refused()).rejects.toMatchObject({ code: 'access.refused' });
    }
    expect(await logged()).toMatchObject([{ outcome: 'refused' }]);
    expect(await bench.db.writer`select 1 from linkage.override`).toHaveLength(0);
  });

  test('a pair with somebody sealed or restricted is in nobody’s queue, opens for nobody and cannot be decided', async () => {
    for (const session of [joanna, ruth]) {
      const { items } = await bench.reviews.queue(session, 0);
      expect(new Set(items.map((i) => i.names[0].split(',')[0]))).toEqual(new Set(['BROWN', 'HART', 'OKAFOR']));
      for (const family of ['Zquorn', 'Ng']) {
        const id = await bench.reviewOf(family);
        await expect(bench.reviews.one(session, id)).rejects.toMatchObject({ code: 'person.not-found' });
        await expect(bench.reviews.decide(session, id, 'join', 'Seen.')).rejects.toMatchObject({ code: 'person.not-found' });
        const [a, b] = [...bench.ids].flatMap(([name, subject]) => (name.includes(family) ? [subject] : []));
        await expect(bench.reviews.decideRecords(session, { a: a!, b: b!, decision: 'join', reason: 'Seen.' })).rejects.toMatchObject({ code: 'person.not-found' });
      }
    }
    expect(await bench.db.writer`select 1 from linkage.override`).toHaveLength(0);
  });

  test('the store itself refuses a decision about people who were not opened', async () => {
    const [open] = await bench.personsOf('Okafor');
    const [a, b] = [...bench.ids].flatMap(([name, subject]) => (name.includes('Zquorn') ? [subject] : []));
    await expect(bench.as(joanna, 'link-review', [open!], (reading) => bench.linkage.reviews.decide(reading.sql, { a: a!, b: b!, decision: 'join', reason: 'x' }, joanna))).rejects.toThrow(/row-level security/);
  });

  test('pairs to label leave out the sealed and the restricted', async () => {
    await bench.reviews.sample(joanna, 40);
    const seen: string[] = [];
    for (let pair = await bench.reviews.nextLabel(joanna); pair !== null; pair = await bench.reviews.nextLabel(joanna)) {
      seen.push(JSON.stringify(pair));
      expect(pair).not.toHaveProperty('evidence');
      await bench.reviews.label(joanna, pair.labelId, 'same');
    }
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.join(' ')).not.toMatch(/Selma|Stella|Zquorn/);
    expect((await bench.reviews.precisionRecall(joanna)).labelled).toBe(seen.length);
  });
});

test('a review shows what both records say, whether they agree, and what each comparison weighs', async () => {
  const detail = await bench.reviews.one(joanna, await bench.reviewOf('Okafor'));
  expect(detail.fields.find((f) => f.field === 'Given names')).toMatchObject({ verdict: 'one-only' });
  expect(detail.fields.find((f) => f.field === 'Date of birth')).toMatchObject({ verdict: 'same', a: ['11-Jan-1957'] });
  expect(detail.evidence).toMatchObject({ band: 'review', comparisons: expect.arrayContaining([expect.objectContaining({ id: 'address', level: 'home' })]) as unknown });
  expect(detail.sides.map((s) => s.feed)).toContain('housing-tenancies');
});

test('a service that may not be known of is not named, and hidden whereabouts are nowhere', async () => {
  const hidden = await bench.reviews.one(joanna, await bench.reviewOf('Hart'));
  expect(hidden.whereaboutsHidden).toBe(true);
  expect(JSON.stringify(hidden.fields)).not.toMatch(/Hart Road|90012/);
  const byRuth = await bench.reviews.one(ruth, await bench.reviewOf('Okafor'));
  expect(byRuth.sides).toMatchObject([{ feed: null, localKey: null }, { feed: null, localKey: null }]);
});

test('that safeguarding knows somebody is told, by mark or by order, only to those who may know it', async () => {
  const [subject] = [...bench.ids].flatMap(([name, id]) => (name.includes('Okafor') ? [id] : []));
  await bench.db.writer`insert into feeds.entry (feed, row_key, hash, delivery_id, line, raw, from_at) values ('police-incidents', 'x', '\\x00', gen_random_uuid(), 1, '', now())`;
  await bench.db.writer`insert into feeds.fact (entry_id, subject_id, kind, category, label, body) select entry_id, ${subject!}, 'life-event', 'police', 'Missing', '{}' from feeds.entry`;
  await bench.db.writer`insert into feeds.touched (subject_id, touched_at) values (${subject!}, now())`;
  await bench.db.writer`update linkage.review set harm = harm + 10 where subject_a in (${bench.ids.get('gp-patients/Brown-Ella')!}, ${bench.ids.get('housing-tenancies/Brown-E')!})`;
  await bench.settle();
  const aisha = bench.access.session('aisha.khan', 'mash', 'child-safeguarding');
  const first = async (session: Session) => (await bench.reviews.queue(session, 0)).items.map((i) => [i.names[0].split(',')[0], i.safeguarding])[0];
  expect(await first(aisha)).toEqual(['OKAFOR', true]);
  expect(await first(joanna)).toEqual(['BROWN', false]);
  expect((await bench.reviews.one(joanna, await bench.reviewOf('Okafor'))).review.safeguarding).toBe(false);
});

test('a decision is one row of the log, joins the records, and its undoing parts them again', async () => {
  const id = await bench.reviewOf('Brown');
  const before = await bench.personsOf('Brown');
  expect(before).toHaveLength(2);
  const made = await bench.reviews.decide(joanna, id, 'join', 'Her mother rang.');
  expect(await logged()).toEqual([{ request: `join ${id}`, outcome: 'shown' }]);
  await bench.settle();
  expect(await bench.personsOf('Brown')).toHaveLength(1);
  await expect(bench.reviews.decide(joanna, id, 'apart', 'No.')).rejects.toMatchObject({ code: 'conflict.changed' });
  const { decisions } = await bench.reviews.queue(joanna, 0);
  expect(decisions).toMatchObject([{ overrideId: made, decision: 'join', reason: 'Her mother rang.', userName: 'Joanna Price' }]);
  await expect(bench.reviews.undo(tom, made, 'No.')).rejects.toMatchObject({ code: 'access.refused' });
  await bench.reviews.undo(ruth, made, 'It was her twin.');
  await bench.settle();
  expect(await bench.personsOf('Brown')).toHaveLength(2);
  expect(await bench.reviewOf('Brown')).not.toBe(id);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { placePerson } from '../../tests/support/people.ts';
import { recordsBench, type RecordsBench } from '../../tests/support/records.ts';
import type { Reading, Session } from '../access/index.ts';
import { createRequestDesk, type RequestDesk } from './desk.ts';
import { ownHoldings } from './own-holdings.ts';
import { createOwnRequests } from './requests.ts';
import { plusMonths } from './term.ts';

let bench: RecordsBench;
let desk: RequestDesk;
let imogen: Session;
let marcus: Session;
let amina: string;
let other: string;
const own = { names: ['Amina', 'Begum'], phones: [], emails: [], others: [{ name: 'Nasreen Begum', phone: '07700 900412' }] };

const as = <T>(session: Session, id: string, work: (reading: Reading) => Promise<T>): Promise<T> => bench.as(session, 'requests', [id], work);

beforeAll(async () => {
  bench = await recordsBench();
  const { db, kernel, access } = bench;
  const demographics = { given: ['Amina'], family: 'Begum', birthDate: '1943-07-14' };
  amina = (await placePerson(db, [
    { feed: 'adult-social-care', category: 'adult-social-care', demographics, facts: [{ kind: 'service-episode', label: 'Reablement', start: '2026-03-01', body: { status: 'current' } }, { kind: 'life-event', label: 'Visit', start: '2026-04-02', body: { detail: 'Nasreen Begum rang on 07700 900412' } }] },
    { feed: 'police-incidents', category: 'police', demographics, facts: [{ kind: 'life-event', label: 'Incident', start: '2026-08-14', body: { detail: 'A trader at the door' } }] },
  ])).personId;
  other = (await placePerson(db, [{ feed: 'gp-patients', category: 'gp', demographics: { given: ['Olive'], family: 'Other', birthDate: '1950-01-01' }, facts: [{ kind: 'finding', label: 'Zqother', body: { type: 'condition' } }] }])).personId;
  await bench.records.refresh();
  desk = createRequestDesk(kernel, access, ownHoldings((feed) => feed, { told: access.toldLooks, team: (id) => id, organisation: (id) => id, plainly: access.plainly }));
  imogen = access.session('imogen.hale');
  marcus = access.session('marcus.webb');
});
afterAll(() => bench.close());

test('a month is what PostgreSQL, which knows nothing of ours, takes for one, from every day of five years', async () => {
  const rows = await bench.db.owner<{ day: string; one: string; three: string }[]>`
    select d::date as day, (d + interval '1 month')::date as one, (d + interval '3 months')::date as three from generate_series('2024-01-01'::timestamp, '2028-12-31', '1 day') d`;
  expect(rows).toHaveLength(1827);
  expect(rows.filter((r) => plusMonths(r.day, 1) !== r.one || plusMonths(r.day, 3) !== r.three)).toEqual([]);
});

test('whoever answers opens people who have asked, and nobody else', async () => {
  const { access } = bench;
  const levels = (id: string) => as(imogen, id, async (reading) => new Set(access.categories.slice(1).map(({ id: c }) => reading.level(id, c))));
  expect(await levels(amina)).toEqual(new Set(['none']));
  const made = await as(imogen, amina, (reading) => desk.enter(reading, amina, { kind: 'copy', channel: 'letter', askedBy: 'Amina Begum', askedAs: 'the person, passport seen', words: 'All of it', received: '2026-11-02' }));
  expect(made).toMatchObject({ closed: false, term: { due: '2026-12-02', daysLeft: 12 } });
  expect(await levels(amina)).toEqual(new Set(['detail']));
  expect(await levels(other)).toEqual(new Set(['none']));
  await expect(as(access.session('ruth.adeyemi'), amina, (reading) => desk.one(reading, amina, made.requestId))).rejects.toMatchObject({ code: 'access.refused' });
});

test('a copy is gathered, looked through by one, checked by another as it stands, and released', async () => {
  const [request] = (await desk.all(imogen)).filter((r) => r.kind === 'copy');
  const { requestId } = request!;
  const of = <T>(session: Session, work: (reading: Reading) => Promise<T>) => as(session, amina, work);
  await bench.as(bench.access.session('priya.nair'), 'open', [amina], async () => undefined);
  const first = await of(imogen, (reading) => desk.gather(reading, amina, requestId, own));
  const items = () => of(imogen, (reading) => desk.items(reading, amina, requestId));
  const found = await items();
  expect(found).toHaveLength(first);
  expect(found.map((i) => i.title)).toEqual(expect.arrayContaining(['Reablement', 'Visit', 'Incident']));
  const visit = found.find((i) => i.title === 'Visit')!;
  expect(visit.suggested).toEqual(['Names Nasreen Begum', 'Gives the telephone number of Nasreen Begum', 'Gives a telephone number, 07700 900412']);
  // Police looks are never told of, in a copy either.
  expect(JSON.stringify(found.filter((i) => i.holding === 'looks'))).not.toContain('vulnerability');

  const release = () => of(marcus, (reading) => desk.release(reading, amina, requestId, 'By hand'));
  await expect(release()).rejects.toMatchObject({ code: 'conflict.changed' });
  await of(imogen, (reading) => desk.includePlain(reading, amina, requestId));
  await expect(of(marcus, (reading) => desk.check(reading, amina, requestId, true, ''))).rejects.toMatchObject({ code: 'conflict.changed' });
  const decide = (d: Partial<Parameters<RequestDesk['decide']>[4]>) => of(imogen, (reading) => desk.decide(reading, amina, requestId, visit.itemId, { decision: 'redact', strike: { rows: [], words: ['Nasreen Begum', '07700 900412'] }, exemption: 'third-party', note: '', ...d }));
  await expect(decide({ exemption: null })).rejects.toMatchObject({ code: 'request.invalid' });
  await expect(decide({ strike: { rows: [], words: [' '] } })).rejects.toMatchObject({ code: 'request.invalid' });
  await decide({});
  await expect(of(imogen, (reading) => desk.check(reading, amina, requestId, true, ''))).rejects.toMatchObject({ code: 'access.refused' });
  await of(marcus, (reading) => desk.check(reading, amina, requestId, true, 'Looked through'));
  await decide({ strike: { rows: [1], words: ['Nasreen Begum'] } });
  await expect(release()).rejects.toMatchObject({ code: 'conflict.changed' });
  await of(marcus, (reading) => desk.check(reading, amina, requestId, true, ''));
  await release();
  const given = await of(marcus, async (reading) => desk.copy(await desk.one(reading, amina, requestId), { name: 'Amina Begum', born: '', nhsNumber: '' }, await desk.items(reading, amina, requestId)));
  expect(JSON.stringify(given)).not.toMatch(/Nasreen|900412/);
  expect(JSON.stringify(given)).toContain('A trader at the door');
  expect(given.leftOut).toEqual([{ reason: 'It is about another person, who has not agreed', law: 'DPA 2018 Sch 2 para 16' }]);
  expect((await of(marcus, (reading) => desk.one(reading, amina, requestId))).closed).toBe(true);
  await expect(decide({})).rejects.toMatchObject({ code: 'conflict.changed' });
});

test('steps follow from where a request stands, and a pause moves its last day', async () => {
  const made = await as(imogen, amina, (reading) => desk.enter(reading, amina, { kind: 'correction', channel: 'call', askedBy: 'Amina Begum', askedAs: 'the person', words: 'Number 12', received: '2026-11-16' }));
  const step = (kind: Parameters<RequestDesk['step']>[3], words = 'x') => as(imogen, amina, (reading) => desk.step(reading, amina, made.requestId, kind, words));
  await expect(step('clarity-given')).rejects.toMatchObject({ code: 'conflict.changed' });
  await expect(step('clarity-asked', ' ')).rejects.toMatchObject({ code: 'request.invalid' });
  await step('clarity-asked');
  await expect(step('clarity-asked')).rejects.toMatchObject({ code: 'conflict.changed' });
  (bench.kernel.clock as unknown as { set(to: string): void }).set('2026-11-25T09:00:00Z');
  await step('clarity-given');
  expect((await as(imogen, amina, (reading) => desk.one(reading, amina, made.requestId))).term).toMatchObject({ pausedDays: 5, due: '2026-12-21', awaiting: null });
  await step('replied', 'Put right, and told by letter');
  await expect(step('withdrawn')).rejects.toMatchObject({ code: 'conflict.changed' });
});

test('what is asked at one’s own side comes with a tie to whoever answers', async () => {
  const { access, kernel } = bench;
  const ruth = access.session('ruth.adeyemi');
  const { code, authorityId } = await bench.as(ruth, 'own-account', [other], (reading) => access.own!.invite(reading, other, { name: 'Olive', email: 'olive@people.example', kind: 'self', tells: [], evidence: 'x', until: null, personName: 'Olive', birthDate: null }));
  const who = (await access.own!.account({ email: 'olive@people.example' }))!;
  await access.own!.tie(who.accountId, code);
  const session = (await access.own!.session(who.accountId, authorityId))!;
  const raised = await access.reading(session, { action: 'own-record', persons: [other] }, (reading) => createOwnRequests(kernel.clock, access).raise(reading, { kind: 'copy', words: '' }));
  expect((await desk.all(imogen)).map((r) => r.requestId)).toContain(raised.requestId);
  expect(await as(imogen, other, async (reading) => reading.level(other, 'gp'))).toBe('detail');
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { fixedClock, newId } from '../../kernel/index.ts';
import { createAccess } from '../access.ts';
import { createLogSeal } from '../seal/index.ts';
import type { Access, Level, MarkKind, Reading, Session } from '../types.ts';
import type { EmergencyAccess } from './types.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let access: Access;
let emergency: EmergencyAccess;
let kernel: Parameters<typeof createAccess>[0];
let person: string;
const clock = fixedClock('2026-11-20T09:00:00Z');
const as = (user: string): Session => (user === 'joanna.price' ? access.session(user, 'front-door', 'care-act-request') : access.session(user));
const ask = { reason: 'life-at-risk', words: 'She has fallen and does not answer', keptBack: '' };

beforeAll(async () => {
  db = await testDatabase();
  kernel = { ...testKernel(db), clock };
  access = createAccess(kernel);
  emergency = access.emergency!;
});
afterAll(() => db.close());
beforeEach(() => {
  clock.set('2026-11-20T09:00:00Z');
  person = newId();
});

const mark = (kind: MarkKind, id = person): Promise<void> => access.setMarks(db.writer, 'test', [{ personId: id, kind, reason: '' }], [id]);
const look = <T>(session: Session, work: (reading: Reading) => T, action: 'open' | 'search' = 'open'): Promise<T> => access.reading(session, { action, persons: [person] }, async (reading) => work(reading));
const level = (session: Session, category: string): Promise<Level> => look(session, (reading) => reading.level(person, category));
const rows = () => db.owner`select l.action, l.kind, l.outcome, l.request, p.emergency is not null as emergency from access.log_person p join access.log l using (log_id) where p.person_id = ${person} order by log_id`;

test('opens what the area says for one worker, to the second, and no longer', async () => {
  const [paul, hannah] = [as('paul.okafor'), as('hannah.lindqvist')];
  expect(await level(paul, 'gp')).toBe('summary');
  const { until } = await emergency.open(paul, person, ask);
  expect(until.toISOString()).toBe('2026-11-20T11:00:00.000Z');
  expect([await level(paul, 'gp'), await level(paul, 'police'), await level(paul, 'home-sensors'), await level(hannah, 'gp')]).toEqual(['detail', 'summary', 'none', 'none']);
  clock.set('2026-11-20T10:59:59.999Z');
  expect(await level(paul, 'gp')).toBe('detail');
  clock.set('2026-11-20T11:00:00Z');
  expect(await level(paul, 'gp')).toBe('summary');
});

test('opens a restricted record, and says so in the decision; ended, it is closed at the next look', async () => {
  await mark('staff-client');
  const joanna = as('joanna.price');
  expect(await look(joanna, (r) => [r.persons.get(person)?.restricted, r.level(person, 'gp')])).toEqual([true, 'none']);
  const { id } = await emergency.open(joanna, person, ask);
  const decided = await look(joanna, (r) => r.persons.get(person)!);
  expect([decided.restricted, decided.emergency?.id]).toEqual([false, id]);
  expect(decided.categories.get('gp')).toMatchObject({ level: 'detail', because: 'Emergency access until 11:00: Somebody’s life or safety is at risk now.', basis: expect.stringMatching(/^Care Act 2014 s42.*UK GDPR 6\(1\)\(d\), 9\(2\)\(c\); Newbridge sharing agreement v4$/) as string });
  // What is left out of the file stays closed, as the record is restricted.
  expect(decided.categories.get('dwelling')?.level).toBe('none');
  const steps = await access.reading(joanna, { action: 'explain', persons: [person] }, (r) => access.explain(r, joanna, person));
  expect(steps.categories.find((c) => c.category === 'gp')?.steps.map((s) => `${s.rule}: ${s.says}`)).toContain('break-glass: Emergency access until 11:00: Somebody’s life or safety is at risk now.');
  await expect(emergency.end(as('paul.okafor'), id)).rejects.toMatchObject({ code: 'person.not-found' });
  await emergency.end(joanna, id);
  expect(await look(joanna, (r) => r.persons.get(person)?.restricted)).toBe(true);
});

test('a sealed record is absent whatever is tried, and so is somebody the team is not told of', async () => {
  await mark('sealed');
  const joanna = as('joanna.price');
  await expect(emergency.open(joanna, person, ask)).rejects.toMatchObject({ code: 'person.not-found' });
  await mark('staff-client');
  await emergency.open(joanna, person, ask);
  await mark('sealed');
  expect(await look(joanna, (r) => [...r.persons.get(person)!.categories.values()].map((d) => d.level).concat(r.persons.get(person)?.emergency === undefined ? [] : ['summary']))).toEqual(access.categories.map(() => 'none'));
  const preview = (id: string) => access.reading(joanna, { action: 'break-glass', persons: [id] }, (r) => emergency.preview(r, id));
  await expect(preview(person)).rejects.toThrow('There is no such person.');
  await expect(emergency.open(as('tom.fletcher'), newId(), ask)).rejects.toMatchObject({ code: 'access.refused' });
});

test('goes past no ended agreement and no objection unless the file says so', async () => {
  const paul = as('paul.okafor');
  await mark('objection');
  await emergency.open(paul, person, ask);
  expect([await level(paul, 'gp'), await level(paul, 'community-health')]).toEqual(['none', 'detail']);
  clock.set('2028-04-01T09:00:00Z');
  await mark('staff-client');
  await emergency.open(paul, person, ask);
  expect(await level(paul, 'community-health')).toBe('none');
});

test('is marked in the log, in its seal, and in who viewed; it puts nobody on a list', async () => {
  const joanna = as('joanna.price');
  await mark('staff-client');
  const opened = await emergency.open(joanna, person, ask);
  expect(await emergency.open(joanna, person, ask)).toEqual(opened);
  await level(joanna, 'gp');
  expect(await look(joanna, (r) => r.persons.get(person)?.restricted, 'search')).toBe(true);
  expect(await rows()).toEqual([
    { action: 'break-glass', kind: 'change', outcome: 'done', request: 'Somebody’s life or safety is at risk now: She has fallen and does not answer', emergency: true },
    { action: 'open', kind: 'look', outcome: 'shown', request: '', emergency: true },
    { action: 'search', kind: 'look', outcome: 'shown', request: '', emergency: false },
  ]);
  const viewed = await access.reading(joanna, { action: 'who-viewed', persons: [person] }, (r) => access.whoViewed(r, person, { limit: 10 }));
  expect(viewed.map((v) => [v.action, v.kind, v.emergency])).toEqual([['who-viewed', 'look', true], ['search', 'look', false], ['open', 'look', true], ['break-glass', 'change', true]]);
  const seal = createLogSeal(kernel);
  await seal.seal();
  expect((await seal.verify()).problems).toEqual([]);
  await db.owner`update access.log_person set emergency = null where person_id = ${person} and emergency is not null`;
  expect((await seal.verify()).problems.map((p) => p.kind)).toEqual(['edited', 'edited', 'edited']);
});

test('is refused without a reason, without enough words, and to a team that may not', async () => {
  const joanna = as('joanna.price');
  expect(emergency.problems({ reason: '', words: 'help please', keptBack: 'no' }).map((p) => p.field)).toEqual(['reason', 'words', 'keptBack']);
  expect(emergency.problems({ ...ask, keptBack: 'He reads all her letters first' }).map((p) => p.says)).toEqual(['For this reason the person is always told: leave this empty']);
  expect(emergency.problems({ ...ask, reason: 'adult-abuse', keptBack: 'He reads all her letters first' })).toEqual([]);
  await expect(emergency.open(joanna, person, { ...ask, words: '- - - - -' })).rejects.toMatchObject({ code: 'request.invalid' });
  await expect(emergency.open({ ...as('leila.haddad') }, person, ask)).rejects.toMatchObject({ code: 'access.refused' });
  await expect(emergency.open({ ...joanna, team: 'mash' }, person, ask)).rejects.toMatchObject({ code: 'access.refused' });
  expect(await rows()).toEqual([]);
});

test('follows the person, while it lasts, and stands once in the queue', async () => {
  const [joanna, ruth] = [as('joanna.price'), as('ruth.adeyemi')];
  await mark('staff-client');
  const { id } = await emergency.open(joanna, person, ask);
  const into = newId();
  await mark('staff-client', into);
  await access.movePersons(db.writer, [{ from: person, to: into }]);
  expect(await access.reading(joanna, { action: 'open', persons: [into] }, async (r) => r.level(into, 'gp'))).toBe('detail');
  expect((await emergency.queue(ruth)).filter((u) => u.id === id)).toHaveLength(1);
  await emergency.end(joanna, id);
  expect(await access.reading(joanna, { action: 'open', persons: [into] }, async (r) => r.level(into, 'gp'))).toBe('none');
});

test('is judged by others, escalates after its working days, and the person is told', async () => {
  const [joanna, ruth, grace] = [as('joanna.price'), as('ruth.adeyemi'), as('grace.bello')];
  await mark('staff-client');
  const { id } = await emergency.open(joanna, person, ask);
  await level(joanna, 'gp');
  const use = await emergency.one(ruth, id);
  expect(use).toMatchObject({ own: false, userName: 'Joanna Price', teamName: 'Front door team', reason: 'Somebody’s life or safety is at risk now', keptBack: null, told: null, review: null, escalatedAt: null });
  expect(use.looks).toMatchObject([{ action: 'open', decisions: { gp: 'detail', police: 'summary' } }]);
  await expect(emergency.queue(joanna)).rejects.toMatchObject({ code: 'access.refused' });

  // Friday: three working days end on Wednesday at five.
  clock.set('2026-11-25T16:59:59Z');
  await emergency.escalate();
  expect((await emergency.one(ruth, id)).escalatedAt).toBeNull();
  clock.set('2026-11-25T17:00:00Z');
  expect(await emergency.escalate()).toBeGreaterThan(0);
  expect(await emergency.escalate()).toBe(0);
  expect((await emergency.queue(grace))[0]?.escalatedAt).toEqual(clock.now());

  await expect(emergency.review(ruth, id, 'justified', ' ')).rejects.toMatchObject({ code: 'request.invalid' });
  await emergency.review(ruth, id, 'follow-up', 'Asked her manager why the desk was not rung.');
  expect((await emergency.queue(grace)).find((u) => u.id === id)?.review?.verdict).toBe('follow-up');
  await emergency.review(grace, id, 'justified', 'The ambulance was there in ten minutes.');
  expect((await emergency.queue(grace)).map((u) => u.id)).toContain(id);
  await emergency.told(ruth, id, 'Letter posted');
  expect((await emergency.queue(grace)).map((u) => u.id)).not.toContain(id);
  expect((await emergency.one(grace, id)).told).toMatchObject({ by: 'Ruth Adeyemi', how: 'Letter posted' });
  expect((await rows()).map((r) => r.action)).toEqual(['break-glass', 'open', 'break-glass-review', 'break-glass-review', 'break-glass-told']);
});

test('whoever must not be told of it is not told that it was asked for, either', async () => {
  const [joanna, desk] = [as('joanna.price'), access.session('imogen.hale', 'data-rights')];
  const told = async (): Promise<string[]> => (await access.reading(desk, { action: 'requests', persons: [person] }, (r) => access.toldLooks(r, person))).map((l) => l.action);
  const asks = (): Promise<unknown> => access.reading(joanna, { action: 'break-glass', persons: [person] }, (r) => emergency.preview(r, person));
  await asks();
  await emergency.open(joanna, person, { reason: 'adult-abuse', words: 'Bruises on both arms, she said', keptBack: 'He reads all her letters first' });
  await level(joanna, 'gp');
  expect(await told()).toEqual(['requests']);
  clock.set('2026-11-21T09:00:00Z');
  await asks();
  await emergency.open(joanna, person, ask);
  expect(await told()).toEqual(['requests', 'break-glass', 'break-glass', 'requests']);
});

test('nobody judges their own', async () => {
  await db.owner`
    insert into access.emergency (person_id, emergency_id, user_id, user_name, organisation, team, role, purpose, reason, words, from_at, until_at, review_by)
    values (${person}, ${person}, 'ruth.adeyemi', 'Ruth Adeyemi', 'newbridge-council', 'front-door', 'social-worker', 'care-act-request', 'life-at-risk', 'words', now(), now(), now())`;
  expect((await emergency.one(as('ruth.adeyemi'), person)).own).toBe(true);
  await expect(emergency.review(as('ruth.adeyemi'), person, 'justified', 'It was right.')).rejects.toThrow('Nobody judges their own emergency access.');
  await emergency.review(as('grace.bello'), person, 'not-justified', 'It was not.');
});

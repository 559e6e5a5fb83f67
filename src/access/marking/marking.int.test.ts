import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { fixedClock, newId } from '../../kernel/index.ts';
import { createAccess } from '../access.ts';
import type { Access, Decision, PersonDecision, Session } from '../types.ts';
import type { Marking, WishAsk } from './types.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let access: Access;
let marking: Marking;
let person: string;
const clock = fixedClock('2026-11-20T09:00:00Z');
const as = (user: string, purpose = 'care-act-request'): Session => (user === 'joanna.price' ? access.session(user, 'front-door', purpose) : access.session(user));

beforeAll(async () => {
  db = await testDatabase();
  access = createAccess({ ...testKernel(db), clock });
  marking = access.marking;
});
afterAll(() => db.close());
beforeEach(() => {
  clock.set('2026-11-20T09:00:00Z');
  person = newId();
});

const decided = (session: Session, id = person): Promise<PersonDecision> => access.reading(session, { action: 'open', persons: [id] }, async (r) => r.persons.get(id)!);
const decision = async (session: Session, category: string): Promise<Decision> => (await decided(session)).categories.get(category)!;
const changes = async (): Promise<string[]> =>
  (await db.owner<{ action: string; request: string }[]>`select l.action, l.request from access.log l join access.log_person p using (log_id) where p.person_id = ${person} and l.kind = 'change' order by log_id`).map((l) => `${l.action}: ${l.request.replace(/[0-9a-f-]{36}/, 'id')}`);
const put = { words: 'Adoption order, held by the adoption team', reviewOn: '2027-11-20' };
const wish: WishAsk = { kind: 'objection', scope: { categories: [], organisations: [] }, givenOn: '2026-11-19', expires: '', words: 'Told me on a visit' };

test('a seal put by hand makes the person absent at the next look, and is lifted by its reference with a reason', async () => {
  const [ruth, joanna] = [as('ruth.adeyemi'), as('joanna.price')];
  const id = await marking.put(ruth, person, { kind: 'sealed', ...put });
  expect((await decided(joanna)).sealed).toBe(true);
  expect((await decided(ruth)).sealed).toBe(true);
  await expect(marking.put(ruth, person, { kind: 'staff-client', ...put })).rejects.toMatchObject({ code: 'person.not-found' });
  expect((await marking.standing(ruth)).find((m) => m.id === id)).toMatchObject({ kind: 'sealed', state: 'in-force', words: put.words, reviewOn: '2027-11-20', putBy: 'Ruth Adeyemi' });
  await expect(marking.lift(ruth, id, ' ')).rejects.toMatchObject({ code: 'request.invalid' });
  await expect(marking.lift(joanna, id, 'I would like to look')).rejects.toMatchObject({ code: 'access.refused' });
  await marking.lift(ruth, id, 'The order was set aside');
  expect((await decided(joanna)).sealed).toBe(false);
  await expect(marking.lift(ruth, id, 'Again')).rejects.toMatchObject({ code: 'person.not-found' });
  expect((await marking.standing(ruth)).some((m) => m.id === id)).toBe(false);
  expect(await changes()).toEqual(['mark-put: sealed, id, to be looked at again on 2027-11-20', 'mark-lift: sealed, id']);
});

test('marks follow records that are joined, are not undone by what sources say, and are lifted everywhere', async () => {
  const ruth = as('ruth.adeyemi');
  const id = await marking.put(ruth, person, { kind: 'restricted-demographics', ...put });
  const into = newId();
  await access.movePersons(db.writer, [{ from: person, to: into }]);
  await access.setMarks(db.writer, 'record', [], [person, into]);
  expect((await decided(as('joanna.price'), into)).hideWhereabouts).toBe(true);
  expect(await access.reading(ruth, { action: 'mark', persons: [into] }, (r) => marking.of(r, into))).toMatchObject([{ id, state: 'in-force' }]);
  await marking.lift(ruth, id, 'The risk is over');
  expect([(await decided(as('joanna.price'), into)).hideWhereabouts, (await decided(as('joanna.price'))).hideWhereabouts]).toEqual([false, false]);
});

test('a worker who says a record is theirs is shut out at once, in an emergency too; others once it is confirmed', async () => {
  const [paul, joanna, ruth] = [as('paul.okafor'), as('joanna.price'), as('ruth.adeyemi')];
  await access.emergency!.open(joanna, person, { reason: 'life-at-risk', words: 'one two three four five', keptBack: '' });
  await marking.declare(joanna, person, { who: 'close', words: 'My aunt' });
  expect(await decided(joanna)).toMatchObject({ restricted: true });
  expect((await decision(joanna, 'gp')).because).toBe('You said that this is your own record, or of somebody close to you: it is closed to you.');
  expect((await decided(paul)).restricted).toBe(false);
  const [proposal] = (await marking.standing(ruth)).filter((m) => m.personId === person);
  expect(proposal).toMatchObject({ kind: 'staff-client', state: 'proposed', words: 'Joanna Price says: this is somebody close to me. My aunt' });
  await marking.settle(ruth, proposal!.id, true, '');
  expect((await decided(paul)).restricted).toBe(true);
  await marking.lift(ruth, proposal!.id, 'She has left');
  expect([(await decided(paul)).restricted, (await decided(joanna)).restricted]).toEqual([false, false]);
  await marking.declare(joanna, person, { who: 'self', words: '' });
  const [again] = (await marking.standing(ruth)).filter((m) => m.personId === person);
  await marking.settle(ruth, again!.id, false, 'Another of the same name');
  expect((await decided(joanna)).restricted).toBe(false);
  expect(await changes()).toEqual(['break-glass: Somebody’s life or safety is at risk now: one two three four five', 'mark-propose: staff-client, id', 'mark-put: staff-client, id', 'mark-lift: staff-client, id', 'mark-propose: staff-client, id', 'mark-decline: staff-client, id']);
});

test('what needs consent is closed to all but its holder until the person consents, and again when that ends', async () => {
  const [hannah, paul] = [as('hannah.lindqvist'), as('paul.okafor')];
  await access.setRelationships(db.writer, 'test', [{ personId: person, organisation: 'larch-street', team: '', kind: 'registration', since: '2020-01-01', until: null }], [person]);
  expect(await decision(hannah, 'sexual-health')).toMatchObject({ level: 'none', because: 'Sexual health is shared only with the person’s explicit consent, and none is recorded.' });
  expect((await decision(paul, 'sexual-health')).level).toBe('summary');
  const safeguarding = await decision(as('joanna.price', 'adult-safeguarding'), 'sexual-health');
  expect(safeguarding).toMatchObject({ level: 'summary', because: expect.stringContaining('The person has not consented. Care Act 2014 s42') as string });
  const ask: WishAsk = { ...wish, kind: 'consent', scope: { categories: ['sexual-health'], organisations: ['larch-street'] }, expires: '2026-12-31' };
  const id = await marking.record(hannah, person, ask);
  expect((await decision(hannah, 'sexual-health')).level).toBe('detail');
  const explained = await access.reading(hannah, { action: 'explain', persons: [person] }, (r) => access.explain(r, hannah, person));
  expect(explained.categories.find((c) => c.category === 'sexual-health')?.steps.find((s) => s.rule === 'consent')?.says).toBe('The person consented on 20-Nov-2026, until 31-Dec-2026.');
  clock.set('2026-12-31T23:59:59Z');
  expect((await decision(hannah, 'sexual-health')).level).toBe('detail');
  clock.set('2027-01-01T00:00:00Z');
  expect((await decision(hannah, 'sexual-health')).level).toBe('none');
  clock.set('2026-11-20T09:00:00Z');
  await marking.withdraw(hannah, person, id, 'Rang to say so');
  expect((await decision(hannah, 'sexual-health')).level).toBe('none');
  expect(await changes()).toEqual(['wish-record: consent, id: sexual-health with larch-street', 'wish-withdraw: consent, id']);
});

test('an objection is honoured for what and whom it is about, and overridden only with its reason shown', async () => {
  const [joanna, hannah] = [as('joanna.price'), as('hannah.lindqvist')];
  await marking.record(hannah, person, { ...wish, scope: { categories: ['housing'], organisations: ['newbridge-council'] } });
  expect([(await decision(joanna, 'housing')).level, (await decision(joanna, 'hospital')).level]).toEqual(['none', 'detail']);
  expect((await decision(as('joanna.price', 'adult-safeguarding'), 'housing')).because).toContain('The person has objected to sharing. Protecting an adult at risk may be done without agreement');
  expect((await decision(as('leila.haddad'), 'housing')).level).toBe('none');
  const all = await marking.record(joanna, person, wish);
  expect([(await decision(joanna, 'hospital')).level, (await decision(joanna, 'adult-social-care')).level]).toEqual(['none', 'detail']);
  await expect(marking.withdraw(joanna, newId(), all, 'Of somebody else')).rejects.toMatchObject({ code: 'person.not-found' });
  expect((await decision(joanna, 'hospital')).level).toBe('none');
});

test('nothing is recorded by a team that may not, of an unknown kind of data, in the future, or without saying how', async () => {
  const joanna = as('joanna.price');
  await expect(marking.record(as('tom.fletcher'), person, wish)).rejects.toMatchObject({ code: 'access.refused' });
  for (const change of [{ givenOn: '2026-11-21' }, { words: ' ' }, { scope: { categories: ['nonsense'], organisations: [] } }, { kind: 'consent' as const, scope: { categories: ['gp'], organisations: [] }, expires: '2027-01-01' }, { kind: 'consent' as const, scope: { categories: ['sexual-health'], organisations: [] }, expires: '2026-11-20' }]) {
    await expect(marking.record(joanna, person, { ...wish, ...change })).rejects.toMatchObject({ code: 'request.invalid' });
  }
  await expect(marking.put(as('ruth.adeyemi'), person, { kind: 'sealed', words: 'Adoption', reviewOn: '2026-11-20' })).rejects.toMatchObject({ code: 'request.invalid' });
  await expect(marking.put(joanna, person, { kind: 'sealed', ...put })).rejects.toMatchObject({ code: 'access.refused' });
  expect(await changes()).toEqual([]);
});

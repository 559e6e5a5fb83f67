import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { fixedClock, newId, type Database } from '../../kernel/index.ts';
import { createAccess } from '../access.ts';
import type { Access, Session } from '../types.ts';
import type { Invitation, Own } from './types.ts';

let db: Database;
let access: Access;
let own: Own;
let ruth: Session;
let joanna: Session;
let priya: Session;
const clock = fixedClock('2026-11-20T09:00:00Z');
const [amina, child, sealed, other] = [newId(), newId(), newId(), newId()];

const invitation: Invitation = { name: 'Amina Begum', email: 'Amina@example.com', kind: 'self', tells: [], evidence: 'Passport', until: null, personName: 'Amina Begum', birthDate: '1943-07-14' };
const account = <T>(session: Session, id: string, work: Parameters<typeof access.reading<T>>[2]): Promise<T> => access.reading(session, { action: 'own-account', persons: [id] }, work);
const withhold = <T>(id: string, work: Parameters<typeof access.reading<T>>[2]): Promise<T> => access.reading(ruth, { action: 'withhold', persons: [id] }, work);
const invite = (id: string, more: Partial<Invitation> = {}) => account(ruth, id, (reading) => own.invite(reading, id, { ...invitation, ...more }));
const look = (session: Session, id: string, action: 'open' | 'search' = 'open') => access.reading(session, { action, persons: [id] }, async () => undefined);

/** Invites, ties, and says how the account may open the record. */
async function tied(id: string, more: Partial<Invitation> = {}) {
  const { code, authorityId } = await invite(id, more);
  const who = (await own.account({ email: more.email ?? invitation.email }))!;
  expect(await own.tie(who.accountId, code)).toBe(true);
  return { ...who, authorityId, session: () => own.session(who.accountId, authorityId) };
}

beforeAll(async () => {
  db = await testDatabase();
  access = createAccess({ ...testKernel(db), clock });
  own = access.own!;
  ruth = access.session('ruth.adeyemi');
  joanna = access.session('joanna.price', 'front-door', 'care-act-request');
  priya = access.session('priya.nair');
  await access.setMarks(db.writer, 'test', [{ personId: sealed, kind: 'sealed', reason: '' }], [sealed]);
});
afterAll(() => db.close());

test('an account opens nothing until its one-time code is given, once, in time and within five tries', async () => {
  const { code, authorityId } = await invite(amina);
  const who = (await own.account({ email: 'amina@EXAMPLE.com' }))!;
  expect(await own.session(who.accountId, authorityId)).toBeNull();
  expect(await own.tie(who.accountId, 'AAAA-BBBB-CCCC')).toBe(false);
  expect(await own.tie(who.accountId, code.toLowerCase().replaceAll('-', ' '))).toBe(true);
  expect(await own.tie(who.accountId, code)).toBe(false);
  expect(await own.session(who.accountId, authorityId)).toMatchObject({ role: 'self', own: { personId: amina } });

  const late = await invite(other, { email: 'late@example.com' });
  const lateWho = (await own.account({ email: 'late@example.com' }))!;
  clock.set('2026-12-05T09:00:00Z');
  expect(await own.tie(lateWho.accountId, late.code)).toBe(false);
  clock.set('2026-11-20T09:00:00Z');
  for (let i = 0; i < 4; i++) expect(await own.tie(lateWho.accountId, 'AAAA-BBBB-CCCC')).toBe(false);
  expect(await own.tie(lateWho.accountId, late.code)).toBe(false);
});

test('the code is kept nowhere', async () => {
  const { code } = await invite(other, { email: 'nobody@example.com' });
  const rows = await db.owner<{ all: string }[]>`select t::text as all from access.authority t`;
  const [logged] = await db.owner<{ n: number }[]>`select count(*)::int as n from access.log where request like ${`%${code}%`}`;
  expect([rows.some((row) => row.all.includes(code)), logged?.n]).toEqual([false, 0]);
});

test('its session opens that one record, in summary, of the kinds of data it reaches, and is logged', async () => {
  const son = await tied(amina, { name: 'Karim Begum', email: 'karim@example.com', kind: 'lpa-property' });
  const session = (await son.session())!;
  await access.reading(session, { action: 'own-record', persons: [amina] }, async (reading) => {
    const shown = access.categories.filter(({ id }) => reading.level(amina, id) !== 'none').map(({ id }) => [id, reading.level(amina, id)]);
    expect(shown).toEqual([['identity', 'summary'], ['housing', 'summary'], ['dwelling', 'summary']]);
  });
  await expect(access.reading(session, { action: 'own-record', persons: [other] }, async () => undefined)).rejects.toMatchObject({ code: 'access.refused' });
  await expect(access.reading(session, { action: 'own-record', persons: [amina] }, (reading) => reading.include([other]))).rejects.toMatchObject({ code: 'access.refused' });
  for (const action of ['open', 'explain', 'search', 'who-viewed'] as const) await expect(access.reading(session, { action, persons: [amina] }, async () => undefined)).rejects.toMatchObject({ code: 'access.refused' });
  await expect(access.reading(joanna, { action: 'own-record', persons: [amina] }, async () => undefined)).rejects.toMatchObject({ code: 'access.refused' });
  const [row] = await db.owner`select user_name as "userName", role, purpose, basis from access.log l join access.log_person p using (log_id) where action = 'own-record' and outcome = 'shown' and p.person_id = ${amina} order by log_id desc limit 1`;
  expect(row).toEqual({ userName: 'Karim Begum', role: 'lpa-property', purpose: 'own-record', basis: 'UK GDPR Art 12 and Art 15' });
});

test('authority that is ended, suspended, not yet or past closes at once, and suspending is for whoever answers for safety', async () => {
  const daughter = await tied(amina, { name: 'Nasreen Begum', email: 'nasreen@example.com', kind: 'consent', until: '2026-12-01' });
  expect(await daughter.session()).not.toBeNull();
  const why = { reason: 'A safeguarding enquiry names her', reviewOn: '2027-01-20' };
  await expect(account(joanna, amina, (reading) => own.suspend(reading, amina, daughter.authorityId, why))).rejects.toMatchObject({ code: 'access.refused' });
  await account(ruth, amina, (reading) => own.suspend(reading, amina, daughter.authorityId, why));
  expect([await daughter.session(), await own.choices(daughter.accountId)]).toEqual([null, []]);
  await account(ruth, amina, (reading) => own.resume(reading, amina, daughter.authorityId));
  expect(await daughter.session()).not.toBeNull();
  clock.set('2026-12-01T00:00:00Z');
  expect(await daughter.session()).toBeNull();
  clock.set('2026-11-20T09:00:00Z');
  await account(joanna, amina, (reading) => own.end(reading, amina, daughter.authorityId, 'She no longer wishes it'));
  expect(await daughter.session()).toBeNull();
});

test('parental responsibility ends on the birthday the area says, and is not given after it', async () => {
  const mother = await tied(child, { name: 'Claire Fletcher', email: 'claire@example.com', kind: 'parental-responsibility', birthDate: '2012-03-09', personName: 'Hannah Fletcher' });
  const [row] = await account(ruth, child, (reading) => own.authorities(reading, child));
  expect(row).toMatchObject({ until: '2028-03-09', state: 'open' });
  clock.set('2028-03-09T00:00:00Z');
  expect(await mother.session()).toBeNull();
  clock.set('2026-11-20T09:00:00Z');
  await expect(invite(child, { kind: 'parental-responsibility', birthDate: '2010-11-20' })).rejects.toMatchObject({ code: 'request.invalid' });
  await expect(invite(child, { kind: 'lpa-property', tells: ['gp'] })).rejects.toMatchObject({ code: 'request.invalid' });
});

test('nobody is tied to a sealed record, and a record sealed later opens to nobody', async () => {
  await expect(invite(sealed)).rejects.toMatchObject({ code: 'person.not-found' });
  const before = await invite(other, { email: 'before@example.com' });
  const open = await tied(other, { email: 'open@example.com' });
  await access.setMarks(db.writer, 'late', [{ personId: other, kind: 'sealed', reason: '' }], [other]);
  const who = (await own.account({ email: 'before@example.com' }))!;
  expect([await own.tie(who.accountId, before.code), await own.choices(who.accountId)]).toEqual([false, []]);
  expect([await open.session(), await own.choices(open.accountId)]).toEqual([null, []]);
  await access.setMarks(db.writer, 'late', [], [other]);
});

test('looks that are withheld, by rule, by team or one by one, are told neither to the person nor to whoever acts for them, until that is lifted', async () => {
  const person = await tied(other, { email: 'told@example.com' });
  const told = async () =>
    access.reading((await person.session())!, { action: 'own-record', persons: [other] }, async (reading) => (await own.looks(reading, { limit: 50 })).filter((e) => !['own-record', 'own-account', 'who-viewed'].includes(e.action)).map((e) => `${e.team} ${e.action}`));
  const before = (await told()).length;
  await look(joanna, other);
  await look(joanna, other, 'search');
  await look(priya, other);
  expect((await told()).slice(0, 2)).toEqual(['front-door search', 'front-door open']);
  expect((await told()).length).toBe(before + 2);
  const [search] = await access.reading(ruth, { action: 'who-viewed', persons: [other] }, (reading) => access.whoViewed(reading, other, { limit: 5, action: 'search' }));
  const reason = { reason: 'A worker would be put at risk', reviewOn: '2027-05-01' };
  await withhold(other, (reading) => own.withhold(reading, other, { logId: search!.logId, team: null, purpose: null, ...reason }));
  expect((await told())[0]).toBe('front-door open');
  await withhold(other, (reading) => own.withhold(reading, other, { logId: null, team: 'front-door', purpose: null, ...reason }));
  await look(joanna, other);
  expect((await told()).length).toBe(before);
  const standing = await withhold(other, (reading) => own.withheld(reading, other));
  expect(standing.map((w) => [w.team, w.logId === null, w.by])).toEqual([['front-door', true, 'Ruth Adeyemi'], [null, false, 'Ruth Adeyemi']]);
  for (const w of standing) await withhold(other, (reading) => own.lift(reading, other, w.withheldId, 'No longer needed'));
  expect((await told()).length).toBe(before + 3);
  await expect(access.reading(joanna, { action: 'withhold', persons: [other] }, async () => undefined)).rejects.toMatchObject({ code: 'access.refused' });
});

test('what is withheld follows the person when records are joined; an account does not', async () => {
  const [from, to] = [newId(), newId()];
  const who = await tied(from, { email: 'moved@example.com' });
  await withhold(from, (reading) => own.withhold(reading, from, { logId: null, team: 'front-door', purpose: null, reason: 'x', reviewOn: '2027-05-01' }));
  await access.movePersons(db.writer, [{ from, to }]);
  expect(await withhold(to, (reading) => own.withheld(reading, to))).toHaveLength(1);
  expect((await who.session())?.own?.personId).toBe(from);
  expect(await account(ruth, to, (reading) => own.authorities(reading, to))).toEqual([]);
});

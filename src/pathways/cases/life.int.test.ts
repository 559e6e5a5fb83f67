import { afterAll, beforeAll, expect, test } from 'vitest';
import { travel } from '../../../tests/support/case-definitions.ts';
import { casesBench, type CasesBench } from '../../../tests/support/cases.ts';
import { placePerson } from '../../../tests/support/people.ts';
import { newId } from '../../kernel/index.ts';
import type { Session } from '../../access/index.ts';
import type { CaseAction } from './acts.ts';
import type { Case } from './types.ts';

let bench: CasesBench;
beforeAll(async () => void (bench = await casesBench()));
afterAll(() => bench?.close());

const act = (session: Session, held: Case, action: CaseAction): Promise<Case> => bench.cases.desk.act(session, held.caseId, held.revision, action);
const one = (session: Session, held: Pick<Case, 'caseId'>) => bench.cases.desk.one(session, held.caseId);
const save = (session: Session, held: Case, revision: number, answers: object) => bench.cases.desk.save(session, held.caseId, { form: 'request', revision, answers: answers as never });
const complete = async (session: Session, held: Case, form: string, answers: object, more: object = {}): Promise<Case> => {
  const done = await bench.cases.desk.complete(session, held.caseId, { form, revision: held.revision, answers: answers as never, ...more });
  if (done.is !== 'completed') throw new Error(JSON.stringify(done.result));
  return done.case;
};
const told = async (held: Case): Promise<string[]> => (await bench.db.writer<{ said: string }[]>`select kind || ' ' || team || ': ' || says as said from pathways.notice where case_id = ${held.caseId} order by notice_id`).map((r) => r.said);

test('of two who write at once both texts are kept, and the second is told who and when', async () => {
  const { joanna, sam } = bench;
  const held = await bench.open(await bench.person('Bea'));
  const first = await save(joanna, held, 0, { wish: 'The park' });
  expect(first).toMatchObject({ is: 'saved', draft: { revision: 1 } });
  const theirs = await save(sam, held, 0, { wish: 'The library' });
  expect(theirs).toMatchObject({ is: 'aside', theirs: { userName: 'Joanna Price', answers: { wish: 'The park' } }, draft: { answers: { wish: 'The library' } } });
  expect(await save(sam, held, 0, { wish: 'The library, alone' })).toMatchObject({ is: 'aside', draft: { draftId: theirs.draft.draftId, revision: 2 } });
  const form = (await one(joanna, held)).forms.find((f) => f.id === 'request');
  expect(form).toMatchObject({ part: 'now', draft: { answers: { wish: 'The park' } }, aside: [{ userName: 'Sam Carter', answers: { wish: 'The library, alone' } }] });
  expect(await bench.cases.desk.useDraft(sam, held.caseId, theirs.draft.draftId)).toMatchObject({ aside: false, revision: 3, answers: { wish: 'The library, alone' } });
  const both = await Promise.allSettled([complete(joanna, held, 'request', { wish: 'The park', needs: 2 }), complete(sam, held, 'request', { wish: 'The library', needs: 7 })]);
  expect(both.map((b) => b.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const refused = both.find((b) => b.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'conflict.changed', message: expect.stringMatching(/^(Joanna Price|Sam Carter) changed this case at 09:00/) });
  const [kept] = await bench.db.writer<{ n: number }[]>`select count(*)::int as n from pathways.answer where case_id = ${held.caseId}`;
  expect(kept?.n).toBe(1);
});

test('a note or a task of another’s is no conflict; what was done twice is done once', async () => {
  const { joanna, sam } = bench;
  const held = await bench.open(await bench.person('Cyn'));
  await act(sam, held, { do: 'note', note: 'Her son rang' });
  await act(sam, held, { do: 'task-add', title: 'Ring back Mr Okafor', role: 'social-worker', due: '2026-11-21' });
  expect(await act(joanna, held, { do: 'take' })).toMatchObject({ worker: 'joanna.price' });
  await expect(bench.open(held.personId)).rejects.toMatchObject({ code: 'conflict.changed', detail: { caseId: held.caseId } });
  expect(await bench.cases.desk.actOnMany(joanna, [held.caseId, newId()], { do: 'assign', userId: 'sam.carter' })).toEqual({ done: 1, not: [] });
  expect((await bench.cases.work.load(joanna)).find((l) => l.worker === 'sam.carter')).toMatchObject({ cases: 1, tasks: 1 });
});

test('deadlines are warned of and told late once, and overdue tasks too, in words nobody typed', async () => {
  const held = await bench.open(await bench.person('Dot'));
  await act(bench.joanna, held, { do: 'task-add', title: 'Ask Dot Okafor about her key', role: 'social-worker', due: '2026-11-20' });
  await bench.later('2026-11-23T00:00:01Z');
  expect(await told(held)).toEqual(['case-due front-door: Answer: due soon', 'case-late front-door: A task is overdue']);
  await bench.later('2026-11-25T00:00:00Z');
  await bench.later('2026-11-26T09:00:00Z');
  expect((await told(held)).slice(2)).toEqual(['case-late front-door: Answer: late', 'case-late front-door: A request was not answered in time']);
  const detail = await one(bench.joanna, held);
  expect(detail.clocks).toMatchObject([{ state: 'running', breachedAt: new Date('2026-11-25T00:00:00Z') }]);
  expect(detail.tasks.map((t) => t.title)).toContain('Say why it is late');
  expect((await bench.cases.work.list(bench.joanna, { tab: 'overdue', filter: {}, sort: 'due', offset: 0 })).items).toContainEqual(expect.objectContaining({ kind: 'case', overdue: true, reference: detail.reference }));
  const [notice] = (await bench.cases.work.notices(bench.joanna, 0)).items.filter((n) => n.caseId === held.caseId);
  await bench.cases.work.readNotice(bench.joanna, notice!.noticeId);
  expect((await bench.cases.work.notices(bench.sam, 0)).items.find((n) => n.noticeId === notice!.noticeId)).toMatchObject({ readAt: null, readBy: ['joanna.price'] });
  bench.clock.set('2026-11-20T09:00:00Z');
});

test('heard twice it happens once: a hospital admission stops the clock, and its discharge sets it going again', async () => {
  const { joanna, leila } = bench;
  const who = await bench.person('Eve');
  let held = await complete(joanna, await bench.open(who), 'request', { wish: 'The sea', needs: 8 });
  const heard = (topic: string, key: string) => bench.cases.hear({ topic, personId: who, at: bench.clock.now(), key, body: {} });
  bench.clock.set('2026-11-22T09:00:00Z');
  expect(await heard('hospital-admission', 'a')).toMatchObject({ moved: [expect.stringMatching(/^TRV-/)], opened: [] });
  expect(await heard('hospital-admission', 'a')).toMatchObject({ moved: [], opened: [] });
  expect((await one(leila, held)).clocks.find((k) => k.deadline === 'plan-in-ten-days')).toMatchObject({ state: 'paused', pausedByState: true, dueDay: '2026-11-30' });
  bench.clock.set('2026-11-25T09:00:00Z');
  await heard('hospital-discharge', 'd');
  const back = await one(leila, held);
  expect(back.state.id).toBe('planning');
  expect(back.clocks.find((k) => k.deadline === 'plan-in-ten-days')).toMatchObject({ state: 'running', dueDay: '2026-12-03', pauses: [{ from: '2026-11-22T09:00:00.000Z' }] });
  held = back.case;
  expect(await act(leila, held, { do: 'pause-clock', clockId: back.clocks[0]!.clockId, note: 'Waits for the bus pass' })).toMatchObject({ revision: held.revision });
  const other = await bench.person('Fay');
  const began = await bench.cases.hear({ topic: 'radar-alert', personId: other, at: bench.clock.now(), key: 'alert 1', body: { card: 'lonely', place: 'The club' } }, { kind: 'alert', id: null, reference: 'A17' });
  expect(began.cases).toMatchObject([{ pathway: 'travel', team: 'front-door', worker: null, origin: { reference: 'A17' } }]);
  expect((await one(joanna, began.cases[0]!)).forms[0]).toMatchObject({ draft: { answers: { wish: 'The club' }, provenance: { wish: { from: 'Alert A17' } } } });
  expect(bench.cases.offers('school-move', {})).toMatchObject([{ pathway: 'travel', byItself: false }]);
  bench.clock.set('2026-11-20T09:00:00Z');
});

test('offered, accepted, held and restricted: each opens and closes it to whom it should', async () => {
  const { joanna, leila, sam } = bench;
  let held = await bench.open(await bench.person('Gil'));
  held = await act(joanna, held, { do: 'offer', team: 'prevention', note: 'Cold flat too' });
  expect((await one(leila, held)).offered).toMatchObject({ note: 'Cold flat too', fromTeam: 'front-door' });
  await expect(act(joanna, held, { do: 'accept', note: '' })).rejects.toMatchObject({ code: 'access.refused' });
  held = await act(leila, held, { do: 'reject', note: 'Full until May' });
  expect(held.team).toBe('front-door');
  held = await act(joanna, await act(joanna, held, { do: 'offer', team: 'prevention', note: 'Please' }), { do: 'withdraw' });
  held = await act(joanna, held, { do: 'hold', until: '2026-12-01', note: 'Away with family' });
  expect((await bench.cases.work.list(joanna, { tab: 'waiting', filter: {}, sort: 'due', offset: 0 })).items).toMatchObject([{ case: { caseId: held.caseId } }]);
  held = await act(joanna, held, { do: 'restrict', userIds: [], note: 'Her nephew works here' });
  await expect(one(sam, held)).rejects.toMatchObject({ code: 'person.not-found' });
  expect((await bench.cases.work.list(sam, { tab: 'waiting', filter: {}, sort: 'due', offset: 0 })).items).toEqual([{ kind: 'restricted', reference: expect.stringMatching(/^TRV/) }]);
  expect(await bench.as(sam, 'case', [held.personId], (reading) => bench.cases.desk.ofPerson(reading, held.personId))).toEqual([]);
  held = await act(joanna, held, { do: 'close', note: 'Moved away' });
  expect(await bench.db.writer`select 1 from access.tie where person_id = ${held.personId} and ended_at is null`).toEqual([]);
  held = await act(joanna, held, { do: 'reopen', note: 'Came back' });
  expect((await one(joanna, held)).clocks).toMatchObject([{ state: 'running' }]);
});

test('a file is kept for what it holds, sealed in the store, and one that could run is not kept', async () => {
  const { joanna, cases, db } = bench;
  const held = await bench.open(await bench.person('Ned'));
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const kept = await cases.desk.attach(joanna, held.caseId, { name: '../../over <b>.exe', content: png });
  expect(kept).toMatchObject({ kind: 'png', type: 'image/png', name: 'over b.exe' });
  expect(await cases.desk.attachment(joanna, held.caseId, kept.attachmentId)).toMatchObject({ content: png, image: true });
  const [row] = await db.writer<{ sealed: string }[]>`select sealed from pathways.attachment where attachment_id = ${kept.attachmentId}`;
  expect(row?.sealed).toMatch(/^k1:/);
  for (const content of ['MZ\u0000', '<!doctype html><script>', '<svg onload="x">', 'PK\u0003\u0004[Content_Types].xml word/document.xml vbaProject.bin']) {
    await expect(async () => cases.desk.attach(joanna, held.caseId, { name: 'letter.pdf', content: Buffer.from(content, 'latin1') })).rejects.toMatchObject({ code: 'import.refused' });
  }
  await expect(cases.desk.attachment(bench.tom, held.caseId, kept.attachmentId)).rejects.toMatchObject({ code: 'person.not-found' });
});

test('somebody away is covered for, and only by those of their team', async () => {
  const { joanna, sam, leila } = bench;
  const held = await bench.open(await bench.person('Hal'));
  await expect(bench.cases.work.setAbsence(leila, { userId: 'joanna.price', from: '2026-11-20', until: '2026-11-27', cover: 'leila.haddad' })).rejects.toMatchObject({ code: 'access.refused' });
  const mine = async (): Promise<boolean> => (await bench.cases.work.list(sam, { tab: 'mine', filter: {}, sort: 'newest', offset: 0 })).items.some((i) => i.kind === 'case' && i.case.caseId === held.caseId);
  expect(await mine()).toBe(false);
  await bench.cases.work.setAbsence(joanna, { userId: 'joanna.price', from: '2026-11-20', until: '2026-11-27', cover: 'sam.carter' });
  expect(await mine()).toBe(true);
  const [away] = await bench.cases.work.absences(sam);
  await bench.cases.work.endAbsence(sam, away!.absenceId);
  expect(await mine()).toBe(false);
});

test('a case follows its person, and goes back with the records it was opened on when they are split', async () => {
  const { db, cases, joanna } = bench;
  const one = await placePerson(db, [{ feed: 'adult-social-care', category: 'adult-social-care', demographics: { family: 'Ito', given: ['Ken'], birthDate: '1950-01-01' } }]);
  const two = await placePerson(db, [{ feed: 'housing-tenancies', category: 'housing', demographics: { family: 'Ito', given: ['Kenji'], birthDate: '1950-01-01' } }]);
  await bench.records.refresh();
  const first = await bench.open(one.personId);
  const second = await bench.open(two.personId);
  const subjects = one.subjects.map(Number);
  const moves = (kind: 'merged' | 'split', from: string, to: string, gone: number[]) => db.writer.begin((sql) => cases.move(sql, [{ kind, from, to, subjects: gone }]));
  const holder = async (held: Case): Promise<{ personId: string; checkPerson: boolean; n: number } | undefined> =>
    (await db.writer<{ personId: string; checkPerson: boolean; n: number }[]>`
      select person_id::text as "personId", check_person as "checkPerson", (select count(*)::int from pathways.step s where s.person_id = c.person_id and s.case_id = c.case_id) as n from pathways."case" c where case_id = ${held.caseId}`)[0];
  await moves('merged', one.personId, two.personId, subjects);
  expect(await holder(first)).toEqual({ personId: two.personId, checkPerson: true, n: 2 });
  expect(await holder(second)).toMatchObject({ personId: two.personId, checkPerson: false });
  expect((await db.writer`select person_id::text as id from access.tie where reference = ${`case:${first.caseId}`} and ended_at is null`).map((r) => r.id)).toEqual([two.personId]);
  await act(joanna, { ...first, revision: 2 }, { do: 'confirm-person' });
  const back = newId();
  await moves('split', two.personId, back, subjects);
  expect(await holder(first)).toMatchObject({ personId: back });
  expect(await holder(second)).toEqual({ personId: two.personId, checkPerson: false, n: 1 });
});

test('a changed file with the same version is refused, and a raised one takes its cases along or says which it cannot', async () => {
  const held = await complete(bench.joanna, await bench.open(await bench.person('Lin')), 'request', { wish: 'The gym', needs: 9 });
  await expect(bench.withDefinitions(travel.replace('Learns to travel alone', 'Learns it')).check()).rejects.toMatchObject({ code: 'area.invalid', mend: expect.stringContaining('version: 2') });
  const raised = travel.replace('version: 1', 'version: 2').replace('name: wish, type: text, required: true, title: Where to', 'name: place, type: text, required: true, title: Where to').replaceAll('request.wish', 'request.place').replace('planning:\n    title: Planning', 'drafting:\n    title: Planning').replaceAll('to: planning', 'to: drafting');
  const without = await bench.withDefinitions(raised).migrate('travel', { apply: true });
  expect(without).toMatchObject({ applied: false, cases: 0 });
  expect(without.cannot.find((c) => c.reference.endsWith(String(held.number)))).toMatchObject({ because: ['version 2 does not say how to migrate from version 1'] });
  const half = await bench.withDefinitions(`${raised}\nmigrate:\n  - { from: 1, states: { planning: drafting } }\n`).migrate('travel', { apply: true });
  expect(half.cannot.every((c) => c.because[0] === 'the answer request.wish has no place')).toBe(true);
  const next = bench.withDefinitions(`${raised}\nmigrate:\n  - { from: 1, states: { planning: drafting }, fields: { request: { wish: place } } }\n`);
  await next.check();
  const dry = await next.migrate('travel', { apply: false });
  expect(dry).toMatchObject({ applied: false, cannot: [] });
  expect(dry.cases).toBeGreaterThan(5);
  expect(await next.migrate('travel', { apply: true })).toMatchObject({ applied: true, cases: dry.cases });
  const moved = await next.desk.one(bench.leila, held.caseId);
  expect(moved).toMatchObject({ case: { version: 2, state: 'drafting' }, steps: [{ kind: 'migrated' }, {}, {}, {}] });
  expect(moved.forms[0]?.newest).toMatchObject({ version: 2, answers: { place: 'The gym', needs: 9 }, reason: 'Moved to version 2 of the pathway' });
  expect(await next.migrate('travel', { apply: true })).toMatchObject({ cases: 0 });
});

import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { casesBench, type CasesBench } from '../../tests/support/cases.ts';
import { feedStates } from '../../tests/support/records.ts';
import type { Session } from '../access/index.ts';
import { createLinkage } from '../linkage/index.ts';
import { buildPortal } from './index.ts';
import { paths } from './paths.ts';

/** Every page of cases, for somebody of every role, team and purpose there is: what a case holds is for those who may read its category in detail. */

const people = ['open', 'sealed', 'named'] as const;
type Who = (typeof people)[number];
const marker = (who: Who): string => `Zq${who}marker`;
const text = Buffer.from('a letter');

let bench: CasesBench;
let app: FastifyInstance;
let sessions: Session[];
let person: Record<Who, string>;
let held: Record<Who, string>;
let file: Record<Who, string>;

beforeAll(async () => {
  bench = await casesBench();
  const { kernel, access, records, cases, joanna, db } = bench;
  const made = await Promise.all(people.map(async (who, i) => {
    const id = await bench.person(['Olive', 'Selma', 'Nora'][i]!);
    const { caseId } = await bench.open(id, { note: marker(who) });
    await cases.desk.save(joanna, caseId, { form: 'request', revision: 0, answers: { wish: marker(who) } });
    const { attachmentId } = await cases.desk.attach(joanna, caseId, { name: 'letter.txt', content: text });
    return { who, id, caseId, attachmentId };
  }));
  const by = (key: 'id' | 'caseId' | 'attachmentId') => Object.fromEntries(made.map((m) => [m.who, m[key]])) as Record<Who, string>;
  [person, held, file] = [by('id'), by('caseId'), by('attachmentId')];
  const { case: named } = await cases.desk.one(joanna, held.named);
  await cases.desk.act(joanna, held.named, named.revision, { do: 'restrict', userIds: [], note: 'a relative works here' });
  await access.setMarks(db.writer, 'test', [{ personId: person.sealed, kind: 'sealed', reason: '' }], [person.sealed]);
  const every = access.users().flatMap((user) => user.teams.flatMap((team) => team.purposes.map((purpose) => access.session(user.id, team.id, purpose.id))));
  // Two of the team that opened them, since one case is restricted to one of these; else one of each kind.
  sessions = every.filter((s, i) => ['joanna.price', 'sam.carter'].includes(s.userId) || every.findIndex((o) => o.team === s.team && o.purpose === s.purpose && o.role === s.role) === i);
  app = await buildPortal({
    kernel, access, records, cases, linkage: createLinkage(kernel), feeds: { states: async () => feedStates() },
    signIn: { register: async () => undefined, session: async (request) => sessions[Number(request.headers['x-as'])] ?? null, csrf: () => 'x', requireSession: async () => undefined },
  });
});
afterAll(async () => {
  await app?.close();
  await bench?.close();
});

const as = (session: Session) => ({ 'x-as': String(sessions.indexOf(session)) });
const get = (session: Session, url: string) => app.inject({ url, headers: as(session) });
const post = (session: Session, url: string, form: Record<string, string>) => app.inject({ method: 'POST', url, headers: { ...as(session), 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(form).toString() });
const name = (s: Session): string => `${s.userId} as ${s.team} for ${s.purpose}`;

test('a case, its forms and its files open to those who read its category in detail, and are as if they were not to others', { timeout: 120_000 }, async () => {
  for (const session of sessions) {
    const may = bench.access.may(session, 'case');
    for (const who of people) {
      const level = await bench.as(session, 'case', [person[who]], async (reading) => (reading.persons.get(person[who])?.sealed === true ? 'none' : reading.level(person[who], 'housing'))).catch(() => 'none');
      const opens = may && level === 'detail' && who !== 'sealed' && (who !== 'named' || session.userId === 'joanna.price');
      const id = held[who];
      const every = [paths.case(id), paths.caseFormPage(id, 'request', 1), paths.caseFile(id, file[who]), paths.caseForm(id, 'request'), paths.caseFormPart(id, 'request', 'check'), paths.caseFormPart(id, 'request', 'print'), paths.caseFormPart(id, 'request', 'history')];
      // Where the team does not work with cases at all, one address of each kind says so.
      for (const url of may ? every : every.slice(0, 3)) {
        const { statusCode, body } = await get(session, url);
        const where = `${name(session)} ${who} ${url}`;
        expect([where, statusCode === 200]).toEqual([where, opens]);
        const tells = body.includes(marker(who)) || body.includes('a letter');
        expect([where, opens || (!tells && [403, 404].includes(statusCode))]).toEqual([where, true]);
      }
      if (opens) continue;
      const { statusCode } = await post(session, paths.caseFormSave(id, 'request', 1), { wish: 'written over', revision: '1' });
      expect([name(session), who, [403, 404].includes(statusCode)]).toEqual([name(session), who, true]);
    }
  }
  const { forms } = await bench.cases.desk.one(bench.joanna, held.open);
  expect(forms[0]?.draft?.answers).toEqual({ wish: marker('open') });
});

test('lists and counts are for teams that work with cases, and nobody sealed is in them', { timeout: 90_000 }, async () => {
  for (const session of sessions) {
    const may = bench.access.may(session, 'case');
    for (const url of [`${paths.work}?tab=team`, paths.workTasks, paths.workNotices, paths.allocate, paths.away]) {
      const { statusCode, body } = await get(session, url);
      expect([name(session), url, statusCode]).toEqual([name(session), url, may ? 200 : 403]);
      expect([name(session), url, body.includes('Selma'), body.includes(held.sealed)]).toEqual([name(session), url, false, false]);
    }
    const home = await get(session, paths.home);
    expect([name(session), home.body.includes(`href="${paths.work}"`)]).toEqual([name(session), may]);
    expect([name(session), (await get(session, paths.begin(person.sealed))).statusCode]).toEqual([name(session), may ? 404 : 403]);
  }
});

test('on the overview and the chronology a case stands for those who may know of it, and what it holds for nobody there', async () => {
  for (const session of sessions.filter((s) => bench.access.may(s, 'case') && bench.access.may(s, 'open'))) {
    const { statusCode, body } = await get(session, paths.person(person.open));
    if (statusCode !== 200) continue;
    expect([name(session), body.includes(marker('open'))]).toEqual([name(session), false]);
    const { body: named } = await get(session, paths.person(person.named));
    expect([name(session), named.includes(held.named)]).toEqual([name(session), session.userId === 'joanna.price' && named.includes('Travel training')]);
  }
});

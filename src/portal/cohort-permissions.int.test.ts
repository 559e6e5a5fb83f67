import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cohortsBench, homeWard, type CohortsBench } from '../../tests/support/cohorts.ts';
import { feedStates } from '../../tests/support/records.ts';
import type { Session } from '../access/index.ts';
import { buildPortal } from './index.ts';
import { paths } from './paths.ts';

/** Pages of cohorts, for every demo user in every team and purpose they have, of people they may and may not see. */

let bench: CohortsBench;
let app: FastifyInstance;
let sessions: Session[];
let shared: string;
const own = 'cold-and-breathless';

beforeAll(async () => {
  bench = await cohortsBench();
  const { kernel, access, records, cohorts, db } = bench;
  await bench.place('Opal', '1940-01-01');
  await bench.place('Sealed', '1935-01-01');
  await bench.place('Staff', '1936-01-01');
  await bench.place('Hidden', '1937-01-01', { restricted: true });
  await bench.take();
  for (const [who, kind] of [['Sealed', 'sealed'], ['Staff', 'staff-client']]) {
    await db.writer`insert into access.mark (person_id, kind, source, since) values (${bench.people[who!]!}, ${kind!}, 'test', '2026-01-01')`;
  }
  const leila = access.session('leila.haddad', 'prevention', 'prevention');
  shared = (await cohorts.save(leila, { title: 'Lungs', about: '', criteria: [{ signal: 'breathing-condition' }], shared: 'counts', reason: 'x' })).id;
  sessions = access.users().flatMap((user) => user.teams.flatMap((team) => team.purposes.map((purpose) => access.session(user.id, team.id, purpose.id))));
  app = await buildPortal({
    kernel, access, records, cohorts,
    feeds: { states: async () => feedStates() },
    linkage: { report: () => Promise.reject(new Error('not here')) },
    signIn: { register: async () => undefined, session: async (request) => sessions[Number(request.headers['x-as'])] ?? null, csrf: () => 'x', requireSession: async () => undefined },
  });
});
afterAll(async () => {
  await app?.close();
  await bench?.close();
});

const get = (session: Session, url: string) => app.inject({ url, headers: { 'x-as': String(sessions.indexOf(session)) } });
const post = (session: Session, url: string) => app.inject({ method: 'POST', url, headers: { 'x-as': String(sessions.indexOf(session)), 'content-type': 'application/x-www-form-urlencoded' }, payload: '' });
const name = (s: Session): string => `${s.userId} as ${s.team} for ${s.purpose}`;

test('only who may list or count opens cohorts; only who may list makes one, or sees whom it holds', async () => {
  for (const session of sessions) {
    const [lists, counts] = [bench.access.may(session, 'cohort'), bench.access.may(session, 'cohort-count')];
    const theirs = lists ? session.team === 'prevention' : counts;
    const opened = await get(session, paths.cohort(shared));
    expect([(await get(session, paths.cohorts)).statusCode, (await get(session, paths.cohortNew)).statusCode, opened.statusCode], name(session)).toEqual([lists || counts ? 200 : 403, lists ? 200 : 403, lists || counts ? (theirs ? 200 : 404) : 403]);
    expect(opened.body.includes('TEST, Opal'), name(session)).toBe(lists && theirs);
  }
});

test('nobody sealed or restricted is on any page or in any worklist; who is hidden is in no ward', async () => {
  for (const session of sessions.filter((s) => bench.access.may(s, 'cohort'))) {
    for (const url of [paths.cohort(shared), paths.cohort(own), `${paths.cohort(shared)}?ward=${homeWard.code}`, `${paths.cohortNew}?c=${encodeURIComponent('{"age":{"from":18}}')}`]) {
      const { body } = await get(session, url);
      expect(body.includes('TEST, Sealed') || body.includes('TEST, Staff'), `${name(session)} ${url}`).toBe(false);
      expect(url.includes('ward=') && body.includes('TEST, Hidden'), `${name(session)} ${url}`).toBe(false);
    }
  }
});

test('a worklist is for who may list and take away; others are refused', async () => {
  for (const session of sessions) {
    const { statusCode, body } = await post(session, paths.cohortWorklist(shared));
    const may = bench.access.may(session, 'cohort') && bench.access.may(session, 'export') && session.team === 'prevention';
    expect(statusCode === 200, name(session)).toBe(may);
    expect(body.includes('Opal House'), name(session)).toBe(may);
  }
});

import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { placePerson } from '../../tests/support/people.ts';
import { radarPortal } from '../../tests/support/radar-portal.ts';
import { scoringBench, type ScoringBench } from '../../tests/support/scoring.ts';
import type { Session } from '../access/index.ts';
import { paths } from './paths.ts';

/** Lists, explanations and scorecards, for every demo user in every team and purpose they have. */

vi.setConfig({ testTimeout: 120_000 });
let bench: ScoringBench;
let app: FastifyInstance;
let sessions: Session[];
const ids: Record<string, string> = {};

beforeAll(async () => {
  bench = await scoringBench();
  await bench.scoring.settle();
  const fall = { kind: 'life-event' as const, code: 'ae-attendance', label: 'Emergency department: Fall Zqhospital', start: '2026-11-10', body: {} };
  for (const given of ['Olive', 'Selma', 'Stella', 'Hilda']) {
    const demographics = { family: 'Zquorn', given: [given], birthDate: '1940-02-03', addresses: [{ lines: ['1 Zqstreet'], postcode: 'NB4 1AB' }], ...(given === 'Hilda' ? { restricted: true } : {}) };
    ids[given] = (await placePerson(bench.db, [{ feed: 'hospital-adt', category: 'hospital', demographics, facts: [fall] }])).personId;
  }
  await bench.records.refresh();
  await bench.access.setMarks(bench.db.writer, 'test', [{ personId: ids.Selma!, kind: 'sealed', reason: '' }, { personId: ids.Stella!, kind: 'staff-client', reason: '' }], [ids.Selma!, ids.Stella!]);
  await bench.scoring.settle();
  const { access } = bench;
  sessions = access.users().flatMap((user) => user.teams.flatMap((team) => team.purposes.map((purpose) => access.session(user.id, team.id, purpose.id))));
  app = await radarPortal(bench, (headers) => sessions[Number(headers['x-as'])] ?? null);
});
afterAll(async () => {
  await app?.close();
  await bench?.close();
});

const as = (session: Session): Record<string, string> => ({ 'x-as': String(sessions.indexOf(session)) });
const get = (session: Session, url: string) => app.inject({ url, headers: as(session) });
const name = (s: Session): string => `${s.userId} as ${s.team} for ${s.purpose}`;
const readsFalls = (s: Session): boolean => s.team === 'prevention' && s.purpose === 'prevention';

test('a list, its export and its explanations open for its own team and purpose alone', async () => {
  for (const session of sessions) {
    for (const [url, action] of [[paths.radarList('falls'), 'radar'], [paths.radarCsv('falls'), 'export'], [`${paths.radarWhy('falls')}?q=zquorn`, 'radar']] as const) {
      const { statusCode, body } = await get(session, url);
      const may = readsFalls(session) && bench.access.may(session, action);
      expect([name(session), url, statusCode === 200, body.includes('ZQUORN')]).toEqual([name(session), url, may, may]);
    }
  }
});

test('sealed and restricted people are on no list and in no explanation, and answer like nobody', async () => {
  const leila = sessions.find(readsFalls)!;
  const { body } = await get(leila, paths.radarList('falls'));
  expect(body).toContain('ZQUORN, Olive');
  expect(body).not.toMatch(/Selma|Stella/);
  const answer = async (who: string): Promise<string> => (await get(leila, `${paths.radarWhy('falls')}?q=${who}`)).body;
  for (const who of ['Selma', 'Stella']) {
    for (const body of [await answer(`${who}+zquorn`), (await get(leila, `${paths.radarWhy('falls')}?q=zquorn&who=${ids[who]!}`)).body]) {
      expect([who, body.includes(ids[who]!), new RegExp(`ZQUORN, ${who}`).test(body)]).toEqual([who, false, false]);
    }
  }
});

test('what is shared in summary shows neither date nor label of what it rests on, and nobody’s address is on a list', async () => {
  const leila = sessions.find(readsFalls)!;
  for (const url of [paths.radarList('falls'), paths.personPage(ids.Olive!, 'risk'), paths.radarCsv('falls')]) {
    const { statusCode, body } = await get(leila, url);
    expect([url, statusCode]).toEqual([url, 200]);
    expect([url, body.includes('Zqhospital'), body.includes('10 Nov 2026'), url.includes('/person/') || !body.includes('Zqstreet')]).toEqual([url, false, false, true]);
  }
});

test('scorecards are changed by who may, and looked at by who reads lists', async () => {
  for (const session of sessions) {
    const [edit, read] = [bench.access.may(session, 'radar-edit'), bench.access.may(session, 'radar')];
    for (const url of [paths.cards, paths.card('falls'), paths.cardAtrs('falls'), paths.cardVersion('falls', 1)]) expect([name(session), url, (await get(session, url)).statusCode]).toEqual([name(session), url, edit || read ? 200 : 403]);
    for (const url of [paths.newCard, paths.editCard('falls')]) expect([name(session), url, (await get(session, url)).statusCode]).toEqual([name(session), url, edit ? 200 : 403]);
    if (edit) continue;
    for (const url of [`${paths.card('falls')}/retire`, `${paths.cardVersion('falls', 1)}/put-in-force`, `${paths.cardVersion('falls', 1)}/try`, paths.editCard('falls'), paths.newCard]) {
      const { statusCode } = await app.inject({ method: 'POST', url, headers: { ...as(session), 'content-type': 'application/x-www-form-urlencoded' }, payload: 'csrf=x&reason=because' });
      expect([name(session), url, statusCode]).toEqual([name(session), url, 403]);
    }
  }
});

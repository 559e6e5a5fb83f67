import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { placeHousehold, placePerson, placeRelative, type PlacedSubject } from '../../tests/support/people.ts';
import { feedSources, feedStates, recordsBench, type RecordsBench } from '../../tests/support/records.ts';
import type { Session } from '../access/index.ts';
import { createLinkage } from '../linkage/index.ts';
import { createDetectors } from '../radar/index.ts';
import { buildPortal } from './index.ts';
import { paths, personPageActions, personPages } from './paths.ts';

/** What each team may open, for every demo user in every team and purpose they have. tests/sweep looks for what they may not know. */

vi.setConfig({ testTimeout: 120_000 });

let bench: RecordsBench;
let app: FastifyInstance;
let sessions: Session[];
const people: Record<'open' | 'relative', string> = { open: '', relative: '' };

/** A word that nothing but this person's data of this category holds. */
const marker = (person: string, category: string, part = ''): string => `Zq${person}${category.replaceAll('-', '')}${part}`;

/** Somebody with something dated, a worker and an alert in every category, each marked as its own. */
function subjects(person: string, given: string, more: PlacedSubject['demographics'] = {}): PlacedSubject[] {
  return feedSources.map(({ id, category }, index) => ({
    feed: id,
    key: marker(person, category, `key${index}`),
    category,
    demographics: {
      family: 'Zquorn',
      given: [given],
      birthDate: '1950-02-03',
      addresses: [{ lines: [`1 ${marker(person, 'identity', 'street')}`], postcode: 'NB4 1AB' }],
      phones: ['07700 900777'],
      ...(Array.isArray(more) ? {} : more),
    },
    facts: [
      { kind: 'service-episode', label: marker(person, category, 'episode'), start: '2026-10-01', body: { status: 'current', service: marker(person, category, 'service'), detail: marker(person, category, 'more'), reason: marker(person, category, 'reason') } },
      { kind: 'life-event', label: marker(person, category, 'event'), start: '2026-11-01', body: { detail: marker(person, category, 'what'), place: marker(person, category, 'place') } },
      { kind: 'finding', label: marker(person, category, 'alert'), start: '2026-11-02', body: { type: 'alert', detail: marker(person, category, 'why'), recordedBy: marker(person, category, 'by') } },
      { kind: 'finding', label: marker(person, category, 'about'), start: '2026-11-02', body: { type: 'about-me', detail: marker(person, category, 'said') } },
    ],
  }));
}

beforeAll(async () => {
  bench = await recordsBench();
  const { db, access } = bench;
  people.open = (await placePerson(db, subjects('open', 'Olive'))).personId;
  people.relative = (await placePerson(db, subjects('relative', 'Rhona'))).personId;
  await placeHousehold(db, { address: '1 Shared Street', postcode: 'NB4 9ZZ' }, Object.values(people).map((personId) => ({ personId, sources: ['gp-patients', 'police-incidents'] })));
  await placeRelative(db, people.open, people.relative, 'sister', 'gp-patients', 'gp');
  await bench.records.refresh();
  sessions = access.users().flatMap((user) => user.teams.flatMap((team) => team.purposes.map((purpose) => access.session(user.id, team.id, purpose.id))));
  app = await buildPortal({
    kernel: bench.kernel,
    access,
    records: bench.records,
    feeds: { states: async () => feedStates() },
    linkage: createLinkage(bench.kernel),
    detectors: createDetectors(bench.kernel),
    signIn: {
      register: async () => undefined,
      session: async (request) => sessions[Number(request.headers['x-as'])] ?? null,
      csrf: () => 'x',
      requireSession: async () => undefined,
    },
  });
});
afterAll(async () => {
  await app?.close();
  await bench?.close();
});

const as = (session: Session): string => String(sessions.indexOf(session));
const get = (session: Session, url: string) => app.inject({ url, headers: { 'x-as': as(session) } });
const name = (s: Session): string => `${s.userId} as ${s.team} for ${s.purpose}`;
const looks = async (personId: string): Promise<number> => (await bench.db.owner`select count(*)::int as n from access.log_person where person_id = ${personId}`)[0]?.n as number;

test('there are demo users to try, of many kinds', () => {
  expect(sessions.length).toBeGreaterThan(10);
  expect(new Set(sessions.map((s) => s.team)).size).toBeGreaterThan(7);
});

test('detail is shown to those who have it', async () => {
  const joanna = sessions.find((s) => s.userId === 'joanna.price' && s.purpose === 'care-act-request')!;
  const { body, statusCode } = await get(joanna, paths.personPage(people.open, 'chronology'));
  expect(statusCode).toBe(200);
  for (const category of ['adult-social-care', 'housing', 'hospital']) expect(body).toContain(marker('open', category, 'event'));
  expect(body).not.toMatch(/Zqopen(police|education|childrenssocialcare)/);
});

test('a page its team is not allowed is refused, and is not in its navigation', async () => {
  for (const session of sessions) {
    for (const page of personPages) {
      const allowed = bench.access.may(session, personPageActions[page]);
      const { statusCode, body } = await get(session, paths.personPage(people.open, page));
      const barred = statusCode === 403 && !body.includes('Zquorn');
      expect([name(session), page, allowed || barred]).toEqual([name(session), page, true]);
      if (statusCode !== 200) continue;
      for (const other of personPages) {
        expect([name(session), page, other, body.includes(`href="${paths.personPage(people.open, other)}"`)]).toEqual([name(session), page, other, bench.access.may(session, personPageActions[other])]);
      }
    }
    for (const about of [paths.governance, paths.agreements]) expect((await get(session, about)).statusCode).toBe(200);
    expect((await get(session, paths.feeds)).statusCode).toBe(bench.access.may(session, 'feed-health') ? 200 : 403);
    expect((await get(session, paths.linkReport)).statusCode).toBe(bench.access.may(session, 'link-report') ? 200 : 403);
    expect((await get(session, '/find?q=zquorn')).statusCode).toBe(bench.access.may(session, 'search') ? 200 : 403);
  }
}, 120_000);

test('each page about a person that is shown is one look in their log, no more and no less', async () => {
  const joanna = sessions.find((s) => s.userId === 'joanna.price')!;
  for (const url of personPages.filter((page) => bench.access.may(joanna, personPageActions[page])).map((page) => paths.personPage(people.relative, page))) {
    const before = await looks(people.relative);
    expect((await get(joanna, url)).statusCode).toBe(200);
    expect([url, (await looks(people.relative)) - before]).toEqual([url, 1]);
  }
});

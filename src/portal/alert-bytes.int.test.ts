import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placePerson, type PlacedSubject } from '../../tests/support/people.ts';
import { feedStates, recordsBench, type RecordsBench } from '../../tests/support/records.ts';
import type { Session } from '../access/index.ts';
import { createLinkage } from '../linkage/index.ts';
import { buildPortal } from './index.ts';
import { paths, personPages } from './paths.ts';

/** A team that is told only whether there is something to discuss is told it in the same bytes, whatever there is. */

let bench: RecordsBench;
let app: FastifyInstance;
let session: Session;
let little: string;
let much: string;

type Facts = Exclude<PlacedSubject['facts'], undefined>;
const placed = async (more: { feed: string; category: string; facts: Facts }[]): Promise<string> =>
  (
    await placePerson(bench.db, [
      { feed: 'housing-tenancies', category: 'housing', demographics: { family: 'Zquorn', given: ['Ann'], birthDate: '1950-02-03', addresses: [{ lines: ['1 Elm Road'], postcode: 'NB4 1AB' }] }, facts: [{ kind: 'service-episode', label: 'Tenancy', start: '2015-04-01', body: { status: 'current' } }] },
      ...more.map((m) => ({ ...m, demographics: { family: 'Zquorn', given: ['Ann'] } })),
    ])
  ).personId;

beforeAll(async () => {
  bench = await recordsBench();
  little = await placed([
    { feed: 'police-incidents', category: 'police', facts: [{ kind: 'life-event', label: 'Lost property', start: '2019-01-01', body: {} }] },
    { feed: 'mental-health', category: 'mental-health', facts: [{ kind: 'finding', label: 'Seen once', start: '2018-01-01', body: { type: 'condition' } }] },
    { feed: 'adult-social-care', category: 'adult-social-care', facts: [{ kind: 'life-event', label: 'Rang', start: '2017-01-01', body: {} }] },
  ]);
  much = await placed([
    { feed: 'police-incidents', category: 'police', facts: ['2026-11-01', '2026-11-10', '2026-11-19T22:15'].map((start) => ({ kind: 'life-event' as const, label: 'Domestic incident', start, body: { detail: 'Zqworse', role: 'victim' } })) },
    {
      feed: 'mental-health',
      category: 'mental-health',
      facts: [
        { kind: 'service-episode', label: 'Crisis team', start: '2026-11-18', body: { status: 'current', service: 'Zqcrisis', professionals: [{ name: 'Zqnurse', phone: '020 7946 0113' }] } },
        { kind: 'finding', label: 'Zqrisk of self-harm', start: '2026-11-18', body: { type: 'risk' } },
        { kind: 'finding', label: 'Zqalert', start: '2026-11-18', body: { type: 'alert' } },
      ],
    },
    { feed: 'adult-social-care', category: 'adult-social-care', facts: [{ kind: 'service-episode', label: 'Zqenquiry', start: '2026-11-01', body: { status: 'current' } }] },
  ]);
  await bench.records.refresh();
  session = bench.access.session('tom.fletcher');
  app = await buildPortal({
    kernel: bench.kernel,
    access: bench.access,
    records: bench.records,
    feeds: { states: async () => feedStates() },
    linkage: createLinkage(bench.kernel),
    signIn: { register: async () => undefined, session: async () => session, csrf: () => 'x', requireSession: async () => undefined },
  });
});
afterAll(async () => {
  await app?.close();
  await bench?.close();
});

/** A page about somebody without what is theirs alone: their id, and the numbers of facts that are shown. */
const bytes = async (id: string, url: string): Promise<string> => `${(await app.inject({ url })).statusCode} ${(await app.inject({ url })).body.replaceAll(id, 'IT').replaceAll(/fact-\d+/g, 'fact')}`;

test('every page of two people who differ only in what is told as an alert is the same bytes', async () => {
  expect(await bytes(much, paths.person(much))).toContain('There is something to discuss.');
  for (const page of personPages) expect([page, await bytes(much, paths.personPage(much, page))]).toEqual([page, await bytes(little, paths.personPage(little, page))]);
  for (const page of personPages) expect(await bytes(much, paths.personPage(much, page))).not.toContain('Zqcrisis');
});

test('a team’s view puts its cards first and folds the others away, and draws its own columns and navigation', async () => {
  const page = (await app.inject({ url: paths.person(much) })).body;
  expect([...page.matchAll(/<h3 class="app-card__name">([^<]+)</g)].map((m) => m[1]).slice(0, 2)).toEqual(['Housing', expect.any(String)]);
  expect(page).toMatch(/Other services \(\d+\)/);
  expect(page.indexOf('Other services')).toBeLessThan(page.indexOf('There is something to discuss.'));
  const found = (await app.inject({ url: '/find?q=zquorn' })).body;
  expect([...found.matchAll(/<dt>([^<]+)<\/dt>/g)].map((m) => m[1])).toEqual(['Born', 'Address', 'Born', 'Address']);
  session = bench.access.session('ruth.adeyemi');
  const home = (await app.inject({ url: paths.home })).body;
  expect([...home.matchAll(/<li><a href="([^"]+)"/g)].map((m) => m[1]).slice(0, 3)).toEqual(['/', '/governance', '/emergency']);
});

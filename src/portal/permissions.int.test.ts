import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { placeHousehold, placePerson, placeRelative, type PlacedSubject } from '../../tests/support/people.ts';
import { feedSources, feedStates, recordsBench, type RecordsBench } from '../../tests/support/records.ts';
import type { Level, Session } from '../access/index.ts';
import { createLinkage } from '../linkage/index.ts';
import { createDetectors } from '../radar/index.ts';
import { buildPortal } from './index.ts';
import { paths, personPageActions, personPages } from './paths.ts';
import { routes } from './routes.ts';

/** Every route, for every demo user in every team and purpose they have, of people they may and may not see. */

vi.setConfig({ testTimeout: 120_000 });

let bench: RecordsBench;
let app: FastifyInstance;
let sessions: Session[];
const people: Record<'open' | 'sealed' | 'staff' | 'hidden' | 'relative', string> = { open: '', sealed: '', staff: '', hidden: '', relative: '' };
const absent = '01935f6e-0000-7000-8000-00000000ffff';

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
  people.sealed = (await placePerson(db, subjects('sealed', 'Selma'))).personId;
  people.staff = (await placePerson(db, subjects('staff', 'Stella'))).personId;
  people.hidden = (await placePerson(db, subjects('hidden', 'Hilda', { restricted: true }))).personId;
  people.relative = (await placePerson(db, subjects('relative', 'Rhona'))).personId;
  await placeHousehold(db, { address: '1 Shared Street', postcode: 'NB4 9ZZ' }, Object.values(people).map((personId) => ({ personId, sources: ['gp-patients', 'police-incidents'] })));
  for (const other of [people.sealed, people.staff, people.hidden, people.relative]) await placeRelative(db, people.open, other, 'sister', 'gp-patients', 'gp');
  await bench.records.refresh();
  await access.setMarks(db.writer, 'test', [{ personId: people.sealed, kind: 'sealed', reason: '' }, { personId: people.staff, kind: 'staff-client', reason: '' }], [people.sealed, people.staff]);
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
const pagesOf = (id: string): string[] => personPages.map((page) => paths.personPage(id, page));
const name = (s: Session): string => `${s.userId} as ${s.team} for ${s.purpose}`;
const looks = async (personId: string): Promise<number> => (await bench.db.owner`select count(*)::int as n from access.log_person where person_id = ${personId}`)[0]?.n as number;

/** Levels this session has of a person, as access itself decides them. */
async function levels(session: Session, personId: string): Promise<Map<string, Level>> {
  if (!bench.access.may(session, 'open')) return new Map(bench.access.categories.map(({ id }) => [id, 'none']));
  return bench.as(session, 'open', [personId], async (reading) => new Map(bench.access.categories.map(({ id }) => [id, reading.level(personId, id)])));
}

test('there are demo users to try, of many kinds', () => {
  expect(sessions.length).toBeGreaterThan(10);
  expect(new Set(sessions.map((s) => s.team)).size).toBeGreaterThan(7);
});

describe('sealed', () => {
  test('is the same as never having been, to everybody, on every page', async () => {
    for (const session of sessions) {
      for (const [at, url] of pagesOf(people.sealed).entries()) {
        const sealed = await get(session, url);
        const nobody = await get(session, pagesOf(absent)[at]!);
        expect([name(session), url, sealed.statusCode, sealed.body]).toEqual([name(session), url, nobody.statusCode, nobody.body]);
        expect([404, 403]).toContain(sealed.statusCode);
        expect(JSON.stringify(sealed.headers)).not.toContain('Zq');
      }
    }
  });

  test('is not found by search, nor counted, nor named among the family of those who are', async () => {
    for (const session of sessions) {
      const urls = ['/find?q=selma+zquorn', '/find?q=zquorn', `/find?q=${marker('sealed', 'gp', 'key5')}`, ...pagesOf(people.open), ...pagesOf(people.relative)];
      for (const url of urls) {
        const { body } = await get(session, url);
        expect([name(session), url, body.includes(people.sealed), /selma/i.test(body.replace(/value="[^"]*"/g, '').replace(/“[^”]*”/g, '')), body.includes('Zqsealed') && !url.includes('Zqsealed')]).toEqual([name(session), url, false, false, false]);
      }
    }
  });
});

describe('restricted', () => {
  test('opens for nobody, and shows nothing of what is held', async () => {
    for (const session of sessions) {
      const ask = paths.emergency(people.staff);
      const may = bench.access.may(session, 'break-glass');
      for (const url of [...pagesOf(people.staff), ask, '/find?q=stella+zquorn', ...pagesOf(people.open), ...pagesOf(people.relative)]) {
        const { statusCode, body, headers } = await get(session, url);
        const asked = may && (url === ask ? statusCode === 200 : statusCode === 302 && headers.location === ask);
        const refused = !url.includes(people.staff) || statusCode === 403 || statusCode === 404 || asked;
        expect([name(session), url, refused]).toEqual([name(session), url, true]);
        expect([name(session), url, body.includes('Zqstaff'), body.includes('1950-02-03'), body.replaceAll(`href="${ask}"`, '').includes(`href="/person/${people.staff}`)]).toEqual([name(session), url, false, false, false]);
      }
    }
  });
});

describe('hidden whereabouts', () => {
  test('neither address nor phone is on any page, nor who lives there', async () => {
    for (const session of sessions) {
      for (const url of [...pagesOf(people.hidden), '/find?q=hilda+zquorn', ...pagesOf(people.open)]) {
        const { body } = await get(session, url);
        const own = url.includes(people.hidden);
        const told = [marker('hidden', 'identity', 'street'), ...(own ? ['07700 900777', 'NB4 1AB', 'Shared Street', 'Olive', 'Rhona'] : [])].filter((word) => body.includes(word));
        const placed = [...body.matchAll(/<tr[^>]*>(?:(?!<\/tr>).)*Hilda(?:(?!<\/tr>).)*<\/tr>/gis)].filter(([row]) => />Yes|Until|In the past/.test(row));
        expect([name(session), url, told, placed.length]).toEqual([name(session), url, [], 0]);
      }
    }
  });
});

describe('what a category may show', () => {
  test('is what was decided for it, on every page, for everybody', async () => {
    for (const session of sessions) {
      const decided = await levels(session, people.open);
      for (const url of [...pagesOf(people.open), '/find?q=olive+zquorn']) {
        const { body, statusCode } = await get(session, url);
        for (const [category, level] of decided) {
          if (category === 'identity') continue;
          const shown = body.includes(`Zqopen${category.replaceAll('-', '')}`);
          const leaked = shown && level !== 'detail' && !(level === 'summary' && url.endsWith('/sources'));
          expect([name(session), url, category, level, leaked]).toEqual([name(session), url, category, level, false]);
        }
        expect([name(session), url, [200, 403, 404].includes(statusCode)]).toEqual([name(session), url, true]);
      }
    }
  }, 120_000);

  test('and detail is shown to those who have it', async () => {
    const joanna = sessions.find((s) => s.userId === 'joanna.price' && s.purpose === 'care-act-request')!;
    const { body, statusCode } = await get(joanna, paths.personPage(people.open, 'chronology'));
    expect(statusCode).toBe(200);
    for (const category of ['adult-social-care', 'housing', 'hospital']) expect(body).toContain(marker('open', category, 'event'));
    expect(body).not.toMatch(/Zqopen(police|education|childrenssocialcare)/);
  });
});

describe('what a team may do', () => {
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
});

test('each page about a person that is shown is one look in their log, no more and no less', async () => {
  const joanna = sessions.find((s) => s.userId === 'joanna.price')!;
  for (const url of personPages.filter((page) => bench.access.may(joanna, personPageActions[page])).map((page) => paths.personPage(people.relative, page))) {
    const before = await looks(people.relative);
    expect((await get(joanna, url)).statusCode).toBe(200);
    expect([url, (await looks(people.relative)) - before]).toEqual([url, 1]);
  }
});

test('every route was tried', () => {
  const tried = new Set<string>([paths.home, paths.find, paths.feeds, paths.linkReport, paths.governance, paths.agreements, ...personPages.map((page) => paths.personPage(':id', page))]);
  expect(routes.map((route) => route.path).filter((path) => !tried.has(path))).toEqual([]);
});

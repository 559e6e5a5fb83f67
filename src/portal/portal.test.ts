import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostileText, ids } from '../../tests/support/portal-fixtures.ts';
import { fixtureServices } from '../../tests/support/portal-services.ts';
import { buildPortal } from './index.ts';
import { paths, personPages } from './paths.ts';
import { routes } from './routes.ts';

let services: ReturnType<typeof fixtureServices>;
let app: FastifyInstance;
beforeAll(async () => {
  services = fixtureServices();
  app = await buildPortal(services);
});
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const personUrls = (id: string): string[] => personPages.map((page) => paths.personPage(id, page));
const everyUrl = [paths.home, paths.find, '/find?q=begum', '/find?q=nobody', '/find?q=many', '/find?q=x', paths.feeds, paths.linkReport, paths.governance, paths.agreements, `${paths.personPage(ids.amina, 'explain')}?user=joanna.price&team=front-door&purpose=care-act-request`, ...personUrls(ids.amina), ...personUrls(ids.hidden), ...personUrls(ids.dead), ...personUrls(ids.hostile), '/nowhere'];

describe('every page', () => {
  test.each(everyUrl)('%s has one h1, a title, landmarks and unique ids', async (url) => {
    const { body, headers } = await get(url);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body.match(/<h1[ >]/g)).toHaveLength(1);
    expect(body).toMatch(/<title>[^<]+ – Kith<\/title>/);
    expect(body.match(/<main[ >]/g)).toHaveLength(1);
    expect(body.match(/<header[ >]/g)).toHaveLength(1);
    const used = [...body.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
    expect(used).toEqual([...new Set(used)]);
  });

  test.each(everyUrl)('%s sends strict headers and nothing inline', async (url) => {
    const { body, headers } = await get(url);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*style-src 'self'; script-src 'self'.*frame-ancestors 'none'/);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
    expect(body).not.toMatch(/ style=|<style| on[a-z]+=["']|<script(?! src="\/assets\/)|javascript:/);
    expect(body).not.toMatch(/(?:href|src|action)="(?:https?:)?\/\//);
  });

  test.each(everyUrl)('%s links only to what is there', async (url) => {
    const { body } = await get(url);
    const links = [...new Set([...body.matchAll(/(?:href|action)="(\/[^"#]*)/g)].map((m) => m[1]!.replaceAll('&amp;', '&')))];
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) {
      if (link.startsWith('/sign-') || link === paths.account) continue;
      expect([link, (await get(link)).statusCode]).toEqual([link, 200]);
    }
  });

  test('says that the people are invented where they are, and does not where they are not', async () => {
    expect((await get(paths.home)).body).toContain('These people are invented');
    const real = await buildPortal(fixtureServices({ synthetic: false }));
    expect((await real.inject(paths.home)).body).not.toContain('invented');
    await real.close();
  });
});

describe('a person', () => {
  test('is shown to NHS conventions', async () => {
    const { body } = await get(paths.person(ids.amina));
    const text = body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    for (const words of ['BEGUM, Amina (Mrs)', 'Born 14-Jul-1943 (83y)', 'Gender Female', 'NHS number 999 012 3456', 'Address 12 Larch Close, NB4 2QT', 'Likes to be called Ammi', 'Language Sylheti, interpreter needed']) expect(text).toContain(words);
    expect(body).toContain('<title>Amina Begum – Overview – Kith</title>');
    expect(body).not.toMatch(/<dd>\s*(\?|null|undefined)?\s*<\/dd>/);
  });

  test('who has died is marked so, with no age today', async () => {
    const { body } = await get(paths.person(ids.dead));
    expect(body).toContain('Has died');
    expect(body).toContain('05-Mar-2024 (85y)');
    expect(body).toContain('<dd>Jan-1939</dd>');
  });

  test('whose whereabouts are hidden has neither address nor phone in the banner or results', async () => {
    for (const url of [paths.person(ids.hidden), '/find?q=hart']) {
      const { body } = await get(url);
      expect(body).toContain('Hidden to keep this person safe');
    }
  });

  test('is opened once in the log, as the page says', async () => {
    for (const page of personPages) {
      services.asked.readings.length = 0;
      await get(paths.personPage(ids.amina, page));
      const route = routes.find((r) => r.kind === 'person' && r.page === page);
      expect(services.asked.readings).toEqual([{ action: route?.audit, persons: [ids.amina], request: undefined }]);
    }
  });

  test('absence is said, never left blank', async () => {
    const { body } = await get(paths.person(ids.amina));
    expect(body).toContain('Not found in Education, checked to 20 Nov 2026');
    expect(body).toContain('Feed late:');
    expect(body).toContain('What is shown may be out of date.');
    expect(body).toContain('Mental health is not shared with Front door');
  });

  test('alert only: a desk to ring and nothing else', async () => {
    const { body } = await get(paths.person(ids.amina));
    const card = /<li class="app-card app-card--discuss">.*?<\/li>/s.exec(body)?.[0] ?? '';
    expect(card).toContain('Police');
    expect(card).toContain('020 7946 0190');
    expect(card).not.toContain('Newbridge Police');
    expect(card).not.toMatch(/Since|Updated|Incidents/);
  });

  test('a source that is not shared is not said to hold nothing', async () => {
    const { body } = await get(paths.personPage(ids.amina, 'sources'));
    const [, after = ''] = body.split('Sources not shared with your team');
    const withheld = /<p>.*?<\/p>/s.exec(after)?.[0] ?? '';
    for (const title of ['Incidents', 'Children in need', 'Mental health referrals', 'Attendance']) expect(withheld).toContain(title);
    expect(withheld).toContain('may or may not hold this person');
    expect(body.match(/Incidents, Newbridge Police/)).toBeNull();
    expect(body).toContain('Not found here, checked to today');
  });

  test('directories of services are not sources about a person', async () => expect((await get(paths.personPage(ids.amina, 'sources'))).body).not.toContain('Care locations'));

  test('results name only the services that the reader may know of', async () => {
    const { body } = await get('/find?q=begum');
    const first = /<li class="app-found">.*?<\/li>/s.exec(body)?.[0] ?? '';
    expect(first).toContain('Housing');
    expect(first).not.toMatch(/Mental health|Police/);
  });
});

describe('nobody', () => {
  test('sealed, absent and malformed are told apart by nothing, on any page', async () => {
    const page = (await get('/nowhere')).body;
    for (const id of [ids.sealed, ids.absent, 'not-an-id', '01935f6e', '..%2f..']) {
      for (const url of personUrls(id)) {
        const { statusCode, body } = await get(url);
        expect([url, statusCode, body]).toEqual([url, 404, page]);
      }
    }
  });

  test('restricted says so, and nothing more', async () => {
    for (const url of personUrls(ids.restricted)) {
      const { statusCode, body } = await get(url);
      expect(statusCode).toBe(403);
      expect(body).toContain('This record is restricted');
      expect(body).not.toContain('BEGUM');
    }
  });

  test('a person known by another id now is gone to', async () => {
    const { statusCode, headers } = await get(paths.personPage(ids.merged, 'family'));
    expect([statusCode, headers.location]).toEqual([302, paths.personPage(ids.amina, 'family')]);
  });

  test('signed out, every page asks to sign in and reads nothing', async () => {
    const away = fixtureServices({ signedIn: null });
    const closed = await buildPortal(away);
    for (const url of everyUrl.filter((u) => u !== '/nowhere')) expect((await closed.inject(url)).headers.location).toMatch(/^\/sign-in/);
    expect(away.asked.readings).toEqual([]);
    await closed.close();
  });

  test('a team that may look at nobody is refused each page about people, and sees no link to one', async () => {
    const barred = fixtureServices({ may: () => false });
    const closed = await buildPortal(barred);
    for (const url of ['/find?q=begum', paths.feeds, ...personUrls(ids.amina)]) expect([url, (await closed.inject(url)).statusCode]).toEqual([url, 403]);
    const { body } = await closed.inject(paths.home);
    expect(body).not.toMatch(/href="\/(?:find|feeds)|action="\/find/);
    await closed.close();
  });
});

describe('find', () => {
  test('looks for nobody until something is asked', async () => {
    services.asked.readings.length = 0;
    await get(paths.find);
    await get('/find?q=%20');
    expect((await get('/find?q=x')).body).toContain('<title>Error: Find a person – Kith</title>');
    expect(services.asked.readings).toEqual([]);
    await get('/find?q=begum');
    expect(services.asked.readings).toEqual([{ action: 'search', persons: [], request: 'begum' }]);
  });

  test('says what was looked for when nobody is found, and what to try', async () => {
    const { body } = await get('/find?q=nobody+1943');
    expect(body).toContain('the name “nobody” and born in 1943');
    expect(body).toContain('What to try');
    expect(body).toContain('does not mean that nobody knows this person');
  });

  test('names a restricted person as such without a link', async () => {
    const { body } = await get('/find?q=begum');
    expect(body).toContain('BEGUM, Salma');
    expect(body).not.toContain(ids.restricted);
  });

  test('says so when there are too many', async () => expect((await get('/find?q=many')).body).toContain('There are more than can be shown'));
});

describe('chronology', () => {
  test('is an ordered list under months, newest first, with the source’s own precision', async () => {
    const { body } = await get(paths.personPage(ids.amina, 'chronology'));
    expect([...body.matchAll(/<h3>([^<]+)<\/h3>/g)].map((m) => m[1])).toEqual(['November 2026', 'October 2026', 'September 2026', 'December 2024', '2009', 'Date not given']);
    expect(body).toContain('<time datetime="2026-11-11T02:40">11 Nov 2026, 02:40</time>');
    expect(body).toContain('<time datetime="2009">2009</time>');
    expect(body).not.toContain('00:00');
    expect(body).toContain('Not everything is here');
  });

  test('filters by source, keeps what was chosen, and pages', async () => {
    const { body } = await get(`${paths.personPage(ids.amina, 'chronology')}?source=housing&show=1`);
    expect(body).toMatch(/value="housing"[^>]* checked/);
    expect(body).toContain('The newest 1 of 2 entries');
    expect(body).toContain('source=housing&amp;show=201#fact-');
  });

  test('a date that cannot be read is an error beside its field, not a guess', async () => {
    const { body, statusCode } = await get(`${paths.personPage(ids.amina, 'chronology')}?from=31/2/2025&to=%3Cscript%3E`);
    expect(statusCode).toBe(200);
    expect(body).toContain('<title>Error: Amina Begum – Chronology – Kith</title>');
    expect(body).toContain('href="#from"');
    expect(body).toContain('value="31/2/2025"');
    expect(body).toContain('value="&lt;script');
  });
});

test('what a feed says is text, however it is written', async () => {
  for (const url of [...personUrls(ids.hostile), '/find?q=begum', `/find?q=${encodeURIComponent(hostileText)}`, `/find?q=nobody${encodeURIComponent(hostileText)}`]) {
    const { body } = await get(url);
    expect(body).not.toMatch(/<script>|<img/);
    expect(body).toContain('&lt;script');
  }
});

test('every page about people declares what it logs', () => {
  for (const route of routes) expect(route.kind === 'plain' ? route.audit === null : route.audit !== null && route.reads !== '').toBe(true);
  expect(new Set(routes.map((r) => r.path)).size).toBe(routes.length);
});

import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { browser, type Browser } from '../../../tests/support/http-browser.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { fixtureServices } from '../../../tests/support/portal-services.ts';
import { createAccess } from '../../access/index.ts';
import { readConfig, type Kernel } from '../../kernel/index.ts';
import { buildPortal, type PortalServices } from '../index.ts';

/** A room that answers everything with itself: what is tested here comes before any room is asked. */
const anything: never = new Proxy(() => undefined, { get: (_, key) => (key === 'then' ? undefined : anything), apply: () => anything }) as never;

const limits = `
limits:
  search: { times: 3, seconds: 600 }
  change: { times: 5, seconds: 600 }
`;

let db: Awaited<ReturnType<typeof testDatabase>>;
let kernel: Kernel;
let app: FastifyInstance;
let address: string;

/** The whole portal, every set of pages there, with real access and sign-in. */
async function open(): Promise<FastifyInstance> {
  const { signIn: _, ...rooms } = fixtureServices();
  const alerts = { desk: new Proxy({}, { get: (_target, key) => (key === 'unseen' ? async () => 0 : anything) }) } as never;
  const services: PortalServices = { ...rooms, kernel, access: createAccess(kernel), reviews: anything, alerts, notices: anything, parting: anything, intake: anything, sensors: anything, cohorts: anything, radar: anything, settle: anything, ownSide: { records: anything, requests: anything } };
  return buildPortal(services);
}

beforeAll(async () => {
  const area = mkdtempSync(join(tmpdir(), 'kith-area-'));
  cpSync('areas/demo', area, { recursive: true });
  writeFileSync(join(area, 'access/security.yaml'), limits);
  db = await testDatabase();
  kernel = testKernel(db, { area });
  app = await open();
  address = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  await db.close();
});

async function signedIn(user: string, acting: string): Promise<Browser> {
  const them = browser(address);
  await them.open('/sign-in');
  await them.send({ user });
  await them.send({ acting });
  return them;
}
const cookieOf = (them: Browser): string => [...them.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

/** Every route of the app by its method, read from the router itself. */
function routesOf(of: FastifyInstance, method: string): string[] {
  const above: string[] = [];
  return of
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', path = '', methods = ''] = /^([│ ]*)[├└]── (.*) \(([^)]*)\)$/.exec(line) ?? /^([│ ]*)[├└]── (.*)()$/.exec(line) ?? [];
      if (path === '') return [];
      const depth = indent.length / 4;
      above[depth] = path;
      return methods.split(', ').includes(method) ? [above.slice(0, depth + 1).join('')] : [];
    });
}

/** Forms that check a token of their own. */
const ownCheck = ['/identity/choose/:uid', '/identity/choose/:uid/prove'];
/** People at their own record have a cookie of their own, and forms that check its token: without either they are sent to sign in. */
const ownSide = (path: string): boolean => path.startsWith('/your-record');
/** The identity provider's endpoints are a protocol, which no form of ours posts to. The router prints no more of their address. */
const protocol = (path: string): boolean => path.endsWith('*');

test('every form of the portal is refused without the session’s token, and before anything is done', async () => {
  const cookie = cookieOf(await signedIn('joanna.price', 'front-door/care-act-request'));
  const all = routesOf(app, 'POST');
  expect(all.filter(protocol)).toHaveLength(1);
  const posts = all.filter((path) => !protocol(path));
  expect(posts.length).toBeGreaterThan(25);
  expect(posts).toEqual(expect.arrayContaining(['/sign-out', '/add', '/alerts/:id', '/session', ...ownCheck]));
  for (const path of posts.filter((one) => !ownCheck.includes(one) && !ownSide(one))) {
    const url = path.replace(/:\w+/g, '01935f6e-0000-7000-8000-000000000001');
    for (const payload of ['', 'csrf=made-up']) {
      const { statusCode } = await app.inject({ method: 'POST', url, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, payload });
      expect([path, payload, statusCode]).toEqual([path, payload, 403]);
    }
  }
  for (const path of posts.filter(ownSide)) {
    const { statusCode, headers } = await app.inject({ method: 'POST', url: path, headers: { cookie } });
    expect([path, statusCode, String(headers.location).startsWith('/your-record')]).toEqual([path, 303, true]);
  }
  for (const path of ownCheck) expect((await app.inject({ method: 'POST', url: path.replace(':uid', 'any'), headers: { cookie } })).statusCode).not.toBe(200);
});

test('pages are asked for and forms are sent; no other method does anything', async () => {
  const cookie = cookieOf(await signedIn('joanna.price', 'front-door/care-act-request'));
  for (const method of ['PUT', 'PATCH', 'DELETE'] as const) expect(routesOf(app, method).filter((path) => !protocol(path))).toEqual([]);
  for (const method of ['PUT', 'DELETE', 'OPTIONS'] as const) expect((await app.inject({ method, url: '/feeds', headers: { cookie } })).statusCode).toBe(404);
  expect((await app.inject({ method: 'POST', url: '/add', headers: { cookie, 'content-type': 'application/xml' }, payload: '<a/>' })).statusCode).toBe(415);
  const [get, head] = await Promise.all((['GET', 'HEAD'] as const).map((method) => app.inject({ method, url: '/sign-out', headers: { cookie } })));
  expect([head!.statusCode, head!.body]).toEqual([get!.statusCode, '']);
});

test('whatever the answer, it says what the browser may load, that nothing is kept, and to stay on https where that is used', async () => {
  for (const url of ['/sign-out', '/', '/nowhere', '/assets/none', '/session', '/health', '/sign-in/callback', '/identity/choose/none']) {
    const { headers, body } = await app.inject(url);
    expect([url, body === '' || /^(text\/html; charset=utf-8|application\/json)/.test(String(headers['content-type']))]).toEqual([url, true]);
    expect([url, !String(headers['content-type']).includes('json') || /^attachment; filename="\w+\.json"$/.test(String(headers['content-disposition']))]).toEqual([url, true]);
    expect([url, headers['content-security-policy'], headers['cache-control']]).toEqual([url, expect.stringMatching(/^default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'/), 'no-store']);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin' });
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers.server ?? headers['x-powered-by'] ?? headers['access-control-allow-origin']).toBeUndefined();
  }
  process.env.KITH_PUBLIC_URL = 'https://kith.newbridge.example';
  const secure = await open();
  delete process.env.KITH_PUBLIC_URL;
  expect((await secure.inject('/sign-out')).headers['strict-transport-security']).toBe('max-age=63072000');
  await secure.close();
});

test('only a proxy that is trusted says who asks', async () => {
  const asked = async (trustProxy: string): Promise<string> => {
    const config = readConfig({ KITH_TRUST_PROXY: trustProxy }, { data: kernel.config.data });
    const proxied = await buildPortal({ ...fixtureServices(), kernel: { ...kernel, config } });
    proxied.get('/ip', async (request) => request.ip);
    const { body } = await proxied.inject({ url: '/ip', remoteAddress: '10.0.0.4', headers: { 'x-forwarded-for': '203.0.113.9' } });
    await proxied.close();
    return body;
  };
  expect(await asked('')).toBe('10.0.0.4');
  expect(await asked('10.0.0.0/24')).toBe('203.0.113.9');
  expect(await asked('10.9.0.1')).toBe('10.0.0.4');
  expect(() => readConfig({ KITH_TRUST_PROXY: 'everybody' })).toThrow('trustProxy');
});

test('a burst of searches is refused in every process, says when to come back, and each refusal is in the log', async () => {
  const other = await open();
  const cookie = cookieOf(await signedIn('joanna.price', 'front-door/care-act-request'));
  const search = (of: FastifyInstance, as: string) => of.inject({ url: '/find?q=begum', headers: { cookie: as } });
  for (const of of [app, other, app]) expect((await search(of, cookie)).statusCode).toBe(200);
  for (const of of [other, app]) {
    const { statusCode, headers, body } = await search(of, cookie);
    expect(statusCode).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(500);
    expect(body).toContain('You have searched as often as is allowed: 3 times in 10 minutes.');
    expect(body).toMatch(/Try again in (10|9) minutes, after \d\d:\d\d:\d\d/);
  }
  const outcomes = await db.owner`select outcome, count(*)::int as n from access.log where user_id = 'joanna.price' and action = 'search' group by 1 order by 1`;
  expect(outcomes).toEqual([{ outcome: 'refused', n: 2 }, { outcome: 'shown', n: 3 }]);
  expect(await db.owner`select user_id, detail from access.sign_in_event where kind = 'too-many'`).toEqual([{ user_id: 'joanna.price', detail: 'search' }]);
  expect((await search(app, cookieOf(await signedIn('sam.carter', 'front-door/care-act-request')))).statusCode).toBe(200);
  await other.close();
});

test('forms sent one after another are refused past the limit, and what another site sends counts against nobody', async () => {
  const paul = await signedIn('paul.okafor', 'district-nursing/direct-care');
  await paul.open('/account');
  const csrf = /name="csrf" value="([^"]+)"/.exec((await paul.open('/account')).text)?.[1] ?? '';
  for (let i = 0; i < 8; i++) expect((await paul.post('/kept/x/discard', { csrf }, { origin: 'https://elsewhere.example' })).status).toBe(403);
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) statuses.push((await paul.post('/kept/x/discard', { csrf })).status);
  expect(statuses.indexOf(429)).toBeGreaterThan(2);
  expect(statuses.at(-1)).toBe(429);
  expect((await paul.post('/session', { csrf }, { accept: 'application/json' })).status).toBe(200);
});

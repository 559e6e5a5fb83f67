import fastify, { type FastifyInstance } from 'fastify';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { browser, type Browser } from '../../../tests/support/http-browser.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { createAccess } from '../../access/index.ts';
import { fixedClock, KithError, type Kernel } from '../../kernel/index.ts';
import { createSignIn, requireSession, type SignInPages } from './index.ts';

const inputs = (hidden: Record<string, string>): string => Object.entries(hidden).map(([name, value]) => `<input name="${name}" value="${value}">`).join('');
const stubs: SignInPages = {
  chooseUser: (_, { users, action, hidden }) => `<form action="${action}">${inputs(hidden)}${users.map((u) => u.id).join(' ')}</form>`,
  chooseTeam: (_, { user, action, hidden, error }) => `<form action="${action}">${inputs(hidden)}${user.name} ${user.teams.map((t) => t.id).join(' ')} ${error ?? ''}</form>`,
  signedOut: (_, __, idle) => `signed out${idle === null ? '' : ` by time, then ${idle.back}`}`,
  kept: (_, { form, csrf, fields, otherwise }) => `<form action="${form.path}">${inputs({ csrf })}${fields.map(({ name, value }) => inputs({ [name]: value })).join('')}${otherwise === null ? '' : `was ${otherwise.team}`}</form>`,
  account: (_, { end }) => `until ${end.at.toISOString()}`,
  factor: (_, { kind }) => kind,
};

let db: Awaited<ReturnType<typeof testDatabase>>;
let kernel: Kernel & { clock: ReturnType<typeof fixedClock> };
const apps: FastifyInstance[] = [];
let address: string;
let person: Browser;

/** A portal of one page that says who is signed in, on a port of its own. */
async function start(env: NodeJS.ProcessEnv = {}): Promise<string> {
  const access = createAccess(kernel);
  const signIn = createSignIn({ kernel, access, pages: stubs, env });
  const app = fastify();
  app.setErrorHandler((error, _, reply) => reply.status(error instanceof KithError ? error.httpStatus : 500).send(error instanceof Error ? error.message : 'broken'));
  await signIn.register(app);
  app.get('/me', { preHandler: requireSession }, async (request) => ({ ...request.session, csrf: signIn.csrf(request) }));
  app.post('/change', { preHandler: requireSession }, async (request) => `changed ${JSON.stringify({ ...(request.body as object), csrf: undefined })}`);
  apps.push(app);
  return app.listen({ port: 0, host: '127.0.0.1' });
}

/** Signs in as a user for a team and purpose; the page that comes next. */
async function signIn(as: Browser, user: string, acting: string): Promise<{ status: number; url: string; text: string }> {
  await as.open('/sign-in?return=/me');
  const asked = await as.send({ user });
  expect(asked.url).toContain('/sign-in/team');
  return as.send({ acting });
}

beforeAll(async () => {
  db = await testDatabase();
  kernel = { ...testKernel(db), clock: fixedClock('2026-11-20T09:00:00Z') };
  address = await start();
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await db.close();
});
beforeEach(() => {
  kernel.clock.set('2026-11-20T09:00:00Z');
  person = browser(address);
});

test('from a page that needs a session, through user, team and purpose, and back to it', async () => {
  const choosing = await person.open('/me');
  expect(choosing.url).toContain('/identity/choose/');
  expect(choosing.text).toContain('joanna.price');
  const team = await person.send({ user: 'joanna.price' });
  expect(team.text).toContain('Joanna Price front-door');
  const page = await person.send({ acting: 'front-door/adult-safeguarding' });
  expect(new URL(page.url).pathname).toBe('/me');
  expect(JSON.parse(page.text)).toMatchObject({ userId: 'joanna.price', team: 'front-door', organisation: 'newbridge-council', role: 'social-worker', purpose: 'adult-safeguarding' });
});

test('the session is in an encrypted cookie that scripts cannot read and other sites do not send', async () => {
  await signIn(person, 'joanna.price', 'front-door/care-act-request');
  const set = person.setCookies.findLast((line) => line.startsWith('kith-session='))!;
  expect(set).toMatch(/; HttpOnly/);
  expect(set).toMatch(/; SameSite=Lax/);
  expect(Buffer.from(person.cookies.get('kith-session')!, 'base64url').toString('latin1')).not.toContain('joanna');
  expect(statSync(join(kernel.config.data, 'keys/sign-in.json')).mode & 0o777).toBe(0o600);
});

test('a team or purpose that is not theirs is refused, and so is a user who is not there', async () => {
  expect((await signIn(person, 'joanna.price', 'mash/child-safeguarding')).status).toBe(403);
  const other = browser(address);
  expect((await signIn(other, 'joanna.price', 'front-door/child-safeguarding')).status).toBe(403);
  const third = browser(address);
  await third.open('/sign-in');
  expect((await third.send({ user: 'nobody.here' })).status).toBe(403);
});

test('nothing chosen is asked for again', async () => {
  await person.open('/sign-in');
  await person.send({ user: 'sam.carter' });
  const again = await person.send({});
  expect(again.status).toBe(400);
  expect(again.text).toContain('Choose your team and purpose');
});

test('a cookie that was altered, or moved from another, signs nobody in', async () => {
  await signIn(person, 'joanna.price', 'front-door/care-act-request');
  const sound = person.cookies.get('kith-session')!;
  for (const forged of [`${sound.slice(0, -4)}AAAA`, sound.slice(2), 'x', '']) {
    person.cookies.set('kith-session', forged);
    expect((await person.open('/me')).url).toContain('/identity/choose/');
  }
  await person.open('/sign-in');
  person.cookies.set('kith-session', person.cookies.get('kith-errand')!);
  expect((await person.open('/me')).url).toContain('/identity/choose/');
});

test('a form without the session’s token, with another’s, or from another site changes nothing', async () => {
  const { csrf } = JSON.parse((await signIn(person, 'joanna.price', 'front-door/care-act-request')).text) as { csrf: string };
  const other = browser(address);
  const theirs = JSON.parse((await signIn(other, 'tom.fletcher', 'tenancy-services/tenancy-support')).text) as { csrf: string };
  expect((await person.post('/change', {})).status).toBe(403);
  expect((await person.post('/change', { csrf: theirs.csrf })).status).toBe(403);
  expect((await person.post('/change', { csrf }, { origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await person.post('/change', { csrf }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await person.post('/sign-out', {})).status).toBe(403);
  expect((await person.post('/change', { csrf }, { origin: address })).text).toBe('changed {}');
});

test('signing in and choosing again each give a new session and token', async () => {
  await person.open('/sign-in');
  const before = person.cookies.get('kith-session');
  await person.send({ user: 'sam.carter' });
  const asked = person.cookies.get('kith-session')!;
  const first = JSON.parse((await person.send({ acting: 'front-door/care-act-request' })).text || '{}') as { csrf?: string };
  expect(before).toBeUndefined();
  const chosen = person.cookies.get('kith-session')!;
  expect(chosen).not.toBe(asked);
  const me = JSON.parse((await person.open('/me')).text) as { csrf: string };
  await person.open('/sign-in/team?return=/me');
  const second = JSON.parse((await person.send({ acting: 'mash/child-in-need' })).text) as { csrf: string; team: string };
  expect(second.team).toBe('mash');
  expect(second.csrf).not.toBe(me.csrf);
  expect(first.csrf).toBeUndefined();
  person.cookies.set('kith-session', chosen);
  expect((await person.open('/me')).url).toContain('/identity/choose/');
});

test('half an hour without a request, or ten hours with them, signs out', async () => {
  await signIn(person, 'joanna.price', 'front-door/care-act-request');
  kernel.clock.set('2026-11-20T09:29:00Z');
  expect((await person.open('/me')).url).toContain('/me');
  kernel.clock.set('2026-11-20T09:58:00Z');
  expect((await person.open('/me')).url).toContain('/me');
  kernel.clock.set('2026-11-20T10:28:30Z');
  expect((await person.open('/me')).url).toContain('/identity/choose/');
  kernel.clock.set('2026-11-20T09:00:00Z');
  person = browser(address);
  await signIn(person, 'joanna.price', 'front-door/care-act-request');
  for (let minutes = 25; minutes < 600; minutes += 25) {
    kernel.clock.set(new Date(Date.UTC(2026, 10, 20, 9, minutes)));
    expect((await person.open('/me')).url).toContain('/me');
  }
  kernel.clock.set('2026-11-20T19:00:30Z');
  expect((await person.open('/me')).url).toContain('/identity/choose/');
});

test('signing out ends the session, also for whoever kept a copy of its cookie, in every process', async () => {
  const elsewhere = await start();
  const { csrf } = JSON.parse((await signIn(person, 'joanna.price', 'front-door/care-act-request')).text) as { csrf: string };
  const copy = person.cookies.get('kith-session')!;
  const out = await person.post('/sign-out', { csrf });
  expect(out.text).toBe('signed out');
  expect(person.cookies.has('kith-session')).toBe(false);
  for (const at of [address, elsewhere]) {
    const thief = browser(at);
    thief.cookies.set('kith-session', copy);
    expect((await thief.open('/me')).url).toContain('/identity/choose/');
  }
});

test('processes that share a store and keys share sign-in: begun in one, ended in the other', async () => {
  const name = 'https://kith.newbridge.example';
  const [one, other] = [await start({ KITH_PUBLIC_URL: `${name}/` }), await start({ KITH_PUBLIC_URL: name })];
  const them = browser(one, name);
  await them.open('/sign-in?return=/me');
  them.moveTo(other);
  expect((await them.send({ user: 'joanna.price' })).text).toContain('Joanna Price');
  them.moveTo(one);
  expect(JSON.parse((await them.send({ acting: 'front-door/care-act-request' })).text)).toMatchObject({ userId: 'joanna.price' });
  expect(them.visited.every((url) => url.startsWith(`${name}/`))).toBe(true);
  expect(them.setCookies.filter((line) => !/^[^=]+=;/.test(line) && !/; secure/i.test(line))).toEqual([]);
  expect(them.cookies.has('__Host-kith-session')).toBe(true);
});

test('returning goes only to a page of this portal', async () => {
  for (const bad of ['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', '/sign-out', 'javascript:alert(1)']) {
    const other = browser(address);
    await other.open(`/sign-in?return=${encodeURIComponent(bad)}`);
    await other.send({ user: 'joanna.price' });
    const page = await other.send({ acting: 'front-door/care-act-request' });
    expect(page.url).toBe(`${address}/`);
  }
});

test('a code cannot be used again, nor an answer that was not asked for', async () => {
  await person.open('/sign-in');
  await person.send({ user: 'joanna.price' });
  const callback = person.visited.find((url) => url.includes('/sign-in/callback?code='))!;
  expect((await person.open(callback)).url).toContain('/identity/choose/');
  const stranger = browser(address);
  expect((await stranger.open(callback)).url).toContain('/identity/choose/');
  await stranger.open('/sign-in');
  expect((await stranger.open('/sign-in/callback?code=made-up&state=made-up')).status).toBe(401);
});

test('a host that is none is a bad request, not a fault', async () => {
  const answer = await apps[0]!.inject({ url: '/sign-in', headers: { host: 'a b' } });
  expect(answer.statusCode).toBe(400);
});

test('the issuer follows the address people use', async () => {
  const named = await fetch(`${address}/identity/.well-known/openid-configuration`);
  expect(((await named.json()) as { issuer: string }).issuer).toBe(`${address}/identity`);
  const other = browser(address.replace('127.0.0.1', 'localhost'));
  const page = await signIn(other, 'ruth.adeyemi', 'information-governance/information-governance');
  expect(new URL(page.url).hostname).toBe('localhost');
});

import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { browser, type Browser, type Visit } from '../../../tests/support/http-browser.ts';
import { testKernel } from '../../../tests/support/kernel.ts';
import { createAccess } from '../../access/index.ts';
import { fixedClock, KithError, type Kernel } from '../../kernel/index.ts';
import { createSignIn, requireSession, type SignInPages } from './index.ts';

const inputs = (hidden: Record<string, string>): string => Object.entries(hidden).map(([name, value]) => `<input name="${name}" value="${value}">`).join('');
const stubs: SignInPages = {
  chooseUser: (_, { users, action, hidden }) => `<form action="${action}">${inputs(hidden)}${users.map((u) => u.id).join(' ')}</form>`,
  chooseTeam: (_, { action, hidden, current }) => `<form action="${action}">${inputs(hidden)}first ${current?.team ?? 'none'}</form>`,
  signedOut: (_, __, idle) => `signed out${idle === null ? '' : ` by time, then ${idle.back}`}`,
  kept: (_, { id, form, csrf, fields, otherwise }) =>
    `<form action="${form.path}">${inputs({ csrf, kept: id })}${fields.map(({ name, value }) => inputs({ [name]: value })).join('')}${otherwise === null ? '' : `written for ${otherwise.team}`}</form>`,
  account: (_, { end }) => `until ${end.at.toISOString()}`,
  factor: (_, { kind }) => kind,
};

let db: Awaited<ReturnType<typeof testDatabase>>;
let kernel: Kernel & { clock: ReturnType<typeof fixedClock> };
let app: FastifyInstance;
let address: string;
let person: Browser;

beforeAll(async () => {
  db = await testDatabase();
  kernel = { ...testKernel(db), clock: fixedClock('2026-11-20T09:00:00Z') };
  const signIn = createSignIn({ kernel, access: createAccess(kernel), pages: stubs, env: {} });
  app = fastify();
  app.setErrorHandler((error, _, reply) => reply.status(error instanceof KithError ? error.httpStatus : 500).send(error instanceof Error ? error.message : 'broken'));
  await signIn.register(app);
  app.get('/me', { preHandler: requireSession }, async (request) => ({ ...request.session, csrf: signIn.csrf(request) }));
  app.post('/note', { preHandler: requireSession }, async (request) => ({ ...(request.body as object), csrf: 'sent' }));
  address = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  await db.close();
});
beforeEach(() => {
  kernel.clock.set('2026-11-20T09:00:00Z');
  person = browser(address);
});

/** Signs in and gives the session's token. */
async function signIn(as: Browser, user = 'joanna.price', acting = 'front-door/care-act-request'): Promise<string> {
  await as.open('/sign-in?return=/me');
  await as.send({ user });
  return (JSON.parse((await as.send({ acting })).text) as { csrf: string }).csrf;
}
/** After `minutes`, sends a note. */
async function sendLate(csrf: string, minutes: number, note: string): Promise<Visit> {
  kernel.clock.set(new Date(Date.UTC(2026, 10, 20, 9, minutes)));
  return person.post('/note?about=home', { csrf, note, entry: 'e1' });
}
const keptPath = (visit: Visit): string => /then (\/kept\/\S+)/.exec(visit.text)?.[1] ?? '';

test('asking how long is left puts nothing off; sending the form does', async () => {
  const csrf = await signIn(person);
  kernel.clock.set('2026-11-20T09:28:30Z');
  expect(JSON.parse((await person.open('/session')).text)).toEqual({ seconds: 90, final: false });
  expect(JSON.parse((await person.open('/session')).text)).toEqual({ seconds: 90, final: false });
  expect((await person.post('/session', {})).status).toBe(403);
  expect(JSON.parse((await person.post('/session', { csrf }, { accept: 'application/json' })).text)).toEqual({ seconds: 1800, final: false });
  kernel.clock.set('2026-11-20T09:58:00Z');
  expect((await person.open('/me')).status).toBe(200);
  kernel.clock.set('2026-11-20T10:40:00Z');
  expect(JSON.parse((await person.open('/session')).text)).toEqual({ seconds: 0, final: true });
});

test('near the longest a session may last, nothing puts the end off, and that is said', async () => {
  const csrf = await signIn(person);
  for (let minutes = 25; minutes < 595; minutes += 25) {
    kernel.clock.set(new Date(Date.UTC(2026, 10, 20, 9, minutes)));
    await person.open('/me');
  }
  kernel.clock.set('2026-11-20T18:58:20Z');
  expect(JSON.parse((await person.post('/session', { csrf }, { accept: 'application/json' })).text)).toEqual({ seconds: 100, final: true });
});

test('what was written in a form sent too late is given back after signing in again, and sent', async () => {
  const late = await sendLate(await signIn(person), 45, 'Cold house, no food in.');
  expect(late.text).toMatch(/^signed out by time, then \/kept\/[0-9a-f-]{36}$/);
  const [stored] = await db.owner<{ sealed: string }[]>`select sealed from access.kept_form`;
  expect(Buffer.from(stored!.sealed.split(':')[2]!, 'base64url').toString('latin1')).not.toContain('Cold');
  await person.open(`/sign-in?return=${keptPath(late)}`);
  const teams = await person.send({ user: 'joanna.price' });
  expect(teams.text).toContain('first front-door');
  const page = await person.send({ acting: 'front-door/care-act-request' });
  expect(page.text).toContain('action="/note?about=home"');
  expect(JSON.parse((await person.send({})).text)).toMatchObject({ note: 'Cold house, no food in.', entry: 'e1' });
  await expect.poll(async () => (await person.open(keptPath(late))).status).toBe(400);
});

test('it is shown to nobody else, not after an hour, and not until they act as they did', async () => {
  const mine = keptPath(await sendLate(await signIn(person), 45, 'Mine alone'));
  const other = browser(address);
  await signIn(other, 'sam.carter');
  expect((await other.open(mine)).text).not.toContain('Mine alone');
  expect((await other.open(mine)).status).toBe(400);
  const csrf = await signIn(person, 'joanna.price', 'front-door/adult-safeguarding');
  const page = await person.open(mine);
  expect(page.text).toContain('written for Front door');
  expect((await person.post(`${mine}/discard`, {})).status).toBe(403);
  kernel.clock.set('2026-11-20T10:10:00Z');
  await person.post('/session', { csrf });
  kernel.clock.set('2026-11-20T10:39:00Z');
  await person.post('/session', { csrf });
  kernel.clock.set('2026-11-20T10:46:00Z');
  expect((await person.open(mine)).status).toBe(400);
});

test('nothing is kept of a form that its session did not send, nor once they had signed out', async () => {
  const before = await db.owner`select kept_id from access.kept_form`;
  const csrf = await signIn(person);
  expect((await sendLate('made-up', 45, 'planted')).status).toBe(403);
  expect((await person.post('/note', { csrf, note: 'planted' }, { origin: 'https://elsewhere.example' })).status).toBe(403);
  kernel.clock.set('2026-11-20T09:00:00Z');
  person = browser(address);
  const token = await signIn(person);
  const copy = person.cookies.get('kith-session')!;
  await person.post('/sign-out', { csrf: token });
  person.cookies.set('kith-session', copy);
  expect((await sendLate(token, 45, 'after signing out')).status).toBe(403);
  expect((await sendLate(token, 14 * 60, 'long after')).status).toBe(403);
  expect(await db.owner`select kept_id from access.kept_form`).toHaveLength(before.length);
});

test('signing out everywhere ends every session of the user begun by then, and nobody else’s', async () => {
  const elsewhere = browser(address);
  const other = browser(address);
  await signIn(elsewhere);
  await signIn(other, 'sam.carter');
  kernel.clock.set('2026-11-20T09:05:00Z');
  const csrf = await signIn(person);
  expect((await person.open('/account')).text).toBe('until 2026-11-20T09:35:00.000Z');
  expect((await person.post('/sign-out/everywhere', {})).status).toBe(403);
  expect((await person.post('/sign-out/everywhere', { csrf })).text).toBe('signed out');
  expect((await elsewhere.open('/me')).url).toContain('/identity/choose/');
  expect((await person.open('/me')).url).toContain('/identity/choose/');
  expect((await other.open('/me')).status).toBe(200);
  kernel.clock.set('2026-11-20T09:06:00Z');
  await signIn(person);
  expect((await person.open('/me')).status).toBe(200);
  const kinds = (await db.owner<{ kind: string }[]>`select kind from access.sign_in_event where user_id = 'joanna.price' order by event_id`).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['signed-in', 'signed-out', 'form-kept', 'signed-out-everywhere']));
});

test('a session planted in the browser before signing in is not taken over', async () => {
  const thief = browser(address);
  await signIn(thief, 'sam.carter');
  const planted = thief.cookies.get('kith-session')!;
  person.cookies.set('kith-session', planted);
  kernel.clock.set('2026-11-20T09:40:00Z');
  const csrf = await signIn(person);
  expect(person.cookies.get('kith-session')).not.toBe(planted);
  expect((await thief.post('/note', { csrf, note: 'x' })).status).toBe(403);
});

import { decodeQR } from 'qr/decode.js';
import type { FastifyInstance } from 'fastify';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../../../tests/support/database.ts';
import { browser, type Browser, type Visit } from '../../../../tests/support/http-browser.ts';
import { testKernel } from '../../../../tests/support/kernel.ts';
import { fixtureServices } from '../../../../tests/support/portal-services.ts';
import { createAccess, type Access } from '../../../access/index.ts';
import { fixedClock, type Kernel } from '../../../kernel/index.ts';
import { buildPortal } from '../../index.ts';

/** The second step, through the pages that people meet. */

let db: Awaited<ReturnType<typeof testDatabase>>;
let kernel: Kernel & { clock: ReturnType<typeof fixedClock> };
let access: Access;
let app: FastifyInstance;
let address: string;

beforeAll(async () => {
  db = await testDatabase();
  kernel = { ...testKernel(db), clock: fixedClock('2026-11-20T09:00:00Z') };
  access = createAccess(kernel);
  const { signIn: _, ...rooms } = fixtureServices();
  app = await buildPortal({ ...rooms, kernel, access });
  address = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  await db.close();
});
beforeEach(async () => {
  kernel.clock.set('2026-11-20T09:00:00Z');
  await db.owner`delete from access.factor`;
  await db.owner`delete from access.rate`;
});

const joanna = 'joanna.price';
/** The secret of RFC 6238's appendix B, in base 32. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const code = (of: string, at: Date): string => new TOTP({ secret: of }).generate({ timestamp: at.getTime() });
const enrol = (): Promise<void> => access.safety.factors.add(joanna, { kind: 'totp', name: 'Phone', secret, lastCount: -1 });

/** Up to the page that asks for the second step, or past it where none is asked. */
async function choose(user = joanna): Promise<{ them: Browser; page: Visit }> {
  const them = browser(address);
  await them.open('/sign-in');
  return { them, page: await them.send({ user }) };
}
/** From the start to the answer to one code. */
async function give(given: string): Promise<Visit> {
  const { them, page } = await choose();
  expect(page.url).toMatch(/identity.choose.*prove/);
  return them.send({ code: given });
}

test.each([
  ['1970-01-01T00:00:59Z', '287082'],
  ['2005-03-18T01:58:29Z', '081804'],
  ['2005-03-18T01:58:31Z', '050471'],
  ['2009-02-13T23:31:30Z', '005924'],
  ['2033-05-18T03:33:20Z', '279037'],
  ['2603-10-11T11:33:20Z', '353130'],
])('RFC 6238: at %s the code is %s, and the page takes it', async (at, expected) => {
  await enrol();
  kernel.clock.set(at);
  expect((await give(expected)).url).toContain('/sign-in/team');
});

test('a code of the step before or after is taken, and none further off', async () => {
  for (const [seconds, taken] of [[-60, false], [-30, true], [0, true], [30, true], [60, false]] as const) {
    await db.owner`delete from access.factor`;
    await enrol();
    const at = new Date(kernel.clock.now().getTime() + seconds * 1000);
    const page = await give(code(secret, at));
    expect([seconds, page.url.includes('/sign-in/team'), page.status]).toEqual([seconds, taken, taken ? 200 : 400]);
    expect(page.text.includes('That code is not right, or was used already')).toBe(!taken);
  }
});

test('a code is good once, also when two come with it at the same moment', async () => {
  await enrol();
  const now = code(secret, kernel.clock.now());
  const both = await Promise.all([give(now), give(now)]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
  expect((await give(now)).status).toBe(400);
  expect((await give(code(secret, new Date(kernel.clock.now().getTime() - 30_000)))).status).toBe(400);
});

test('after five wrong codes nothing more is tried, the right one included, in any browser; it says when to come back, and is noted', async () => {
  await enrol();
  for (let i = 0; i < 5; i++) expect((await give('000000')).status).toBe(400);
  const locked = await give(code(secret, kernel.clock.now()));
  expect(locked.status).toBe(429);
  expect(locked.text).toMatch(/You have given a wrong code as often as is allowed: 5 times in 15 minutes\..*Try again in 1[45] minutes/s);
  const events = await db.owner<{ kind: string }[]>`select kind from access.sign_in_event where user_id = ${joanna} and at >= now() - interval '100 years' order by event_id desc limit 6`;
  expect(events.map(({ kind }) => kind)).toContain('code-refused');
  await access.safety.limits.forget('code', joanna);
  expect((await give(code(secret, kernel.clock.now()))).status).toBe(200);
});

test('nothing of the second step can be left out or moved to another sign-in', async () => {
  await enrol();
  const { them, page } = await choose();
  const other = await choose();
  const stolen = /name="csrf" value="([^"]+)"/.exec(other.page.text)![1]!;
  expect((await them.post(new URL(page.url).pathname, { csrf: stolen, code: code(secret, kernel.clock.now()) })).status).toBe(403);
  expect((await them.open('/')).url).toContain('/identity/');
  expect((await browser(address).open(new URL(page.url).pathname)).url).toContain('/identity/choose/');
});

test('an app is set up by what the picture says, its first code is used up by that, and recovery codes let in once each', async () => {
  const { them } = await choose();
  await them.send({ acting: 'front-door/care-act-request' });
  const page = await them.open('/account/app');
  const key = /<code class="app-key">([^<]+)</.exec(page.text)![1]!.replaceAll(' ', '');
  const uri = new URL(readPicture(page.text));
  expect(uri.searchParams.get('secret')).toBe(key);
  expect(decodeURIComponent(uri.pathname)).toContain('joanna.price@newbridge.example');
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)![1]!;
  const sealed = /name="secret" value="([^"]+)"/.exec(page.text)![1]!;
  expect(sealed).not.toContain(key);
  const wrong = await them.post('/account/app', { csrf, secret: sealed, code: '000000' });
  expect([wrong.status, wrong.text.includes('Give the one your app shows now')]).toEqual([400, true]);
  const first = code(key, kernel.clock.now());
  const done = await them.post('/account/app', { csrf, secret: sealed, code: `${first.slice(0, 3)} ${first.slice(3)}` });
  const codes = [...done.text.matchAll(/<code>([a-z0-9-]{29})<\/code>/g)].map((m) => m[1]!);
  expect(codes).toHaveLength(8);
  expect((await them.open('/account')).text).toContain('8 recovery codes left');
  const [row] = await db.owner<{ sealed: string }[]>`select sealed from access.factor where kind = 'totp'`;
  expect(row!.sealed).not.toContain(key);
  expect((await give(first)).status).toBe(400);
  expect((await give(codes[0]!.toUpperCase().replaceAll('-', ' '))).url).toContain('/sign-in/team');
  expect((await give(codes[0]!)).status).toBe(400);
  expect((await give(codes[1]!)).url).toContain('/sign-in/team');
});

test('how one signs in is changed only soon after signing in, and with the second step there is', async () => {
  const { them } = await choose();
  await them.send({ acting: 'front-door/care-act-request' });
  await enrol();
  expect((await them.open('/account')).text).toContain('sign in again');
  expect((await them.open('/account/app')).status).toBe(403);
  const { them: proved } = await choose();
  await proved.send({ code: code(secret, kernel.clock.now()) });
  await proved.send({ acting: 'front-door/care-act-request' });
  const page = await proved.open('/account');
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)![1]!;
  const factor = /name="factor" value="([^"]+)"/.exec(page.text)![1]!;
  kernel.clock.set('2026-11-20T09:16:00Z');
  expect((await proved.post('/account/remove', { csrf, factor })).status).toBe(403);
  kernel.clock.set('2026-11-20T09:14:00Z');
  expect((await proved.post('/account/remove', { csrf, factor })).text).toContain('You have not set one up');
  expect((await choose()).page.url).toContain('/sign-in/team');
});

/** Reads the QR code that the page draws, as a camera would see it. */
function readPicture(html: string): string {
  const size = Number(/<svg class="app-qr" viewBox="0 0 (\d+)/.exec(html)![1]);
  const scale = 4;
  const data = new Uint8Array((size * scale) ** 2 * 4).fill(255);
  for (const [, x, y] of html.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let dy = 0; dy < scale; dy++) for (let dx = 0; dx < scale; dx++) data.fill(0, ((Number(y) * scale + dy) * size * scale + Number(x) * scale + dx) * 4, ((Number(y) * scale + dy) * size * scale + Number(x) * scale + dx) * 4 + 3);
  }
  return decodeQR({ width: size * scale, height: size * scale, data });
}

import { createHmac } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mailBox, webService, type MailBox, type WebService } from '../../tests/support/channels.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { appendEvents, fixedClock, noticeTopic, type Kernel, type Notice } from '../kernel/index.ts';
import { createNotices } from './notices.ts';
import { signature } from './webhook.ts';

const area = mkdtempSync(join(tmpdir(), 'kith-area-'));
const secret = `whsec_${Buffer.from('a secret of thirty-two bytes....').toString('base64')}`;
const service = '11111111-2222-4333-8444-555555555555';
const key = '66666666-7777-4888-9999-aaaaaaaaaaaa';
const clock = fixedClock('2026-11-20T09:00:00Z');
let db: Awaited<ReturnType<typeof testDatabase>>;
let kernel: Kernel;
let box: MailBox;
let web: WebService;
let env: Record<string, string>;

beforeAll(async () => {
  cpSync('areas/demo', area, { recursive: true });
  const file = join(area, 'exchange', 'notices.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('contacts:', 'contacts:\n  - { id: hook, name: Case system, channel: webhook, to: KITH_HOOK, secret: KITH_HOOK_SECRET }'));
  db = await testDatabase();
  kernel = { ...testKernel(db, { area }), clock };
});
afterAll(() => db?.close());
beforeEach(async () => {
  await db.owner`truncate kernel.outbox, kernel.receipt`;
  clock.set('2026-11-20T09:00:00Z');
  [box, web] = [await mailBox(), await webService()];
  env = {
    KITH_SMTP_URL: box.url, KITH_MAIL_FROM: 'Kith <kith@newbridge.example>', KITH_NOTIFY_URL: `${web.url}/text`, KITH_NOTIFY_KEY: `kith-${service}-${key}`, KITH_NOTIFY_TEMPLATE: '99999999-7777-4888-9999-aaaaaaaaaaaa',
    KITH_TEAMS_PREVENTION: `${web.url}/teams`, KITH_HOOK: `${web.url}/hook`, KITH_HOOK_SECRET: secret, KITH_PUBLIC_URL: 'https://kith.example',
  };
  return async () => {
    await Promise.all([box.close(), web.close()]);
  };
});

const notice = (contact: string, more: Partial<Notice> = {}): Notice => ({ kind: 'raised', contact, reference: 'A1042', team: 'Prevention and warm homes', severity: 'Urgent', count: null, says: null, path: '/alerts/01935f6e-0000-7000-8000-000000000001', ...more });
const put = (contact: string, more: Partial<Notice> = {}) => appendEvents(db.writer, [{ topic: noticeTopic, key: `alert:1:raised:${contact}`, payload: { ...notice(contact, more) } }], clock.now());
const send = async (settings = env): Promise<void> => {
  for (const step of createNotices(kernel, settings).steps) await step.run();
};
const later = (seconds: number): void => clock.set(new Date(clock.now().getTime() + seconds * 1000));
const state = async () => {
  const [row] = await db.writer<{ state: string; attempts: number; reason: string | null; receipts: string[] }[]>`
    select state, attempts, reason, array(select kind || ' ' || channel from kernel.receipt r where r.event_id = o.event_id order by receipt_id) as receipts from kernel.outbox o`;
  return row;
};

test('mail is taken, with the same Message-ID at every try; a full box is tried again, and a box that is none is not', async () => {
  await put('prevention-mail');
  box.answer = 'full';
  await send();
  expect(await state()).toMatchObject({ state: 'waiting', attempts: 1, reason: expect.stringContaining('452') });
  box.answer = 'drop';
  later(3);
  await send();
  expect(await state()).toMatchObject({ state: 'waiting', attempts: 2 });
  box.answer = 'accept';
  later(5);
  await send();
  expect(await state()).toMatchObject({ state: 'done', attempts: 3, receipts: ['accepted mail'] });
  const ids = box.received.map((m) => /^Message-ID: (.*)$/im.exec(m)?.[1]);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  expect(box.received[1]).toContain('Subject: Urgent alert A1042 for Prevention and warm homes');
  expect(box.received[1]?.replace(/=\r\n/g, '')).toContain('https://kith.example/alerts/01935f6e-0000-7000-8000-000000000001');
  await db.owner`truncate kernel.outbox, kernel.receipt`;
  box.answer = 'refuse';
  await put('duty-mail');
  await send();
  expect(await state()).toMatchObject({ state: 'dead', receipts: ['failed mail'], reason: expect.stringContaining('550') });
});

test('mail by TLS is taken only from a server whose certificate is good, unless the address says otherwise', async () => {
  const secure = await mailBox(true);
  await put('prevention-mail');
  await send({ ...env, KITH_SMTP_URL: secure.url });
  expect(await state()).toMatchObject({ state: 'waiting', reason: expect.stringMatching(/certificate/i) });
  later(3);
  await send({ ...env, KITH_SMTP_URL: `${secure.url}?tls.rejectUnauthorized=false` });
  expect(await state()).toMatchObject({ state: 'done' });
  expect(secure.received).toHaveLength(1);
  await secure.close();
});

test('a mail server that is not there is tried again', async () => {
  await put('prevention-mail');
  await send({ ...env, KITH_SMTP_URL: 'smtp://127.0.0.1:1' });
  expect(await state()).toMatchObject({ state: 'waiting', attempts: 1 });
});

test('text: signed for, asked before a second try so that none goes twice, and its receipt fetched', async () => {
  const taken = new Map<string, string>();
  let hangUp = true;
  web.answer = ({ method, path, body }) => {
    if (method === 'POST') {
      const { reference } = JSON.parse(body) as { reference: string };
      taken.set(reference, `sms-${taken.size + 1}`);
      if (hangUp) return 'hang-up';
      return { status: 201, body: { id: taken.get(reference) } };
    }
    const asked = /reference=([^&]*)/.exec(path)?.[1];
    if (asked !== undefined) return { status: 200, body: { notifications: [...taken].filter(([r]) => r === decodeURIComponent(asked)).map(([, id]) => ({ id })) } };
    return { status: 200, body: { status: 'delivered' } };
  };
  await put('duty-phone');
  await send();
  expect(await state()).toMatchObject({ state: 'waiting' });
  hangUp = false;
  later(3);
  await send();
  expect(taken.size).toBe(1);
  expect(web.calls.filter((c) => c.method === 'POST')).toHaveLength(1);
  expect(await state()).toMatchObject({ state: 'done', receipts: ['accepted text', 'delivered text'] });
  const [post] = web.calls;
  expect(post!.path).toBe('/text/v2/notifications/sms');
  expect(JSON.parse(post!.body)).toMatchObject({ phone_number: '07700900321', template_id: '99999999-7777-4888-9999-aaaaaaaaaaaa', personalisation: { reference: 'A1042', severity: 'Urgent' } });
  const [head, claims, signed] = String(post!.headers.authorization).replace('Bearer ', '').split('.');
  expect(createHmac('sha256', key).update(`${head}.${claims}`).digest('base64url')).toBe(signed);
  expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toEqual({ iss: service, iat: 1795165200 });
});

test('text: too many at once waits as long as it is told to; a number that is refused is not tried again', async () => {
  await put('duty-phone');
  web.answer = () => ({ status: 429, headers: { 'retry-after': '120' } });
  await send();
  later(60);
  await send();
  expect(web.calls).toHaveLength(1);
  web.answer = ({ method }) => (method === 'GET' ? { status: 200, body: { notifications: [] } } : { status: 400 });
  later(61);
  await send();
  expect(await state()).toMatchObject({ state: 'dead', reason: 'text service answered 400' });
});

test('Teams is sent an Adaptive Card with a button to the alert', async () => {
  await put('prevention-chat');
  await send();
  expect(await state()).toMatchObject({ state: 'done', receipts: ['accepted teams'] });
  const { attachments } = JSON.parse(web.calls[0]!.body) as { attachments: { contentType: string; content: { type: string; actions: unknown[] } }[] };
  expect(attachments[0]).toMatchObject({ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', actions: [{ type: 'Action.OpenUrl', url: 'https://kith.example/alerts/01935f6e-0000-7000-8000-000000000001' }] } });
});

test('a webhook is signed over its id, time and body, and has the same id at every try', async () => {
  web.answer = () => ({ status: 503 });
  await put('hook');
  await send();
  web.answer = () => ({ status: 200 });
  later(3);
  await send();
  expect(await state()).toMatchObject({ state: 'done', receipts: ['accepted webhook'] });
  const [one, two] = web.calls;
  expect(one!.headers['webhook-id']).toBe(two!.headers['webhook-id']);
  const id = String(two!.headers['webhook-id']);
  expect(two!.headers['webhook-signature']).toBe(signature(secret, id, Number(two!.headers['webhook-timestamp']), two!.body));
  expect(two!.headers['webhook-signature']).not.toBe(signature(secret, id, Number(two!.headers['webhook-timestamp']), `${two!.body} `));
  expect(JSON.parse(two!.body)).toMatchObject({ type: 'alert.notice', data: { kind: 'raised', reference: 'A1042' } });
});

test('what is not set up sends nothing and says so; nothing goes to another machine unencrypted', async () => {
  for (const contact of ['prevention-mail', 'duty-phone', 'prevention-chat', 'hook']) {
    await put(contact);
    await send({});
    expect([contact, await state()]).toEqual([contact, expect.objectContaining({ state: 'done', receipts: [`not-sent ${contact === 'prevention-mail' ? 'mail' : contact === 'duty-phone' ? 'text' : contact === 'hook' ? 'webhook' : 'teams'}`] })]);
    await db.owner`truncate kernel.outbox, kernel.receipt`;
  }
  await put('prevention-chat');
  await send({ ...env, KITH_TEAMS_PREVENTION: 'http://teams.example/hook' });
  expect(await state()).toMatchObject({ state: 'dead', reason: 'KITH_TEAMS_PREVENTION holds no https address' });
  expect(() => createNotices(kernel, { KITH_SMTP_URL: 'smtp://mail.example' })).toThrow('both KITH_SMTP_URL and KITH_MAIL_FROM');
  expect(web.calls).toEqual([]);
});

test('a contact that is none, or a payload that says more than a notice may, is set aside', async () => {
  await put('nobody');
  await send();
  expect(await state()).toMatchObject({ state: 'dead', reason: expect.stringContaining('nobody') });
  await db.owner`truncate kernel.outbox, kernel.receipt`;
  await appendEvents(db.writer, [{ topic: noticeTopic, key: 'x', payload: { ...notice('prevention-mail'), name: 'Amina Begum' } }], clock.now());
  await send();
  expect(await state()).toMatchObject({ state: 'dead', reason: 'not a notice' });
  expect(box.received).toEqual([]);
});

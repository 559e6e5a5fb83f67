import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { fixedClock } from './clock.ts';
import { deliverEvents, type Consumer } from './deliver.ts';
import { createLogger } from './log.ts';
import { addReceipt, appendEvents, claimEvents, failEvent, forgetEvents, openReceipts, outboxCounts, reviveEvents, settleEvent, type OutboxEvent, type Receipt } from './outbox.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());
beforeEach(async () => void (await db.owner`truncate kernel.outbox, kernel.receipt`));

const start = new Date('2026-11-20T09:00:00Z');
const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const log = createLogger('silent');
const event = (key: string, topic = 'test'): OutboxEvent => ({ topic, key, payload: { team: 'prevention' } });
const sent: Receipt = { kind: 'accepted', channel: 'test', reference: 'ref-1', detail: null };
const consumer = (deliver: Consumer['deliver']): Consumer => ({ topic: 'test', channel: () => 'test', deliver });
const counts = async (): Promise<unknown> => (await outboxCounts(db.writer)).map(({ waiting, done, dead }) => ({ waiting, done, dead }));
const receipts = async (): Promise<string[]> => (await db.writer<{ told: string }[]>`select kind || ' ' || coalesce(detail, reference, '') as told from kernel.receipt order by receipt_id`).map((r) => r.told);

test('what is told twice is told once, and what is rolled back is not told', async () => {
  expect(await appendEvents(db.writer, [event('a'), event('b'), event('a', 'other')], start)).toHaveLength(3);
  expect(await appendEvents(db.writer, [event('a'), event('c')], start)).toHaveLength(1);
  await db.writer
    .begin(async (sql) => {
      await appendEvents(sql, [event('d')], start);
      throw new Error('changed its mind');
    })
    .catch(() => undefined);
  expect(await counts()).toEqual([{ waiting: 1, done: 0, dead: 0 }, { waiting: 3, done: 0, dead: 0 }]);
});

test('two that claim never hold the same event, and one whose lease ended is taken again as another try', async () => {
  await appendEvents(db.writer, ['a', 'b', 'c', 'd'].map((k) => event(k)), start);
  const [one, two] = await Promise.all([claimEvents(db.writer, ['test'], { limit: 2, leaseSeconds: 60 }, start), claimEvents(db.writer, ['test'], { limit: 9, leaseSeconds: 60 }, start)]);
  expect(new Set([...one, ...two].map((e) => e.key)).size).toBe(one.length + two.length);
  await claimEvents(db.writer, ['test'], { limit: 9, leaseSeconds: 60 }, start);
  expect(await claimEvents(db.writer, ['test'], { limit: 9, leaseSeconds: 60 }, after(59))).toEqual([]);
  expect((await claimEvents(db.writer, ['test'], { limit: 9, leaseSeconds: 60 }, after(61))).map((e) => e.attempt)).toEqual([2, 2, 2, 2]);
});

test('who lost the lease cannot put the event back, but can say that it was sent', async () => {
  await appendEvents(db.writer, [event('a')], start);
  const [slow] = await claimEvents(db.writer, ['test'], { limit: 1, leaseSeconds: 60 }, start);
  const [quick] = await claimEvents(db.writer, ['test'], { limit: 1, leaseSeconds: 60 }, after(61));
  await failEvent(db.writer, slow!, { reason: 'too late', channel: 'test', dueAt: null }, after(62));
  expect(await counts()).toEqual([{ waiting: 1, done: 0, dead: 0 }]);
  await settleEvent(db.writer, slow!, sent, after(63));
  await settleEvent(db.writer, quick!, sent, after(64));
  expect(await counts()).toEqual([{ waiting: 0, done: 1, dead: 0 }]);
  expect(await receipts()).toEqual(['accepted ref-1']);
});

test('a channel that fails is tried again later and later, then set aside with the reason, and can be revived', async () => {
  const clock = fixedClock(start);
  await appendEvents(db.writer, [event('a')], start);
  const tries: number[] = [];
  const failing = consumer(async (claimed) => {
    tries.push(claimed.attempt);
    throw new Error('451 try later');
  });
  const waits: number[] = [];
  for (let i = 0; i < 40; i++) {
    await deliverEvents(db, clock, [failing], log);
    const [row] = await db.writer<{ due: Date; state: string }[]>`select due_at as due, state from kernel.outbox`;
    if (row!.state === 'dead') break;
    waits.push((row!.due.getTime() - clock.now().getTime()) / 1000);
    clock.set(row!.due);
  }
  expect(waits.slice(0, 5)).toEqual([2, 4, 8, 16, 32]);
  expect(Math.max(...waits)).toBe(3600);
  expect(tries).toHaveLength(34);
  expect(await receipts()).toEqual(['failed 451 try later']);
  expect(await reviveEvents(db.writer, ['test'], clock.now())).toBe(1);
  expect(await deliverEvents(db, clock, [consumer(async () => ({ is: 'sent', receipt: sent }))], log)).toBe(1);
  expect(await receipts()).toEqual(['failed 451 try later', 'accepted ref-1']);
});

test('a refusal for good is not tried again; the channel’s own wish for a pause is honoured', async () => {
  const clock = fixedClock(start);
  await appendEvents(db.writer, [event('a'), event('b')], start);
  await deliverEvents(db, clock, [consumer(async (e) => (e.key === 'a' ? { is: 'never', reason: '550 no such box' } : { is: 'later', reason: '429', afterSeconds: 90 }))], log);
  expect(await counts()).toEqual([{ waiting: 1, done: 0, dead: 1 }]);
  const [waiting] = await db.writer<{ due: Date }[]>`select due_at as due from kernel.outbox where state = 'waiting'`;
  expect(waiting!.due).toEqual(after(90));
});

test('a channel is asked of what it took until it has said something final; what is old is forgotten with its receipts', async () => {
  await appendEvents(db.writer, [event('a')], start);
  await deliverEvents(db, fixedClock(start), [consumer(async () => ({ is: 'sent', receipt: sent }))], log);
  const [open] = await openReceipts(db.writer, 'test', after(-60), 9);
  expect(open?.reference).toBe('ref-1');
  await addReceipt(db.writer, open!.eventId, { ...sent, kind: 'delivered' }, after(5));
  expect(await openReceipts(db.writer, 'test', after(-60), 9)).toEqual([]);
  expect(await receipts()).toEqual(['accepted ref-1', 'delivered ref-1']);
  expect(await forgetEvents(db.writer, after(0))).toBe(0);
  expect(await forgetEvents(db.writer, after(1))).toBe(1);
  expect(await receipts()).toEqual([]);
});

test('a page’s own transaction may tell, and may not read what it has no need of', async () => {
  await db.reader.begin((sql) => appendEvents(sql, [event('from a page')], start));
  expect(await counts()).toEqual([{ waiting: 1, done: 0, dead: 0 }]);
  await expect(db.reader`delete from kernel.outbox`).rejects.toThrow('permission denied');
});

/** A channel that honours an idempotency key, is slow, and after keeping a message often hangs up without a word. */
function channel(): { server: Server; kept: Map<string, Set<string>>; calls: { n: number } } {
  const kept = new Map<string, Set<string>>();
  const calls = { n: 0 };
  const answer = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const key = String(request.headers['idempotency-key']);
    kept.set(key, (kept.get(key) ?? new Set()).add(await text(request)));
    calls.n += 1;
    const nth = calls.n;
    await wait(15);
    if (nth % 4 === 0) request.socket.destroy();
    else if (nth % 7 === 0) reply.writeHead(503).end();
    else reply.end(`ref-${key}`);
  };
  return { server: createServer((request, reply) => void answer(request, reply)), kept, calls };
}

test('killed at any moment, with a channel that fails halfway, every notice is kept there once and none is lost', { timeout: 120_000 }, async () => {
  const { server, kept, calls } = channel();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = Array.from({ length: 120 }, (_, i) => `notice-${i}`);
  await appendEvents(db.writer, keys.map((key) => ({ topic: 'test', key, payload: { key } })), start);
  let ahead = 0;
  let kills = 0;
  for (let round = 0; round < 40 && kept.size < keys.length + 1; round++, ahead += 70) {
    const child = spawn(process.execPath, ['tests/support/deliver-child.ts', db.socket, db.name, url, String(ahead)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<void>((done) => child.on('exit', () => done()));
    if (round < 6) {
      const before = calls.n;
      while (calls.n < before + 5 + 4 * round && child.exitCode === null) await wait(2);
      kills += child.kill('SIGKILL') ? 1 : 0;
    }
    await ended;
    const [left] = await db.writer<{ n: number }[]>`select count(*)::int as n from kernel.outbox where state = 'waiting'`;
    if (left!.n === 0) break;
  }
  server.close();
  server.closeAllConnections();
  expect(kills).toBeGreaterThan(3);
  expect(calls.n).toBeGreaterThan(keys.length);
  expect([...kept.keys()].toSorted()).toEqual(keys.toSorted());
  expect([...kept.values()].every((bodies) => bodies.size === 1)).toBe(true);
  expect(await counts()).toEqual([{ waiting: 0, done: 120, dead: 0 }]);
  expect((await receipts()).toSorted()).toEqual(keys.map((key) => `accepted ref-${key}`).toSorted());
});

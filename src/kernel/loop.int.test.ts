import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { createLogger } from './log.ts';
import { startLoop, type Step } from './loop.ts';
import { appendEvents, outboxChannel } from './outbox.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());

const log = createLogger('silent');
const minute = 60_000;

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !what(); i++) await wait(25);
  expect(what()).toBe(true);
}

const counting = (name: string, more: (n: number) => boolean = () => false): { step: Step; n: () => number } => {
  let n = 0;
  return { step: { name, run: async () => more(++n) }, n: () => n };
};

test('steps go in order, and again at once while there is more', async () => {
  const order: string[] = [];
  let left = 3;
  const loop = await startLoop(db, [{ name: 'a', run: async () => (order.push('a'), --left > 0) }, { name: 'b', run: async () => (order.push('b'), false) }], log, { every: minute });
  await until(() => order.length === 6);
  await loop.stop();
  expect(order.join('')).toBe('ababab');
});

test('an append wakes it long before its pause ends, also when it comes while a step runs', async () => {
  const counted = counting('a');
  const loop = await startLoop(db, [counted.step], log, { every: minute, channels: [outboxChannel] });
  await until(() => counted.n() === 1);
  await appendEvents(db.writer, [{ topic: 'x', key: 'y', payload: {} }], new Date('2026-11-20T09:00:00Z'));
  await until(() => counted.n() === 2);
  loop.wake();
  await until(() => counted.n() === 3);
  await loop.stop();
  expect(counted.n()).toBe(3);
});

test('a step that fails rests longer each time, and the rest go on', async () => {
  let failed = 0;
  const failing: Step = {
    name: 'bad',
    run: async () => {
      failed += 1;
      throw new Error('no');
    },
  };
  const counted = counting('good');
  const loop = await startLoop(db, [failing, counted.step], log, { every: 5 });
  await until(() => counted.n() > 60);
  await loop.stop();
  expect(failed).toBeGreaterThan(1);
  expect(failed).toBeLessThan(counted.n() / 3);
});

test('stopping lets the step under way end', async () => {
  let ended = false;
  let begun = false;
  const loop = await startLoop(db, [{ name: 'slow', run: async () => ((begun = true), await wait(150), (ended = true), true) }], log);
  await until(() => begun);
  await loop.stop();
  expect(ended).toBe(true);
});

import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { startJobs, type Job } from './jobs.ts';
import { createLogger } from './log.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());

const log = createLogger('silent');
const job = (name: string, run: Job['run']): Job => ({ name, at: '0 3 * * *', about: 'a test', run });

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !what(); i++) await wait(50);
  expect(what()).toBe(true);
}

test('a job asked for now is done once, by one of two processes', async () => {
  let done = 0;
  const one = await startJobs(db, [job('test.count', async () => void done++)], log);
  const other = await startJobs(db, [job('test.count', async () => void done++)], log);
  await one.now('test.count');
  await until(() => done > 0);
  await wait(300);
  expect(done).toBe(1);
  await expect(one.now('test.nothing')).rejects.toThrow('no job');
  await Promise.all([one.stop(), other.stop()]);
});

test('a job that no room has any more is no longer run, and the times of the rest are kept', async () => {
  const first = await startJobs(db, [job('test.old', async () => undefined), job('test.kept', async () => undefined)], log);
  await first.stop();
  const second = await startJobs(db, [job('test.kept', async () => undefined)], log);
  await second.stop();
  const admin = postgres({ path: db.socket, host: db.socket, username: 'postgres', database: db.name, max: 1 });
  const rows = await admin<{ name: string; cron: string; timezone: string }[]>`select name, cron, timezone from jobs.schedule order by name`;
  await admin.end();
  expect([...rows]).toEqual([{ name: 'test.kept', cron: '0 3 * * *', timezone: 'Europe/London' }]);
});

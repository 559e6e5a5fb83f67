import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { readFake } from './data-sets.ts';
import { tell } from './people.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
const data = mkdtempSync(join(tmpdir(), 'kith-kill-'));
const set = readFake('tests/fixtures/linkage/fake_1000.csv');

beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());

/** Runs linkage in a process of its own; kills it after `ms`, if it has not ended. */
async function run(ms?: number): Promise<boolean> {
  const child = spawn(process.execPath, ['tests/linkage/run-once.ts', db.socket, db.name, data], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  if (ms !== undefined) void sleep(ms).then(() => child.kill('SIGKILL'));
  return (await ended) === 0;
}

/** All that is published, with whether its parts agree: every link has a person, and what was touched is either taken or still marked. */
async function state(): Promise<{ links: string; whole: boolean; touched: number }> {
  const [row] = await db.writer<{ links: string; runs: number; linked: number; persons: number; dangling: number; touched: number }[]>`
    select (select coalesce(md5(string_agg(subject_id || person_id::text, ',' order by subject_id)), '') from linkage.link) as links,
           (select count(*)::int from linkage.run) as runs, (select count(*)::int from linkage.link) as linked, (select count(*)::int from linkage.person) as persons,
           (select count(*)::int from linkage.link l where not exists (select 1 from linkage.person p where p.person_id = l.person_id and p.redirect_to is null)) as dangling,
           (select count(*)::int from feeds.touched) as touched`;
  const { links, runs, linked, persons, dangling, touched } = row!;
  return { links, touched, whole: dangling === 0 && (runs > 0) === linked > 0 && (linked > 0) === persons > 0 };
}

test('killed at any moment, the published links are the old or the new, and the next run completes', async () => {
  const told = set.records.map((says, i) => ({ feed: 'gp', key: String(i), says }));
  await tell(db.writer, told.slice(0, 600));
  const started = performance.now();
  await run(1);
  expect(await state()).toMatchObject({ links: '', touched: 600, whole: true });
  expect(await run()).toBe(true);
  const usual = performance.now() - started;
  await tell(db.writer, told.slice(600, 700));
  let last = await state();
  expect(last).toMatchObject({ touched: 100, whole: true });
  for (const share of [0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1]) {
    const done = await run(usual * share);
    const now = await state();
    expect(now.whole).toBe(true);
    // Either nothing of the run is there, or all of it.
    expect(now.touched === 0 ? { ...last, links: now.links, touched: 0 } : last).toEqual(now);
    if (done || now.touched === 0) await tell(db.writer, told.slice(700));
    last = await state();
  }
  expect(await run()).toBe(true);
  expect(await state()).toMatchObject({ touched: 0, whole: true });
  expect((await db.writer`select 1 from linkage.link`).length).toBeGreaterThanOrEqual(700);
}, 180_000);

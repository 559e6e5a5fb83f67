import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { feedArea, incoming, peopleFeed, peopleHeading } from '../../tests/support/feed-area.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { createFeeds } from './index.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());

const kills = 50;
const rowsEach = 900;
// Rows are wide so that a small file has several chunks.
const note = 'n'.repeat(3000);

/** Snapshot i: a window of people that moves on by twenty, every fifth one changed, one row that cannot be read. */
function snapshot(i: number): string {
  const rows = Array.from({ length: rowsEach }, (_, k) => {
    const ref = i * 20 + k;
    return `P${ref},Begum ${ref % 5 === i % 5 ? i : 0},Amina,14/07/1943,,${k === 7 ? '31/02/2020' : '01/04/2020'},,${note}`;
  });
  return incoming(`snapshot-${i}.csv`, `${peopleHeading},NOTE\n${rows.join('\n')}\n`);
}

/** Seeded, so that a failure can be had again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Child {
  process: ChildProcess;
  acknowledged: Map<string, number>;
  ready: Promise<void>;
  /** Resolves when it has stored this many chunks since it was let go, or has ended. */
  stored(chunks: number): Promise<void>;
  finished(): boolean;
}

function start(args: string[]): Child {
  const child = spawn(process.execPath, ['tests/support/import-child.ts', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ready = Promise.withResolvers<void>();
  const acknowledged = new Map<string, number>();
  const news = new EventEmitter();
  const seen = { chunks: -1, finished: false };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [word, file = '', rows] = line.split(' ');
    if (word === 'ready') return ready.resolve();
    if (word === 'done') seen.finished = true;
    else seen.chunks++;
    if (word === 'rows') acknowledged.set(file, Number(rows));
    news.emit('news');
  });
  return {
    process: child,
    acknowledged,
    ready: ready.promise,
    async stored(wanted) {
      while (seen.chunks < wanted && !seen.finished) await once(news, 'news');
    },
    finished: () => seen.finished,
  };
}

test(`killed at ${kills} moments of as many snapshots, nothing acknowledged is lost and nothing is doubled`, { timeout: 240_000 }, async () => {
  const area = feedArea({ people: peopleFeed('withdrawLimit: 1').replace('END\n', 'END\n        body: { detail: NOTE }\n') });
  const data = mkdtempSync(join(tmpdir(), 'kith-data-'));
  const files = Array.from({ length: kills }, (_, i) => snapshot(i));
  const chance = random(20_261_122);
  const launch = (i: number): Child => start([db.socket, db.name, area, data, 'people', ...files.slice(Math.max(0, i - 3), i + 1)]);
  let interrupted = 0;
  let next = launch(0);
  for (let i = 0; i < kills; i++) {
    const child = next;
    await child.ready;
    if (i + 1 < kills) next = launch(i + 1);
    child.process.stdin?.write('go\n');
    await child.stored(Math.floor(chance() * 5));
    await sleep(Math.floor(chance() * 60));
    child.process.kill('SIGKILL');
    if (child.process.exitCode === null && child.process.signalCode === null) await once(child.process, 'exit');
    if (!child.finished()) interrupted++;
    for (const [file, rows] of child.acknowledged) {
      const [delivery] = await db.writer<{ rows: number }[]>`select rows_read::int as rows from feeds.delivery where file_name = ${file} order by received_at desc limit 1`;
      expect(delivery?.rows, `rows of ${file} stored after being acknowledged`).toBeGreaterThanOrEqual(rows);
    }
  }
  expect(interrupted).toBeGreaterThan(kills / 3);

  const kernel = testKernel(db, { area, now: '2099-01-01T00:00:00Z' });
  const feeds = createFeeds({ ...kernel, config: { ...kernel.config, data } });
  await feeds.resume();
  await feeds.import('people', files.slice(-4), { broughtBy: 'test' });

  const last = new Map(Array.from({ length: rowsEach }, (_, k) => (kills - 1) * 20 + k).map((ref) => [`person|P${ref}`, ref]));
  const open = await db.writer<{ rowKey: string; facts: number; raw: string }[]>`
    select row_key as "rowKey", (select count(*)::int from feeds.fact f where f.entry_id = e.entry_id) as facts, left(raw, 20) as raw from feeds.entry e where to_at is null`;
  const unread = `person|P${(kills - 1) * 20 + 7}`;
  expect(new Set(open.map((row) => row.rowKey))).toEqual(new Set(last.keys()));
  expect(open).toHaveLength(rowsEach);
  expect(open.filter((row) => row.facts !== 1)).toEqual([]);
  const wrong = open.filter((row) => row.rowKey !== unread && last.get(row.rowKey)! % 5 === (kills - 1) % 5 && !row.raw.includes(`Begum ${kills - 1}`));
  expect(wrong).toEqual([]);
  const [counted] = await db.writer`
    select (select count(*)::int from feeds.delivery where status = 'loaded' and rows_read = ${rowsEach} and rows_rejected = 1) as loaded,
           (select count(*)::int from feeds.delivery where status <> 'loaded') as unfinished,
           (select count(*)::int from feeds.seen) as seen,
           (select count(*)::int from feeds.quarantine where resolved_at is null) as quarantined,
           (select count(*)::int from (select row_key, from_at, lag(to_at) over (partition by row_key order by entry_id) as before from feeds.entry) v where before > from_at) as overlapping`;
  expect(counted).toMatchObject({ unfinished: 0, seen: 0, quarantined: 1, overlapping: 0 });
  expect(counted?.loaded).toBeGreaterThan(kills / 4);
});

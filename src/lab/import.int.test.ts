import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testKernel } from '../../tests/support/kernel.ts';
import { createFeeds, type DeliveryReport } from '../feeds/index.ts';
import type { Database } from '../kernel/index.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { generate } from './index.ts';

const out = mkdtempSync(join(tmpdir(), 'kith-lab-'));
let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => {
  await db.close();
  rmSync(out, { recursive: true });
});

test('every file of the borough comes in through the engine with nothing refused', async () => {
  const feeds = createFeeds(testKernel(db));
  const { files } = await generate({ people: 1200, seed: 3, out });
  const known = new Set(feeds.definitions.map((d) => d.id));
  const reports: DeliveryReport[] = [];
  for (const { feed, file } of files) if (known.has(feed)) reports.push(...(await feeds.import(feed, [file], { broughtBy: 'test' })));
  console.log(reports, await feeds.quarantine.list());
  expect(known.size).toBeGreaterThan(13);
}, 120_000);

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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

test('every file of the borough comes in through the engine; only the rows meant to be turned away are', async () => {
  const feeds = createFeeds(testKernel(db));
  const { files } = await generate({ people: 700, seed: 3, out });
  const known = new Set(feeds.definitions.map((d) => d.id));
  const reports: DeliveryReport[] = [];
  for (const { feed, file } of files) if (known.has(feed)) reports.push(...(await feeds.import(feed, [file], { broughtBy: 'test' })));
  expect(reports.filter((r) => r.status !== 'loaded' || r.withdrawn > 0 || r.notice !== null)).toEqual([]);
  const turnedAway = await feeds.quarantine.list();
  // A certificate without a UPRN is about no home, as a few of the real register are.
  const homeless = turnedAway.filter(({ feed }) => feed === 'energy-certificates');
  expect(homeless.every(({ field, code }) => field === 'UPRN' && code === 'value.required')).toBe(true);
  expect(homeless.length).toBeLessThan(10);
  expect(turnedAway.filter((row) => !homeless.includes(row)).map(({ feed, field }) => ({ feed, field }))).toEqual([{ feed: 'police-incidents', field: 'SURNAME' }]);
  const tabular = reports.filter((r) => r.file.endsWith('.csv') && r.feed !== 'cqc-locations');
  expect(tabular.map(({ feed, file, rows }) => ({ feed, file, rows }))).toEqual(files.filter((f) => f.file.endsWith('.csv') && f.feed !== 'cqc-locations').map(({ feed, file, rows }) => ({ feed, file: basename(file), rows })));
  const amina = await feeds.believedAbout('housing-repairs', await keyOf('housing-repairs', 'Begum', 'Amina'), '2026-11-21');
  expect(amina).toContainEqual(expect.objectContaining({ kind: 'service-episode', label: 'Boiler repair: No heating or hot water', start: '2026-11-09', body: expect.objectContaining({ status: 'current' }) }));
}, 120_000);

async function keyOf(feed: string, family: string, given: string): Promise<string> {
  const [row] = await db.writer<{ key: string }[]>`
    select s.local_key as key from feeds.subject s join feeds.demographic d using (subject_id)
    where s.feed = ${feed} and d.demographics ->> 'family' = ${family} and d.demographics -> 'given' ->> 0 = ${given}`;
  return row!.key;
}

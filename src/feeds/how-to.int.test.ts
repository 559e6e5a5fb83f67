import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { feedArea, incoming } from '../../tests/support/feed-area.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { readArea } from '../kernel/index.ts';
import { demographicsOf } from './feeds.store.ts';
import { checkFeeds, createFeeds } from './index.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db.close());

const doc = readFileSync('docs/how-to/add-a-feed.md', 'utf8');
const block = (language: string): string => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(doc)?.[1] ?? '';

test('the feed in docs/how-to/add-a-feed.md works as it says, with no code', async () => {
  const area = feedArea({ 'lunch-club': block('yaml') });
  writeFileSync(join(area, 'area.yaml'), readFileSync(join(readArea('areas/demo').area!.dir, 'area.yaml')));
  expect(checkFeeds(area).problems).toEqual([]);
  const feeds = createFeeds(testKernel(db, { area }));
  const [report] = await feeds.import('lunch-club', [incoming('lunch-club.csv', block('csv'))], { broughtBy: 'test' });
  expect(report).toMatchObject({ status: 'loaded', rows: 3, rejects: 0, added: 3 });
  const now = '2026-11-20T10:00:00Z';
  expect(await feeds.believedAbout('lunch-club', 'LC001', now)).toMatchObject([
    { label: 'Lunch club', start: '2024-01-12', body: { status: 'current' } },
    { kind: 'finding', label: 'Allergy: Nuts' },
  ]);
  expect((await demographicsOf(db.writer, 'lunch-club', 'LC002'))[0]?.demographics).toMatchObject({ family: 'O’Neill, née Walsh', birthDate: '1938-03-17' });
  const [patel] = await demographicsOf(db.writer, 'lunch-club', 'LC003');
  expect(patel?.demographics).toMatchObject({ family: 'Patel', birthDateRaw: '31/02/1945', phones: ['07700 900123'] });
  expect(patel?.demographics.birthDate).toBeUndefined();
  const [again] = await feeds.import('lunch-club', [incoming('again.csv', block('csv'))], { broughtBy: 'test' });
  expect(again?.status).toBe('already-loaded');
});

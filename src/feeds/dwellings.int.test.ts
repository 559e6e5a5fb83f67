import { afterEach, beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { feedArea, incoming, peopleFeed, peopleHeading } from '../../tests/support/feed-area.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { createFeeds, type Feeds } from './index.ts';

const homes = `id: homes
title: Homes
organisation: council
category: housing
agreement: test
cadence: { every: month }
coverage: { says: Every home in the test }
delivery: snapshot
withdrawLimit: 1
format: { kind: csv }
rows:
  - name: home
    key: REF
    dwelling:
      uprn: UPRN
      facts:
        - kind: finding
          code: { text: warmth }
          label: { text: "Warmth {BAND}" }
          start: SEEN
          body: { type: observation, value: BAND }
`;

let db: Awaited<ReturnType<typeof testDatabase>>;
let feeds: Feeds;
beforeEach(async () => {
  db = await testDatabase();
  feeds = createFeeds(testKernel(db, { area: feedArea({ homes, people: peopleFeed() }) }));
});
afterEach(() => db.close());

const bring = async (...lines: string[]) => (await feeds.import('homes', [incoming(`homes-${lines.length}-${Math.random()}.csv`, `REF,UPRN,BAND,SEEN\n${lines.join('\n')}\n`)], { broughtBy: 'test' }))[0];
const touched = async (): Promise<string[]> => (await db.writer<{ uprn: string }[]>`delete from feeds.touched_dwelling returning uprn`).map((row) => row.uprn).sort();

test('a row about a home is stored once, with its source and version, and makes nobody', async () => {
  expect(await bring('1,000100,E,2019-04-01', '2,200,C,2024-01-01')).toMatchObject({ status: 'loaded', added: 2, rejects: 0 });
  expect(await db.writer`select uprn, label, start_at, subject_id from feeds.fact order by uprn`).toEqual([
    { uprn: '100', label: 'Warmth E', start_at: '2019-04-01', subject_id: null },
    { uprn: '200', label: 'Warmth C', start_at: '2024-01-01', subject_id: null },
  ]);
  expect(await db.writer`select from feeds.subject`).toHaveLength(0);
  expect(await db.writer`select from feeds.touched`).toHaveLength(0);
  expect(await touched()).toEqual(['100', '200']);
  expect((await feeds.believed('homes', 'home|1', '2026-11-20T09:00:01Z'))?.facts).toMatchObject([{ label: 'Warmth E' }]);
});

test('a changed row, and one withdrawn, mark its home and keep what was held', async () => {
  await bring('1,100,E,2019-04-01', '2,200,C,2024-01-01');
  await touched();
  expect(await bring('1,100,D,2026-04-01', '3,300,C,2024-01-01')).toMatchObject({ changed: 1, added: 1, withdrawn: 1 });
  expect(await touched()).toEqual(['100', '200', '300']);
  expect(await db.writer`select row_key, to_at is null as open from feeds.entry order by entry_id`).toEqual([
    { row_key: 'home|1', open: false }, { row_key: 'home|2', open: false }, { row_key: 'home|1', open: true }, { row_key: 'home|3', open: true },
  ]);
  await bring('1,100,D,2026-04-01', '3,300,C,2024-01-01', '4,100,B,2026-05-01');
  expect(await touched()).toEqual(['100']);
});

test('a row whose home cannot be told is kept in quarantine with the reason; the rest go on', async () => {
  expect(await bring('1,,E,2019-04-01', '2,12 Acacia Avenue,C,2024-01-01', '3,300,C,2024-01-01', '4,400,C,someday')).toMatchObject({ added: 1, rejects: 3 });
  const kept = await feeds.quarantine.list('homes');
  expect(kept.map((row) => [row.line, row.field, row.code])).toEqual(expect.arrayContaining([[2, 'UPRN', 'value.required'], [3, 'UPRN', 'value.uprn'], [5, 'SEEN', 'value.date']]));
});

test('people of other feeds are brought in as before', async () => {
  const [report] = await feeds.import('people', [incoming('people.csv', `${peopleHeading}\n1,Nowak,Adam,1980-01-02,,2020-01-01,\n`)], { broughtBy: 'test' });
  expect(report).toMatchObject({ added: 1, rejects: 0 });
  expect(await db.writer`select uprn, label from feeds.fact`).toEqual([{ uprn: null, label: 'Tenancy' }]);
  expect(await touched()).toEqual([]);
});

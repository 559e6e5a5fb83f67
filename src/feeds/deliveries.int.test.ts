import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { feedArea, incoming, peopleFeed, peopleHeading } from '../../tests/support/feed-area.ts';
import { testKernel } from '../../tests/support/kernel.ts';
import { fixedClock, type Kernel } from '../kernel/index.ts';
import { demographicsOf } from './feeds.store.ts';
import { createFeeds, type Feeds } from './index.ts';

const databases: Awaited<ReturnType<typeof testDatabase>>[] = [];
afterAll(() => Promise.all(databases.map((db) => db.close())));

let db: Awaited<ReturnType<typeof testDatabase>>;
let kernel: Kernel;
let clock: ReturnType<typeof fixedClock>;
let area: string;
let feeds: Feeds;

function open(definition: string): void {
  area = feedArea({ people: definition });
  clock = fixedClock('2026-11-01T09:00:00Z');
  kernel = { ...testKernel(db, { area }), clock };
  feeds = createFeeds(kernel);
}
/** The same store and data folder, with the feed file as it is now. */
function mend(definition: string): void {
  writeFileSync(join(area, 'feeds/people.yaml'), definition);
  feeds = createFeeds(kernel);
}
beforeEach(async () => {
  db = await testDatabase();
  databases.push(db);
  open(peopleFeed());
});

const row = (ref: string, start = '01/04/2020', surname = 'Begum'): string => `${ref},${surname},Amina,14/07/1943,9000000114,${start},`;
const file = (rows: string[]): string => `${[peopleHeading, ...rows].join('\n')}\n`;
const many = (count: number): string[] => Array.from({ length: count }, (_, i) => row(`P${i}`));
let number = 0;
const bring = async (rows: string[] | string) => (await feeds.import('people', [incoming(`file-${++number}.csv`, typeof rows === 'string' ? rows : file(rows))], { broughtBy: 'test' }))[0]!;
const count = async (table: 'entry' | 'fact' | 'subject' | 'quarantine', where = 'true'): Promise<number> => (await db.writer.unsafe<{ n: number }[]>(`select count(*)::int as n from feeds.${table} where ${where}`))[0]!.n;

describe('rows', () => {
  test('one bad row in ten thousand: 9,999 come in, and one is kept with file, line, field, reason and raw; a mended mapping brings it in', async () => {
    const rows = many(10_000);
    rows[4321] = row('P4321', '31/02/2024');
    const report = await bring(rows);
    expect(report).toMatchObject({ status: 'loaded', rows: 10_000, rejects: 1, added: 9_999 });
    expect(await count('fact')).toBe(9_999);
    expect(await feeds.quarantine.list('people')).toMatchObject([
      { file: report.file, line: 4323, field: 'START', code: 'value.date', reason: '"31/02/2024" is not a date.', raw: 'P4321,Begum,Amina,14/07/1943,9000000114,31/02/2024,' },
    ]);
    expect(await feeds.quarantine.retry()).toEqual({ retried: 1, mended: 0 });
    mend(peopleFeed('codes: { slips: { 31/02/2024: 29/02/2024 } }').replace('start: START', 'start: { from: START, codes: slips }'));
    expect(await feeds.quarantine.retry('people')).toEqual({ retried: 1, mended: 1 });
    expect(await feeds.quarantine.list()).toEqual([]);
    expect(await feeds.believedAbout('people', 'P4321', '2026-11-02T00:00:00Z')).toMatchObject([{ start: '2024-02-29' }]);
    expect(await count('entry')).toBe(10_000);
    expect((await feeds.states())[0]).toMatchObject({ rows: 10_000, rejects: 0 });
  });

  test('the same file twice changes nothing', async () => {
    const content = file(many(50));
    await bring(content);
    const before = [await count('entry'), await count('fact'), await count('subject')];
    expect(await bring(content)).toMatchObject({ status: 'already-loaded', added: 50 });
    expect([await count('entry'), await count('fact'), await count('subject')]).toEqual(before);
    expect(await db.writer`select count(*)::int as n from feeds.delivery`).toMatchObject([{ n: 1 }]);
  });

  test('a corrected row becomes a new version, and what was held on any day can be asked', async () => {
    await bring([row('P1', '01/04/2020'), row('P2')]);
    clock.set('2026-11-08T09:00:00Z');
    expect(await bring([row('P1', '01/05/2020'), row('P2')])).toMatchObject({ added: 0, changed: 1, unchanged: 1 });
    const held = async (at: string) => (await feeds.believed('people', 'person|P1', at))?.facts[0]?.start ?? null;
    expect([await held('2026-10-31T00:00:00Z'), await held('2026-11-03T00:00:00Z'), await held('2026-11-09T00:00:00Z')]).toEqual([null, '2020-04-01', '2020-05-01']);
    expect(await feeds.believedAbout('people', 'P1', '2026-11-03T00:00:00Z')).toHaveLength(1);
  });

  test('who somebody was said to be is kept, each version with when it was first and last said', async () => {
    await bring([row('P1')]);
    clock.set('2026-11-08T09:00:00Z');
    await bring([row('P1', '01/04/2020', 'Rahman')]);
    expect((await demographicsOf(db.writer, 'people', 'P1')).map((d) => [d.demographics.family, d.firstAt.toISOString().slice(0, 10), d.lastAt.toISOString().slice(0, 10)])).toEqual([
      ['Rahman', '2026-11-08', '2026-11-08'],
      ['Begum', '2026-11-01', '2026-11-01'],
    ]);
  });

  test('a row that a snapshot lacks is withdrawn, its person is passed to linkage, and the row may come back', async () => {
    await bring(many(10));
    await db.writer`delete from feeds.touched`;
    clock.set('2026-11-08T09:00:00Z');
    expect(await bring(many(8))).toMatchObject({ withdrawn: 2, unchanged: 8 });
    expect(await db.writer`select s.local_key as key from feeds.touched join feeds.subject s using (subject_id) order by 1`).toMatchObject([{ key: 'P8' }, { key: 'P9' }]);
    expect(await feeds.believed('people', 'person|P9', '2026-11-07T00:00:00Z')).not.toBeNull();
    expect(await feeds.believed('people', 'person|P9', '2026-11-09T00:00:00Z')).toBeNull();
    expect((await feeds.states())[0]?.rows).toBe(8);
    clock.set('2026-11-15T09:00:00Z');
    expect(await bring([...many(8), row('P9')])).toMatchObject({ added: 1 });
  });

  test('a snapshot that lacks too much withdraws nothing and says so', async () => {
    await bring(many(10));
    const report = await bring(many(6));
    expect(report).toMatchObject({ status: 'loaded', withdrawn: 0 });
    expect(report.notice).toBe('4 of the 10 rows held are not in this file. That is more than the 30% this feed allows, so none was withdrawn: check that the file is complete.');
    expect(await count('entry', 'to_at is null')).toBe(10);
  });

  test('a row that is there but cannot be read is not withdrawn', async () => {
    await bring(many(10));
    expect(await bring([...many(9), row('P9', 'soon')])).toMatchObject({ rejects: 1, withdrawn: 0 });
    expect(await count('entry', "to_at is null and row_key = 'person|P9'")).toBe(1);
  });

  test('a later snapshot overtakes what an earlier one left in quarantine', async () => {
    await bring([...many(9), row('P9', 'soon')]);
    await bring([...many(9), row('P9')]);
    expect(await feeds.quarantine.list('people')).toEqual([]);
  });

  test('a retry does not put an old row over a newer one', async () => {
    open(peopleFeed().replace('delivery: snapshot', 'delivery: changes'));
    await bring([row('P1', 'soon')]);
    clock.set('2026-11-08T09:00:00Z');
    await bring([row('P1', '01/05/2024')]);
    mend(peopleFeed('codes: { slips: { soon: 01/01/2020 } }').replace('delivery: snapshot', 'delivery: changes').replace('start: START', 'start: { from: START, codes: slips }'));
    expect(await feeds.quarantine.retry('people')).toEqual({ retried: 1, mended: 1 });
    expect(await feeds.believedAbout('people', 'P1', '2026-11-09T00:00:00Z')).toMatchObject([{ start: '2024-05-01' }]);
  });

  test('changes leave the rest alone; a marked row withdraws its row', async () => {
    const changes = peopleFeed().replace('delivery: snapshot', 'delivery: changes').replace('rows:\n', 'rows:\n  - name: person\n    when: { field: END, in: [deleted] }\n    key: REF\n    withdraws: true\n');
    open(changes.replace('  - name: person\n    key: REF\n    subject', '  - name: person\n    when: { field: END, notIn: [deleted] }\n    key: REF\n    subject'));
    await bring(many(5));
    expect(await bring([`${row('P3')}deleted`, row('P9')])).toMatchObject({ added: 1, withdrawn: 1, rejects: 0 });
    expect(await count('entry', 'to_at is null')).toBe(5);
  });

  test('a key that comes twice in a snapshot with different content keeps the last, and is said', async () => {
    const report = await bring([row('Q1'), row('Q1', '01/05/2024'), row('Q2')]);
    expect(report).toMatchObject({ added: 2, notice: '1 row had the key of another row in this file with different content; the last of each was kept.' });
    expect(await feeds.believedAbout('people', 'Q1', '2026-11-02T00:00:00Z')).toMatchObject([{ start: '2024-05-01' }]);
  });
});

describe('files', () => {
  test('each is kept, readable by its owner alone, and counted with who brought it', async () => {
    const content = file(many(3));
    const report = await bring(content);
    const kept = join(kernel.config.data, 'deliveries', report.sha256.slice(0, 2), report.sha256);
    expect(readFileSync(kept, 'utf8')).toBe(content);
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(await db.writer`select brought_by as "by", bytes::int, rows_read::int as rows, encoding from feeds.delivery`).toMatchObject([{ by: 'test', bytes: content.length, rows: 3, encoding: 'utf-8' }]);
  });

  test('half a file is refused and harms nothing; the whole one then loads', async () => {
    await bring(many(3));
    const whole = file([...many(3), row('P3'), row('P4')]);
    clock.set('2026-11-01T09:30:00Z');
    const half = await bring(whole.slice(0, -25));
    expect(half).toMatchObject({ status: 'refused', because: expect.stringMatching(/cut off: its last row, on line 6/), added: 0 });
    expect(await count('entry')).toBe(3);
    expect((await feeds.states())[0]?.state).toBe('failed');
    clock.set('2026-11-01T10:00:00Z');
    expect(await bring(whole)).toMatchObject({ status: 'loaded', added: 2 });
    expect((await feeds.states())[0]?.state).toBe('on-time');
  });

  test('hostile content is refused or kept as data, and the store stays sound', async () => {
    expect(await bring(`${file(many(2))}\0\u0001`)).toMatchObject({ status: 'refused' });
    const nasty = ["'); drop table feeds.entry; --", '=HYPERLINK("http://x")', '<script>alert(1)</script>', '\\N', '\\', 'a\\tb', '{"a":1}', '😀', '\u202eevil'];
    const quoted = nasty.map((text, i) => row(`N${i}`, '01/04/2020', `"${text.replaceAll('"', '""')}"`));
    expect(await bring([...quoted, row('N99', '01/04/2020', 'x'.repeat(10_000_000))])).toMatchObject({ status: 'loaded', rejects: 1, added: nasty.length });
    for (const [i, text] of nasty.entries()) expect((await demographicsOf(db.writer, 'people', `N${i}`))[0]?.demographics.family).toBe(text);
    expect((await feeds.believed('people', 'person|N3', '2026-11-02T00:00:00Z'))?.raw).toBe(quoted[3]);
  });

  test('a key, name or number too long to be one keeps its row out and stops nothing', async () => {
    const long = 'x'.repeat(5000);
    expect(await bring([row('P1'), row(long), row('P2', '01/04/2020', long)])).toMatchObject({ status: 'loaded', added: 1, rejects: 2 });
    expect((await feeds.quarantine.list('people')).map((q) => q.code)).toEqual(['key.too-long', 'value.too-long']);
  });

  test('a zero character and half a surrogate pair in a rejected row are kept as something the store can hold', async () => {
    const broken = Buffer.from(`\ufeff${file([`${row('P1').slice(0, -12)}?\0\ud800,`, row('P2')])}`, 'utf16le');
    const [report] = await feeds.import('people', [incoming('wide.csv', broken)], { broughtBy: 'test' });
    expect(report).toMatchObject({ status: 'loaded', rejects: 1, added: 1 });
    expect((await feeds.quarantine.list('people'))[0]?.raw).toContain('?\ufffd');
  });

  test('a delivery whose kept copy has gone is refused, and does not stand in the way of the next', async () => {
    const report = await bring(many(3));
    await db.writer`update feeds.delivery set status = 'loading'`;
    rmSync(join(kernel.config.data, 'deliveries', report.sha256.slice(0, 2), report.sha256));
    expect(await bring(many(4))).toMatchObject({ status: 'loaded' });
    expect(await db.writer`select refused_because as because from feeds.delivery where status = 'refused'`).toMatchObject([{ because: expect.stringContaining('is gone') }]);
  });

  test('an unknown feed and a missing file are said to be so', async () => {
    await expect(feeds.import('nobody', ['x.csv'], { broughtBy: 'test' })).rejects.toMatchObject({ code: 'feed.unknown' });
    await expect(feeds.import('people', ['/no/such/file.csv'], { broughtBy: 'test' })).rejects.toMatchObject({ code: 'delivery.missing' });
  });

  test('a delivery cut short is gone on with before a newer file is loaded', async () => {
    const first = incoming('first.csv', file(many(10)));
    await feeds.import('people', [first], { broughtBy: 'test' });
    await db.writer`update feeds.delivery set status = 'loading', checkpoint = null, rows_read = 0, rows_new = 0`;
    await db.writer`delete from feeds.fact where entry_id in (select entry_id from feeds.entry where line > 5)`;
    await db.writer`delete from feeds.entry where line > 5`;
    clock.set('2026-11-02T09:00:00Z');
    expect(await bring(many(9))).toMatchObject({ status: 'loaded', withdrawn: 1 });
    expect(await count('entry', 'to_at is null')).toBe(9);
    expect(await count('fact')).toBe(10);
  });
});

test('a feed is never, on time, late or failed by its cadence and grace', async () => {
  const state = async (): Promise<string> => (await feeds.states())[0]!.state;
  expect(await state()).toBe('never');
  await bring(many(1));
  expect((await feeds.states())[0]).toMatchObject({ state: 'on-time', lastReceived: '2026-11-01T09:00:00.000Z', nextExpected: '2026-11-02T09:00:00.000Z', organisationName: 'The Council' });
  clock.set('2026-11-04T08:00:00Z');
  expect(await state()).toBe('on-time');
  clock.set('2026-11-04T10:00:00Z');
  expect(await state()).toBe('late');
});

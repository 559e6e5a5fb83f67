import { copyFileSync, cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataFolder, kith, launch, startPortal } from '../support/command-line.ts';

const data = dataFolder();
const people = 250;
afterAll(() => rmSync(data, { recursive: true, force: true }));

interface Health {
  status: string;
  store: string;
  postgres: string;
  area: string;
  persons: number;
  records: number;
}

describe('start', () => {
  let first: Health;
  let said: string;
  let stopped: number | null;

  beforeAll(async () => {
    // Killed while the borough is being brought in: the next start must go on and lose nothing.
    const doomed = launch(['start', '--data', data, '--port', '0', '--people', String(people)]);
    await new Promise<void>((done) => {
      let said = '';
      doomed.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('housing-tenancies')) done();
      });
      doomed.on('exit', () => done());
    });
    doomed.kill('SIGKILL');
    const portal = await startPortal(data, ['--people', String(people)]);
    first = (await (await fetch(`${portal.url}/health`)).json()) as Health;
    said = portal.said();
    stopped = await portal.stop();
  }, 180_000);

  test('it says who may sign in, and stops cleanly when asked', () => {
    expect(said).toContain('Who may sign in');
    expect(stopped).toBe(0);
  });

  test('health says what is inside', () => {
    expect(first).toMatchObject({ status: 'ok', store: 'embedded', area: 'newbridge' });
    expect(first.postgres).toMatch(/^18\./);
    expect(first.persons).toBeGreaterThan(people * 0.6);
    expect(first.records).toBeGreaterThan(first.persons);
  });

  test('a killed first start ends in the same borough as an undisturbed one', async () => {
    const calm = dataFolder();
    const portal = await startPortal(calm, ['--people', String(people)]);
    const health = (await (await fetch(`${portal.url}/health`)).json()) as Health;
    await portal.stop();
    rmSync(calm, { recursive: true, force: true });
    expect(first).toMatchObject({ persons: health.persons, records: health.records });
  }, 120_000);

  test('with data there it starts again without bringing anything in', async () => {
    const portal = await startPortal(data);
    expect(portal.said()).not.toContain('First start');
    const health = (await (await fetch(`${portal.url}/health`)).json()) as Health;
    expect(health).toMatchObject({ persons: first.persons, records: first.records });
    const beside = await kith(['feeds', '--json', '--data', data]);
    expect(beside.status).toBe(0);
    expect((await fetch(`${portal.url}/health`)).status).toBe(200);
    await portal.stop('SIGTERM');
  }, 180_000);
});

describe('one command at a time', () => {
  test('feeds lists every feed with its state', async () => {
    const { out, status } = await kith(['feeds', '--json', '--data', data]);
    expect(status).toBe(0);
    const feeds = JSON.parse(out) as { feed: string; rows: number }[];
    expect(feeds.length).toBeGreaterThanOrEqual(15);
    expect(feeds.find((f) => f.feed === 'housing-tenancies')?.rows).toBeGreaterThan(0);
    expect((await kith(['feeds', '--data', data])).out).toContain('Last received');
  });

  test('the same file again changes nothing', async () => {
    const before = JSON.parse((await kith(['feeds', '--json', '--data', data])).out) as unknown;
    const folder = join(data, 'demo', 'housing-tenancies');
    const file = join(folder, readdirSync(folder)[0] ?? '');
    const { status, out } = await kith(['import', 'housing-tenancies', file, '--data', data, '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{ status: 'already-loaded' }]);
    expect(JSON.parse((await kith(['feeds', '--json', '--data', data])).out)).toEqual(before);
  }, 180_000);

  test('a person is shown under a decision, as text, JSON and SCIS', async () => {
    const shown = await kith(['person', 'Z', '--as', 'nobody', '--data', data]);
    expect(shown.status).toBe(5);
    expect((await kith(['person', '0000000000', '--as', 'joanna.price', '--purpose', 'care-act-request', '--data', data])).status).toBe(6);
    const truth = readFileSync(join(data, 'demo', 'truth', 'people.csv'), 'utf8');
    const amina = truth.split('\n').find((line) => /begum/i.test(line) && /amina/i.test(line) && line.includes('1943-07-14'));
    const nhs = /\b9\d{9}\b/.exec(amina ?? '')?.[0] ?? '';
    const text = await kith(['person', nhs, '--as', 'joanna.price', '--purpose', 'care-act-request', '--data', data]);
    expect(text.status).toBe(0);
    expect(text.out).toContain('BEGUM, Amina');
    const json = await kith(['person', nhs, '--as', 'joanna.price', '--purpose', 'care-act-request', '--json', '--data', data]);
    expect(JSON.parse(json.out)).toMatchObject({ overview: { summary: { nhsNumber: nhs } } });
    const scis = await kith(['person', nhs, '--as', 'joanna.price', '--purpose', 'care-act-request', '--format', 'scis', '--data', data]);
    expect(JSON.parse(scis.out)).toHaveProperty('@context');
  }, 180_000);

  test('somebody at the door is matched under a logged search, and what cannot be read is refused', async () => {
    const as = ['--as', 'joanna.price', '--purpose', 'care-act-request', '--data', data];
    const found = await kith(['match', '--given', 'Amina', '--family', 'Begum', '--born', '14/7/1943', '--json', ...as]);
    expect(found.status).toBe(0);
    const { candidates } = JSON.parse(found.out) as { candidates: Record<string, unknown>[] };
    expect(candidates[0]).toMatchObject({ kind: 'person', displayName: expect.stringContaining('BEGUM, Amina') as string, band: 'join' });
    expect(candidates[0]).not.toHaveProperty('subjectId');
    expect((await kith(['match', '--given', 'Zzqx', '--born', '1900', ...as])).out).toContain('Nobody you may see');
    expect((await kith(['match', '--nhs', '123', ...as])).status).toBe(2);
    expect((await kith(['match', ...as])).status).toBe(2);
  }, 180_000);

  test('linkage is reported against the truth, compared with another model, and judged again without moving anybody', async () => {
    const html = join(data, 'report.html');
    const told = await kith(['linkage', 'report', '--json', '--truth', join(data, 'demo', 'truth', 'links.csv'), '--html', html, '--data', data]);
    expect(told.status).toBe(0);
    const report = JSON.parse(told.out) as { persons: number; recall: { groups: { by: string; recall: number }[] } };
    expect(report.recall.groups[0]).toMatchObject({ by: 'everybody' });
    expect(report.recall.groups[0]!.recall).toBeGreaterThan(0.95);
    expect(report.recall.groups.some((g) => g.by === 'name origin')).toBe(true);
    expect(readFileSync(html, 'utf8')).toContain('<h1');
    const model = join(data, 'candidate.yaml');
    writeFileSync(model, 'bands: { join: 500, stay: 400, review: 0 }\n');
    const compared = await kith(['linkage', 'compare', '--model', model, '--json', '--data', data]);
    expect((JSON.parse(compared.out) as { pairs: { broken: number } }).pairs.broken).toBeGreaterThan(0);
    const again = await kith(['linkage', 'rebuild', '--json', '--data', data]);
    expect(JSON.parse(again.out)).toMatchObject({ kind: 'full', persons: report.persons, merged: [] });
  }, 180_000);

  test('a file of the wrong feed is refused, with status 3 and a reason', async () => {
    const wrong = join(data, 'wrong.csv');
    writeFileSync(wrong, 'colour,size\nred,10\n');
    const { status, out } = await kith(['import', 'housing-tenancies', wrong, '--data', data]);
    expect(status).toBe(3);
    expect(out).toMatch(/TENANCY|heading|column/i);
    expect((await kith(['import', 'no-such-feed', wrong, '--data', data])).status).toBe(2);
    expect((await kith(['import', 'housing-tenancies', join(data, 'absent.csv'), '--data', data])).status).toBe(3);
  }, 180_000);
});

describe('check', () => {
  test('a sound area passes, a broken one is told file, line and mend', async () => {
    expect(await kith(['check'])).toMatchObject({ status: 0 });
    const area = dataFolder();
    cpSync('areas/demo', area, { recursive: true });
    const feed = join(area, 'feeds', 'housing-tenancies.yaml');
    copyFileSync(feed, `${feed}.bak`);
    writeFileSync(feed, readFileSync(feed, 'utf8').replace(/^category: .*$/m, 'category: [1]').concat('colour: red\n'));
    const { status, out } = await kith(['check', area]);
    expect(status).toBe(2);
    expect(out).toMatch(/feeds\/housing-tenancies\.yaml:\d+ category/);
    expect(out).toMatch(/Remove it or correct its spelling: colour/);
    rmSync(area, { recursive: true, force: true });
  });
});

test('help lists every command, and wrong use is status 2', async () => {
  const { out, status } = await kith(['--help']);
  expect(status).toBe(0);
  for (const command of ['start', 'import', 'feeds', 'quarantine', 'person', 'match', 'link', 'linkage', 'alerts', 'notices', 'check', 'migrate', 'demo']) expect(out).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  expect((await kith(['frobnicate'])).status).toBe(2);
});

import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkFiles, readColumnFlag, readLinkConfig, type LinkRequest, type LinkSummary } from '../../src/linkage/tool/index.ts';
import { scoreClusters } from '../../bench/linkage/measure.ts';
import { writePeople } from '../../bench/linkage/people.ts';

const people = fileURLToPath(new URL('../fixtures/linkage/people.csv', import.meta.url));
let folder: string;
const at = (name: string): string => join(folder, name);
const file = (name: string, text: string | Buffer): string => {
  writeFileSync(at(name), text);
  return at(name);
};
const link = (inputs: string[], more: Partial<LinkRequest> = {}): Promise<LinkSummary> =>
  linkFiles({ inputs, id: null, config: { memory: 400 }, columns: [], out: at('out.csv'), pairs: null, report: null, ...more });
const lines = (name = 'out.csv'): string[] => readFileSync(at(name), 'utf8').trimEnd().split('\n');
const head = 'first_name,surname,dob,postcode\n';

beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'kith-tool-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('kith link', { timeout: 180_000 }, () => {
  it('finds who is who, a line for each row in order, with pairs and a report', async () => {
    const summary = await link([people], { id: 'unique_id', pairs: at('pairs.csv'), report: at('report.html') });
    const rows = readFileSync(people, 'utf8').trimEnd().split('\n').slice(1).map((l) => l.split(','));
    const out = lines().map((l) => l.split(','));
    expect(out[0]).toEqual(['source_row', 'cluster_id', 'match_probability']);
    expect(out.slice(1).map((l) => l[0])).toEqual(rows.map((r) => r[0]));
    const quality = scoreClusters(rows.map((r) => r.at(-1)!), out.slice(1).map((l) => l[1]!));
    expect(quality.precision).toBeGreaterThan(0.97);
    expect(quality.f1).toBeGreaterThan(0.9);
    expect(summary.rows).toBe(rows.length);
    expect(lines('pairs.csv')[0]).toBe('source_row_a,source_row_b,match_weight,match_probability,band,same_cluster,guard,Given name,Surname,Date of birth,Address,Email');
    const cluster = new Map(out.map((l) => [l[0], l[1]]));
    for (const [a, b, , probability, band, together] of lines('pairs.csv').slice(1).map((l) => l.split(','))) {
      expect(cluster.get(a) === cluster.get(b)).toBe(together === 'true');
      expect(band === 'join').toBe(together === 'true');
      expect(Number(probability) > 0.888).toBe(together === 'true');
    }
    const html = readFileSync(at('report.html'), 'utf8');
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/<script|src=|https?:\/\//);
  });

  it('reads semicolons, Latin-1, UTF-16, a byte-order mark and spaces after commas', async () => {
    const rows = 'first_name;surname;dob;postcode\nZoë;Brontë;1980-01-02;LS1 1AA\nZoe;Bronte;02/01/1980;ls11aa\n';
    for (const [name, bytes] of [['l.csv', Buffer.from(rows, 'latin1')], ['u.csv', Buffer.from(`\uFEFF${rows}`, 'utf16le')], ['b.csv', Buffer.from(`\uFEFF${rows.replaceAll(';', ', ')}`)]] as const) {
      expect((await link([file(name, bytes)])).clusters, name).toBe(1);
    }
  });

  it('links several files, numbering rows on, and writes and reads Parquet', async () => {
    const a = file('a.csv', `${head}Ann,Lee,1980-01-02,LS1 1AA\nBob,Hill,1971-05-06,N1 9GU\n`);
    const b = file('b.csv', 'postcode,surname,first_name,dob\nN1 9GU,Hill,Bob,1971-05-06\n');
    await link([a, b]);
    expect(lines().slice(1).map((l) => l.split(',').slice(0, 2))).toEqual([['1', '1'], ['2', '2'], ['3', '2']]);
    await link([a, b], { out: at('out.parquet') });
    expect((await link([at('out.parquet')], { columns: [readColumnFlag('fuzzy=cluster_id')] })).rows).toBe(3);
  });

  it('answers for no rows, one row, empty columns and rows all the same', async () => {
    expect((await link([file('0.csv', head)])).clusters).toBe(0);
    expect(lines()).toEqual(['source_row,cluster_id,match_probability']);
    expect((await link([file('1.csv', `${head}Ann,Lee,1980-01-02,LS1 1AA\n`)])).clusters).toBe(1);
    expect((await link([file('n.csv', `${head},,,\n,,,\n`)])).clusters).toBe(2);
    const same = await link([file('s.csv', head + 'Ann,Lee,1980-01-02,LS1 1AA\n'.repeat(50_000))], { pairs: at('p.csv') });
    expect(same.clusters).toBe(1);
    expect(same.pairsScored).toBe(0);
    expect(lines('p.csv').length).toBeLessThan(51_000);
  });

  it('joins one person repeated thousands of times with one thing changed, among others', async () => {
    const input = at('crowd.csv');
    await writePeople(input, 6_000, 'crowd');
    for (let i = 0; i < 3_000; i++) appendFileSync(input, `${6_001 + i},x,Ann,,Lee,1980-01-02,f,,4 Mill Road,Northam,LS1 1AA,07700 9${10_000 + i},\n`);
    const summary = await link([input], { id: 'id', columns: [readColumnFlag('ignore=person')] });
    expect(summary.clusterSizes.at(-1)).toEqual({ size: 3_000, clusters: 1 });
    expect(summary.pairsScored).toBeLessThan(9_000 * 60);
    expect(summary.blocks.at(-1)!.rule).toContain('neighbours in order');
  });

  it('refuses what it cannot use, and says why', async () => {
    await expect(link([at('none.csv')])).rejects.toThrow('There is no file');
    await expect(link([file('e.csv', '')])).rejects.toThrow('is empty');
    await expect(link([file('c.csv', 'colour,size\nred,1\n')])).rejects.toThrow('None of the columns');
    await expect(link([file('d.csv', `id,${head}1,Ann,Lee,1980-01-02,LS1 1AA\n1,Bob,Lee,1980-01-02,LS1 1AA\n`)], { id: 'id' })).rejects.toThrow('does not tell rows apart');
    await expect(link([file('f.csv', `${head}Ann,${'x'.repeat(20_000)},1980-01-02,LS1 1AA\n`)])).rejects.toThrow('20,000 characters in "surname"');
    await expect(link([file('g.csv', `${head}Ann,"${'x'.repeat(10_000_000)}",1980-01-02,LS1 1AA\n`)])).rejects.toThrow('cannot be read');
    await expect(link([people], { out: people })).rejects.toThrow('one of the inputs');
    await expect(link([people], { columns: [readColumnFlag('surname=nonesuch')] })).rejects.toThrow('There is no column "nonesuch"');
    expect(() => readColumnFlag('colour=eye')).toThrow('role=heading');
    expect(() => readLinkConfig(file('bad.yaml', 'columns: { shoe: x }\n'))).toThrow('not valid');
  });

  it('keeps formulas and markup from running', async () => {
    const input = file('h.csv', `id,${head}=1+1,<img src=x onerror=alert(1)>,Lee,1980-01-02,LS1 1AA\n-5,<img src=x onerror=alert(1)>,Leee,1980-01-02,LS1 1AA\n`);
    await link([input], { id: 'id', report: at('h.html') });
    expect(lines().slice(1).map((l) => l.split(',')[0])).toEqual(["'=1+1", '-5']);
    expect(readFileSync(at('h.html'), 'utf8')).not.toContain('<img');
  });

  it('weighs an extra column from a config file', async () => {
    const config = readLinkConfig(file('link.yaml', 'memory: 400\ncomparisons:\n  - { column: school, kind: fuzzy, levels: [0.95, 0.85] }\n'));
    const summary = await link([file('x.csv', 'first_name,surname,dob,school\nAnn,Lee,1980-01-02,Hill Top\nAnn,Lee,1980-01-02,Hilltop\n')], { config });
    expect(summary.comparisons).toContain('school');
  });

  it('leaves the last output in place when it is killed', async () => {
    file('kept.csv', 'as it was\n');
    const rows = Array.from({ length: 60_000 }, (_, i) => `A${i % 977},B${i % 1999},19${10 + (i % 80)}-01-${10 + (i % 18)},LS${i % 30} 1AA`);
    const big = file('k.csv', `${head}${rows.join('\n')}\n`);
    const code = `import { linkFiles } from ${JSON.stringify(new URL('../../src/linkage/tool/index.ts', import.meta.url).href)};
      await linkFiles({ inputs: [${JSON.stringify(big)}], id: null, config: {}, columns: [], out: ${JSON.stringify(at('kept.csv'))}, pairs: null, report: null }, { progress: (s) => { if (s > 0.4) process.kill(process.pid, 'SIGKILL'); } });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' });
    await new Promise((done) => child.on('exit', done));
    expect(child.signalCode).toBe('SIGKILL');
    expect(readFileSync(at('kept.csv'), 'utf8')).toBe('as it was\n');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part') && existsSync(at(name)))).toEqual([]);
  });
});

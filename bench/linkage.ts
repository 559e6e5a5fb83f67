/**
 * `node bench/linkage.ts [--rows N] [--only NAME]`
 *
 * Runs `kith link`'s engine on sets whose truth is known, each in a process of its own, at the shipped thresholds:
 * FEBRL3 and fake_1000 where `../shared/data/linkage` is there, invented registers with no identifier, and invented
 * households with twins. N of 1000000 is the full size; nothing is tuned here. Besides the clusters it measures the pairs of
 * `--pairs`: those said to join, and those whose own weight reaches the threshold whatever other rows say.
 */
import { spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import type { LinkSummary } from '../src/linkage/tool/index.ts';
import { writeHistorical } from './linkage/historical.ts';
import { scoreClusters, scorePairs, type Quality } from './linkage/measure.ts';
import { writePeople } from './linkage/people.ts';
import { machine, report } from './measure.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '50000' }, only: { type: 'string' } } });
const rows = Number(values.rows);
const shared = fileURLToPath(new URL('../../shared/data/linkage/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kith-bench-linkage-'));

interface Case {
  name: string;
  file: () => Promise<string>;
  id: string;
  truth: (row: Record<string, string>) => string;
  ignore: string[];
}

const febrl = (name: string, ignore: string[]): Case => ({ name, file: async () => join(shared, 'febrl3.csv'), id: 'rec_id', truth: (row) => row.rec_id!.split('-')[1]!, ignore });
const made = async (name: string, write: (file: string) => unknown): Promise<string> => {
  await write(join(folder, name));
  return join(folder, name);
};
const cases: Case[] = [
  ...(existsSync(shared)
    ? [
        febrl('febrl3', []),
        febrl('febrl3 without the identifier', ['soc_sec_id']),
        { name: 'fake_1000', file: async () => join(shared, 'fake_1000.csv'), id: 'unique_id', truth: (row: Record<string, string>) => row.cluster!, ignore: ['cluster'] },
      ]
    : []),
  { name: `old registers, ${Math.min(rows, 50_000)} rows`, file: () => made('old.csv', (f) => writeHistorical(f, Math.min(rows, 50_000), '1')), id: 'unique_id', truth: (row) => row.cluster!, ignore: ['cluster'] },
  { name: `households, ${rows} rows`, file: () => made('people.csv', (f) => writePeople(f, rows, '1')), id: 'id', truth: (row) => row.person!, ignore: ['person'] },
];

const program = `
  const { linkFiles } = await import(process.argv[1]);
  const asked = JSON.parse(process.argv[2]);
  console.log(JSON.stringify(await linkFiles({ ...asked, config: {}, report: null })));`;

async function link(file: string, { id, ignore }: Case, out: string, pairs: string): Promise<LinkSummary> {
  const asked = { inputs: [file], id, columns: ignore.map((heading) => ({ heading, role: 'ignore', because: 'the truth, or left out here' })), out, pairs };
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, new URL('../src/linkage/tool/index.ts', import.meta.url).href, JSON.stringify(asked)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout) text += String(chunk);
  return JSON.parse(text) as LinkSummary;
}

const rowsOf = (file: string): AsyncIterable<Record<string, string>> => createReadStream(file).pipe(parse({ columns: true, trim: true, bom: true }));
const truths = async (file: string, { id, truth }: Case): Promise<{ ids: string[]; labels: string[] }> => {
  const [ids, labels]: [string[], string[]] = [[], []];
  for await (const row of rowsOf(file)) {
    ids.push(row[id]!);
    labels.push(truth(row));
  }
  return { ids, labels };
};

console.log(`# Linking files\n\n${machine()}; shipped thresholds.\n`);
const table: (string | number)[][] = [];
for (const one of cases.filter((c) => values.only === undefined || c.name.startsWith(values.only))) {
  const file = await one.file();
  const out = join(folder, 'out.csv');
  const pairs = join(folder, 'pairs.csv');
  const summary = await link(file, one, out, pairs);
  const found = readFileSync(out, 'utf8').trimEnd().split('\n').slice(1).map((line) => line.split(',').at(-2)!);
  const { ids, labels } = await truths(file, one);
  const clusters = scoreClusters(labels, found);
  const truthOf = new Map(ids.map((id, i) => [id, labels[i]!]));
  const [linked, alone] = [scorePairs(labels), scorePairs(labels)];
  for await (const pair of rowsOf(pairs)) {
    const same = truthOf.get(pair.source_row_a!) === truthOf.get(pair.source_row_b!);
    if (pair.band === 'join') linked.add(same);
    if (Number(pair.match_weight) >= summary.settings.bands.join && pair.guard === '') alone.add(same);
  }
  const shown = ({ f1, precision, recall }: Quality): string => `${f1.toFixed(4)} (${precision.toFixed(4)}, ${recall.toFixed(4)})`;
  table.push([one.name, shown(clusters), shown(linked.quality()), shown(alone.quality()), summary.pairsScored, `${summary.seconds.toFixed(1)} s`, `${summary.peakMemoryMb} MB`]);
}
report(['set', 'clusters: F1 (precision, recall)', 'pairs that join', 'pairs on their own weight alone', 'pairs compared', 'wall', 'peak memory'], table);
rmSync(folder, { recursive: true, force: true });

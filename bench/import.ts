import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readConfig, refreshStatistics } from '../src/kernel/index.ts';
import { generate } from '../src/lab/index.ts';
import { createKith, demoFinished, type Kith } from '../src/main.ts';
import { heading, report, timed } from './measure.ts';

/**
 * Baseline of the import: the same lines copied into a one-column table of the same store, committed. Nothing that
 * keeps a row can be quicker.
 */
async function copyLines(kith: Kith, file: string): Promise<number> {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/).filter((line) => line !== '');
  const { writer, owner } = kith.kernel.db;
  await owner`create table if not exists feeds.bench_line (line text)`;
  const { seconds } = await timed(() =>
    writer.begin(async (sql) => {
      const copy = await sql`copy feeds.bench_line from stdin`.writable();
      for (const line of lines) if (!copy.write(`${line.replaceAll('\\', '\\\\').replaceAll('\t', '\\t')}\n`)) await new Promise((next) => copy.once('drain', next));
      await new Promise<void>((done, failed) => {
        copy.on('error', failed);
        copy.end(() => done());
      });
    }),
  );
  await owner`drop table feeds.bench_line`;
  return lines.length / seconds;
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A tabular file made `rows` long by repeating its lines with person and event numbers of their own. */
function stretch(file: string, rows: number, out: string, numbers: readonly string[]): string {
  const [head = [], ...lines] = parse(readFileSync(file));
  const own = numbers.map((name) => head.indexOf(name));
  const text = Array.from({ length: rows }, (_, i) => {
    const cells = [...(lines[i % lines.length] ?? [])];
    const round = Math.floor(i / lines.length);
    for (const column of own) if (round > 0 && cells[column] !== '') cells[column] = `${cells[column]}-${round}`;
    return cells.map(cell).join(',');
  });
  writeFileSync(out, `${head.map(cell).join(',')}\n${text.join('\n')}\n`);
  return out;
}

/** Writes the borough, brings every file in through the same door as a real one, links it and makes the records. */
export async function benchImport({ data, people, seed }: { data: string; people: number; seed: number }): Promise<void> {
  heading('Import, from file to committed rows');
  const kith = await createKith(readConfig({}, { data, logLevel: 'error' }));
  const made = await timed(() => generate({ people, seed, out: join(data, 'demo') }));
  console.log(`Writing the borough: ${made.seconds.toFixed(1)} s, ${made.value.files.length} files.\n`);
  const rows: (string | number)[][] = [];
  for (const { feed, file } of made.value.files) {
    const baseline = await copyLines(kith, file);
    const { value, seconds } = await timed(() => kith.feeds.import(feed, [file], { broughtBy: 'bench' }));
    const count = value.reduce((sum, r) => sum + r.rows, 0);
    const rejects = value.reduce((sum, r) => sum + r.rejects, 0);
    rows.push([feed, Math.round(statSync(file).size / 1024), count, rejects, Math.round(count / seconds), Math.round(baseline), (count / seconds / baseline).toFixed(3)]);
  }
  const cld = made.value.files.findLast((f) => f.feed === 'adult-social-care');
  if (cld !== undefined) {
    const long = stretch(cld.file, 100_000, join(data, 'cld-100000.csv'), ['LA Person Unique Identifier', 'Event Reference']);
    const baseline = await copyLines(kith, long);
    const { value, seconds } = await timed(() => kith.feeds.import(cld.feed, [long], { broughtBy: 'bench' }));
    const count = value.reduce((sum, r) => sum + r.rows, 0);
    rows.push(['adult-social-care, stretched', Math.round(statSync(long).size / 1024), count, value[0]?.rejects ?? 0, Math.round(count / seconds), Math.round(baseline), (count / seconds / baseline).toFixed(3)]);
  }
  report(['feed', 'file, KB', 'rows', 'rejected', 'rows/s', 'baseline: lines/s by bare COPY', 'ratio'], rows);

  heading('From rows to people');
  const link = await timed(() => kith.linkage.run());
  await refreshStatistics(kith.kernel.db, ['feeds', 'linkage']);
  const records = await timed(() => kith.records.refresh());
  await refreshStatistics(kith.kernel.db, ['record', 'access']);
  const counts = await kith.records.counts();
  report(
    ['step', 'size', 'seconds', 'per second'],
    [
      ['link', counts.records, link.seconds.toFixed(1), Math.round(counts.records / link.seconds)],
      ['make records', counts.persons, records.seconds.toFixed(1), Math.round(counts.persons / records.seconds)],
      ['link again, nothing new', 0, (await timed(() => kith.linkage.run())).seconds.toFixed(2), '–'],
    ],
  );
  demoFinished(kith.kernel);
  await kith.close();
  console.log(`\nMemory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most.`);
}

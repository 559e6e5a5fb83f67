import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHistorical } from '../../bench/linkage/historical.ts';
import { scoreClusters, scorePairs, type Quality } from '../../bench/linkage/measure.ts';
import { writePeople } from '../../bench/linkage/people.ts';
import { linkFiles } from '../../src/linkage/tool/index.ts';
import { shippedSettings } from '../../src/linkage/tool/settings.ts';

const shared = fileURLToPath(new URL('../../../shared/data/linkage/', import.meta.url));
let folder: string;

beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'kith-quality-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Found extends Quality {
  /** Pairs whose own weight reaches the threshold, whatever other rows say. */
  alone: Quality;
}

async function quality(file: string, id: string, truth: (row: Record<string, string>) => string, ignore: string[]): Promise<Found> {
  const pairs = join(folder, 'pairs.csv');
  const out = join(folder, 'out.csv');
  await linkFiles({ inputs: [file], id, config: { memory: 600 }, columns: ignore.map((heading) => ({ heading, role: 'ignore', because: 'the truth' })), out, pairs, report: null });
  const rows = parse<Record<string, string>>(readFileSync(file), { columns: true, trim: true, bom: true });
  const found = parse<Record<string, string>>(readFileSync(out), { columns: true });
  const truthOf = new Map(rows.map((row) => [row[id]!, truth(row)]));
  const alone = scorePairs(rows.map(truth));
  for (const pair of parse<Record<string, string>>(readFileSync(pairs), { columns: true })) {
    if (Number(pair.match_weight) >= shippedSettings.bands.join && pair.guard === '') alone.add(truthOf.get(pair.source_row_a!) === truthOf.get(pair.source_row_b!));
  }
  return { ...scoreClusters(rows.map(truth), found.map((row) => row.cluster_id!)), alone: alone.quality() };
}

describe('quality at the shipped thresholds', { timeout: 300_000 }, () => {
  it('keeps twins, families and namesakes apart', async () => {
    const file = join(folder, 'people.csv');
    await writePeople(file, 8_000, 'test');
    const found = await quality(file, 'id', (row) => row.person!, ['person']);
    expect(found.precision).toBeGreaterThan(0.995);
    expect(found.recall).toBeGreaterThan(0.985);
  });

  it('finds people of old registers, with many mistakes and no identifier', async () => {
    const file = join(folder, 'old.csv');
    writeHistorical(file, 3_000, 'test');
    const found = await quality(file, 'unique_id', (row) => row.cluster!, ['cluster']);
    expect(found.precision).toBeGreaterThan(0.98);
    expect(found.f1).toBeGreaterThan(0.95);
  });

  it.runIf(existsSync(shared))('reaches the bars on FEBRL3 and fake_1000', async () => {
    const person = (row: Record<string, string>): string => row.rec_id!.split('-')[1]!;
    const numbered = await quality(join(shared, 'febrl3.csv'), 'rec_id', person, []);
    const bare = await quality(join(shared, 'febrl3.csv'), 'rec_id', person, ['soc_sec_id']);
    expect([numbered.f1, numbered.alone.f1].every((f1) => f1 > 0.999)).toBe(true);
    expect([bare.f1, bare.alone.f1].every((f1) => f1 > 0.997)).toBe(true);
    const fake = await quality(join(shared, 'fake_1000.csv'), 'unique_id', (row) => row.cluster!, ['cluster']);
    expect(fake.f1).toBeGreaterThan(0.95);
    expect(fake.precision).toBeGreaterThan(0.99);
  });
});

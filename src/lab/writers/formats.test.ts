import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoFeed, readFileWith } from '../../../tests/support/reading.ts';
import { schemaFaults } from '../../../tests/support/xsd.ts';
import { compileMapping, type MappedRow } from '../../feeds/mapping.ts';
import { readerOf } from '../../feeds/formats/index.ts';
import { fixedClock, readNhsNumber } from '../../kernel/index.ts';
import { generate, type WrittenFile } from '../index.ts';

const digestOf = (files: WrittenFile[]): string[] => files.map((f) => `${basename(f.file)} ${createHash('sha256').update(readFileSync(f.file)).digest('hex')}`);
const make = async (seed: number): Promise<{ files: WrittenFile[]; out: string }> => {
  const out = mkdtempSync(join(tmpdir(), 'kith-lab-'));
  return { files: (await generate({ people: 1500, seed, out })).files, out };
};

describe('files in the agencies’ own formats', () => {
  let files: WrittenFile[];
  let out: string;
  beforeAll(async () => {
    ({ files, out } = await make(7));
  });
  const of = (feed: string): string[] => files.filter((f) => f.feed === feed).map((f) => f.file);

  /** Every row that a feed's files give; fails on a file that is refused and a record that is rejected. */
  async function rowsOf(feed: string): Promise<{ rows: MappedRow[]; types: Map<string, number> }> {
    const definition = demoFeed(feed);
    const reader = readerOf(definition.format.kind);
    const mapping = compileMapping(definition, reader, fixedClock('2026-11-20T09:00:00Z'), (_at, message) => expect.fail(message));
    const rows: MappedRow[] = [];
    const types = new Map<string, number>();
    for (const file of of(feed)) {
      for (const item of (await readFileWith(reader, file, definition)).items) {
        if (item.rejected) throw new Error(`${basename(file)}:${item.line} ${item.rejected.reason}`);
        types.set(item.type, (types.get(item.type) ?? 0) + 1);
        const mapped = mapping.read(item.type, item.node);
        if (mapped.rejected) throw new Error(`${basename(file)}:${item.line} ${mapped.rejected.field} ${mapped.rejected.reason}`);
        rows.push(...mapped.rows);
      }
    }
    return { rows, types };
  }

  it.each(['hospital-adt', 'gp-patients', 'cin-census', 'ssda903'])('%s: read whole by the area’s own mapping, every key of the truth among its subjects', async (feed) => {
    const { rows } = await rowsOf(feed);
    const subjects = new Set(rows.flatMap((row) => row.statements.map((s) => s.localKey)));
    const keys = readFileSync(join(out, 'truth', 'links.csv'), 'utf8').split(/\r?\n/).filter((line) => line.startsWith(`${feed},`)).map((line) => line.split(',')[1]);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((key) => !subjects.has(key ?? ''))).toEqual([]);
  });

  it('the same seed writes the same bytes, another seed others', async () => {
    const again = digestOf((await make(7)).files);
    expect(again).toEqual(digestOf(files));
    expect(digestOf((await make(8)).files)).not.toEqual(again);
  });

  it('sends the hospital’s admissions, moves, discharges, corrections and merges', async () => {
    const { types } = await rowsOf('hospital-adt');
    expect([...types.keys()].toSorted()).toEqual(expect.arrayContaining(['A01', 'A02', 'A03', 'A04', 'A05', 'A13', 'A28', 'A31', 'A40']));
    const text = of('hospital-adt').map((f) => readFileSync(f, 'utf8')).join('');
    const valid = [...text.matchAll(/~(\d{10})\^\^\^NHS/g)].map(([, number = '']) => number).filter((number) => readNhsNumber(number) !== null);
    expect(valid.length).toBeGreaterThan(100);
    expect(valid.filter((number) => !number.startsWith('9'))).toEqual([]);
  });

  it.runIf(existsSync('../shared/data/hl7v2-adt-uk'))('builds each message of the segments the ITK specification gives it', () => {
    const { messages } = JSON.parse(readFileSync('../shared/data/hl7v2-adt-uk/itk-adt-segments.json', 'utf8')) as { messages: { message: string; segments: { segment: string; usage: string; card: string }[] }[] };
    const wrong = new Set<string>();
    for (const file of of('hospital-adt')) {
      for (const message of readFileSync(file, 'utf8').split(/^(?=MSH)/m).slice(1)) {
        const segments = message.split('\r\n').filter((s) => s !== '' && !/^[BF]TS/.test(s));
        const kind = segments[0]?.split('|')[8] ?? '';
        const allowed = messages.find((m) => m.message === kind)?.segments ?? [];
        const order = segments.map((s) => allowed.findIndex((a) => a.segment === s.slice(0, 3)));
        if (order.includes(-1) || order.some((n, i) => i > 0 && n < (order[i - 1] ?? 0))) wrong.add(`${kind} ${segments.map((s) => s.slice(0, 3)).join(' ')}`);
        for (const { segment, usage } of allowed) if (usage === 'R' && !segments.some((s) => s.startsWith(segment))) wrong.add(`${kind} lacks ${segment}`);
      }
    }
    expect([...wrong]).toEqual([]);
  });

  it('writes a census that its year’s schema accepts', async () => {
    expect(of('cin-census').length).toBeGreaterThan(2);
    for (const file of of('cin-census')) {
      const year = Number(/(\d{4})\.xml$/.exec(file)?.[1]);
      expect(await schemaFaults(file, `tests/fixtures/cin/CIN_schema_${year < 2025 ? 2024 : 2026}.xsd`, 'Message')).toEqual([]);
    }
    // The check can fail: the schemas of other years, and the samples that are wrong on purpose, do not pass.
    expect(await schemaFaults(of('cin-census').at(-1) ?? '', 'tests/fixtures/cin/CIN_schema_2024.xsd', 'Message')).not.toEqual([]);
    expect(await schemaFaults('tests/fixtures/cin/CIN_Census_2024.xml', 'tests/fixtures/cin/CIN_schema_2024.xsd', 'Message')).not.toEqual([]);
  });

  it('bundles each patient with what refers to them, every reference kept within', () => {
    for (const file of of('gp-patients')) {
      for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
        const bundle = JSON.parse(line) as { entry: { resource: { resourceType: string; id: string } }[] };
        const held = new Set(bundle.entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`));
        for (const [, reference = ''] of line.matchAll(/"reference":"([^"]+)"/g)) expect(held).toContain(reference);
      }
    }
  });
});

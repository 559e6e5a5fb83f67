import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { randomOf } from '../../src/lab/random.ts';
import type { Demographics } from '../../src/kernel/index.ts';
import { openEngine } from '../../src/linkage/engine.store.ts';
import { readModel, type Model } from '../../src/linkage/model.ts';
import { standardise, type LinkageRecord } from '../../src/linkage/standardise.ts';
import { lineOf, separators } from '../../src/linkage/lines.ts';
import { keysOf } from '../../src/linkage/live/keys.ts';
import { bucketOf, subjectsOf } from '../../src/linkage/live/packing.ts';
import { damerauLevenshtein, jaroWinkler, levenshtein } from '../../src/linkage/live/likeness.ts';
import { scorePair, type LiveTerms } from '../../src/linkage/live/score.ts';

const random = randomOf('parity', '1', 1);
const letters = [...'aabcdeehiilmnnoorsstuw', 'é', 'ł', 'ö', 'ñ', '王', '秀', 'я', '😀', ' ', '-', "'"];
const word = (most: number): string => Array.from({ length: random.int(0, most) }, () => random.pick(letters)).join('');

/** A text with a letter dropped, doubled, changed or moved, a few times over. */
function slipped(text: string): string {
  const parts = [...text];
  for (let n = random.int(0, 3); n > 0; n--) {
    const i = random.int(0, Math.max(0, parts.length - 1));
    const kind = random.int(0, 3);
    if (kind === 0) parts.splice(i, 1);
    else if (kind === 1) parts.splice(i, 0, random.pick(letters));
    else if (kind === 2 && parts.length > 1) parts.splice(i, 2, ...parts.slice(i, i + 2).toReversed());
    else if (parts.length > 0) parts[i] = random.pick(letters);
  }
  return parts.join('');
}

test('texts are as like as DuckDB says they are', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const db = await instance.connect();
  await db.run('create table t (a varchar, b varchar)');
  const appender = await db.createAppender('t');
  for (let i = 0; i < 20_000; i++) {
    const a = word(i % 50 === 0 ? 200 : 14);
    const b = random.chance(0.7) ? slipped(a) : word(14);
    appender.appendVarchar(a);
    appender.appendVarchar(b);
    appender.endRow();
  }
  appender.closeSync();
  const rows = (await db.runAndReadAll('select a, b, jaro_winkler_similarity(a, b), levenshtein(a, b)::int, damerau_levenshtein(a, b)::int from t')).getRows() as [string, string, number, number, number][];
  const wrong = rows.filter(([a, b, jw, lev, dam]) => jaroWinkler(a, b) !== jw || levenshtein(a, b) !== lev || damerauLevenshtein(a, b) !== dam);
  expect(wrong.slice(0, 3).map(([a, b, ...said]) => ({ a, b, said, ours: [jaroWinkler(a, b), levenshtein(a, b), damerauLevenshtein(a, b)] }))).toEqual([]);
  db.closeSync();
  instance.closeSync();
});

const given = ['Amina', 'Aminah', 'Mohammed', 'William', 'Bill', 'Siân', 'Zoë', 'Łukasz', 'Xiu Ying', '秀英', 'Ольга', 'G', 'Baby', 'Anne-Marie', 'Jo', 'Joanna', '', '   ', '😀'];
const family = ['Begum', 'Khatun', 'O’Brien', 'O Brien', 'ap Rhys', 'Smith-Jones', 'Smith', 'Kowalska', 'Kowalski', 'Nguyễn', '王', 'Mc Donald', 'MacDonald', '', 'Singh', 'García Márquez'];
const numbers = ['9434765919', '9434765870', '9000000009', 'not a number'];
const maybe = <T>(p: number, value: () => T): T | undefined => (random.chance(p) ? value() : undefined);
const date = (): string => `${random.int(1930, 2020)}-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;

function invent(): Demographics {
  const long = random.chance(0.02);
  const says = {
    nhsNumber: maybe(0.4, () => random.pick(numbers)),
    given: maybe(0.93, () => [long ? word(200) : random.chance(0.3) ? word(12) : random.pick(given), ...(random.chance(0.3) ? [random.pick(given)] : [])]),
    family: maybe(0.93, () => (long ? word(200) : random.chance(0.3) ? word(12) : random.pick(family))),
    otherFamily: maybe(0.1, () => [random.pick(family)]),
    birthDate: maybe(0.9, () => (random.chance(0.1) ? String(random.int(1930, 2020)) : date())),
    gender: maybe(0.8, () => random.pick(['female', 'male', 'unknown'] as const)),
    identifiers: maybe(0.3, () => [{ system: random.pick(['northgate', 'mosaic']), value: String(random.int(1, 40)) }]),
    addresses: maybe(0.8, () => [{ lines: [`${random.int(1, 30)} ${random.pick(['Mill Lane', 'Elm Rd', 'Heol y Bont', '高 Street'])}`, 'Newbridge'], ...(random.chance(0.8) ? { postcode: random.pick(['NB1 4AB', 'NB2 1CD', 'nb14ab', 'ZZ99 3VZ']) } : {}), ...(random.chance(0.3) ? { uprn: String(100020000 + random.int(1, 9)) } : {}) }]),
    phones: maybe(0.3, () => [random.pick(['07700 900123', '+44 7700 900123', '01632 960001', '0'])]),
    emails: maybe(0.2, () => [random.pick(['a@example.org', 'a@example.net', 'ZOË@example.org', 'broken'])]),
  };
  return Object.fromEntries(Object.entries(says).filter(([, value]) => value !== undefined)) as Demographics;
}

/** The same person, otherwise told. */
function mutate(says: Demographics): Demographics {
  const told: Demographics = { ...says };
  if (told.given !== undefined && random.chance(0.4)) told.given = told.given.map(slipped);
  if (told.family !== undefined && random.chance(0.3)) told.family = slipped(told.family);
  if (random.chance(0.1)) [told.given, told.family] = [[told.family ?? ''], told.given?.[0] ?? ''];
  if (told.birthDate?.length === 10 && random.chance(0.3)) told.birthDate = random.pick([told.birthDate.slice(0, 4), `${told.birthDate.slice(0, 9)}${random.int(0, 8)}`, date(), told.birthDate.replace(/-(..)-(..)$/, '-$2-$1')]);
  for (const key of ['nhsNumber', 'addresses', 'gender', 'birthDate'] as const) if (random.chance(0.15)) delete told[key];
  if (random.chance(0.3)) told.identifiers = (told.identifiers ?? []).map((id) => ({ ...id, value: String(random.int(1, 40)) }));
  if (random.chance(0.3)) told.addresses = invent().addresses ?? [];
  else if (random.chance(0.2)) told.addresses = (told.addresses ?? []).map(({ lines: [line = ''] }) => ({ lines: [line.replace(/.$/, 'o')] }));
  return told;
}

const linesOf = (records: readonly LinkageRecord[]): ArrayBuffer => new Uint8Array(Buffer.from(records.map((record) => lineOf(record)).join(separators.record))).buffer;

async function agree(model: Model, records: LinkageRecord[], pairs: number): Promise<{ compared: number; differ: unknown[]; seen: Set<string> }> {
  const engine = await openEngine(model, { file: join(mkdtempSync(join(tmpdir(), 'kith-parity-')), 'w.duckdb'), spill: tmpdir(), memory: 500, threads: 1 });
  await engine.begin('all');
  await engine.add(linesOf(records));
  await engine.take();
  const counted = await engine.countTerms();
  await engine.weigh(counted);
  const counts = new Map(counted.rows.map((row) => [`${row.kind} ${row.term}`, row.count]));
  const terms: LiveTerms = { records: counted.records, count: (kind, term) => counts.get(`${kind} ${term}`) };
  // Groups of three: as told, told otherwise and another; and taken at random.
  await engine.score([]);
  const byId = new Map(records.map((r) => [r.id, r]));
  const groups = Array.from({ length: pairs }, (_, i) => (i % 2 === 0 ? [i + 1, i + 2, i + 3] : [0, 0, 0].map(() => random.int(1, records.length))).filter((id) => id <= records.length));
  const edges = await engine.inside(groups, 3);
  const differ: unknown[] = [];
  const seen = new Set<string>();
  for (let i = 0; i < edges.a.length; i++) {
    const [a, b] = [byId.get(edges.a[i]!)!, byId.get(edges.b[i]!)!];
    const live = scorePair(model, a, b, terms);
    for (const c of live.comparisons) seen.add(`${c.id}/${c.level}`);
    const guard = edges.guard[i]! < 0 ? null : model.guards[edges.guard[i]!]!.id;
    if (guard !== null) seen.add(guard);
    if (Math.abs(live.weight - edges.weight[i]!) > 1e-5 || live.guard !== guard) differ.push({ a, b, sql: [edges.weight[i], guard], live });
  }
  await engine.close();
  return { compared: edges.a.length, differ, seen };
}

const told = Array.from({ length: 8000 }, invent).flatMap((says) => [says, mutate(says)]).map((says, i) => standardise(i + 1, [says]));

test('a pair scored live has the weight and the guard a run gives it', async () => {
  const model = readModel(null);
  const { compared, differ, seen } = await agree(model, told, 14_000);
  expect(compared).toBeGreaterThan(10_000);
  expect(differ.slice(0, 2)).toEqual([]);
  // Agreement says something only of what was met.
  const never = model.comparisons.flatMap((c) => [...c.levels, c.otherwise].map((l) => `${c.id}/${l.id}`)).filter((id) => !seen.has(id));
  expect(never).toEqual([]);
  expect(model.guards.map((g) => g.id).filter((id) => !seen.has(id))).toEqual([]);
});

test('so does a pair under a model with conditions that the shipped one does not use', async () => {
  const shipped = readModel(null);
  const slips = (of: 'given' | 'birth'): Model['comparisons'][number] => ({
    id: `slip-${of}`, title: 'Slips', needs: [of], levels: [{ id: 'slip', when: { slip: of }, m: 0.1, u: 0.01 }], otherwise: { id: 'different', m: 0.9, u: 0.99 },
  });
  const { compared, differ, seen } = await agree({ ...shipped, comparisons: [...shipped.comparisons, slips('given'), slips('birth')] }, told.slice(0, 4000), 3000);
  expect(compared).toBeGreaterThan(2500);
  expect(differ.slice(0, 2)).toEqual([]);
  expect(seen.has('slip-given/slip') && seen.has('slip-birth/slip')).toBe(true);
});

test('the keys a look-up asks for are those a run keeps', async () => {
  const model = readModel(null);
  const engine = await openEngine(model, { file: join(mkdtempSync(join(tmpdir(), 'kith-parity-')), 'w.duckdb'), spill: tmpdir(), memory: 500, threads: 1 });
  const records = told.slice(0, 3000);
  await engine.begin('all');
  await engine.add(linesOf(records));
  await engine.take();
  const read = async (filling: string | null): Promise<string[][]> => (await Array.fromAsync(engine.lookUps(filling, null))).join('').trimEnd().split('\n').map((line) => line.split('\t'));
  const kept = new Set((await read(null)).map(([key, id]) => `${key} ${id}`));
  const keys = records.flatMap((r) => keysOf(model, r).map(({ key }) => ({ key, id: r.id })));
  const asked = new Set(keys.map(({ key, id }) => `${key} ${id}`));
  expect(asked.size).toBeGreaterThan(records.length * 3);
  expect(kept).toEqual(asked);
  // Packed, every key finds its subjects, and no more.
  const buckets = new Map((await read('f')).map(([, bucket, text]) => [Number(bucket), Buffer.from(text!.slice(3), 'hex')]));
  const byKey = Map.groupBy(keys, ({ key }) => key);
  const wrong = [...byKey].filter(([key, those]) => subjectsOf(buckets.get(bucketOf(key))!, key).sort((x, y) => x - y).join() !== [...new Set(those.map(({ id }) => id))].sort((x, y) => x - y).join());
  expect(wrong).toEqual([]);
  await engine.close();
});

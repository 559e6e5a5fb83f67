import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFeeds } from '../../src/feeds/index.ts';
import { acceptTrained, createLinkage, writeTrained, type Linkage } from '../../src/linkage/index.ts';
import type { Kernel } from '../../src/kernel/index.ts';
import { testDatabase } from '../support/database.ts';
import { testKernel } from '../support/kernel.ts';
import { agreement, bringIn, held } from './truth.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let kernel: Kernel;
let linkage: Linkage;
const out = mkdtempSync(join(tmpdir(), 'kith-borough-'));

beforeAll(async () => {
  db = await testDatabase();
  kernel = testKernel(db);
  linkage = createLinkage(kernel);
  await bringIn(createFeeds(kernel), out, 5000, 'linkage');
}, 240_000);
afterAll(async () => {
  await db.close();
  rmSync(out, { recursive: true, force: true });
});

const links = async (): Promise<Map<number, string>> =>
  new Map((await db.writer<{ id: number; person: string }[]>`select subject_id::float8 as id, person_id::text as person from linkage.link order by 1`).map((l) => [l.id, l.person]));

/** Sets of subjects that are one person, whatever the person's id. */
const partition = (of: Map<number, string>): string[] => [...Map.groupBy(of.keys(), (id) => of.get(id)).values()].map((ids) => ids.join(' ')).sort();

test('the borough of 5,000: F1 of 0.99 against the truth, and no two people made one', async () => {
  await linkage.run();
  const found = agreement(await held(db.writer, out), out);
  expect(found.truePairs).toBeGreaterThan(5000);
  expect(found.f1).toBeGreaterThan(0.99);
  expect(found.precision).toBeGreaterThan(0.9995);
  expect(found.falseTwins).toBe(0);
}, 120_000);

test('an increment gives the links of the whole: subjects taken out and brought again stand where they stood', async () => {
  const before = await links();
  const some = [...before.keys()].filter((id) => (id * 7919) % 23 === 0);
  await db.writer`delete from linkage.link where subject_id = any (${some})`;
  await db.writer`delete from linkage.pair where subject_a = any (${some}) or subject_b = any (${some})`;
  await db.writer`insert into feeds.touched select unnest(${some}::bigint[]), now()`;
  const report = await linkage.run();
  expect(report.kind).toBe('increment');
  expect(report.subjects).toBeLessThan(before.size / 2);
  expect(partition(await links())).toEqual(partition(before));
}, 120_000);

test('the working file is worth nothing: without it an increment is the same', async () => {
  const before = await links();
  const some = [...before.keys()].filter((id) => (id * 104_729) % 41 === 0);
  rmSync(join(kernel.config.data, 'linkage'), { recursive: true });
  await db.writer`insert into feeds.touched select unnest(${some}::bigint[]), now()`;
  expect(await linkage.run()).toMatchObject({ kind: 'increment', merged: [] });
  expect(await links()).toEqual(before);
}, 120_000);

test('households: most people who live together are found together', async () => {
  const [row] = await db.writer<{ persons: number; homes: number; communal: number }[]>`
    select count(*)::int as persons, count(distinct household_id)::int as homes, count(distinct household_id) filter (where communal)::int as communal
    from linkage.residency join linkage.household using (household_id) where current`;
  expect(row!.persons).toBeGreaterThan(4000);
  expect(row!.persons / row!.homes).toBeGreaterThan(1.5);
  expect(row!.communal).toBeGreaterThan(0);
});

test('a model trained on the borough is compared, accepted, and no worse than the shipped one', async () => {
  const report = await linkage.train();
  expect(report.converged).toBe(true);
  expect(report.refused.length).toBeLessThanOrEqual(1);
  expect(report.records).toBeGreaterThan(10_000);
  const area = mkdtempSync(join(tmpdir(), 'kith-area-'));
  const file = join(area, 'trained.yaml');
  writeFileSync(file, writeTrained(report));
  const compared = await linkage.compare(file);
  expect(compared.candidate).not.toBe(compared.inForce);
  mkdirSync(join(area, 'linkage'));
  writeFileSync(join(area, 'linkage', 'model.yaml'), '# Ours.\nreview:\n  safeguarding: [police] # first\n  guards: [two-nhs-numbers]\n');
  const before = agreement(await held(db.writer, out), out);
  expect(readFileSync(acceptTrained(area, file), 'utf8')).toMatch(/^# Ours\.[^]*safeguarding: \[ ?police ?\] # first[^]*trained:/);
  await createLinkage({ ...kernel, area: { ...kernel.area, dir: area } }).run();
  const after = agreement(await held(db.writer, out), out);
  expect(after.f1).toBeGreaterThan(before.f1 - 0.002);
  expect(after.precision).toBeGreaterThan(0.9995);
  expect(after.falseTwins).toBe(0);
  rmSync(area, { recursive: true });
}, 240_000);

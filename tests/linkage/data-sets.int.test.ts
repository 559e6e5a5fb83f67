import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linkRecords } from '../../src/linkage/index.ts';
import { readFake, readFebrl, scores } from './data-sets.ts';

const spill = mkdtempSync(join(tmpdir(), 'kith-spill-'));
const febrl = '../shared/data/linkage/febrl3.csv';

test('fake_1000, unlabelled: names, birth date, town and email, each often wrong', async () => {
  const set = readFake('tests/fixtures/linkage/fake_1000.csv');
  const { clusters } = scores(set, await linkRecords(set.records, { spill }));
  expect(clusters.f1).toBeGreaterThan(0.94);
  expect(clusters.precision).toBeGreaterThan(0.98);
}, 120_000);

describe.runIf(existsSync(febrl))('FEBRL 3', () => {
  test('with an identifier', async () => {
    const set = readFebrl(febrl, true);
    const { links, clusters } = scores(set, await linkRecords(set.records, { spill }));
    expect(links.f1).toBeGreaterThan(0.997);
    expect(clusters.f1).toBeGreaterThan(0.999);
  }, 120_000);

  test('without one', async () => {
    const set = readFebrl(febrl, false);
    const { clusters } = scores(set, await linkRecords(set.records, { spill }));
    expect(clusters.f1).toBeGreaterThan(0.996);
    expect(clusters.precision).toBeGreaterThan(0.998);
  }, 120_000);
});

describe('records that test the edges', () => {
  test('none, and one', async () => {
    expect((await linkRecords([], { spill })).clusters).toEqual([]);
    expect((await linkRecords([{ family: 'Begum' }], { spill })).clusters).toEqual([0]);
  });

  test('all null: nobody is anybody else', async () => {
    expect(new Set((await linkRecords([{}, {}, {}, {}], { spill })).clusters).size).toBe(4);
  });

  test('three thousand alike do not blow up', async () => {
    const same = { given: ['John'], family: 'Smith', birthDate: '1980-01-02', addresses: [{ lines: ['1 High Street'], postcode: 'NB1 1AA' }] };
    const { pairs } = await linkRecords(Array.from({ length: 3000 }, () => same), { spill });
    expect(pairs.length).toBeLessThan(100_000);
  }, 120_000);
});

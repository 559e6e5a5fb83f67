import { beforeAll, describe, expect, test } from 'vitest';
import { readNhsNumber } from '../kernel/index.ts';
import { ratesOf, type Rates } from './agencies/rates.ts';
import { sightOf } from './agencies/sight.ts';
import { plain, slip, transpose } from './agencies/slips.ts';
import { makeBorough } from './borough.ts';
import { families } from './generate.ts';
import { randomOf } from './random.ts';
import type { Agency, AgencyRecord } from './world.ts';

const agencies = Object.keys(ratesOf) as Agency[];
const held = new Map<Agency, AgencyRecord[]>(agencies.map((a) => [a, []]));
const real = new Map<string, string>();

beforeAll(() => {
  const borough = makeBorough('errors', '2026-11-20');
  for (const { draft, shown } of families(borough, 9_000)) {
    if (shown) continue;
    const sight = sightOf(borough, draft.clan, shown);
    for (const person of draft.clan.people) {
      real.set(person.id, person.nhsNumber);
      for (const agency of agencies) held.get(agency)!.push(...sight(agency, person));
    }
  }
});

/** Within four standard errors of the stated rate. */
function near(found: number, rate: number, of: number): void {
  const tolerance = 4 * Math.sqrt(Math.max(rate * (1 - rate), 0.001) / of) + 0.002;
  expect(found / of).toBeGreaterThanOrEqual(rate - tolerance);
  expect(found / of).toBeLessThanOrEqual(rate + tolerance);
}

describe.each(agencies)('%s', (agency) => {
  const rate = (name: keyof Rates): number => ratesOf[agency][name];
  const main = (): AgencyRecord[] => held.get(agency)!.filter((r) => r.copy === 0);

  test('errs at the stated rates', () => {
    const records = main();
    const with_ = (test_: (error: string) => boolean): number => records.filter((r) => r.errors.some(test_)).length;
    expect(records.length).toBeGreaterThan(100);
    near(with_((e) => e === 'nhs-missing'), rate('nhsMissing'), records.length);
    near(with_((e) => e === 'birth-missing'), rate('birthMissing'), records.length);
    near(with_((e) => e === 'birth-typo'), rate('birthTypo'), records.length);
    near(with_((e) => e.startsWith('typo-')), rate('typo'), records.length);
    near(with_((e) => e === 'address-missing'), rate('noAddress'), records.length);
    near(held.get(agency)!.length - records.length, rate('duplicate'), records.length);
    expect(with_((e) => e === 'birth-swapped') / records.length).toBeLessThanOrEqual(rate('birthSwapped') + 0.01);
    expect(with_((e) => e === 'old-address') / records.length).toBeLessThanOrEqual(rate('oldAddress') + 0.05);
  });

  test('says truly what it does not list as an error', () => {
    const owned = (r: AgencyRecord): boolean =>
      (r.nhsNumber === undefined ? r.errors.includes('nhs-missing') : r.errors.includes('nhs-transposed') ? readNhsNumber(r.nhsNumber) === null : r.nhsNumber === real.get(r.person)) &&
      (r.birthDate !== undefined || r.errors.includes('birth-missing')) &&
      (r.address !== undefined || r.errors.includes('address-missing'));
    expect(held.get(agency)!.filter((r) => !owned(r))).toEqual([]);
  });

  test('numbers everybody once', () => {
    const ids = held.get(agency)!.map((r) => r.localId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('about three records in ten have no NHS number, nearly none of the practices’', () => {
  const all = [...held.values()].flat();
  expect(all.filter((r) => r.nhsNumber === undefined).length / all.length).toBeGreaterThan(0.25);
  expect(all.filter((r) => r.nhsNumber === undefined).length / all.length).toBeLessThan(0.33);
});

test('two swapped digits never make another valid number', () => {
  const random = randomOf('swap');
  for (const number of [...real.values()].slice(0, 500)) expect(readNhsNumber(transpose(random, number))).toBeNull();
});

test('a slip changes the word, a little', () => {
  const random = randomOf('slip');
  for (const word of ['Begum', 'Thompson', 'Llewellyn', 'Wójcik', 'Ann', 'Kwabena']) {
    for (let i = 0; i < 200; i++) {
      const { text } = slip(random, word);
      expect(text).not.toBe(word);
      expect(Math.abs(text.length - word.length)).toBeLessThanOrEqual(1);
    }
  }
});

test('marks are lost letter by letter', () => {
  expect(plain('Wójcik Łuczak Siân Yılmaz Gonçalves Şahin Éabha')).toBe('Wojcik Luczak Sian Yilmaz Goncalves Sahin Eabha');
});

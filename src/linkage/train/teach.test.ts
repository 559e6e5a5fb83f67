import { expect, test } from 'vitest';
import { readModel } from '../model.ts';
import type { Pattern } from '../tool/patterns.ts';
import { fewestRecords, teach } from './teach.ts';

const model = readModel(null);
/** A pattern with the first level of these comparisons, the last of those, and nothing of the rest. */
const pattern = (count: number, same: string[], different: string[]): Pattern => ({
  count,
  levels: model.comparisons.map((c) => (same.includes(c.id) ? 0 : different.includes(c.id) ? c.levels.length : -1)),
});
const strangers = pattern(400_000, [], ['given', 'family', 'birth', 'address', 'nhs']);
const onePerson = [pattern(9_000, ['given', 'family', 'birth', 'nhs'], ['address']), pattern(1_000, ['given', 'birth', 'nhs'], ['family', 'address'])];
const patterns = (records: number, candidates: Pattern[]) => ({ records, random: [strangers], sessions: [{ rule: 'nhs-number', patterns: candidates }], candidates });

test('shares follow the records: most have moved, one in ten has another surname', () => {
  const taught = teach(model, patterns(20_000, onePerson));
  const by = (id: string) => taught.comparisons.find((c) => c.id === id)!;
  expect(by('family').levels[0]!.m).toBeCloseTo(0.9, 1);
  expect(by('address').otherwise.m).toBeGreaterThan(0.9);
  expect(taught.prior).toBeCloseTo((20_000 * 19_999) / 2 / 10_000, -3);
  for (const { levels, otherwise } of taught.comparisons) {
    expect([...levels, otherwise].reduce((n, l) => n + l.m, 0)).toBeCloseTo(1, 1);
    expect([...levels, otherwise].reduce((n, l) => n + l.u, 0)).toBeCloseTo(1, 1);
  }
});

test('what no session teaches keeps its shares, and levels nobody stands at weigh what they did', () => {
  const taught = teach(model, patterns(20_000, onePerson));
  const before = model.comparisons.find((c) => c.id === 'phone')!;
  expect(taught.comparisons.find((c) => c.id === 'phone')!.levels[0]).toMatchObject({ m: expect.closeTo(before.levels[0]!.m, 3), u: expect.closeTo(before.levels[0]!.u, 4) });
  const near = (of: typeof taught.comparisons): number => {
    const level = of.find((c) => c.id === 'family')!.levels.find((l) => l.id === 'near')!;
    return Math.log2(level.m / level.u);
  };
  expect(taught.kept).toContain('family: near');
  expect(near(taught.comparisons)).toBeCloseTo(near(model.comparisons), 2);
});

test('nonsense is refused, comparison by comparison', () => {
  // Records of one person that hardly ever share a surname, as when a feed fills it with a stock word.
  const odd = [pattern(10_000, ['given', 'birth', 'nhs', 'address'], ['family'])];
  const taught = teach(model, { ...patterns(20_000, odd), random: [pattern(400_000, ['family'], ['given', 'birth', 'nhs', 'address'])] });
  expect(taught.refused.map((r) => r.comparison)).toContain('family');
  expect(taught.comparisons.find((c) => c.id === 'family')).toEqual(model.comparisons.find((c) => c.id === 'family'));
});

test('too few records, or too few of one person, teach nothing', () => {
  expect(() => teach(model, patterns(fewestRecords - 1, onePerson))).toThrow('1,000 or more');
  expect(() => teach(model, patterns(20_000, [pattern(20, ['given', 'family', 'birth', 'nhs'], [])]))).toThrow('200 or more');
});

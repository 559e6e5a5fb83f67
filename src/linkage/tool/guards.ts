import type { Pattern } from './patterns.ts';
import type { Guard } from '../model.ts';
import type { Comparison } from './comparisons.store.ts';

/** A rule that keeps a pair from joining whatever its weight. */
export interface ToolGuard {
  id: string;
  title: string;
  band: Guard['band'];
  /** For each comparison named, the levels at which it holds; `missing` is not compared, or the file has no such column. */
  when: Readonly<Record<string, readonly string[]>>;
}

const home = ['property', 'home', 'line', 'close', 'number', 'postcode'];

/** The area's guards in this tool's comparisons. A pair that one holds for is never joined directly. */
const shipped: readonly ToolGuard[] = [
  { id: 'two-nhs-numbers', title: 'Two different valid NHS numbers', band: 'apart', when: { 'nhs-number': ['different'] } },
  {
    id: 'twin',
    title: 'Same birthday, surname and address, another given name',
    band: 'review',
    when: { 'date-of-birth': ['same', 'swapped'], surname: ['same', 'part', 'close'], address: home, 'given-name': ['different', 'near'], 'nhs-number': ['missing'], identifier: ['missing', 'different'] },
  },
  {
    id: 'namesake-at-home',
    title: 'One name at one address with dates of birth far apart',
    band: 'review',
    when: { 'date-of-birth': ['generation'], 'given-name': ['same', 'nickname', 'close', 'initial'], surname: ['same', 'part', 'close'], address: home, 'nhs-number': ['missing'], identifier: ['missing', 'different'] },
  },
];

/** Index of the first guard that holds for a pattern of levels, or -1. `identifier` is the closest agreement of all identifier columns. */
export function guardOf(guards: readonly ToolGuard[], levels: readonly number[], comparisons: readonly Comparison[]): number {
  const at = new Map(comparisons.map((c, i) => [c.id, levels[i]! < 0 ? 'missing' : c.levels[levels[i]!]!.id]));
  const numbers = comparisons.flatMap((c, i) => (/^i\d+$/.test(c.id) && levels[i]! >= 0 ? [c.levels[levels[i]!]!.id] : []));
  at.set('identifier', numbers.includes('same') ? 'same' : numbers.includes('close') ? 'close' : numbers.length > 0 ? 'different' : 'missing');
  return guards.findIndex((guard) => Object.entries(guard.when).every(([id, wanted]) => wanted.includes(at.get(id) ?? 'missing')));
}

/** Whether the file has enough twins for the twin guard to be worth the links it costs. */
export interface Twins {
  /** Pairs alike in birthday, surname and address but not in given name. */
  pairs: number;
  /** Share of them taken to be two people. */
  share: number;
  guard: boolean;
}

/** Whether the file has parents and children of one name, told by how far apart their birthdays lie. */
export interface Namesakes {
  /** Pairs of one name at one address with quite different dates of birth. */
  pairs: number;
  /** Share of them 15 to 50 years apart. */
  share: number;
  guard: boolean;
}

/** One name, one address, birthdays far apart: mistakes in a date fall anywhere, parents and children a generation apart. */
export function lookForNamesakes(patterns: readonly Pattern[], comparisons: readonly Comparison[]): Namesakes {
  const at = comparisons.map((c) => c.id);
  const level = (p: Pattern, id: string): string => {
    const c = at.indexOf(id);
    return c < 0 || p.levels[c]! < 0 ? 'missing' : comparisons[c]!.levels[p.levels[c]!]!.id;
  };
  const count = (birth: readonly string[]): number =>
    patterns.reduce((sum, p) => sum + (level(p, 'given-name') === 'same' && level(p, 'surname') === 'same' && home.includes(level(p, 'address')) && birth.includes(level(p, 'date-of-birth')) ? p.count : 0), 0);
  const pairs = count(['generation', 'different']);
  const share = pairs === 0 ? 0 : count(['generation']) / pairs;
  return { pairs, share, guard: share >= 0.6 };
}

/**
 * Tells twins from one person under two given names. Two children of one birth differ in sex half of the time; one
 * person hardly ever does. Without a column of sex: an error falls on the surname as often as on the given name, so
 * pairs alike in all but the given name beyond the number alike in all but the surname are of twins.
 */
export function lookForTwins(patterns: readonly Pattern[], comparisons: readonly Comparison[]): Twins {
  const at = (id: string): number => comparisons.findIndex((c) => c.id === id);
  const [birth, given, family, address, sex] = [at('date-of-birth'), at('given-name'), at('surname'), at('address'), at('sex')];
  if (birth < 0 || given < 0 || family < 0 || address < 0) return { pairs: 0, share: 0, guard: false };
  const is = (p: Pattern, c: number, levels: readonly string[]): boolean => p.levels[c]! >= 0 && levels.includes(comparisons[c]!.levels[p.levels[c]!]!.id);
  const count = (test: (p: Pattern) => boolean): number => patterns.reduce((sum, p) => sum + (test(p) ? p.count : 0), 0);
  const one = (p: Pattern): boolean => is(p, birth, ['same']) && is(p, address, home);
  const given2 = (p: Pattern): boolean => one(p) && is(p, family, ['same']) && is(p, given, ['different', 'near']);
  const pairs = count(given2);
  const sexed = sex < 0 ? 0 : count((p) => given2(p) && p.levels[sex]! >= 0);
  const share =
    sexed >= 10
      ? Math.min(1, (2 * count((p) => given2(p) && is(p, sex, ['different']))) / sexed)
      : Math.max(0, 1 - count((p) => one(p) && is(p, given, ['same']) && is(p, family, ['different', 'near'])) / Math.max(pairs, 1));
  return { pairs, share, guard: pairs >= 1 && share >= 0.5 };
}

/** The guards a run goes by. */
export const guardsFor = (twins: Twins, namesakes: Namesakes): ToolGuard[] =>
  shipped.filter((guard) => (guard.id !== 'twin' || twins.guard) && (guard.id !== 'namesake-at-home' || namesakes.guard));

import type { Comparison, Condition, ListColumn, Model } from '../model.ts';
import type { LinkageRecord } from '../standardise.ts';
import { characters, damerauLevenshtein, jaroWinkler, levenshtein } from './likeness.ts';

/** The frequency of names as the run in force froze them. */
export interface LiveTerms {
  /** Records there were when names were counted. */
  records: number;
  /** How many bear the name; undefined for one that fewer than two bear. */
  count(kind: 'given' | 'family', term: string): number | undefined;
}

export interface PairScore {
  /** log2 of the odds. */
  weight: number;
  probability: number;
  band: 'join' | 'review' | 'apart';
  /** The guard that decided the band, by id, when one did. */
  guard: string | null;
  /** Those made, in the model's order; weights in bits. */
  comparisons: { id: string; title: string; level: string; weight: number; /** Added because the value is rarer or commoner than most. */ termWeight: number | null }[];
}

/**
 * Scores two records by the model as a run does (`compare.store.ts` is the same in SQL, and a test holds the two to
 * each other to 1e-5): level of each comparison, weight with names' frequencies, the first guard that holds.
 */
export function scorePair(model: Model, a: LinkageRecord, b: LinkageRecord, terms: LiveTerms): PairScore {
  let weight = -Math.log2(model.prior - 1);
  const at = new Map<string, string>();
  const comparisons: PairScore['comparisons'] = [];
  for (const comparison of model.comparisons) {
    const level = levelOf(comparison, a, b);
    at.set(comparison.id, level?.id ?? 'missing');
    if (level === null) continue;
    const bits = Math.log2(level.m / level.u);
    const termWeight = level.term === undefined ? null : termBits(model, terms, level.term, level.u, a, b);
    weight += bits + (termWeight ?? 0);
    comparisons.push({ id: comparison.id, title: comparison.title, level: level.id, weight: bits, termWeight });
  }
  const guard = model.guards.find(
    (rule) => Object.entries(rule.when).every(([id, levels]) => levels.includes(at.get(id)!)) && (!rule.bothKnown || bothKnown(model, terms, a.given, b.given)),
  );
  const band = guard?.band ?? (weight >= model.bands.join ? 'join' : weight >= model.bands.review ? 'review' : 'apart');
  return { weight, probability: 1 / (1 + 2 ** -weight), band, guard: guard?.id ?? null, comparisons };
}

type Level = { id: string; m: number; u: number; term?: 'given' | 'family' | undefined };

/** The first level that holds; null when the two cannot be compared. */
function levelOf(comparison: Comparison, a: LinkageRecord, b: LinkageRecord): Level | null {
  if (comparison.needs.every((column) => isMissing(a[column]) || isMissing(b[column]))) return null;
  if (comparison.only !== undefined && !holds(comparison.only, a, b)) return null;
  return comparison.levels.find((level) => holds(level.when, a, b)) ?? comparison.otherwise;
}

const isMissing = (value: string | readonly string[] | null): boolean => value === null || value.length === 0;

function holds(condition: Condition, a: LinkageRecord, b: LinkageRecord): boolean {
  if ('same' in condition) return a[condition.same] !== null && a[condition.same] === b[condition.same];
  if ('shared' in condition) return anyShared(a, condition.shared, b, condition.shared);
  if ('crossed' in condition) return anyShared(a, condition.crossed[0], b, condition.crossed[1]) || anyShared(a, condition.crossed[1], b, condition.crossed[0]);
  if ('swapped' in condition) {
    const { of: [left, right], at } = condition.swapped;
    const across = [like(a[left], b[right]), like(a[right], b[left])].filter((likeness) => likeness !== null);
    return across.length > 0 && Math.min(...across) >= at;
  }
  if ('all' in condition) return condition.all.every((part) => holds(part, a, b));
  if ('any' in condition) return condition.any.some((part) => holds(part, a, b));
  if ('yearsApart' in condition) {
    const { of, least } = condition.yearsApart;
    return yearsBetween(a[of], b[of]) >= least;
  }
  if ('similar' in condition) return (like(a[condition.similar.of], b[condition.similar.of]) ?? 0) >= condition.similar.at;
  return holdsOfTexts(condition, a, b);
}

function holdsOfTexts(condition: Exclude<Condition, { same: unknown } | { shared: unknown } | { crossed: unknown } | { swapped: unknown } | { all: unknown } | { any: unknown } | { similar: unknown } | { yearsApart: unknown }>, a: LinkageRecord, b: LinkageRecord): boolean {
  const of = 'edits' in condition ? condition.edits.of : 'slip' in condition ? condition.slip : 'within' in condition ? condition.within : 'initial' in condition ? condition.initial : condition.begins;
  const [x, y] = [a[of], b[of]];
  if (x === null || y === null) return false;
  if ('edits' in condition) return characters(x) === characters(y) && levenshtein(x, y) <= condition.edits.most;
  if ('slip' in condition) return damerauLevenshtein(x, y) <= 1;
  if ('within' in condition) return (characters(x) < 10 || characters(y) < 10) && oneBegins(x, y);
  if ('initial' in condition) return (characters(x) === 1 || characters(y) === 1) && x.codePointAt(0) === y.codePointAt(0);
  return Math.min(characters(x), characters(y)) >= 3 && oneBegins(x, y);
}

/** NaN, which no number is at most, unless both are whole numbers. */
const yearsBetween = (x: string | null, y: string | null): number => (x !== null && y !== null && /^\d+$/.test(x) && /^\d+$/.test(y) ? Math.abs(Number(x) - Number(y)) : Number.NaN);

const oneBegins = (x: string, y: string): boolean => x.startsWith(y) || y.startsWith(x);
const like = (x: string | null, y: string | null): number | null => (x === null || y === null ? null : jaroWinkler(x, y));
const anyShared = (a: LinkageRecord, left: ListColumn, b: LinkageRecord, right: ListColumn): boolean => a[left].some((value) => b[right].includes(value));

/** What a name's own frequency adds to its level: nothing where the two names are not one. */
function termBits(model: Model, terms: LiveTerms, kind: 'given' | 'family', u: number, a: LinkageRecord, b: LinkageRecord): number {
  const name = a[kind];
  if (name === null || name !== b[kind]) return 0;
  return Math.log2(u / shareOf(model, terms, kind, name));
}

/** How frequent a name is taken to be: the area's count, drawn towards the model's share. */
function shareOf(model: Model, terms: LiveTerms, kind: 'given' | 'family', name: string): number {
  const { trust, share, least } = model.terms;
  return Math.max(least, ((terms.count(kind, name) ?? 1) + trust * share) / (terms.records + trust));
}

/** Whether both given names are ones that many bear, and neither a slip of the pen for the other. */
function bothKnown(model: Model, terms: LiveTerms, x: string | null, y: string | null): boolean {
  if (x === null || y === null) return false;
  const many = Math.max(5, terms.records / 20_000);
  if ([x, y].some((name) => (terms.count('given', name) ?? 1) < many)) return false;
  const shares = [x, y].map((name) => shareOf(model, terms, 'given', name));
  return Math.min(...shares) >= model.terms.slip * Math.max(...shares);
}

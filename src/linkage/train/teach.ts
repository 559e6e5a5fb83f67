import { KithError } from '../../kernel/index.ts';
import type { Comparison, Condition, Model } from '../model.ts';
import { train, type Teachable, type Trained } from '../tool/train.ts';
import type { Patterns } from './patterns.store.ts';

/** Fewer say too little of how often records of one person differ. */
export const fewestRecords = 1_000;
export const fewestMatches = 200;
/** A level that fewer pairs taught, of one person and of two, weighs what it did; what fewer random pairs showed keeps its `u`. */
const fewestPairs = 10;
/** Of two levels, one that told more than the other by this many bits may not come to tell less by as much. */
const changedAbout = 3;

/** What training made of the model, and what it would not change. */
export interface Taught {
  prior: number;
  comparisons: Comparison[];
  records: number;
  /** Pairs of one person expected among all. */
  matches: number;
  rounds: number;
  converged: boolean;
  sessions: Trained['sessions'];
  /** Levels that weigh what they did because too few pairs stand at them: `comparison: level`. */
  kept: string[];
  /** Comparisons that kept theirs because what was learned makes no sense, with why. */
  refused: { comparison: string; because: string }[];
}

/** What columns of a record are about. A rule that blocks on one teaches no comparison that reads another about the same. */
const subjects: Readonly<Record<string, readonly string[]>> = {
  given: ['given', 'nicks', 'givens', 'middles', 'sounds', 'pairSounds', 'nameKey'],
  family: ['family', 'families', 'sounds', 'pairSounds', 'nameKey'],
  birth: ['birth', 'births', 'birthKeys', 'birthYear', 'birthDays'],
  gender: ['gender'],
  nhs: ['nhs'],
  register: ['ids', 'register', 'systems'],
  address: ['address', 'line', 'lines', 'postcode', 'postcodes', 'locality', 'sectors', 'homes', 'uprns'],
  phone: ['phones'],
  email: ['emails', 'mailboxes'],
};
const about = (column: string): string[] => Object.keys(subjects).filter((s) => subjects[s]!.includes(column));
/** What training without labels calls each, so that its limits (how often a name may differ) hold here too. */
const trainedAs: Readonly<Record<string, string>> = { given: 'given-name', family: 'surname', birth: 'date-of-birth', gender: 'sex', nhs: 'nhs-number' };

function columnsOf(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(columnsOf);
  if ('any' in condition) return condition.any.flatMap(columnsOf);
  const [value] = Object.values(condition) as [string | string[] | { of: string | string[] }];
  const named = typeof value === 'string' || Array.isArray(value) ? value : value.of;
  return [named].flat();
}

/** What a comparison is mostly about: what it needs. */
const subjectOf = (comparison: Comparison): string => about(comparison.needs[0]!)[0] ?? comparison.id;

/** Which comparisons a rule's own way of choosing pairs does not teach. */
function fixedBy(on: readonly string[], comparisons: readonly Comparison[]): number[] {
  const chosen = new Set(on.flatMap(about));
  return comparisons.flatMap((c, i) => ([...c.needs, ...columnsOf(c.levels[0]!.when)].some((column) => about(column).some((s) => chosen.has(s))) ? [i] : []));
}

/**
 * Learns m, u and the prior of a model from how an area's own records compare, without labels: expectation–maximisation
 * as in the stand-alone tool, started from the model's values.
 * @throws KithError `usage.invalid` where there are too few records, or too few of one person
 */
export function teach(model: Model, { records, random, sessions, candidates }: Patterns): Taught {
  if (records < fewestRecords) throw tooFew(`There are ${records.toLocaleString('en-GB')} records; a model is learned from ${fewestRecords.toLocaleString('en-GB')} or more.`);
  const starts: Teachable[] = model.comparisons.map((c) => ({ id: trainedAs[subjectOf(c)] ?? subjectOf(c), trust: 100, levels: [...c.levels, c.otherwise] }));
  const taught = train(
    starts,
    random,
    sessions.map(({ rule, patterns }) => ({ rule, patterns, fixed: fixedBy(model.blocking.find((b) => b.id === rule)!.on, model.comparisons) })),
    candidates,
    (records * (records - 1)) / 2,
  );
  if (taught.expected < fewestMatches) throw tooFew(`Among ${records.toLocaleString('en-GB')} records it expects ${Math.round(taught.expected)} pairs of one person; a model is learned from ${fewestMatches} or more.`);
  const kept: string[] = [];
  const refused: Taught['refused'] = [];
  const comparisons = model.comparisons.map((c, i) => {
    const levels = [...c.levels, c.otherwise];
    const [seenM, seenU] = [taught.support.m[i]!, taught.support.u[i]!];
    const compared = seenU.reduce((sum, n) => sum + n, 0);
    const few = levels.map((_, l) => seenM[l]! < fewestPairs && seenU[l]! < fewestPairs);
    // Few at random is as it should be only where the value says that they are rare.
    const rare = levels.map((level, l) => seenU[l]! < fewestPairs && level.u * compared < 5 * fewestPairs);
    const m = taught.m[i]!;
    const u = filling(levels.map((level, l) => (few[l]! ? (m[l]! * level.u) / level.m : rare[l]! ? level.u : null)), taught.u[i]!);
    const nonsense = whyNot(levels, m, u);
    if (nonsense !== null) {
      refused.push({ comparison: c.id, because: nonsense });
      return c;
    }
    for (const [l, level] of levels.entries()) if (few[l]!) kept.push(`${c.id}: ${level.id}`);
    const to = (l: number): { m: number; u: number } => ({ m: short(m[l]!), u: short(u[l]!) });
    return { ...c, levels: c.levels.map((level, l) => ({ ...level, ...to(l) })), otherwise: { ...c.otherwise, ...to(c.levels.length) } };
  });
  return { prior: Math.round(1 / taught.matched), comparisons, records, matches: Math.round(taught.expected), rounds: taught.rounds, converged: taught.converged, sessions: taught.sessions, kept, refused };
}

const tooFew = (message: string): KithError => new KithError('usage.invalid', message, { mend: 'Keep the model in force, and train when more feeds are in.' });

/** Four figures, since more would say more than the data do; never quite one, which would be certainty. */
const short = (share: number): number => Math.min(Number(share.toPrecision(4)), 0.999999);

/** Shares that are given, and the learned ones made to add up to one with them. */
function filling(given: readonly (number | null)[], learned: readonly number[]): number[] {
  const held = given.reduce((sum: number, share) => sum + (share ?? 0), 0);
  const free = learned.reduce((sum, share, l) => sum + (given[l] === null ? share : 0), 0);
  return learned.map((share, l) => given[l] ?? (share * Math.max(1 - held, 0)) / free);
}

/** Why learned shares cannot be right; null where they can. */
function whyNot(levels: readonly { id: string; m: number; u: number }[], m: readonly number[], u: readonly number[]): string | null {
  if ([...m, ...u].some((share) => !(share > 0 && share < 1))) return 'a share is not between 0 and 1';
  const bits = levels.map((_, l) => Math.log2(m[l]! / u[l]!));
  if (bits[0]! <= 0) return `"${levels[0]!.id}" would tell against`;
  if (bits.at(-1)! >= 0) return `"${levels.at(-1)!.id}" would tell for`;
  const started = levels.map((l) => Math.log2(l.m / l.u));
  for (const [i, level] of levels.entries()) {
    for (const [j, other] of levels.entries()) {
      if (started[i]! > started[j]! + changedAbout && bits[i]! < bits[j]! - changedAbout) return `"${other.id}" would tell more than "${level.id}"`;
    }
  }
  return null;
}

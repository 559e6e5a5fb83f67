import type { Engine } from './engine.store.ts';
import { estimate, type Pattern, type Shares } from './em.ts';
import type { Comparison, Condition, Model } from './model.ts';

/** What a blocking column says about other comparisons than those that read it: pairs that share it agree on these already. */
const stemsFrom: Record<string, readonly string[]> = {
  sounds: ['given', 'family'],
  pairSounds: ['given', 'family'],
  nameKey: ['given', 'family'],
  nicks: ['given'],
  birthYear: ['birth'],
  birthDays: ['birth'],
  birthKeys: ['birth'],
  mailboxes: ['emails'],
};

function columnsOf(condition: Condition): string[] {
  if ('same' in condition) return [condition.same];
  if ('shared' in condition) return [condition.shared];
  if ('crossed' in condition) return [...condition.crossed];
  if ('similar' in condition) return [condition.similar.of];
  if ('edits' in condition) return [condition.edits.of];
  if ('slip' in condition) return [condition.slip];
  if ('swapped' in condition) return [...condition.swapped.of];
  if ('within' in condition) return [condition.within];
  if ('initial' in condition) return [condition.initial];
  if ('begins' in condition) return [condition.begins];
  return ('all' in condition ? condition.all : condition.any).flatMap(columnsOf);
}

const reads = (comparison: Comparison): Set<string> => new Set([...comparison.needs, ...comparison.levels.flatMap((l) => columnsOf(l.when))]);

const sharesOf = (model: Model, of: 'm' | 'u'): Shares => model.comparisons.map((c) => [...c.levels.map((l) => l[of]), c.otherwise[of]]);

/** Fewest pairs of one person that a session must find before what it learned counts. */
const fewest = 30;

/**
 * Learns the model's shares from records without labels. `u` comes from pairs taken at random, their few matches
 * discounted; `m` from one session for each blocking rule, which leaves out the comparisons its pairs agree on by
 * choice; the prior from how many matches all candidates hold. The engine must have loaded and weighed its records.
 */
export async function train(engine: Engine, model: Model, records: number): Promise<Model> {
  const chosen = model.blocking.map((rule) => {
    const agreed = new Set(rule.on.flatMap((column) => [column, ...(stemsFrom[column] ?? [])]));
    return model.comparisons.flatMap((c, i) => ([...reads(c)].some((column) => agreed.has(column)) ? [i] : []));
  });
  let { m, u } = estimate(await engine.patterns(-1), { m: sharesOf(model, 'm'), u: sharesOf(model, 'u'), matched: 1 / records }, { fixed: [], learnU: true, learnM: false });
  const sessions: { patterns: Pattern[]; fixed: number[] }[] = [];
  for (const [i, fixed] of chosen.entries()) {
    if (fixed.length < model.comparisons.length) sessions.push({ patterns: await engine.patterns(i), fixed });
  }
  const start = m;
  const learned = sessions.map(({ patterns, fixed }) => {
    const found = estimate(patterns, { m: start, u, matched: 0.2 }, { fixed });
    return { ...found, fixed, matches: found.matched * patterns.reduce((n, p) => n + p.count, 0) };
  });
  m = start.map((old, c) => {
    const useful = learned.filter((s) => !s.fixed.includes(c) && s.matches >= fewest);
    const weight = useful.reduce((n, s) => n + s.matches, 0);
    return weight === 0 ? old : old.map((_, l) => useful.reduce((sum, s) => sum + s.m[c]![l]! * s.matches, 0) / weight);
  });
  return withShares(model, m, u, await priorOf(engine, records, m, u));
}

/** One pair in how many, of all there are, is of one person. */
async function priorOf(engine: Engine, records: number, m: Shares, u: Shares): Promise<number> {
  const all = (records * (records - 1)) / 2;
  const patterns = await engine.candidatePatterns();
  const candidates = patterns.reduce((n, p) => n + p.count, 0);
  const unfound: Pattern = { levels: m.map((levels) => levels.length - 1), count: Math.max(0, all - candidates) };
  const { matched } = estimate([...patterns, unfound], { m, u, matched: 1 / records }, { learnM: false });
  return Math.max(2, 1 / matched);
}

function withShares(model: Model, m: Shares, u: Shares, prior: number): Model {
  const held = (x: number): number => Math.min(1 - 1e-9, Math.max(1e-9, x));
  return {
    ...model,
    prior,
    comparisons: model.comparisons.map((c, i) => ({
      ...c,
      levels: c.levels.map((level, l) => ({ ...level, m: held(m[i]![l]!), u: held(u[i]![l]!) })),
      otherwise: { ...c.otherwise, m: held(m[i]!.at(-1)!), u: held(u[i]!.at(-1)!) },
    })),
  };
}

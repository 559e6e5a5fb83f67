import { KithError, type Demographics, type Sql } from '../../kernel/index.ts';
import type { Model } from '../model.ts';
import { lastRun } from '../source.store.ts';
import { standardise, type LinkageRecord } from '../standardise.ts';
import { keysOf } from './keys.ts';
import { findRecords, findSubjects, readFrozen, readKept, type Kept } from './match.store.ts';
import { scorePair, type LiveTerms, type PairScore } from './score.ts';

/** Somebody who may be the one asked for. It names a person: only what holds a reading may show it. */
export interface MatchCandidate extends PairScore {
  personId: string;
  /** The record of theirs that is most like what was asked; the comparisons are with it. */
  subjectId: number;
}

/** Records weighed for one look-up at most: those that share the rarest keys with what is asked. */
const mostWeighed = 250;

/**
 * Who in the area these demographics may be of, likeliest first, by the model and the counts of names of the last run.
 * @param options.limit people given back at most
 * @param options.from leave out people below this weight (log2 of the odds); the model's review band unless said
 */
export async function match(sql: Sql, model: Model, demographics: Demographics, options: { limit: number; from?: number }): Promise<MatchCandidate[]> {
  const asked = standardise(0, [demographics]);
  const keys = keysOf(model, asked);
  if (keys.length === 0) return [];
  const [last, found] = await Promise.all([lastRun(sql), findSubjects(sql, keys, mostWeighed)]);
  if (last === null || found.subjects.length === 0) return [];
  if (last.modelVersion !== model.version) {
    throw new KithError('area.invalid', 'The linkage model has changed since records were last linked.', { mend: 'Run "kith linkage rebuild", then ask again.' });
  }
  const records = (await readKept(sql, found.subjects, found.filed)).map((kept) => ({ ...kept, read: standardise(kept.subjectId, kept.statements) }));
  const terms = await termsFor(sql, last.countedAmong, [asked, ...records.map((r) => r.read)], asked);
  const best = new Map<string, MatchCandidate>();
  for (const { personId, subjectId, read } of records) {
    const scored = scorePair(model, asked, read, terms);
    const before = best.get(personId);
    if (before === undefined || scored.weight > before.weight) best.set(personId, { personId, subjectId, ...scored });
  }
  const from = options.from ?? model.bands.review;
  const ranked = [...best.values()].filter((c) => c.weight >= from).sort((x, y) => y.weight - x.weight || (x.personId < y.personId ? -1 : 1)).slice(0, options.limit);
  return heldApart(model, asked, ranked, await findRecords(sql, ranked.map((c) => c.personId)), terms).sort((x, y) => order[x.band] - order[y.band] || y.weight - x.weight || (x.personId < y.personId ? -1 : 1));
}

const order = { join: 0, review: 1, apart: 2 } as const;

/** A guard that holds between what is asked and any record of a person keeps the whole person apart, unless an NHS number is shared. */
function heldApart(model: Model, asked: LinkageRecord, ranked: readonly MatchCandidate[], records: readonly Kept[], terms: LiveTerms): MatchCandidate[] {
  const own = Map.groupBy(records, (r) => r.personId);
  return ranked.map((candidate) => {
    const theirs = (own.get(candidate.personId) ?? []).map((kept) => standardise(kept.subjectId, kept.statements));
    const shared = theirs.some((r) => r.nhs.some((number) => asked.nhs.includes(number)));
    if (candidate.band === 'apart' || shared) return candidate;
    const vetoes = theirs.map((r) => scorePair(model, asked, r, terms)).filter((s) => s.guard !== null && s.band === 'apart');
    return vetoes[0] === undefined ? candidate : { ...candidate, band: 'apart', guard: vetoes[0].guard };
  });
}

/** Counts of the names that weigh: the one asked, and given names it is held against. */
async function termsFor(sql: Sql, records: number, all: readonly LinkageRecord[], asked: LinkageRecord): Promise<LiveTerms> {
  const given = [...new Set(all.flatMap((r) => r.given ?? []))];
  const counts = await readFrozen(sql, given, asked.family === null ? [] : [asked.family]);
  return { records, count: (kind, term) => counts.get(`${kind} ${term}`) };
}

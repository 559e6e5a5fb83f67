import type { Sql } from '../kernel/index.ts';
import { cluster, components, type ClusterInput } from './cluster.ts';
import { arrangeDecided, type Standing } from './decided.ts';
import { readDecidedPersons, readStanding } from './decisions.store.ts';
import { assignPersons } from './identity.ts';
import { findRecords, readFrozen } from './live/match.store.ts';
import { scorePair } from './live/score.ts';
import type { Model } from './model.ts';
import { lastRun } from './source.store.ts';
import { standardise } from './standardise.ts';

/** People that the records of one would be. */
export interface Foreseen {
  /** Keeps the id they all have now. */
  keepsId: boolean;
  subjects: number[];
}

/**
 * What the next run would make of a person's records if these pairs were kept apart: scored as a run scores, clustered
 * by the same rules. Records of others are left out of account, so one that is parted may yet join somebody else.
 */
export async function foresee(sql: Sql, model: Model, personId: string, apart: readonly (readonly [number, number])[]): Promise<Foreseen[]> {
  const [last, kept] = await Promise.all([lastRun(sql), findRecords(sql, [personId])]);
  const records = kept.map((k) => standardise(k.subjectId, k.statements)).sort((x, y) => x.id - y.id);
  const names = <T>(of: (T | null)[]): T[] => [...new Set(of.filter((x) => x !== null))];
  const counts = await readFrozen(sql, names(records.map((r) => r.given)), names(records.map((r) => r.family)));
  const terms = { records: last?.countedAmong ?? 0, count: (kind: 'given' | 'family', term: string) => counts.get(`${kind} ${term}`) };
  const pairs = records.flatMap((a, i) => records.slice(i + 1).map((b) => ({ a: a.id, b: b.id, ...scorePair(model, a, b, terms) })));
  const ids = records.map((r) => r.id);
  const own = new Set(ids);
  const said: Standing[] = apart.map(([a, b]) => ({ a, b, decision: 'apart' }));
  const again = new Set(said.map(({ a, b }) => `${Math.min(a, b)} ${Math.max(a, b)}`));
  const standing = (await readStanding(sql)).filter(({ a, b }) => own.has(a) && own.has(b) && !again.has(`${Math.min(a, b)} ${Math.max(a, b)}`));
  const before = new Map(ids.map((id) => [id, personId]));
  const input: ClusterInput = {
    ids,
    before,
    numbers: new Map(records.map((r) => [r.id, r.nhs])),
    decided: arrangeDecided([...standing, ...said], [...(await readDecidedPersons(sql)), personId]),
    edges: {
      a: Float64Array.from(pairs, (p) => p.a),
      b: Float64Array.from(pairs, (p) => p.b),
      weight: Float64Array.from(pairs, (p) => p.weight),
      guard: Int8Array.from(pairs, (p) => model.guards.findIndex((g) => g.id === p.guard)),
    },
  };
  const clusters = cluster(model, input, components(model, input, input.edges));
  const { persons } = assignPersons(clusters, before, () => 'new');
  return clusters.map((subjects, i) => ({ keepsId: persons[i] === personId, subjects })).sort((x, y) => Number(y.keepsId) - Number(x.keepsId) || y.subjects.length - x.subjects.length);
}

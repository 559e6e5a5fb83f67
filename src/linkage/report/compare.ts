import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Kernel } from '../../kernel/index.ts';
import { arrangeDecided } from '../decided.ts';
import { readDecidedPersons, readStanding } from '../decisions.store.ts';
import { startEngine } from '../engine.ts';
import { loadSubjects } from '../load.ts';
import type { Model } from '../model.ts';
import { engineMemory } from '../run.ts';
import { readLinks } from '../source.store.ts';

/** What another model would do to the links in force. */
export interface ModelComparison {
  inForce: string;
  candidate: string;
  subjects: number;
  persons: { now: number; after: number };
  /** Pairs of subjects that are of one person now, and would be. */
  pairs: { now: number; after: number; made: number; broken: number };
  /** People there are now who would gain or lose a subject. */
  peopleChanged: number;
  seconds: number;
}

/** Judges every record by another model, beside the links in force and without touching them. Decisions people made hold. */
export async function compareModel(kernel: Kernel, model: Model, candidate: Model, progress: (done: number) => void): Promise<ModelComparison> {
  const began = performance.now();
  const sql = kernel.db.writer;
  mkdirSync(join(kernel.config.data, 'linkage'), { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(kernel.config.data, 'linkage', 'compare-'));
  const engine = startEngine();
  try {
    await engine.open(candidate, { file: join(folder, 'work.duckdb'), spill: folder, memory: engineMemory(), threads: availableParallelism() });
    await engine.begin('all');
    await loadSubjects(sql, engine, null, progress);
    await engine.take();
    await engine.weigh(null);
    await engine.score(null);
    const before = await readLinks(sql, null);
    const { ids, sizes } = await engine.cluster(null, before, arrangeDecided(await readStanding(sql), await readDecidedPersons(sql)));
    return { inForce: model.version, candidate: candidate.version, ...differences(before, ids, sizes), seconds: (performance.now() - began) / 1000 };
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const choose = (n: number): number => (n * (n - 1)) / 2;

/** Counts what changes between persons and clusters, over subjects that have a person. */
export function differences(before: ReadonlyMap<number, string>, ids: ArrayLike<number>, sizes: ArrayLike<number>): Omit<ModelComparison, 'inForce' | 'candidate' | 'seconds'> {
  const now = new Map<string, number>();
  for (const person of before.values()) now.set(person, (now.get(person) ?? 0) + 1);
  const changed = new Set<string>();
  let [at, subjects, clusters, after, both] = [0, 0, 0, 0, 0];
  for (let c = 0; c < sizes.length; c++) {
    const shared = new Map<string, number>();
    for (const end = at + sizes[c]!; at < end; at++) {
      const person = before.get(ids[at]!);
      if (person !== undefined) shared.set(person, (shared.get(person) ?? 0) + 1);
    }
    const size = [...shared.values()].reduce((x, y) => x + y, 0);
    if (size === 0) continue;
    clusters++;
    subjects += size;
    after += choose(size);
    for (const [person, n] of shared) {
      both += choose(n);
      if (n !== now.get(person) || shared.size > 1) changed.add(person);
    }
  }
  const pairsNow = [...now.values()].reduce((n, size) => n + choose(size), 0);
  return { subjects, persons: { now: now.size, after: clusters }, pairs: { now: pairsNow, after, made: after - both, broken: pairsNow - both }, peopleChanged: changed.size };
}

import { mkdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type postgres from 'postgres';
import { newId, type Kernel, type Sql } from '../kernel/index.ts';
import { chunksOf } from './copy.store.ts';
import { arrangeDecided, type Decided } from './decided.ts';
import { clearPending, readDecidedPersons, readPending, readStanding } from './decisions.store.ts';
import { startEngine, type EngineThread } from './engine.ts';
import { publishFamilies } from './families.store.ts';
import { publishHouseholds } from './households.store.ts';
import { assignPersons, type Identities } from './identity.ts';
import { clearFillings, enforceFilling, liveStands, rekey, writeFilling } from './live/match.store.ts';
import { loadSubjects } from './load.ts';
import type { Model } from './model.ts';
import { publishMoves } from './moves.store.ts';
import { startStopwatch, type Phases, type Stopwatch } from './phases.ts';
import { markChanged, publishEvidence, publishLinks, type Publication } from './publish.store.ts';
import { publishReviews } from './review.store.ts';
import { countSubjects, countTouched, lastRun, readCompanions, readLinks, readTerms, readTouched, type LastRun } from './source.store.ts';
import type { Clusters } from './worker.ts';

/** What a run did. */
export interface LinkReport {
  /** Null when nothing was touched and so nothing was done. */
  runId: string | null;
  kind: 'full' | 'increment' | 'none';
  subjects: number;
  persons: number;
  pairs: number;
  /** Person ids that now redirect. Whoever keeps something under a person id takes `moves`. */
  merged: { from: string; to: string }[];
  /** Persons that new ones were made out of. */
  split: { from: string; to: string }[];
  /** Blocking keys passed over because too many records share them. */
  blocksOverCap: number;
  seconds: number;
  /** Where they went. */
  phases: Phases;
}

/** Names are counted again when the area has grown this much since they were: a first feed says little of the whole. */
const recountAt = 1.5;

/** Limit of the engine's DuckDB, in MB; the process may use a third more. */
export const engineMemory = (): number => Math.floor(Math.min(1400, totalmem() / 1e6 / 3));

interface Judged {
  clusters: number[][];
  before: Map<number, string>;
  /** Null: all. */
  scope: number[] | null;
  pairs: number;
  blocksOverCap: number;
}

interface Judging {
  sql: Sql;
  engine: EngineThread;
  decided: Decided;
  watch: Stopwatch;
}

/** One run, by whoever holds the lock. What it is for is told at `Linkage.run`. */
export async function runLinkage(kernel: Kernel, model: Model, progress: (done: number, total: number) => void, rebuild: boolean): Promise<LinkReport> {
  const began = performance.now();
  const watch = startStopwatch();
  watch.begin('look');
  const startedAt = kernel.clock.now();
  const sql = kernel.db.writer;
  const [marked, pending, last, subjects] = [await countTouched(sql), await readPending(sql), await lastRun(sql), await countSubjects(sql)];
  if (marked.count === 0 && pending.length === 0 && !rebuild && (last === null ? subjects === 0 : last.modelVersion === model.version)) return none(began);
  const full = rebuild || last === null || last.modelVersion !== model.version || subjects > last.countedAmong * recountAt;
  const touched = full ? [] : await readTouched(sql);
  const runId = newId();
  const engine = startEngine();
  try {
    watch.begin('load');
    await load(kernel, engine, model, full ? null : { last, touched }, (done) => progress(Math.min(done, subjects), subjects));
    watch.begin('weigh');
    const terms = await engine.weigh(full ? null : await readTerms(sql, last.countedAmong));
    const judging: Judging = { sql, engine, decided: arrangeDecided(await readStanding(sql), await readDecidedPersons(sql)), watch };
    const judged = full ? await judgeAll(judging) : await judgeTouched(judging, [...new Set([...touched, ...pending.flatMap((p) => [p.a, p.b])])]);
    watch.begin('identify');
    const identities = assignPersons(judged.clusters, judged.before, newId);
    const counts = { subjects: judged.clusters.reduce((n, c) => n + c.length, 0), persons: judged.clusters.length, pairs: judged.pairs, blocksOverCap: judged.blocksOverCap };
    watch.begin('checkpoint');
    await engine.standFor(last?.runId ?? '', runId);
    const publication: Publication = {
      runId,
      kind: full ? 'full' : 'increment',
      modelVersion: model.version,
      startedAt,
      now: kernel.clock.now(),
      scope: judged.scope,
      identities,
      snapshot: marked.snapshot,
      terms: full ? terms : null,
      counts: { ...counts, countedAmong: full ? subjects : last.countedAmong },
    };
    await publish(kernel, engine, model, publication, { pending, touched, watch });
    watch.end();
    progress(subjects, subjects);
    return { runId, kind: publication.kind, ...counts, merged: identities.merged, split: splitsOf(identities), seconds: (performance.now() - began) / 1000, phases: watch.phases };
  } finally {
    await engine.close();
  }
}

const none = (began: number): LinkReport => ({ runId: null, kind: 'none', subjects: 0, persons: 0, pairs: 0, merged: [], split: [], blocksOverCap: 0, seconds: (performance.now() - began) / 1000, phases: {} });

/**
 * Brings the engine's records up to PostgreSQL's.
 * @param since only what was touched since the last run, where the engine's file stands for that run; null for all
 */
async function load(kernel: Kernel, engine: EngineThread, model: Model, since: { last: LastRun; touched: number[] } | null, progress: (done: number) => void): Promise<void> {
  const folder = join(kernel.config.data, 'linkage');
  mkdirSync(join(folder, 'spill'), { recursive: true, mode: 0o700 });
  const stands = await engine.open(model, { file: join(folder, 'work.duckdb'), spill: join(folder, 'spill'), memory: engineMemory(), threads: availableParallelism() });
  const kept = since !== null && stands.model === model.version && stands.runs.includes(since.last.runId);
  await engine.begin(kept ? 'some' : 'all');
  await loadSubjects(kernel.db.writer, engine, kept ? since.touched : null, progress);
  await engine.take();
}

/** Publishes a run in one transaction; look-ups of everybody are written beside it, and taken into use by it. */
async function publish(kernel: Kernel, engine: EngineThread, model: Model, publication: Publication, { pending, touched, watch }: { pending: Awaited<ReturnType<typeof readPending>>; touched: number[]; watch: Stopwatch }): Promise<void> {
  const sql: postgres.Sql = kernel.db.writer;
  const { runId, scope, identities, now } = publication;
  const refill = scope === null || !(await liveStands(sql));
  const filling = refill ? writeFilling(sql, engine, runId) : Promise.resolve();
  filling.catch(() => undefined);
  await sql.begin(async (tx) => {
    watch.begin('links');
    await publishLinks(tx, publication);
    await publishMoves(tx, runId, identities, now);
    watch.begin('evidence');
    await publishEvidence(tx, scope, chunksOf(() => engine.evidence(runId)));
    watch.begin('changed');
    await markChanged(tx, publication);
    watch.begin('households');
    await publishHouseholds(tx, engine, model, kernel.clock.today(), scope === null ? identities.persons : null, now);
    watch.begin('families');
    await publishFamilies(tx, model, scope === null);
    watch.begin('reviews');
    await publishReviews(tx, model, scope, now);
    await clearPending(tx, pending);
    watch.begin('look-ups');
    await filling;
    if (refill) await enforceFilling(tx, runId);
    else await rekey(tx, engine, touched);
    watch.begin('commit');
  });
  if (refill) await clearFillings(sql);
}

/** Which persons new ones were made out of. */
function splitsOf({ created, moved }: Identities): { from: string; to: string }[] {
  const made = new Set(created);
  const pairs = new Map(moved.flatMap(({ from, to }) => (from === null || !made.has(to) ? [] : [[`${from} ${to}`, { from, to }] as const])));
  return [...pairs.values()];
}

async function judgeAll({ sql, engine, decided, watch }: Judging): Promise<Judged> {
  watch.begin('block and score');
  const { candidates, blocksOverCap } = await engine.score(null);
  watch.begin('cluster');
  const before = await readLinks(sql, null);
  return { clusters: unpack(await engine.cluster(null, before, decided)), before, scope: null, pairs: candidates, blocksOverCap };
}

/** Judges the touched, everybody linked with them, and whoever they now draw or were said to be, until nobody new is drawn. */
async function judgeTouched({ sql, engine, decided, watch }: Judging, touched: number[]): Promise<Judged> {
  const scope = new Set<number>();
  const before = new Map<number, string>();
  let fresh = touched;
  let counts = { candidates: 0, blocksOverCap: 0 };
  watch.begin('block and score');
  while (fresh.length > 0) {
    const companions = await readCompanions(sql, fresh);
    for (const [id, person] of companions) before.set(id, person);
    const next = [...new Set([...fresh, ...companions.keys()])].filter((id) => !scope.has(id));
    for (const id of next) scope.add(id);
    const { drawn, candidates, blocksOverCap } = await engine.score(next);
    counts = { candidates, blocksOverCap: counts.blocksOverCap + blocksOverCap };
    const said = decided.join.flatMap(([a, b]) => (scope.has(a) === scope.has(b) ? [] : scope.has(a) ? [b] : [a]));
    fresh = [...new Set([...drawn, ...said])].filter((id) => !scope.has(id));
  }
  watch.begin('cluster');
  const ids = [...scope].sort((x, y) => x - y);
  return { clusters: unpack(await engine.cluster(ids, before, decided)), before, scope: ids, pairs: counts.candidates, blocksOverCap: counts.blocksOverCap };
}

function unpack({ ids, sizes }: Clusters): number[][] {
  let from = 0;
  return Array.from(sizes, (size) => Array.from(ids.subarray(from, (from += size))));
}

import { mkdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { newId, type Demographics, type Kernel, type Sql } from '../kernel/index.ts';
import { arrangeDecided, type Decided } from './decided.ts';
import { clearPending, readDecidedPersons, readPending, readStanding } from './decisions.store.ts';
import { startEngine, type EngineThread } from './engine.ts';
import { readEvidence, type PairEvidence } from './explain.store.ts';
import { publishFamilies } from './families.store.ts';
import { assignPersons, type Identities } from './identity.ts';
import { liveStands, publishLive } from './live/match.store.ts';
import { match, type MatchCandidate } from './live/match.ts';
import { compareModel, type ModelComparison } from './report/compare.ts';
import { takeDwellings } from './dwellings.store.ts';
import type { Truth } from './report/recall.ts';
import { createReport, type QualityReport } from './report/report.ts';
import type { PersonMove } from './moves.ts';
import { publishMoves, takeMoves } from './moves.store.ts';
import { readCandidateModel, readModel, type Model } from './model.ts';
import { markChanged, publishLinks, type Publication } from './publish.store.ts';
import { publishHouseholds } from './households.store.ts';
import { followRedirect, holdingLock } from './person.store.ts';
import { startStopwatch, type Phases, type Stopwatch } from './phases.ts';
import { publishReviews } from './review.store.ts';
import { createLinkReviews, type LinkReviews } from './reviews.ts';
import { countSubjects, lastRun, readCompanions, readLinks, readSubjects, readTerms, readTouched, type LastRun } from './source.store.ts';
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

export interface Linkage {
  /**
   * Takes what feeds have brought since the last run, links it and publishes the result in one transaction. Nothing
   * touched, nothing done. A kill at any moment leaves the old state or the new.
   * @param options.rebuild judge every record again; names are counted again too
   */
  run(progress?: (done: number, total: number) => void, options?: { rebuild?: boolean }): Promise<LinkReport>;
  /** The person an id stands for now, following merges; null when there never was one. */
  resolve(personId: string): Promise<string | null>;
  /** Why two subjects were joined or kept apart; null when no rule brought them together. */
  explain(subjectA: number, subjectB: number): Promise<PairEvidence | null>;
  /** What people decide about links, and what they are asked. The next `run` takes a decision up. */
  reviews: LinkReviews;
  /**
   * People these demographics may be of, likeliest first, scored as a run would. It finds anybody: whoever shows the
   * answer holds a reading and shows what that lets through. Throws `area.invalid` when the model has changed since.
   */
  match(demographics: Demographics, options: { limit: number; from?: number }): Promise<MatchCandidate[]>;
  /**
   * The next moves (people split, moved, merged) that `consumer` has not had, oldest first; empty when it has had all.
   * Taken for good when the transaction `sql` commits, so a consumer does what follows from them in the same one.
   */
  takeMoves(sql: Sql, consumer: string): Promise<PersonMove[]>;
  /** How good the links in force are, in counts that name nobody; recall by group too where a truth is given or labels are. */
  report(truth?: Truth): Promise<QualityReport>;
  /** What the model in `file` would do to the links in force, without doing it. Throws `usage.invalid`, `area.invalid`. */
  compare(file: string, progress?: (done: number) => void): Promise<ModelComparison>;
}

/** The linkage room. Throws `area.invalid` when the area's linkage model is wrong. */
export function createLinkage(kernel: Kernel): Linkage {
  const model = readModel(kernel.area.dir);
  return {
    run: (progress, options) =>
      holdingLock(kernel.db.writer, async () => {
        const done = await run(kernel, model, progress ?? (() => undefined), options?.rebuild ?? false);
        await takeDwellings(kernel.db.writer, kernel.clock.now());
        return done;
      }),
    resolve: (personId) => followRedirect(kernel.db.writer, personId),
    explain: (a, b) => readEvidence(kernel.db.writer, model, a, b),
    reviews: createLinkReviews(kernel, model),
    takeMoves: (sql, consumer) => takeMoves(sql, consumer, movesAtOnce),
    report: createReport(kernel, model),
    compare: async (file, progress) => compareModel(kernel, model, readCandidateModel(file), progress ?? (() => undefined)),
    match: (demographics, options) => match(kernel.db.writer, model, demographics, options),
  };
}

const movesAtOnce = 5_000;

/** Names are counted again when the area has grown this much since they were: a first feed says little of the whole. */
const recountAt = 1.5;

interface Judged {
  clusters: number[][];
  before: Map<number, string>;
  /** Null: all. */
  scope: number[] | null;
  pairs: number;
  blocksOverCap: number;
}

async function run(kernel: Kernel, model: Model, progress: (done: number, total: number) => void, rebuild: boolean): Promise<LinkReport> {
  const began = performance.now();
  const watch = startStopwatch();
  watch.begin('read');
  const startedAt = kernel.clock.now();
  const sql = kernel.db.writer;
  const touched = await readTouched(sql);
  const pending = await readPending(sql);
  const last = await lastRun(sql);
  const subjects = await countSubjects(sql);
  if (touched.length === 0 && pending.length === 0 && !rebuild && (last === null ? subjects === 0 : last.modelVersion === model.version)) return none(began);
  const recount = rebuild || last === null || last.modelVersion !== model.version || subjects > last.countedAmong * recountAt;
  const runId = newId();
  const engine = startEngine();
  try {
    const full = recount;
    watch.begin('load');
    await load(kernel, engine, model, last, full ? null : touched.map((t) => t.id), (done) => progress(Math.min(done, subjects), subjects));
    watch.begin('weigh');
    const terms = await engine.weigh(full ? null : await readTerms(sql, last.countedAmong));
    watch.begin('judge');
    const decided = arrangeDecided(await readStanding(sql), await readDecidedPersons(sql));
    const fresh = [...new Set([...touched.map((t) => t.id), ...pending.flatMap((p) => [p.a, p.b])])];
    const judged = full ? await judgeAll(sql, engine, decided, watch) : await judgeTouched(sql, engine, fresh, decided, watch);
    watch.begin('identify');
    const identities = assignPersons(judged.clusters, judged.before, newId);
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
      touched,
      terms: full ? terms : null,
      counts: { subjects: judged.clusters.reduce((n, c) => n + c.length, 0), persons: judged.clusters.length, pairs: judged.pairs, blocksOverCap: judged.blocksOverCap, countedAmong: full ? subjects : last.countedAmong },
    };
    await sql.begin(async (tx) => {
      watch.begin('links and evidence');
      await publishLinks(tx, publication, chunksOf(() => engine.evidence()));
      await publishMoves(tx, runId, identities, publication.now);
      watch.begin('changed');
      await markChanged(tx, publication);
      watch.begin('households');
      await publishHouseholds(tx, model, kernel.clock.today(), full, publication.now);
      watch.begin('families');
      await publishFamilies(tx, model, full);
      watch.begin('reviews');
      await publishReviews(tx, model, judged.scope, publication.now);
      await clearPending(tx, pending);
      watch.begin('look-ups');
      const relive = full || !(await liveStands(tx)) ? null : touched.map((t) => t.id);
      await publishLive(tx, model, relive, (what) => chunksOf(() => engine.live(what, relive)));
      watch.begin('commit');
    });
    watch.end();
    progress(subjects, subjects);
    const { subjects: judgedSubjects = 0, persons = 0, pairs = 0 } = publication.counts;
    return { runId, kind: publication.kind, subjects: judgedSubjects, persons, pairs, merged: identities.merged, split: splitsOf(identities), blocksOverCap: judged.blocksOverCap, seconds: (performance.now() - began) / 1000, phases: watch.phases };
  } finally {
    await engine.close();
  }
}

const none = (began: number): LinkReport => ({ runId: null, kind: 'none', subjects: 0, persons: 0, pairs: 0, merged: [], split: [], blocksOverCap: 0, seconds: (performance.now() - began) / 1000, phases: {} });

/** Brings the engine's records up to PostgreSQL's: only `only` when its file stands for the last published run, all otherwise. */
async function load(kernel: Kernel, engine: EngineThread, model: Model, last: LastRun | null, only: number[] | null, progress: (done: number) => void): Promise<void> {
  const folder = join(kernel.config.data, 'linkage');
  mkdirSync(join(folder, 'spill'), { recursive: true, mode: 0o700 });
  const stands = await engine.open(model, { file: join(folder, 'work.duckdb'), spill: join(folder, 'spill'), memory: Math.floor(Math.min(3072, totalmem() / 1e6 / 3)), threads: availableParallelism() });
  const kept = only !== null && last !== null && stands.model === model.version && stands.runs.includes(last.runId);
  if (!kept) await engine.clear();
  await engine.begin();
  let done = 0;
  let adding: Promise<number> = Promise.resolve(0);
  for await (const batch of readSubjects(kernel.db.writer, kept ? only : null)) {
    progress((done += await adding));
    adding = engine.add(batch);
  }
  progress(done + (await adding));
  await engine.take();
}

/** Which persons new ones were made out of. */
function splitsOf({ created, moved }: Identities): { from: string; to: string }[] {
  const made = new Set(created);
  const pairs = new Map(moved.flatMap(({ from, to }) => (from === null || !made.has(to) ? [] : [[`${from} ${to}`, { from, to }] as const])));
  return [...pairs.values()];
}

async function judgeAll(sql: Sql, engine: EngineThread, decided: Decided, watch: Stopwatch): Promise<Judged> {
  watch.begin('block and score');
  const { candidates, blocksOverCap } = await engine.score(null);
  watch.begin('cluster');
  const before = await readLinks(sql, null);
  return { clusters: unpack(await engine.cluster(null, before, decided)), before, scope: null, pairs: candidates, blocksOverCap };
}

/** Judges the touched, everybody linked with them, and whoever they now draw or were said to be, until nobody new is drawn. */
async function judgeTouched(sql: Sql, engine: EngineThread, touched: number[], decided: Decided, watch: Stopwatch): Promise<Judged> {
  const scope = new Set<number>();
  const before = new Map<number, string>();
  let fresh = touched;
  let counts = { candidates: 0, blocksOverCap: 0 };
  while (fresh.length > 0) {
    watch.begin('companions');
    const companions = await readCompanions(sql, fresh);
    for (const [id, person] of companions) before.set(id, person);
    for (const id of [...fresh, ...companions.keys()]) scope.add(id);
    watch.begin('block and score');
    const { drawn, ...scored } = await engine.score([...scope]);
    counts = scored;
    const said = decided.join.flatMap(([a, b]) => (scope.has(a) === scope.has(b) ? [] : scope.has(a) ? [b] : [a]));
    fresh = [...new Set([...drawn, ...said])];
  }
  watch.begin('cluster');
  const ids = [...scope].sort((x, y) => x - y);
  return { clusters: unpack(await engine.cluster(ids, before, decided)), before, scope: ids, pairs: counts.candidates, blocksOverCap: counts.blocksOverCap };
}

function unpack({ ids, sizes }: Clusters): number[][] {
  let from = 0;
  return Array.from(sizes, (size) => Array.from(ids.subarray(from, (from += size))));
}

async function* chunksOf(next: () => Promise<string | null>): AsyncGenerator<string> {
  for (let chunk = await next(); chunk !== null; chunk = await next()) yield chunk;
}

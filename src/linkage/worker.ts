import { parentPort } from 'node:worker_threads';
import type { Demographics } from '../kernel/index.ts';
import { cluster, components, type ClusterInput } from './cluster.ts';
import { openEngine, type Engine, type PairCounts, type Terms } from './engine.store.ts';
import type { Decided } from './decided.ts';
import type { LiveRows } from './live/rows.store.ts';
import type { Model } from './model.ts';
import { standardise } from './standardise.ts';

/** A subject as it crosses to the worker: its statements as a JSON array, newest first. */
export interface SubjectText {
  id: number;
  statements: string;
}

/** Clusters as two arrays: all ids, and how many of them each cluster takes in turn. */
export interface Clusters {
  ids: Float64Array;
  sizes: Int32Array;
}

/** What the worker does; the thread that asks calls these by message (`engine.ts`). */
export interface WorkerCalls {
  open(model: Model, options: { file: string; spill: string; memory: number; threads: number }): Promise<{ model: string; runs: string[] }>;
  clear(): Promise<void>;
  begin(): Promise<void>;
  add(subjects: SubjectText[]): Promise<number>;
  take(): Promise<void>;
  /** Weighs names by frozen counts, or counts them now; gives back the counts used. */
  weigh(terms: Terms | null): Promise<Terms>;
  /** Scores these against all, and names the records they draw that were not among them. */
  score(ids: number[] | null): Promise<PairCounts & { drawn: number[] }>;
  cluster(ids: number[] | null, before: ReadonlyMap<number, string>, decided: Decided): Promise<Clusters>;
  /** The next chunk of COPY text of the evidence; null at the end. */
  evidence(): Promise<string | null>;
  /** The next chunk of COPY text for live look-up; null at the end. */
  live(what: LiveRows, ids: number[] | null): Promise<string | null>;
  standFor(before: string, after: string): Promise<void>;
  close(): Promise<void>;
}

function createCalls(): WorkerCalls {
  let engine: Engine;
  let model: Model;
  let evidence: AsyncGenerator<string> | null = null;
  let live: AsyncGenerator<string> | null = null;
  return {
    async open(given, options) {
      model = given;
      engine = await openEngine(model, options);
      return engine.stands();
    },
    clear: () => engine.clear(),
    begin: () => engine.begin(),
    add: (subjects) => engine.add(subjects.map((s) => standardise(s.id, JSON.parse(s.statements) as Demographics[]))),
    take: () => engine.take(),
    async weigh(terms) {
      const used = terms ?? (await engine.countTerms());
      await engine.weigh(used, terms === null);
      return used;
    },
    async score(ids) {
      const counts = await engine.score(ids);
      if (ids === null) return { ...counts, drawn: [] };
      const among = new Set(ids);
      const drawn = new Set<number>();
      const edges = await engine.edges(model.bands.join);
      for (let i = 0; i < edges.a.length; i++) {
        if (edges.guard[i]! >= 0) continue;
        for (const id of [edges.a[i]!, edges.b[i]!]) if (!among.has(id)) drawn.add(id);
      }
      return { ...counts, drawn: [...drawn] };
    },
    async cluster(ids, before, decided) {
      const from = model.cluster.floor;
      const input: ClusterInput = { ids: ids ?? (await engine.ids()), before, decided, numbers: await engine.numbers(), edges: await engine.edges(from) };
      const groups = components(model, input);
      await engine.complete(groups.filter((g) => g.length > 2 && g.length <= model.cluster.most));
      const clusters = cluster(model, { ...input, edges: await engine.edges(-1e6) }, groups);
      const placed: Clusters = { ids: Float64Array.from(clusters.flat()), sizes: Int32Array.from(clusters, (c) => c.length) };
      await engine.place(placed.ids, placed.sizes);
      return placed;
    },
    async evidence() {
      evidence ??= engine.evidence(model.bands.review - 8);
      const next = await evidence.next();
      return next.done === true ? null : next.value;
    },
    async live(what, ids) {
      live ??= engine.live(what, ids);
      const next = await live.next();
      if (next.done === true) live = null;
      return next.done === true ? null : next.value;
    },
    standFor: (before, after) => engine.standFor(before, after),
    close: () => engine.close(),
  };
}

const calls = createCalls();
parentPort?.on('message', ({ id, call, args }: { id: number; call: keyof WorkerCalls; args: unknown[] }) => {
  (calls[call] as (...args: unknown[]) => Promise<unknown>)(...args).then(
    (value) => parentPort?.postMessage({ id, value }, []),
    (error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) }, []),
  );
});

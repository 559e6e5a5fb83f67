import { cluster, components, type Placing } from './cluster.ts';
import type { Decided } from './decided.ts';
import { createResidences, type Residences } from './residences.ts';
import { openEngine, type Engine, type Terms } from './engine.store.ts';
import type { Model } from './model.ts';
import type { PairCounts } from './pairs.store.ts';
import { readRows } from './statements.ts';
import { answerIn } from './thread.ts';

/** Clusters as two arrays: all ids, and how many of them each cluster takes in turn. */
export interface Clusters {
  ids: Float64Array;
  sizes: Int32Array;
}

/** Records of each person, as the engine is told them. */
export interface Settling {
  ids: number[];
  /** For each record, which of `persons` it is of. */
  of: number[];
}

/** What the worker does; the thread that asks calls these by message (`engine.ts`). */
export interface WorkerCalls {
  open(model: Model, options: { file: string; spill: string; memory: number; threads: number }): Promise<{ model: string; runs: string[] }>;
  /** Opens a load, into an emptied file or in the place of what it has. */
  begin(how: 'all' | 'some'): Promise<void>;
  /** Lines of records (`lines.ts`), handed over. */
  add(lines: ArrayBuffer): Promise<void>;
  /** Rows of COPY text (`statements.ts`), standardised here; gives back how many subjects they were. */
  addRows(rows: ArrayBuffer): Promise<number>;
  take(): Promise<void>;
  /** Weighs names by frozen counts, or counts them now; gives back the counts used. */
  weigh(terms: Terms | null): Promise<Terms>;
  /** Scores these against all, and names the records that draw them, themselves among them. */
  score(ids: number[] | null): Promise<PairCounts & { drawn: number[] }>;
  cluster(ids: number[] | null, before: ReadonlyMap<number, string>, decided: Decided): Promise<Clusters>;
  /** The next chunk of COPY text of the evidence; null at the end. */
  evidence(runId: string): Promise<string | null>;
  /** Says whose records are whose: `settling`, or null for all as they were clustered. */
  settle(settling: Settling | null, persons: string[]): Promise<void>;
  /** The next chunk of COPY text (address, UPRN) of what the settled state of addresses, with `bare` of those too that have no UPRN; null at the end. */
  statedUprns(bare: boolean): Promise<string | null>;
  /** The next chunk of COPY text of the residencies of the settled, then (null between) of their homes; null at the end. */
  residences(options: { uprns: ReadonlyMap<string, string>; communalWords: readonly string[]; today: string }): Promise<string | null>;
  /** The next chunk of COPY text for live look-up; null at the end. */
  live(filling: string | null, ids: number[] | null): Promise<string | null>;
  standFor(before: string, after: string): Promise<void>;
  close(): Promise<void>;
}

/** Gives what a generator gives, one at each call and null at its end; then it begins anew. */
function stepping<A extends unknown[]>(start: (...args: A) => AsyncGenerator<string | null>): (...args: A) => Promise<string | null> {
  let running: AsyncGenerator<string | null> | null = null;
  return async (...args) => {
    running ??= start(...args);
    const next = await running.next();
    if (next.done === true) running = null;
    return next.done === true ? null : next.value;
  };
}

function createCalls(): WorkerCalls {
  let engine: Engine;
  let model: Model;
  let residing: Residences;
  let adding: Promise<void> = Promise.resolve();
  // One after another: a connection does one thing at a time.
  const add = (lines: ArrayBuffer): Promise<void> => (adding = adding.then(() => engine.add(lines)));
  return {
    async open(given, options) {
      model = given;
      engine = await openEngine(model, options);
      residing = createResidences(engine);
      return engine.stands();
    },
    begin: (how) => engine.begin(how),
    add,
    async addRows(rows) {
      const { lines, subjects } = readRows(rows);
      await add(lines);
      return subjects;
    },
    take: () => engine.take(),
    async weigh(terms) {
      const used = terms ?? (await engine.countTerms());
      await engine.weigh(used, terms === null);
      return used;
    },
    async score(ids) {
      const counts = await engine.score(ids);
      if (ids === null) return { ...counts, drawn: [] };
      const { a, b } = await engine.drawing(model.bands.join);
      return { ...counts, drawn: [...new Set([...a, ...b])] };
    },
    async cluster(ids, before, decided) {
      const placing: Placing = { ids: ids === null ? await engine.ids() : Float64Array.from(ids), before, decided };
      const groups = components(model, placing, await engine.drawing(Math.min(model.bands.join, model.bands.stay)));
      const edges = await engine.inside(groups, model.cluster.most);
      const clusters = cluster(model, { ...placing, edges, numbers: await engine.numbers() }, groups);
      const placed: Clusters = { ids: new Float64Array(placing.ids.length), sizes: Int32Array.from(clusters, (c) => c.length) };
      const of = new Int32Array(placing.ids.length);
      let at = 0;
      for (const [c, members] of clusters.entries()) {
        for (const id of members) {
          placed.ids[at] = id;
          of[at++] = c;
        }
      }
      await engine.place(placed.ids, of);
      return placed;
    },
    evidence: stepping((runId: string) => engine.evidence(runId, model.bands.review - 8)),
    settle: (settling, persons) => residing.settle(settling, persons),
    statedUprns: stepping((bare: boolean) => engine.stated(bare)),
    residences: stepping((options: Parameters<WorkerCalls['residences']>[0]) => residing.residences(options)),
    live: stepping((filling: string | null, ids: number[] | null) => engine.lookUps(filling, ids)),
    standFor: (before, after) => engine.standFor(before, after),
    close: () => engine.close(),
  };
}

answerIn(createCalls());

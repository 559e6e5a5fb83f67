import type { Demographics } from '../kernel/index.ts';
import { cluster, components, type ClusterInput } from './cluster.ts';
import { openEngine, type Edges, type Engine } from './engine.store.ts';
import { readGeneralModel, type Model } from './model.ts';
import { standardise } from './standardise.ts';
import { train } from './train.ts';

export interface LinkedRecords {
  /** Cluster of each record, in the records' order, numbered from 0. */
  clusters: number[];
  /** Pairs of record indices that were scored, with weight (log2 of the odds) and whether a guard held them apart. */
  pairs: { a: number; b: number; weight: number; guarded: boolean }[];
  /** The model as trained. */
  model: Model;
}

/**
 * Links records of any kind by a model trained on them without labels: a file to clear of duplicates, a data set to
 * measure by. Knows nothing of an area, keeps nothing.
 * @param options.memory DuckDB's limit in MB
 */
export async function linkRecords(records: readonly Demographics[], options: { model?: Model; memory?: number; threads?: number; spill: string }): Promise<LinkedRecords> {
  let model = options.model ?? readGeneralModel();
  const open = (): Promise<Engine> => openEngine(model, { file: ':memory:', spill: options.spill, memory: options.memory ?? 2048, threads: options.threads ?? 2 });
  const fill = async (engine: Engine): Promise<void> => {
    await engine.begin();
    for (let from = 0; from < records.length; from += 5000) await engine.add(records.slice(from, from + 5000).map((record, i) => standardise(from + i, [record])));
    await engine.take();
    await engine.weigh(await engine.countTerms());
    await engine.score(null);
  };
  let engine = await open();
  try {
    await fill(engine);
    if (records.length > 1) {
      model = await train(engine, model, records.length);
      await engine.close();
      engine = await open();
      await fill(engine);
    }
    return { ...(await judge(engine, model, records.length)), model };
  } finally {
    await engine.close();
  }
}

async function judge(engine: Engine, model: Model, count: number): Promise<Pick<LinkedRecords, 'clusters' | 'pairs'>> {
  const edges = await engine.edges(model.cluster.floor);
  const input: ClusterInput = { ids: Array.from({ length: count }, (_, i) => i), edges, numbers: await engine.numbers(), before: new Map() };
  const groups = components(model, input);
  await engine.complete(groups.filter((g) => g.length > 2 && g.length <= model.cluster.most));
  const clusters = Array.from({ length: count }, () => 0);
  for (const [c, ids] of cluster(model, { ...input, edges: await engine.edges(-1e6) }, groups).entries()) for (const id of ids) clusters[id] = c;
  return { clusters, pairs: pairsOf(edges) };
}

const pairsOf = (edges: Edges): LinkedRecords['pairs'] =>
  Array.from(edges.a, (a, i) => ({ a, b: edges.b[i]!, weight: edges.weight[i]!, guarded: edges.guard[i]! >= 0 }));

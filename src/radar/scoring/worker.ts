import { parentPort, workerData } from 'node:worker_threads';
import { connect, type FeedState, type Target } from '../../kernel/index.ts';
import type { MappedFact } from '../signals/sources.ts';
import { backtest, type BacktestRequest } from './backtest.ts';
import { compile, type CardVersion } from './compile.ts';
import { createDictionary } from './dictionary.ts';
import type { Day } from './days.ts';
import { rescoreAll } from './rescore.ts';

/** What a thread is asked to do; it does it once and ends. */
export type Task =
  | { kind: 'rescore'; versions: CardVersion[]; day: Day; today: string; now: Date }
  | ({ kind: 'backtest' } & BacktestRequest);

/** All a thread is given. */
export interface Given {
  target: Target;
  mapped: readonly MappedFact[];
  states: readonly FeedState[];
  task: Task;
}

export type Message = { kind: 'progress'; done: number; total: number } | { kind: 'done'; value: unknown } | { kind: 'failed'; because: string };

const say = (message: Message): void => parentPort?.postMessage(message, []);

async function work({ target, mapped, states, task }: Given): Promise<unknown> {
  const db = await connect(target, 'server', async () => undefined);
  const progress = (done: number, total: number): void => say({ kind: 'progress', done, total });
  try {
    const dictionary = createDictionary();
    await dictionary.refresh(db.writer);
    const known = { mapped, states };
    if (task.kind === 'backtest') return await backtest(db.writer, dictionary.shapes, known, task, progress);
    const compiled = compile(task.versions, dictionary.shapes, known);
    return await rescoreAll({ sql: db.writer, begin: (inner) => db.writer.begin(inner) as ReturnType<typeof inner> }, compiled, dictionary.shapes, task, progress);
  } finally {
    await db.close();
  }
}

if (parentPort !== null) {
  work(workerData as Given).then(
    (value) => say({ kind: 'done', value }),
    (error: unknown) => say({ kind: 'failed', because: error instanceof Error ? error.message : String(error) }),
  );
}

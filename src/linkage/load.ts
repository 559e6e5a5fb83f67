import { availableParallelism } from 'node:os';
import type { Sql } from '../kernel/index.ts';
import type { EngineThread } from './engine.ts';
import { readStatements } from './source.store.ts';
import type { StandardiserCalls } from './standardiser.ts';
import { startThread, type Thread } from './thread.ts';

/**
 * Standardises subjects and gives their records to the engine, whose load is open: the first batch in the engine's own
 * thread, which is all there is on most days, what follows in threads beside it. A batch crosses as one buffer that is
 * handed over; none of its rows is ever an object here.
 * @param only these subjects; null for all
 */
export async function loadSubjects(sql: Sql, engine: EngineThread, only: readonly number[] | null, progress: (done: number) => void): Promise<void> {
  const threads: Thread<StandardiserCalls>[] = [];
  const underWay = new Set<Promise<void>>();
  const most = availableParallelism();
  let [next, done] = [0, 0];
  const failures: Error[] = [];
  const bring = async (thread: Thread<StandardiserCalls> | null, rows: ArrayBuffer): Promise<void> => {
    if (thread === null) progress((done += await engine.addRows(rows)));
    else {
      const { lines, subjects } = await thread.ask('readRows')(rows);
      await engine.add(lines);
      progress((done += subjects));
    }
  };
  const nextThread = (): Thread<StandardiserCalls> | null => {
    const at = next++;
    if (at === 0) return null;
    return (threads[at % most] ??= startThread<StandardiserCalls>(new URL('./standardiser.ts', import.meta.url), 'Standardising'));
  };
  try {
    for await (const rows of readStatements(sql, only)) {
      if (failures.length > 0) break;
      const work = bring(nextThread(), rows)
        .catch((error: Error) => void failures.push(error))
        .finally(() => underWay.delete(work));
      underWay.add(work);
      if (underWay.size >= 3 * most) await Promise.race(underWay);
    }
    await Promise.all(underWay);
    if (failures[0] !== undefined) throw failures[0];
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}

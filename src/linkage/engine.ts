import { Worker } from 'node:worker_threads';
import type { WorkerCalls } from './worker.ts';

export type EngineThread = WorkerCalls;

/** Starts the engine in a thread of its own, so that its work never holds up the pages this process serves. */
export function startEngine(): EngineThread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let last = 0;
  const fail = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', ({ id, value, error }: { id: number; value?: never; error?: string }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value as never);
    else call?.reject(new Error(`The linkage engine failed: ${error}`));
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('The linkage engine stopped.')));

  const ask = <K extends keyof WorkerCalls>(call: K) =>
    ((...args: Parameters<WorkerCalls[K]>) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, call, args }, []);
      })) as WorkerCalls[K];

  const close = ask('close');
  return {
    open: ask('open'),
    clear: ask('clear'),
    begin: ask('begin'),
    add: ask('add'),
    take: ask('take'),
    weigh: ask('weigh'),
    score: ask('score'),
    cluster: ask('cluster'),
    evidence: ask('evidence'),
    live: ask('live'),
    standFor: ask('standFor'),
    async close() {
      await close().catch(() => undefined);
      await worker.terminate();
    },
  };
}

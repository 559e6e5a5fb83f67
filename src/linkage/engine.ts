import { startThread } from './thread.ts';
import type { WorkerCalls } from './worker.ts';

export type EngineThread = WorkerCalls;

/** Starts the engine in a thread of its own, so that its work never holds up the pages this process serves. */
export function startEngine(): EngineThread {
  const thread = startThread<WorkerCalls>(new URL('./worker.ts', import.meta.url), 'The linkage engine');
  const ask: typeof thread.ask = (call) => thread.ask(call);
  const close = ask('close');
  return {
    open: ask('open'),
    begin: ask('begin'),
    add: ask('add'),
    addRows: ask('addRows'),
    take: ask('take'),
    weigh: ask('weigh'),
    score: ask('score'),
    cluster: ask('cluster'),
    evidence: ask('evidence'),
    statedUprns: ask('statedUprns'),
    settle: ask('settle'),
    residences: ask('residences'),
    live: ask('live'),
    standFor: ask('standFor'),
    async close() {
      await close().catch(() => undefined);
      await thread.stop();
    },
  };
}

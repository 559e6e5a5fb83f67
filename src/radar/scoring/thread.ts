import { Worker } from 'node:worker_threads';
import type { Given, Message } from './worker.ts';

/** Does long work over everybody in a thread of its own, so that it never holds up the pages this process serves. */
export function inThread(given: Given, progress?: (done: number, total: number) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: given });
    let settled = false;
    const end = (finish: () => void): void => {
      settled = true;
      finish();
    };
    worker.on('message', (message: Message) => {
      if (message.kind === 'progress') progress?.(message.done, message.total);
      else if (message.kind === 'done') end(() => resolve(message.value));
      else end(() => reject(new Error(`Scoring failed: ${message.because}`)));
    });
    worker.on('error', (error) => end(() => reject(error)));
    worker.on('exit', () => {
      if (!settled) reject(new Error('The thread that scores stopped.'));
    });
  });
}

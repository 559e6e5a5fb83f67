import { parentPort, Worker } from 'node:worker_threads';

/** Functions that another thread does; all of them answer by promise. */
type Calls<C> = { [K in keyof C]: (...args: never[]) => Promise<unknown> };

const buffersOf = (values: readonly unknown[]): ArrayBuffer[] => values.filter((value) => value instanceof ArrayBuffer);

/** The values of an answer that is an object of named parts. */
const partsOf = (value: unknown): readonly unknown[] => (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype ? Object.values(value) : []);

export interface Thread<C> {
  /** Asks the thread; `ArrayBuffer`s among the arguments are handed over, not copied, and are empty here afterwards. */
  ask<K extends keyof C>(call: K): C[K];
  stop(): Promise<void>;
}

/** Starts a thread that answers by `answerIn`. What it was asked fails when the thread does. */
export function startThread<C extends Calls<C>>(file: URL, what: string): Thread<C> {
  const worker = new Worker(file);
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
    else call?.reject(new Error(`${what} failed: ${error}`));
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error(`${what} stopped.`)));
  return {
    ask<K extends keyof C>(call: K): C[K] {
      const asked = (...args: never[]): Promise<never> =>
        new Promise((resolve, reject) => {
          const id = ++last;
          waiting.set(id, { resolve, reject });
          worker.postMessage({ id, call, args }, buffersOf(args));
        });
      return asked as never;
    },
    stop: async () => void (await worker.terminate()),
  };
}

/** In the thread itself: answers what it is asked by these functions, handing over the `ArrayBuffer`s of an answer that is an object. */
export function answerIn<C extends Calls<C>>(calls: C): void {
  parentPort?.on('message', ({ id, call, args }: { id: number; call: keyof C; args: never[] }) => {
    calls[call](...args).then(
      (value) => parentPort?.postMessage({ id, value }, buffersOf(partsOf(value))),
      (error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) }, []),
    );
  });
}

import type { Database } from './database.ts';
import type { Logger } from './log.ts';

/** A part of the work that is done over and over, as soon as there is some. */
export interface Step {
  /** `room.what`, e.g. `radar.alerts`. */
  name: string;
  /** Does what waits, cheaply when nothing does. True when more may wait already. Cut off and run again, it must change nothing more. */
  run(): Promise<boolean>;
}

export interface RunningLoop {
  /** Goes round now instead of at the end of the pause. */
  wake(): void;
  /** Lets the step under way end, then stops. */
  stop(): Promise<void>;
}

const longestBackOff = 60_000;

/**
 * Goes through `steps` in their order, again and again: at once while there is more, else after `every` milliseconds or
 * when PostgreSQL notifies one of `channels`. A step that fails is logged and left out for a while, longer each time
 * that it fails again; the rest go on.
 */
export async function startLoop(db: Pick<Database, 'writer'>, steps: readonly Step[], log: Logger, { every = 1000, channels = [] }: { every?: number; channels?: readonly string[] } = {}): Promise<RunningLoop> {
  const halt = new AbortController();
  const { signal } = halt;
  let woken = false;
  let rouse: () => void = () => undefined;
  const wake = (): void => {
    woken = true;
    rouse();
  };
  const listening = await Promise.all(channels.map((channel) => db.writer.listen(channel, wake)));
  const failing = new Map<string, { times: number; until: number }>();

  /** @returns whether there is more to do at once */
  const round = async (): Promise<boolean> => {
    let more = false;
    for (const step of steps) {
      if (signal.aborted) return false;
      const failed = failing.get(step.name);
      if (failed !== undefined && failed.until > performance.now()) continue;
      try {
        more = (await step.run()) || more;
        failing.delete(step.name);
      } catch (error) {
        const times = (failed?.times ?? 0) + 1;
        failing.set(step.name, { times, until: performance.now() + Math.min(every * 2 ** times, longestBackOff) });
        log.error({ step: step.name, times, error: error instanceof Error ? error.message : String(error) }, 'a step failed');
      }
    }
    return more;
  };

  const pause = (): Promise<void> =>
    new Promise((done) => {
      if (woken || signal.aborted) return done();
      const timer = setTimeout(done, every);
      rouse = () => {
        clearTimeout(timer);
        done();
      };
    });

  const running = (async () => {
    while (!signal.aborted) {
      woken = false;
      if (!(await round())) await pause();
    }
  })();

  return {
    wake,
    async stop() {
      halt.abort();
      rouse();
      await running;
      await Promise.all(listening.map((listener) => listener.unlisten()));
    },
  };
}

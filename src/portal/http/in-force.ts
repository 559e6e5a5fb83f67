import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '../../kernel/index.ts';

/** A page waits this long for what was just kept to come into force; linking that is under way may take longer. */
const waitsAtMost = 20_000;

/** Whether what was kept is in force already. It is kept either way: the next run takes it up. */
export async function inForce(settle: () => Promise<void>, log: Logger): Promise<boolean> {
  const stop = new AbortController();
  const done = settle().then(
    () => true,
    (error: unknown) => {
      log.error({ name: error instanceof Error ? error.name : typeof error, code: (error as { code?: unknown }).code }, 'what was kept could not be brought into force');
      return false;
    },
  );
  const late = wait(waitsAtMost, false, { signal: stop.signal }).catch(() => false);
  return Promise.race([done, late]).finally(() => stop.abort());
}

/**
 * One run of `work` at a time, shared: whoever asks while one is under way waits for the next, which starts after what
 * they did before asking, and all who wait share it. Work that takes a lock and then connections would otherwise be
 * starved by those who wait for the lock.
 */
export function sharing<A extends unknown[]>(work: (...args: A) => Promise<void>): (...args: A) => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = (...args: A): Promise<void> => {
    const run = work(...args).finally(() => {
      if (running === run) running = null;
    });
    running = run;
    return run;
  };
  return (...args) => {
    if (running === null) return start(...args);
    next ??= running.catch(() => undefined).then(() => {
      next = null;
      return start(...args);
    });
    return next;
  };
}

/** Seconds that each part of a run took, in the order they were first begun. */
export type Phases = Record<string, number>;

export interface Stopwatch {
  phases: Phases;
  /** Ends the part before and begins this one; a part begun again goes on adding. */
  begin(part: string): void;
  end(): void;
}

export function startStopwatch(): Stopwatch {
  const phases: Phases = {};
  let [running, since]: [string | null, number] = [null, 0];
  const end = (): void => {
    const now = performance.now();
    if (running !== null) phases[running] = Math.round((phases[running] ?? 0) * 1000 + now - since) / 1000;
    running = null;
    since = now;
  };
  return {
    phases,
    begin(part) {
      end();
      running = part;
    },
    end,
  };
}

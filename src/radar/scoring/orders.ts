import type { Condition } from '../signals/definition.ts';
import { mayChange, no, nothing, unknown, yes, type Run, type Selectors, type Test, type Truth } from './run.ts';

/** `sequence` and `together`: one of each of several things, in order or in any. */
export function ordered(condition: Condition, selectors: Selectors): Test {
  const { gap, within } = condition;
  const steps = (condition.sequence ?? condition.together)!.map((selector) => selectors.place(selector));
  const find = condition.sequence === undefined ? together : sequence;
  return (run) => {
    const found = find(run, steps.map(({ index }) => run.found[index]!), gap!);
    const last = found === null ? 0 : Math.max(...found.map((e) => run.sight.start[e]!));
    if (found !== null && last >= run.day - within!) {
      mayChange(run, last + within! + 1);
      run.evidence.push(...found.toReversed());
      return yes;
    }
    let answer: Truth = no;
    for (const { blocked } of steps) if (nothing(run, blocked) === unknown) answer = unknown;
    return answer;
  };
}

/** The newest chain in which each step begins on the day of the one before, or up to `gap` days after; null when there is none. */
function sequence(run: Run, steps: readonly number[][], gap: number): number[] | null {
  const { start } = run.sight;
  const back = (step: number, before: number): number[] | null => {
    if (step < 0) return [];
    const events = steps[step]!;
    for (let i = events.length - 1; i >= 0; i--) {
      const at = start[events[i]!]!;
      if (at === 0 || at > before) continue;
      if (before !== Infinity && at < before - gap) break;
      const rest = back(step - 1, at);
      if (rest !== null) return [...rest, events[i]!];
    }
    return null;
  };
  return back(steps.length - 1, Infinity);
}

/** The newest choice of one of each that all lie within `gap` days; null when there is none. */
function together(run: Run, steps: readonly number[][], gap: number): number[] | null {
  const { start } = run.sight;
  const at = steps.map((events) => events.length - 1);
  for (;;) {
    let newest = -1;
    let oldest = -1;
    for (let s = 0; s < steps.length; s++) {
      const day = at[s]! < 0 ? 0 : start[steps[s]![at[s]!]!]!;
      if (day === 0) return null;
      if (newest < 0 || day > start[steps[newest]![at[newest]!]!]!) newest = s;
      if (oldest < 0 || day < start[steps[oldest]![at[oldest]!]!]!) oldest = s;
    }
    if (start[steps[newest]![at[newest]!]!]! - start[steps[oldest]![at[oldest]!]!]! <= gap) return steps.map((events, s) => events[at[s]!]!);
    at[newest]!--;
  }
}

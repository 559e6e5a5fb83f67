import type { Condition } from '../signals/definition.ts';
import { inRange, mayChange, no, nothing, yes, type Selectors, type Test } from './run.ts';

/** `latest` and `change`: conditions on the values of measurements. */
export function measured(condition: Condition, selectors: Selectors): Test | null {
  const { within } = condition;
  if (condition.latest !== undefined) {
    const { index, blocked } = selectors.place(condition.latest);
    const value = condition.value!;
    return (run) => {
      const { start, value: values } = run.sight;
      const newest = run.found[index]!.findLast((e) => !Number.isNaN(values[e]!));
      if (newest === undefined || (within !== undefined && start[newest]! < run.day - within)) return nothing(run, blocked);
      if (within !== undefined) mayChange(run, start[newest]! + within + 1);
      if (!inRange(value, values[newest]!)) return no;
      run.evidence.push(newest);
      return yes;
    };
  }
  if (condition.change !== undefined) {
    const { index, blocked } = selectors.place(condition.change);
    const by = condition.by!;
    return (run) => {
      const { start, value: values } = run.sight;
      const inside = run.found[index]!.filter((e) => start[e]! >= run.day - within! && !Number.isNaN(values[e]!));
      if (inside.length < 2) return nothing(run, blocked);
      const [first, newest] = [inside[0]!, inside.at(-1)!];
      for (const e of inside) mayChange(run, start[e]! + within! + 1);
      if (!inRange(by, values[newest]! - values[first]!)) return no;
      run.evidence.push(newest, first);
      return yes;
    };
  }
  return null;
}

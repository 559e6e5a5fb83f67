/** Where values stand on a line of so many units of a drawing. */
export interface Scale {
  (value: number): number;
  ticks: readonly number[];
}

/** About `count` round steps (1, 2, 2.5 or 5 times a power of ten) that cover `low` to `high`. */
export function niceTicks(low: number, high: number, count = 5): number[] {
  const span = high > low ? high - low : 1;
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? rough;
  const ticks: number[] = [];
  for (let k = Math.floor(low / step + 1e-9); k <= Math.ceil(high / step - 1e-9); k++) ticks.push(Number((k * step).toPrecision(12)));
  return ticks.length < 2 ? [low, low + step] : ticks;
}

/** A linear scale over round ticks that hold every value; `from` may be the larger, as for a vertical axis. */
export function scaleOf(values: readonly number[], from: number, to: number, count = 5): Scale {
  const ticks = niceTicks(values.length === 0 ? 0 : Math.min(...values), values.length === 0 ? 1 : Math.max(...values), count);
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  return Object.assign((value: number) => from + ((value - low) / (high - low)) * (to - from), { ticks });
}

/** To a tenth of a drawing unit: a page of charts stays small. */
export const place = (value: number): number => Math.round(value * 10) / 10;

/** A number as charts and their tables write it. */
export const showNumber = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));

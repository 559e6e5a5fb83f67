import type { VNode } from 'preact';
import { place, showNumber } from './scale.ts';

export interface SparklineProps {
  /** What it is of; read out with every value, so that the line needs no table of its own. */
  label: string;
  values: readonly (number | null)[];
  /** Drawn from here up when every value is above it. */
  from?: number;
}

/** A line the height of a word, for a row of a table. */
export function Sparkline(props: SparklineProps): VNode {
  const { values } = props;
  const known = values.filter((v) => v !== null);
  const low = Math.min(props.from ?? Infinity, ...known);
  const high = Math.max(...known, low + 1e-9);
  const x = (i: number): number => place(2 + (i / Math.max(1, values.length - 1)) * 96);
  const y = (v: number): number => place(20 - ((v - low) / (high - low)) * 18);
  const runs: string[] = [];
  let broken = true;
  values.forEach((v, i) => {
    if (v !== null) runs.push(`${broken ? 'M' : 'L'}${x(i)} ${y(v)}`);
    broken = v === null;
  });
  const last = values.findLastIndex((v) => v !== null);
  const words = values.length === 0 ? 'no figures' : values.map((v) => (v === null ? 'not known' : showNumber(v))).join(', ');
  return (
    <svg class="app-sparkline" viewBox="0 0 100 22" role="img" aria-label={`${props.label}: ${words}`}>
      <path class="app-chart__line app-chart__line--1" d={runs.join('')} />
      {last < 0 ? null : <circle class="app-chart__dot app-chart__dot--1" cx={x(last)} cy={y(values[last]!)} r={2} />}
    </svg>
  );
}

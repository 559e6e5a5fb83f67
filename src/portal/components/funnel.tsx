import type { ComponentChildren, VNode } from 'preact';

export interface FunnelStep {
  words: string;
  /** Null where the number is too small to tell. */
  left: number | null;
  /** What stands beside it: a way to take the criterion away. */
  aside?: ComponentChildren;
}

export const showCount = (n: number | null): string => (n === null ? 'not shown' : n.toLocaleString('en-GB'));

/** How each criterion narrows everybody down: words and number first, the bar being only their picture. */
export function Funnel(props: { caption: string; everybody: number | null; steps: readonly FunnelStep[] }): VNode {
  const all = props.everybody ?? 0;
  const width = (n: number | null): number => Math.max(n === null || n > 0 ? 0.6 : 0, all === 0 ? 0 : ((n ?? 0) / all) * 100);
  const row = (step: FunnelStep): VNode => (
    <li class="app-funnel__step">
      <span class="app-funnel__words">{step.words}</span>
      <span class="app-funnel__left">
        <b>{showCount(step.left)}</b>
        <span class="nhsuk-u-visually-hidden"> left</span>
      </span>
      <svg class="app-funnel__bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="app-funnel__all" width="100" height="4" />
        <rect class="app-funnel__some" width={width(step.left).toFixed(2)} height="4" />
      </svg>
      {step.aside === undefined ? null : <span class="app-funnel__aside">{step.aside}</span>}
    </li>
  );
  return (
    <ol class="app-funnel" aria-label={props.caption}>
      {row({ words: 'Everybody living in the records', left: props.everybody })}
      {props.steps.map(row)}
    </ol>
  );
}

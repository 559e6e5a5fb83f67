import type { VNode } from 'preact';
import type { ReviewDetail } from '../../record/index.ts';
import { levelWords, showWeight } from '../words/review.ts';
import { Table } from './lists.tsx';

export interface WaterfallStep {
  title: string;
  level: string;
  weight: number;
  /** Of `weight`, what the rarity of the value added. */
  rarity: number | null;
  total: number;
}

/** The evidence as steps from where the reckoning starts; what tells of somebody's whereabouts says no level where those are hidden. */
export function waterfallSteps(evidence: NonNullable<ReviewDetail['evidence']>, hidden: boolean): WaterfallStep[] {
  let total = evidence.prior;
  const start: WaterfallStep = { title: 'Any two records', level: 'Before comparing', weight: evidence.prior, rarity: null, total };
  return [
    start,
    ...evidence.comparisons.map(({ title, level, weight, termWeight, whereabouts }) => {
      const whole = weight + (termWeight ?? 0);
      total += whole;
      return { title, level: hidden && whereabouts ? 'Not shown' : levelWords(level), weight: whole, rarity: termWeight, total };
    }),
  ];
}

const row = 26;
const area = { left: 170, width: 400, right: 50 };

/** Each comparison's weight as a bar from the last total to the next. The table below it says the same in numbers. */
export function Waterfall(props: { steps: readonly WaterfallStep[] }): VNode {
  const { steps } = props;
  const totals = [0, ...steps.map((s) => s.total)];
  const [low, high] = [Math.min(...totals), Math.max(...totals)];
  const x = (value: number): number => area.left + ((value - low) / Math.max(1, high - low)) * area.width;
  const height = steps.length * row + 10;
  return (
    <svg class="app-waterfall" viewBox={`0 0 ${area.left + area.width + area.right} ${height}`} role="img" aria-labelledby="waterfall-title" preserveAspectRatio="xMinYMin meet">
      <title id="waterfall-title">How the weight adds up; the table below it has the same numbers</title>
      <line class="app-waterfall__zero" x1={x(0)} x2={x(0)} y1={0} y2={height} />
      {steps.map((step, i) => {
        const from = x(i === 0 ? 0 : steps[i - 1]!.total);
        const to = x(step.total);
        const y = i * row + 5;
        return (
          <g>
            <text x={area.left - 8} y={y + 14} text-anchor="end">
              {step.title}
            </text>
            <rect class={step.weight < 0 ? 'app-waterfall__against' : 'app-waterfall__for'} x={Math.min(from, to)} y={y} width={Math.max(1.5, Math.abs(to - from))} height={row - 8} />
            <text x={Math.max(from, to) + 5} y={y + 14}>
              {showWeight(step.weight)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

export function WaterfallTable(props: { steps: readonly WaterfallStep[] }): VNode {
  return (
    <Table
      class="app-table"
      caption="What each comparison weighs"
      captionSize="s"
      responsive
      firstCellIsHeader
      columns={[
        { heading: 'Compared', cell: (s: WaterfallStep) => s.title },
        { heading: 'Found', cell: (s) => s.level },
        { heading: 'Weight', numeric: true, cell: (s) => showWeight(s.weight) },
        { heading: 'Of that, for rarity', numeric: true, cell: (s) => (s.rarity === null ? 'None' : showWeight(s.rarity)) },
        { heading: 'So far', numeric: true, cell: (s) => showWeight(s.total) },
      ]}
      rows={props.steps}
    />
  );
}

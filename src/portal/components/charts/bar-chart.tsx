import type { VNode } from 'preact';
import { ChartFigure } from './figure.tsx';
import { place, scaleOf, showNumber } from './scale.ts';

export interface Bar {
  label: string;
  /** Null where it is not known: drawn as a gap, never as nothing. */
  value: number | null;
  /** Stands out: outside what is usual. */
  marked?: boolean;
}

export interface BarChartProps {
  id: string;
  title: string;
  desc: string;
  unit: string;
  /** What a bar stands for: `Night`, `Week`. */
  each: string;
  bars: readonly Bar[];
  /** What is usual: a stripe from low to high, with its middle. */
  usual?: { low: number; middle: number; high: number };
  small?: boolean;
  /** Bars rise from nothing; false for what has no nothing, such as a time of day. */
  fromZero?: boolean;
  /** How a value is written, on the axis and in the table. */
  show?: (value: number) => string;
  /** Write every n-th label below; by default about seven of them. */
  labelEvery?: number;
}

/** Bars side by side, with what is usual as a stripe behind them. */
export function BarChart(props: BarChartProps): VNode {
  const { bars, usual, small = false, fromZero = true, show = showNumber } = props;
  const width = small ? 360 : 720;
  const height = small ? 170 : 240;
  const area = { left: fromZero ? 34 : 44, right: 8, top: 20, bottom: 26 };
  const values = [...(fromZero ? [0] : []), ...bars.flatMap((b) => (b.value === null ? [] : [b.value])), ...(usual === undefined ? [] : [usual.low, usual.high])];
  const y = scaleOf(values, height - area.bottom, area.top, small ? 3 : 5);
  const base = y(fromZero ? Math.max(0, y.ticks[0]!) : y.ticks[0]!);
  const step = (width - area.left - area.right) / Math.max(1, bars.length);
  const every = props.labelEvery ?? Math.max(1, Math.ceil(bars.length / (small ? 4 : 8)));
  const right = width - area.right;
  return (
    <ChartFigure
      id={props.id}
      title={props.title}
      desc={props.desc}
      width={width}
      height={height}
      small={small}
      columns={[
        { heading: props.each, cell: (bar: Bar) => bar.label },
        { heading: props.unit, numeric: true, cell: (bar) => (bar.value === null ? 'Not known' : show(bar.value)) },
        ...(bars.some((b) => b.marked === true) ? [{ heading: 'Noticed', cell: (bar: Bar) => (bar.marked === true ? 'Yes' : '') }] : []),
      ]}
      rows={bars}
    >
      {usual === undefined ? null : (
        <>
          <rect class="app-chart__band app-chart__band--usual" x={area.left} width={right - area.left} y={place(y(usual.high))} height={place(Math.max(2, y(usual.low) - y(usual.high)))}>
            <title>Usual</title>
          </rect>
          <line class="app-chart__usual" x1={area.left} x2={right} y1={place(y(usual.middle))} y2={place(y(usual.middle))} />
        </>
      )}
      {y.ticks.map((tick) => (
        <g>
          <line class="app-chart__grid" x1={area.left} x2={right} y1={place(y(tick))} y2={place(y(tick))} />
          <text x={area.left - 5} y={place(y(tick)) + 4} text-anchor="end">
            {show(tick)}
          </text>
        </g>
      ))}
      <text x={4} y={12}>
        {props.unit}
      </text>
      {bars.map((bar, i) => {
        const left = area.left + i * step;
        const top = bar.value === null ? area.top : y(bar.value);
        return (
          <g>
            {bar.value === null ? (
              <rect class="app-chart__unknown" x={place(left)} width={place(step)} y={area.top} height={place(base - area.top)} />
            ) : (
              <rect
                class={bar.marked === true ? 'app-chart__bar app-chart__bar--marked' : 'app-chart__bar'}
                x={place(left + step * 0.12)}
                width={place(step * 0.76)}
                y={place(Math.min(top, base))}
                height={place(Math.max(0.8, Math.abs(base - top)))}
              />
            )}
            {i % every === 0 ? (
              <text x={place(left + step / 2)} y={height - area.bottom + 16} text-anchor={i === 0 ? 'start' : 'middle'}>
                {bar.label}
              </text>
            ) : null}
          </g>
        );
      })}
    </ChartFigure>
  );
}

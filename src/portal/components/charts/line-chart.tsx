import type { VNode } from 'preact';
import { ChartFigure } from './figure.tsx';
import { place, scaleOf, showNumber } from './scale.ts';

/** A value at an instant (milliseconds since 1970); null is a gap, and is drawn as one. */
export interface ChartPoint {
  at: number;
  value: number | null;
}

export interface ChartLine {
  name: string;
  /** Which of the styles it is drawn in: four for what is measured, and `outside` for what it is held against. */
  style: 1 | 2 | 3 | 4 | 'outside';
  points: readonly ChartPoint[];
}

export interface LineChartProps {
  id: string;
  title: string;
  desc: string;
  from: number;
  to: number;
  unit: string;
  lines: readonly ChartLine[];
  /** Filled stripes across the chart: `{ from: 9, to: 12, tone: 'bad' }`; an open end reaches the edge. */
  bands?: readonly { from: number | null; to: number | null; label: string; tone: 'bad' | 'warn' | 'usual' }[];
  /** Spans of time to notice, with what happened, in words; `to` null while it goes on. */
  events?: readonly { at: number; to: number | null; label: string }[];
  /** Spans of which nothing is known. */
  unknown?: readonly { from: number; to: number; label: string }[];
  /** How an instant is written below the chart and in its table. */
  showAt: (at: number) => string;
  showTick: (at: number) => string;
  /** Instants marked below the chart; by default seven evenly placed. */
  tickAt?: readonly number[];
}

const size = { width: 720, height: 280 };
const margins = { left: 44, right: 12, top: 22, bottom: 34 };
/** Room above the drawing for each event's bar. */
const eventRow = 12;

/** Pieces of a line between its gaps. */
function pieces(points: readonly ChartPoint[]): { at: number; value: number }[][] {
  const out: { at: number; value: number }[][] = [];
  let open: { at: number; value: number }[] | null = null;
  for (const { at, value } of points) {
    if (value === null) open = null;
    else if (open === null) out.push((open = [{ at, value }]));
    else open.push({ at, value });
  }
  return out;
}

/** Lines over time with thresholds as bands, events as marked spans and gaps as gaps. */
export function LineChart(props: LineChartProps): VNode {
  const { lines, bands = [], events = [], unknown = [], from, to } = props;
  const area = { ...margins, top: margins.top + events.length * eventRow };
  const values = lines.flatMap((l) => l.points.flatMap((p) => (p.value === null ? [] : [p.value])));
  const edges = bands.flatMap((b) => [b.from, b.to].filter((v) => v !== null));
  const y = scaleOf([...values, ...edges], size.height - area.bottom, area.top);
  const x = (at: number): number => place(area.left + ((Math.min(to, Math.max(from, at)) - from) / Math.max(1, to - from)) * (size.width - area.left - area.right));
  const [low, high] = [y.ticks[0]!, y.ticks.at(-1)!];
  const ticks = props.tickAt ?? Array.from({ length: 8 }, (_, i) => from + ((to - from) * i) / 7);
  const times = [...new Set(lines.flatMap((l) => l.points.map((p) => p.at)))].sort((a, b) => a - b);
  const at = lines.map((l) => new Map(l.points.map((p) => [p.at, p.value])));
  const right = size.width - area.right;
  return (
    <ChartFigure
      id={props.id}
      title={props.title}
      desc={props.desc}
      width={size.width}
      height={size.height}
      columns={[
        { heading: 'When', cell: (time: number) => props.showAt(time) },
        ...lines.map((l, i) => ({
          heading: `${l.name} (${props.unit})`,
          numeric: true,
          cell: (time: number) => {
            const value = at[i]?.get(time) ?? null;
            return value === null ? 'Not known' : showNumber(value);
          },
        })),
      ]}
      rows={times}
      legend={
        <>
        {events.length === 0 ? null : (
          <ol class="app-chart__events">
            {events.map((e) => (
              <li>{e.label}</li>
            ))}
          </ol>
        )}
        <ul class="app-chart__legend">
          {lines.map((l) => (
            <li>
              <svg class="app-chart__key" viewBox="0 0 28 10" aria-hidden="true">
                <path class={`app-chart__line app-chart__line--${l.style}`} d="M1 5H27" />
              </svg>
              {l.name}
            </li>
          ))}
          {bands.map((b) => (
            <li>
              <svg class="app-chart__key" viewBox="0 0 28 10" aria-hidden="true">
                <rect class={`app-chart__band app-chart__band--${b.tone}`} width="28" height="10" />
              </svg>
              {b.label}
            </li>
          ))}
          {unknown.length === 0 ? null : (
            <li>
              <svg class="app-chart__key" viewBox="0 0 28 10" aria-hidden="true">
                <rect class="app-chart__unknown" width="28" height="10" />
              </svg>
              No readings
            </li>
          )}
        </ul>
        </>
      }
    >
      {bands.map((b) => {
        const [bottom, top] = [y(Math.max(low, b.from ?? low)), y(Math.min(high, b.to ?? high))];
        return <rect class={`app-chart__band app-chart__band--${b.tone}`} x={area.left} width={right - area.left} y={place(top)} height={place(Math.max(0, bottom - top))} />;
      })}
      {unknown.map((u) => (
        <rect class="app-chart__unknown" x={x(u.from)} width={Math.max(1, place(x(u.to) - x(u.from)))} y={area.top} height={size.height - area.top - area.bottom}>
          <title>{u.label}</title>
        </rect>
      ))}
      {y.ticks.map((tick) => (
        <g>
          <line class="app-chart__grid" x1={area.left} x2={right} y1={place(y(tick))} y2={place(y(tick))} />
          <text x={area.left - 6} y={place(y(tick)) + 4} text-anchor="end">
            {showNumber(tick)}
          </text>
        </g>
      ))}
      <text x={4} y={14}>
        {props.unit}
      </text>
      {ticks.map((tick, i) => (
        <text x={x(tick)} y={size.height - area.bottom + 18} text-anchor={i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle'}>
          {props.showTick(tick)}
        </text>
      ))}
      {events.map((e, i) => (
        <g class="app-chart__event">
          <title>{e.label}</title>
          <line x1={x(e.at)} x2={x(e.at)} y1={margins.top + i * eventRow} y2={size.height - area.bottom} />
          <rect x={x(e.at)} y={margins.top + i * eventRow} height={6} width={Math.max(6, place(x(e.to ?? to) - x(e.at)))} />
          <text x={x(e.at) - 4} y={margins.top + i * eventRow + 8} text-anchor="end">
            {i + 1}
          </text>
        </g>
      ))}
      {lines.map((l) =>
        pieces(l.points).map((piece) =>
          piece.length === 1 ? (
            <circle class={`app-chart__dot app-chart__dot--${l.style}`} cx={x(piece[0]!.at)} cy={place(y(piece[0]!.value))} r={2} />
          ) : (
            <path class={`app-chart__line app-chart__line--${l.style}`} d={`M${piece.map((p) => `${x(p.at)} ${place(y(p.value))}`).join('L')}`} />
          ),
        ),
      )}
    </ChartFigure>
  );
}

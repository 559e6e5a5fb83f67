import type { ComponentChildren, VNode } from 'preact';
import { Table, type Column } from '../lists.tsx';

export interface FigureProps<Row> {
  /** Unique on the page; names the parts of the chart. */
  id: string;
  title: string;
  /** What the chart shows in a sentence or two, for whoever does not see it. */
  desc: string;
  width: number;
  height: number;
  /** Narrow charts that stand side by side. */
  small?: boolean;
  /** The chart's data as a table, shown on request. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Key of the lines, below the drawing. */
  legend?: ComponentChildren;
  children: ComponentChildren;
}

/** What every chart stands in: a drawing with a name and a description, in a window that scrolls when narrow, and the same data as a table. */
export function ChartFigure<Row>(props: FigureProps<Row>): VNode {
  const { id, title, width, height } = props;
  return (
    <figure class={`app-chart${props.small === true ? ' app-chart--small' : ''}`}>
      <figcaption class="app-chart__title">{title}</figcaption>
      <div class="app-chart__window" role="region" tabindex={0} aria-label={`Chart: ${title}`}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-desc`} preserveAspectRatio="xMinYMin meet">
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-desc`}>{props.desc} The table below has the same figures.</desc>
          {props.children}
        </svg>
      </div>
      {props.legend}
      <details class="app-chart__data">
        <summary>
          Figures<span class="nhsuk-u-visually-hidden">: {title}</span>
        </summary>
        <div class="app-chart__table" role="region" tabindex={0} aria-label={`Figures: ${title}`}>
          <Table class="app-table" caption={title} captionHidden columns={props.columns} rows={props.rows} firstCellIsHeader />
        </div>
      </details>
    </figure>
  );
}

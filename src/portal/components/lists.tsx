import type { ComponentChildren, VNode } from 'preact';

export interface SummaryRow {
  key: ComponentChildren;
  value: ComponentChildren;
}

/** nhsuk-frontend summary list, without actions. */
export function SummaryList(props: { rows: readonly SummaryRow[]; border?: boolean; class?: string }): VNode {
  return (
    <dl class={`nhsuk-summary-list${props.border === false ? ' nhsuk-summary-list--no-border' : ''}${props.class === undefined ? '' : ` ${props.class}`}`}>
      {props.rows.map((row) => (
        <div class="nhsuk-summary-list__row">
          <dt class="nhsuk-summary-list__key">{row.key}</dt>
          <dd class="nhsuk-summary-list__value">{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface Column<Row> {
  heading: string;
  cell: (row: Row) => ComponentChildren;
  numeric?: boolean;
}

export interface TableProps<Row> {
  caption: string;
  captionSize?: 's' | 'm' | 'l';
  captionHidden?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  firstCellIsHeader?: boolean;
  /** Rows become labelled blocks on a narrow screen. */
  responsive?: boolean;
  class?: string;
  /** Marks a row as one to notice. */
  rowClass?: (row: Row) => string | undefined;
}

/** nhsuk-frontend table. Always captioned: a table without a name cannot be found by ear. */
export function Table<Row>(props: TableProps<Row>): VNode {
  const { columns, responsive = false, firstCellIsHeader = false } = props;
  const role = (name: 'table' | 'rowgroup' | 'row' | 'columnheader' | 'rowheader' | 'cell'): typeof name | undefined => (responsive ? name : undefined);
  const caption = props.captionHidden === true ? ' nhsuk-u-visually-hidden' : props.captionSize === undefined ? '' : ` nhsuk-table__caption--${props.captionSize}`;
  return (
    <table class={`nhsuk-table${responsive ? ' nhsuk-table--responsive' : ''}${props.class === undefined ? '' : ` ${props.class}`}`} role={role('table')}>
      <caption class={`nhsuk-table__caption${caption}`}>{props.caption}</caption>
      <thead class="nhsuk-table__head" role={role('rowgroup')}>
        <tr class="nhsuk-table__row" role={role('row')}>
          {columns.map((column) => (
            <th class={`nhsuk-table__header${column.numeric === true ? ' nhsuk-table__header--numeric' : ''}`} scope="col" role={role('columnheader')}>
              {column.heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="nhsuk-table__body">
        {props.rows.map((row) => {
          const extra = props.rowClass?.(row);
          return (
            <tr class={`nhsuk-table__row${extra === undefined ? '' : ` ${extra}`}`} role={role('row')}>
              {columns.map((column, index) => {
                const label = responsive ? (
                  <span class="nhsuk-table__heading" aria-hidden="true">
                    {column.heading}{' '}
                  </span>
                ) : null;
                return index === 0 && firstCellIsHeader ? (
                  <th class="nhsuk-table__header" scope="row" role={role('rowheader')}>
                    {label}
                    {column.cell(row)}
                  </th>
                ) : (
                  <td class={`nhsuk-table__cell${column.numeric === true ? ' nhsuk-table__cell--numeric' : ''}`} role={role('cell')}>
                    {label}
                    {column.cell(row)}
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

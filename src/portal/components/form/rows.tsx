import type { VNode } from 'preact';
import { askedInRow, type Field, type SimpleField, type Value } from '../../../pathways/index.ts';
import { tableTotals } from '../../words/answers.ts';
import { Control } from './control.tsx';

type Row = Record<string, Value>;
export const rowsOf = (value: Value | undefined): Row[] => (Array.isArray(value) ? value.map((row) => (row !== null && typeof row === 'object' && !Array.isArray(row) ? row : {})) : []);
export const cellsOf = (value: Value | undefined, row: string): Row => {
  const cells = value !== null && typeof value === 'object' && !Array.isArray(value) ? value[row] : undefined;
  return cells !== undefined && cells !== null && typeof cells === 'object' && !Array.isArray(cells) ? cells : {};
};

export interface Around {
  answers: Readonly<Record<string, Value>>;
  names: readonly string[];
}

/** Questions of a row that are asked now, and those answered before they were not: what was typed is not thrown away unseen. */
const shownInRow = (fields: readonly SimpleField[], row: Row, around: Around): SimpleField[] => {
  const asked = new Set(askedInRow(fields, row, { answers: { ...around.answers }, names: around.names }).map((f) => f.name));
  return fields.filter((f) => asked.has(f.name));
};

/** One of several of a kind, each a group with its own questions; buttons add and remove without a script. */
export function RepeatControl(props: { field: Extract<Field, { type: 'repeat' }>; id: string; value: Value | undefined; errors: ReadonlyMap<string, string>; around: Around }): VNode {
  const { field, id, errors, around } = props;
  const given = rowsOf(props.value);
  const rows = given.length === 0 && field.least > 0 ? [{}] : given;
  const error = errors.get(id);
  return (
    <div class={`app-repeat${error === undefined ? '' : ' nhsuk-form-group--error'}`} id={id}>
      <input type="hidden" name={`${id}.rows`} value={String(rows.length)} />
      {error === undefined ? null : <p class="nhsuk-error-message" id={`${id}-error`}>{error}</p>}
      {rows.map((row, i) => (
        <fieldset class="nhsuk-fieldset app-repeat__one" id={`${id}.${i}`}>
          <legend class="nhsuk-fieldset__legend">
            {capital(field.item)} {i + 1}
          </legend>
          <div class="app-repeat__fields">
            {shownInRow(field.fields, row, around).map((inner) => (
              <Control field={inner} id={`${id}.${i}.${inner.name}`} value={row[inner.name]} error={errors.get(`${id}.${i}.${inner.name}`)} compact />
            ))}
          </div>
          <button class="app-link-button" type="submit" name="do" value={`remove:${id}:${i}`}>
            Remove<span class="nhsuk-u-visually-hidden"> {field.item} {i + 1}</span>
          </button>
        </fieldset>
      ))}
      {rows.length >= field.most ? null : (
        <button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" data-module="nhsuk-button" type="submit" name="do" value={`add:${id}`}>
          Add {rows.length === 0 ? article(field.item) : `another ${field.item}`}
        </button>
      )}
    </div>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const article = (text: string): string => `${/^[aeiou]/i.test(text) ? 'an' : 'a'} ${text}`;

/** The same questions of each row, as a table whose cells stand under each other on a narrow screen. */
export function TableControl(props: { field: Extract<Field, { type: 'table' }>; id: string; value: Value | undefined; errors: ReadonlyMap<string, string>; around: Around }): VNode {
  const { field, id, errors, around, value } = props;
  const totals = field.totals ? tableTotals(field.columns, field.rows, value) : null;
  const shown = field.rows.map((row) => new Set(shownInRow(field.columns, cellsOf(value, row.value), around).map((f) => f.name)));
  return (
    <table class="nhsuk-table nhsuk-table--responsive app-table app-grid" role="table" id={id}>
      <caption class="nhsuk-u-visually-hidden">{field.title}</caption>
      <thead class="nhsuk-table__head" role="rowgroup">
        <tr role="row">
          <th class="nhsuk-table__header" scope="col" role="columnheader"><span class="nhsuk-u-visually-hidden">Row</span></th>
          {field.columns.map((c) => (
            <th class="nhsuk-table__header" scope="col" role="columnheader">
              {c.title}
              {c.type === 'number' && c.unit !== undefined ? <span class="app-quiet"> ({c.unit})</span> : null}
              {c.hint === undefined ? null : <span class="app-block app-quiet">{c.hint}</span>}
            </th>
          ))}
          {totals === null ? null : <th class="nhsuk-table__header nhsuk-table__header--numeric" scope="col" role="columnheader">Total</th>}
        </tr>
      </thead>
      <tbody class="nhsuk-table__body">
        {field.rows.map((row, r) => (
          <tr class="nhsuk-table__row" role="row">
            <th class="nhsuk-table__header" scope="row" role="rowheader">{row.title}</th>
            {field.columns.map((c) => (
              <td class="nhsuk-table__cell" role="cell">
                <span class="nhsuk-table__heading" aria-hidden="true">{c.title} </span>
                {shown[r]!.has(c.name) ? <Control field={c} id={`${id}.${r}.${c.name}`} value={cellsOf(value, row.value)[c.name]} error={errors.get(`${id}.${r}.${c.name}`)} compact label={`${row.title}, ${c.title}`} /> : <span class="app-quiet">Not asked</span>}
              </td>
            ))}
            {totals === null ? null : <td class="nhsuk-table__cell nhsuk-table__cell--numeric" role="cell"><span class="nhsuk-table__heading" aria-hidden="true">Total </span>{totals.byRow.get(row.value) ?? '–'}</td>}
          </tr>
        ))}
        {totals === null ? null : (
          <tr class="nhsuk-table__row app-grid__total" role="row">
            <th class="nhsuk-table__header" scope="row" role="rowheader">Total</th>
            {field.columns.map((c) => <td class="nhsuk-table__cell" role="cell"><span class="nhsuk-table__heading" aria-hidden="true">{c.title} </span>{totals.byColumn.get(c.name) ?? '–'}</td>)}
            <td class="nhsuk-table__cell nhsuk-table__cell--numeric" role="cell"><span class="nhsuk-table__heading" aria-hidden="true">All </span>{totals.all}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

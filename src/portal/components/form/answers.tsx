import type { VNode } from 'preact';
import { isSimple, type Field, type Provenances, type Value } from '../../../pathways/index.ts';
import { filesOf, marksOf, regionName, showAnswer, showRow, showSimple, tableTotals } from '../../words/answers.ts';
import { showWhen } from '../../words/dates.ts';
import { BodyFigure } from './body-map.tsx';
import { cellsOf, rowsOf } from './rows.tsx';

/** An answer as it is read: on the check page, the case, on paper. */
export function Answer(props: { field: Field; value: Value | undefined; fileHref: (id: string) => string }): VNode {
  const { field, value } = props;
  const none = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0 && field.type !== 'choices');
  if (none) return <span class="app-quiet">{field.type === 'calculated' ? 'Not yet known' : 'Not answered'}</span>;
  if (isSimple(field)) return field.type === 'long-text' ? <span class="app-prose">{showSimple(field, value)}</span> : <>{showSimple(field, value)}</>;
  switch (field.type) {
    case 'repeat':
      return (
        <ol class="app-rows">
          {rowsOf(value).map((row) => (
            <li>{showRow(field.fields, row).map((line) => <span class="app-block"><span class="app-quiet">{line.title}:</span> <span class="app-prose">{line.says}</span></span>)}</li>
          ))}
        </ol>
      );
    case 'table':
      return <AnswerTable field={field} value={value} />;
    case 'body-map': {
      const marks = marksOf(value);
      return (
        <div class="app-body-map__wrap">
          <BodyFigure marks={marks} />
          <ol class="app-rows">{marks.map((m) => <li><b>{regionName(m.region)}:</b> {field.kinds.find((k) => k.value === m.kind)?.title ?? m.kind}{m.note === '' ? '' : `. ${m.note}`}</li>)}</ol>
        </div>
      );
    }
    case 'file':
      return <ul class="app-files">{filesOf(value).map((f) => <li><a href={props.fileHref(f.id)}>{f.name}</a></li>)}</ul>;
    case 'photo':
      return <ul class="app-files">{filesOf(value).map((f, i) => <li><a href={props.fileHref(f.id)}><img class="app-files__photo" src={props.fileHref(f.id)} alt={`Photograph ${i + 1}`} /> {f.name}</a></li>)}</ul>;
    default:
      return <>{showAnswer(field, value)}</>;
  }
}

function AnswerTable(props: { field: Extract<Field, { type: 'table' }>; value: Value | undefined }): VNode {
  const { field, value } = props;
  const totals = field.totals ? tableTotals(field.columns, field.rows, value) : null;
  const filled = field.rows.filter((row) => Object.keys(cellsOf(value, row.value)).length > 0);
  return (
    <table class="nhsuk-table app-table app-grid app-grid--read">
      <caption class="nhsuk-u-visually-hidden">{field.title}</caption>
      <thead>
        <tr>
          <th scope="col"><span class="nhsuk-u-visually-hidden">Row</span></th>
          {field.columns.map((c) => <th scope="col">{c.title}</th>)}
          {totals === null ? null : <th scope="col">Total</th>}
        </tr>
      </thead>
      <tbody>
        {filled.map((row) => (
          <tr>
            <th scope="row">{row.title}</th>
            {field.columns.map((c) => <td>{showSimple(c, cellsOf(value, row.value)[c.name]) ?? '–'}</td>)}
            {totals === null ? null : <td>{totals.byRow.get(row.value) ?? '–'}</td>}
          </tr>
        ))}
        {totals === null ? null : (
          <tr>
            <th scope="row">Total</th>
            {field.columns.map((c) => <td>{totals.byColumn.get(c.name) ?? '–'}</td>)}
            <td>{totals.all}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

export interface AnswerRow {
  field: Field;
  value: Value | undefined;
  /** What is wrong or missing, said beside it. */
  wants: string | null;
}

/** Answers of one page as a summary list. Where `change` is given each has a link to change it. */
export function AnswerList(props: { rows: readonly AnswerRow[]; provenance: Provenances; fileHref: (id: string) => string; change?: (field: Field) => string }): VNode {
  const { change } = props;
  return (
    <dl class="nhsuk-summary-list app-answers">
      {props.rows.map(({ field, value, wants }) => {
        const from = props.provenance[field.name];
        return (
          <div class={`nhsuk-summary-list__row${wants === null ? '' : ' app-answers__wants'}`}>
            <dt class="nhsuk-summary-list__key">{field.title}</dt>
            <dd class="nhsuk-summary-list__value">
              <Answer field={field} value={value} fileHref={props.fileHref} />
              {wants === null ? null : <span class="app-block app-wants">{wants}</span>}
              {from === undefined ? null : <span class="app-block app-quiet">From: {from.from}{from.asOf === null ? '' : `, ${showWhen(from.asOf.slice(0, 16))}`}</span>}
            </dd>
            {change === undefined ? null : (
              <dd class="nhsuk-summary-list__actions">
                {field.type === 'calculated' ? null : <a href={change(field)}>Change<span class="nhsuk-u-visually-hidden"> {field.title.charAt(0).toLowerCase() + field.title.slice(1)}</span></a>}
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}

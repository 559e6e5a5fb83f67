import { londonTime, showNhsNumber } from '../../kernel/index.ts';
import type { Field, SimpleField } from '../definition/form-schema.ts';
import { bodyRegions, type BodyRegion } from '../forms/body-regions.ts';
import type { Value } from '../types.ts';
import type { AnswerRow } from './model.ts';

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `2026-11-03` as `3 November 2026`, as far as it goes; with its time in London where there is one. */
export function inWords(when: string): string {
  const time = /T\d\d:\d\d/.test(when);
  const instant = time && /(Z|[+-]\d\d:\d\d)$/.test(when) ? londonTime(new Date(when)) : null;
  const [year = '', month, day] = (instant?.day ?? when.slice(0, 10)).split('-');
  const clock = instant === null ? /T(\d\d:\d\d)/.exec(when)?.[1] : `${two(Math.floor(instant.minutes / 60))}:${two(Math.floor(instant.minutes % 60))}`;
  const date = month === undefined ? year : `${day === undefined ? '' : `${Number(day)} `}${months[Number(month) - 1] ?? month} ${year}`;
  return clock === undefined ? date : `${date} at ${clock}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

const said = (value: Value): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** One answer in words. */
export function answerInWords(field: SimpleField, value: Value): string {
  const title = (one: Value): string => ('options' in field ? (field.options.find((o) => o.value === one)?.title ?? said(one)) : said(one));
  switch (field.type) {
    case 'yes-no': return value === 'yes' ? 'Yes' : 'No';
    case 'choice': return title(value);
    case 'choices': return (value as Value[]).map(title).join('; ');
    case 'date':
    case 'date-time': return inWords(said(value));
    case 'number': return `${said(value)}${field.unit === undefined ? '' : ` ${field.unit}`}`;
    default: return said(value);
  }
}

type Row = { [name: string]: Value };
const cell = (field: SimpleField, row: Row): string => (row[field.name] === undefined || row[field.name] === null || row[field.name] === '' ? '' : answerInWords(field, row[field.name]!));

/** A question and its answer as a document sets them out. */
export function answerRow(field: Field, value: Value | undefined): AnswerRow {
  const question = field.title;
  const plain = (answer: string | null): AnswerRow => ({ question, answer, table: null });
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return plain(null);
  switch (field.type) {
    case 'repeat': return { question, answer: null, table: { columns: field.fields.map((f) => f.title), rows: (value as Row[]).map((row) => field.fields.map((f) => cell(f, row))) } };
    case 'table': {
      const rows = field.rows.flatMap((row) => {
        const cells = (value as { [row: string]: Row })[row.value];
        return cells === undefined ? [] : [[row.title, ...field.columns.map((column) => cell(column, cells))]];
      });
      return { question, answer: null, table: { columns: ['', ...field.columns.map((f) => f.title)], rows } };
    }
    case 'body-map': {
      const kind = (of: Value): string => field.kinds.find((k) => k.value === of)?.title ?? said(of);
      return { question, answer: null, table: { columns: ['Where', 'What', 'Note'], rows: (value as Row[]).map((mark) => [bodyRegions[mark.region as BodyRegion], kind(mark.kind ?? ''), typeof mark.note === 'string' ? mark.note : '']) } };
    }
    case 'signature': {
      const { name, at } = value as { name: string; at: string };
      return plain(`${field.says}: signed by ${name}, ${inWords(at)}`);
    }
    case 'file':
    case 'photo': return plain((value as { name: string }[]).map((file) => file.name).join('; '));
    case 'calculated': return plain(`${said(value)}${field.unit === undefined ? '' : ` ${field.unit}`}`);
    default: return plain(answerInWords(field, value));
  }
}

/** An NHS number in its three groups. */
export const nhsInWords = (number: string | null): string => (number === null ? 'not known' : showNhsNumber(number));

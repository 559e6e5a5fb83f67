import { isUuid } from '../../kernel/index.ts';
import type { SimpleField, WholeField } from '../definition/form-schema.ts';
import type { AnswerProblem, Value } from '../types.ts';
import { bodyRegions } from './body-regions.ts';
import { askedInRow, type Around, type Row } from './rows.ts';

type CheckSimple = (field: SimpleField, value: Value, at: string) => AnswerProblem[];
const isRow = (value: Value | undefined): value is Row => value !== null && typeof value === 'object' && !Array.isArray(value);

/** What is wrong with an answer of many parts. `at` names the field; a part is named within it: `contacts[1].phone`, `week.monday.hours`. */
export function checkWhole(field: WholeField, value: Value, at: string, around: Around, checkSimple: CheckSimple): AnswerProblem[] {
  const wrong = (says: string, where = at): AnswerProblem[] => [{ field: where, says: `${field.title}: ${says}` }];
  switch (field.type) {
    case 'repeat':
      if (!Array.isArray(value)) return wrong('give a list.');
      if (value.length < field.least || value.length > field.most) return wrong(`give from ${field.least} to ${field.most}.`);
      return value.flatMap((row, i) => (isRow(row) ? checkRow(field.fields, row, `${at}[${i}]`, field.title, around, checkSimple) : wrong(`each ${field.item} is a set of answers.`, `${at}[${i}]`)));
    case 'table': {
      if (!isRow(value)) return wrong('give a set of rows.');
      const rows = new Set(field.rows.map((row) => row.value));
      return Object.entries(value).flatMap(([row, cells]) => {
        if (!rows.has(row)) return wrong(`there is no row "${row}".`, `${at}.${row}`);
        return isRow(cells) ? checkRow(field.columns, cells, `${at}.${row}`, field.title, around, checkSimple) : wrong('each row is a set of answers.', `${at}.${row}`);
      });
    }
    case 'body-map': {
      if (!Array.isArray(value) || value.length > field.most) return wrong(`give at most ${field.most} marks.`);
      const kinds = new Set(field.kinds.map((kind) => kind.value));
      return value.flatMap((mark, i) => {
        if (!isRow(mark) || typeof mark.region !== 'string' || !Object.hasOwn(bodyRegions, mark.region)) return wrong('say where on the body.', `${at}[${i}].region`);
        if (typeof mark.kind !== 'string' || !kinds.has(mark.kind)) return wrong(`choose one of ${[...kinds].join(', ')}.`, `${at}[${i}].kind`);
        return mark.note === undefined || (typeof mark.note === 'string' && mark.note.length <= 1_000) ? [] : wrong('use 1,000 characters or fewer.', `${at}[${i}].note`);
      });
    }
    case 'signature':
      if (!isRow(value) || typeof value.name !== 'string' || value.name.trim() === '' || value.name.length > 200) return wrong('give the name of whoever signs.');
      return typeof value.at === 'string' && !Number.isNaN(Date.parse(value.at)) ? [] : wrong('say when it was signed.', `${at}.at`);
    case 'file':
    case 'photo':
      if (!Array.isArray(value) || value.length > field.most) return wrong(`attach at most ${field.most}.`);
      return value.flatMap((file, i) => (isRow(file) && typeof file.id === 'string' && isUuid(file.id) && typeof file.name === 'string' ? [] : wrong('attach it again.', `${at}[${i}]`)));
    default:
      return wrong('this is worked out, not answered.');
  }
}

function checkRow(fields: readonly SimpleField[], row: Row, at: string, title: string, around: Around, checkSimple: CheckSimple): AnswerProblem[] {
  const asked = askedInRow(fields, row, around);
  const known = new Map(fields.map((inner) => [inner.name, inner]));
  return [
    ...Object.entries(row).flatMap(([name, answer]) => {
      const inner = known.get(name);
      if (inner === undefined) return [{ field: `${at}.${name}`, says: `${title}: there is no question "${name}".` }];
      return answer === null ? [] : checkSimple(inner, answer, `${at}.${name}`);
    }),
    ...asked.filter((inner) => inner.required && (row[inner.name] ?? null) === null).map((inner) => ({ field: `${at}.${inner.name}`, says: `${inner.title}: give an answer.` })),
  ];
}

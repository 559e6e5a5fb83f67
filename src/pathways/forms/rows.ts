import type { SimpleField } from '../definition/form-schema.ts';
import { evaluateExpression } from '../expressions.ts';
import type { Answers, Value } from '../types.ts';

/** One row of a repeat or table: answers by the names of its own questions. */
export type Row = { [name: string]: Value };

/** What stands around a row: earlier answers of the form, and every name that could be among them. */
export interface Around {
  answers: Answers;
  names: readonly string[];
}

/** Questions that a row asks. A condition may rest on earlier questions of the row, which go before those of the form of the same name; one that cannot be told yet asks nothing yet. */
export function askedInRow(fields: readonly SimpleField[], row: Row, around: Around): SimpleField[] {
  const asked: SimpleField[] = [];
  const names = new Set(around.names);
  for (const field of fields) {
    if (field.when === undefined) asked.push(field);
    else {
      const inner = Object.fromEntries(asked.flatMap((f) => ((row[f.name] ?? null) === null ? [] : [[f.name, row[f.name]!]])));
      const outer = Object.fromEntries(Object.entries(around.answers).filter(([name]) => !fields.some((f) => f.name === name)));
      const found = evaluateExpression(field.when, { ...outer, ...inner }, [...names]);
      if (found.known && found.value === true) asked.push(field);
    }
    names.add(field.name);
  }
  return asked;
}

import type { Definition, Problem } from '../../kernel/index.ts';
import { testProblem } from '../expressions.ts';
import { fieldsOf, namesOf } from '../forms/fields.ts';
import { bandGap, pointsGap } from './coverage.ts';
import type { Field, FormDefinition } from './form-schema.ts';
import { freeNames } from './names.ts';
import type { PathwayDefinition } from './pathway-schema.ts';

type Path = (string | number)[];

/** What is wrong with one form: names, conditions, points, bands, outcome. */
export function checkForm(definition: Definition<PathwayDefinition>, id: string, form: FormDefinition): Problem[] {
  const at = (...path: Path): Path => ['forms', id, ...path];
  const fields = fieldsOf(form);
  const names = fields.map((f) => f.name);
  const problems: Problem[] = [];
  const say = (path: Path, message: string, mend: string): void => void problems.push(definition.problem(at(...path), message, mend));
  const before: string[] = [];
  for (const [p, page] of form.pages.entries()) {
    if (page.when !== undefined) checkNames(page.when, before, (message) => say(['pages', p, 'when'], message, 'A page’s condition may rest on the answers to questions of earlier pages.'));
    for (const [f, field] of page.fields.entries()) {
      const path: Path = ['pages', p, 'fields', f];
      if (before.includes(field.name)) say([...path, 'name'], `"${field.name}" stands here twice.`, 'Give each question a name of its own.');
      if (field.when !== undefined) checkNames(field.when, before, (message) => say([...path, 'when'], message, 'A condition may rest on the answers to earlier questions of this form.'));
      if (field.type === 'calculated') checkNames(field.value, before, (message) => say([...path, 'value'], message, 'What is worked out may rest on earlier questions of this form.'));
      if (field.type === 'repeat' || field.type === 'table') checkInner(field, before, (rest, message, mend) => say([...path, ...rest], message, mend));
      checkPoints(field, names, (rest, message, mend) => say([...path, ...rest], message, mend), fields);
      before.push(field.name);
    }
  }
  for (const [i, score] of form.scores.entries()) {
    const unknown = score.items.filter((name) => !names.includes(name));
    for (const name of unknown) say(['scores', i, 'items'], `There is no question "${name}" on this form.`, `Use one of: ${names.join(', ')}.`);
    for (const [b, band] of score.bands.entries()) {
      for (const key of ['total', 'highest'] as const) {
        const wrong = band[key] === undefined ? null : testProblem(band[key]);
        if (wrong !== null) say(['scores', i, 'bands', b, key], `This test cannot be read: ${wrong}.`, 'Write a FEEL unary test, such as >= 7 or [5..6].');
      }
    }
    const gap = unknown.length > 0 || problems.length > 0 ? null : bandGap(score, fields);
    if (gap !== null) say(['scores', i, 'bands'], `A total of ${gap.total} with ${gap.highest} as its highest is in no band.`, 'Add a band for it, or leave the last band without a test.');
  }
  const { outcome } = form;
  if (outcome !== undefined && 'score' in outcome && !form.scores.some((s) => s.name === outcome.score)) say(['outcome', 'score'], `There is no score "${outcome.score}" on this form.`, 'Name one of its scores.');
  if (outcome !== undefined && 'decision' in outcome) {
    const decision = definition.value.decisions[outcome.decision];
    if (decision === undefined) say(['outcome', 'decision'], `There is no decision "${outcome.decision}".`, 'Name one of this pathway’s decisions.');
    else problems.push(...checkInputs(definition, outcome.decision, decision, namesOf(form)), ...checkAnswered(definition, outcome.decision, decision, fields));
  }
  return problems;
}

function checkNames(expression: string, known: readonly string[], say: (message: string) => void): void {
  try {
    const strange = freeNames(expression, known).names.filter((name) => !known.includes(name));
    for (const name of strange) say(`"${name}" is no question before this one.`);
  } catch (error) {
    say(`It is no expression: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Questions within a repeat or table: names of their own, and conditions on what stands before them. */
function checkInner(field: Field & { type: 'repeat' | 'table' }, around: readonly string[], say: (path: Path, message: string, mend: string) => void): void {
  const [key, inner] = field.type === 'repeat' ? (['fields', field.fields] as const) : (['columns', field.columns] as const);
  const before: string[] = [];
  for (const [i, one] of inner.entries()) {
    if (before.includes(one.name)) say([key, i, 'name'], `"${one.name}" stands here twice.`, 'Give each question a name of its own.');
    if (one.when !== undefined) checkNames(one.when, [...around, ...before], (message) => say([key, i, 'when'], message, 'A condition here may rest on earlier questions of the same row, and of the form.'));
    before.push(one.name);
  }
  const rows = field.type === 'table' ? field.rows.map((row) => row.value) : [];
  for (const [i, row] of rows.entries()) if (rows.indexOf(row) !== i) say(['rows', i], `"${row}" stands here twice.`, 'Give each row a value of its own.');
}

function checkPoints(field: Field, names: readonly string[], say: (path: Path, message: string, mend: string) => void, fields: readonly Field[]): void {
  const rows = 'points' in field ? (field.points ?? []) : [];
  let sound = true;
  for (const [i, row] of rows.entries()) {
    const tests: [Path, string][] = [...(row.is === undefined ? [] : [[['points', i, 'is'], row.is] as [Path, string]]), ...Object.entries(row.where).map(([name, test]): [Path, string] => [['points', i, 'where', name], test])];
    for (const [path, test] of tests) {
      const wrong = testProblem(test);
      if (wrong !== null) say(path, `This test cannot be read: ${wrong}.`, 'Write a FEEL unary test, such as <= 8 or "yes".');
      sound &&= wrong === null;
    }
    for (const name of Object.keys(row.where).filter((n) => !names.includes(n))) {
      say(['points', i, 'where', name], `There is no question "${name}" on this form.`, `Use one of: ${names.join(', ')}.`);
      sound = false;
    }
  }
  const gap = rows.length === 0 || !sound ? null : pointsGap(field, fields);
  if (gap !== null) say(['points'], `${Object.entries(gap).map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(' with ')} gives no points.`, 'Add a row for it, or leave the last row without a test.');
}

/** Inputs of a decision must be answers of the form that it decides. */
function checkInputs(definition: Definition<PathwayDefinition>, id: string, decision: PathwayDefinition['decisions'][string], known: readonly string[]): Problem[] {
  return Object.entries(decision.inputs).flatMap(([name, input]) => {
    const at: Path = ['decisions', id, 'inputs', name];
    const problem = (message: string): Problem => definition.problem(at, message, `A decision may use the answers and scores of the form it decides: ${known.join(', ')}.`);
    if ('feel' in input) {
      const found: Problem[] = [];
      checkNames(input.feel, known, (message) => found.push(problem(message.replace(' before this one', ''))));
      return found;
    }
    const wrong = 'is' in input ? testProblem(input.is) : null;
    return [
      ...('count' in input ? input.count : input.sum).filter((n) => !known.includes(n)).map((n) => problem(`"${n}" is no question of the form.`)),
      ...(wrong === null ? [] : [problem(`This test cannot be read: ${wrong}.`)]),
    ];
  });
}

/** A decision rests on what must be answered: where a question may be left, nobody could decide without it. */
function checkAnswered(definition: Definition<PathwayDefinition>, id: string, decision: PathwayDefinition['decisions'][string], fields: readonly Field[]): Problem[] {
  const namesOfInput = (input: (typeof decision.inputs)[string]): string[] => ('feel' in input ? namesIn(input.feel) : 'count' in input ? input.count : input.sum);
  const namesIn = (expression: string): string[] => {
    try {
      return freeNames(expression, fields.map((field) => field.name)).names;
    } catch {
      return [];
    }
  };
  const left = (name: string): string[] => {
    const field = fields.find((one) => one.name === name);
    if (field === undefined || field.required) return [];
    return field.type === 'calculated' ? namesIn(field.value).filter((one) => one !== name).flatMap(left) : [name];
  };
  return Object.entries(decision.inputs).flatMap(([name, input]) =>
    [...new Set(namesOfInput(input).flatMap(left))].map((field) => definition.problem(['decisions', id, 'inputs', name], `It rests on "${field}", which may be left unanswered: then nothing is decided.`, 'Make the question required, or ask first whether there is anything to answer.')),
  );
}

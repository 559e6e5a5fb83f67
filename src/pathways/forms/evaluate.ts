import { decide } from '../decide.ts';
import type { Field, FormDefinition } from '../definition/form-schema.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { evaluateExpression } from '../expressions.ts';
import type { AnswerProblem, Answers, FormResult, Value } from '../types.ts';
import { checkAnswer } from './check-answer.ts';
import { fieldsOf, namesOf } from './fields.ts';
import { scoreOf } from './score.ts';

export const incomplete = 'incomplete';

/**
 * A form with answers. Answers that are wrong are named and then taken as not given; a null or an empty text is not given.
 * A field whose condition cannot be told yet is not asked yet, and what its condition needs is what is missing.
 */
export function evaluateForm(pathway: Pick<PathwayDefinition, 'decisions'>, form: FormDefinition, given: Answers): FormResult {
  const all = fieldsOf(form);
  const problems = unknownAnswers(all, given);
  const valid: Record<string, Value> = {};
  for (const field of all) {
    const value = given[field.name];
    if (value === undefined || value === null || value === '') continue;
    const wrong = checkAnswer(field, value);
    problems.push(...wrong);
    if (wrong.length === 0) valid[field.name] = value;
  }
  const { asked, left, undecided, needed } = askedOf(all, valid);
  const answers: Record<string, Value> = Object.fromEntries(Object.entries(valid).filter(([name]) => asked.some((field) => field.name === name)));
  const missing = [...new Set([...asked.filter((field) => field.required && answers[field.name] === undefined).map((field) => field.name), ...needed])];
  const scores = form.scores.map((score) => scoreOf(score, asked, undecided, answers));
  for (const score of scores) if (score.total !== null) answers[score.name] = score.total;
  // What its condition leaves out is known to be nothing, which a decision may rest on; what was not answered is not known.
  for (const name of left) answers[name] = null;
  return { problems, missing, scores, ...outcomeOf(pathway, form, answers, scores, missing) };
}

function unknownAnswers(fields: readonly Field[], given: Answers): AnswerProblem[] {
  const names = new Set(fields.map((field) => field.name));
  return Object.keys(given).filter((name) => !names.has(name)).map((name) => ({ field: name, says: `There is no question "${name}" on this form.` }));
}

/**
 * Fields asked by these answers, those left out, those of which it cannot be told yet, and what is needed to tell it of a required one. A
 * condition may rest on fields before it alone, so one pass is enough; one that rests on a field not asked does not hold.
 */
function askedOf(fields: readonly Field[], answers: Answers): { asked: Field[]; left: ReadonlySet<string>; undecided: Field[]; needed: string[] } {
  const asked: Field[] = [];
  const undecided: Field[] = [];
  const needed: string[] = [];
  const left = new Set<string>();
  const names: string[] = [];
  for (const field of fields) {
    const open: Answers = Object.fromEntries(asked.flatMap((f) => (answers[f.name] === undefined ? [] : [[f.name, answers[f.name]!]])));
    const found = field.when === undefined ? null : evaluateExpression(field.when, open, names);
    if (found === null || (found.known && found.value === true)) asked.push(field);
    else if (found.known || found.missing.some((name) => left.has(name))) left.add(field.name);
    else {
      undecided.push(field);
      if (field.required) needed.push(...found.missing);
    }
    names.push(field.name);
  }
  return { asked, left, undecided, needed };
}

function outcomeOf(pathway: Pick<PathwayDefinition, 'decisions'>, form: FormDefinition, answers: Answers, scores: FormResult['scores'], missing: readonly string[]): Pick<FormResult, 'outcome' | 'because'> {
  const { outcome } = form;
  if (outcome === undefined) return { outcome: null, because: null };
  const undecided = { outcome: incomplete, because: null };
  if (missing.length > 0) return undecided;
  if ('score' in outcome) {
    const { band = null } = scores.find((s) => s.name === outcome.score) ?? {};
    return band === null ? undecided : { outcome: band.id, because: band.advice };
  }
  const decision = pathway.decisions[outcome.decision];
  if (decision === undefined) return undecided;
  const decided = decide(decision, answers, namesOf(form));
  return decided.decided ? { outcome: decided.outcome, because: decided.because } : undecided;
}

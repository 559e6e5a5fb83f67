import { decide } from '../decide.ts';
import type { Field, FormDefinition } from '../definition/form-schema.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { calculate, evaluateExpression } from '../expressions.ts';
import type { AnswerProblem, Answers, CalculatedResult, FormResult, Value } from '../types.ts';
import { checkAnswer } from './check-answer.ts';
import { fieldsOf, namesOf } from './fields.ts';
import { scoreOf } from './score.ts';

export const incomplete = 'incomplete';

/**
 * A form with answers, in the order it is asked. Answers that are wrong are named and then taken as not given; a null or an empty text is not
 * given. A field whose condition cannot be told yet is not asked yet, and what its condition needs is what is missing. A field that is worked
 * out is not known while an answer it needs is not.
 */
export function evaluateForm(pathway: Pick<PathwayDefinition, 'decisions'>, form: FormDefinition, given: Answers): FormResult {
  const found = askedOf(form, given);
  const { asked, left, undecided, needed, problems, calculated } = found;
  const answers: Record<string, Value> = { ...found.answers };
  const missing = [...new Set([...asked.filter((field) => field.required && isNothing(answers[field.name])).map((field) => field.name), ...needed])];
  const scores = form.scores.map((score) => scoreOf(score, asked, undecided, answers));
  for (const score of scores) if (score.total !== null) answers[score.name] = score.total;
  // What its condition leaves out is known to be nothing, which a decision may rest on; what was not answered is not known.
  const known: Answers = { ...answers, ...Object.fromEntries([...left].map((name) => [name, null])) };
  return {
    problems: [...unknownAnswers(fieldsOf(form), given), ...problems],
    missing,
    scores,
    calculated,
    asked: asked.map((field) => field.name),
    undecided: undecided.map((field) => field.name),
    values: answers,
    ...outcomeOf(pathway, form, known, scores, missing),
  };
}

/** Nothing ticked, or no row given, is an answer that a condition may rest on, but none to what must be answered. */
const isNothing = (value: Value | undefined): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

function unknownAnswers(fields: readonly Field[], given: Answers): AnswerProblem[] {
  const names = new Set(fields.map((field) => field.name));
  return Object.keys(given).filter((name) => !names.has(name)).map((name) => ({ field: name, says: `There is no question "${name}" on this form.` }));
}

interface Asked {
  asked: Field[];
  left: ReadonlySet<string>;
  undecided: Field[];
  /** What must be known before it can be told whether a required field is asked. */
  needed: string[];
  problems: AnswerProblem[];
  calculated: CalculatedResult[];
  /** Valid answers to what is asked, and what was worked out from them. */
  answers: Record<string, Value>;
}

/** A condition may rest on fields before it alone, so one pass is enough; one that rests on a field not asked does not hold. */
function askedOf(form: FormDefinition, given: Answers): Asked {
  const left = new Set<string>();
  const found: Asked = { asked: [], left, undecided: [], needed: [], problems: [], calculated: [], answers: {} };
  const names: string[] = [];
  const holds = (when: string | undefined): { holds: boolean | null; missing: string[] } => {
    if (when === undefined) return { holds: true, missing: [] };
    const value = evaluateExpression(when, found.answers, names);
    if (value.known) return { holds: value.value === true, missing: [] };
    return value.missing.some((name) => left.has(name)) ? { holds: false, missing: [] } : { holds: null, missing: value.missing };
  };
  for (const page of form.pages) {
    const whole = holds(page.when);
    for (const field of page.fields) {
      const value = given[field.name];
      const answered = value !== undefined && value !== null && value !== '';
      const wrong = answered ? checkAnswer(field, value, field.name, { answers: found.answers, names }) : [];
      found.problems.push(...wrong);
      const own = whole.holds === true ? holds(field.when) : whole;
      if (own.holds === true) {
        found.asked.push(field);
        if (field.type === 'calculated') workOut(field, found, names);
        else if (answered && wrong.length === 0) found.answers[field.name] = value;
      } else if (own.holds === false) left.add(field.name);
      else {
        found.undecided.push(field);
        if (field.required) found.needed.push(...own.missing);
      }
      names.push(field.name);
    }
  }
  return found;
}

/** What is not asked counts as nothing here, so that a sum may pass over it; what is asked and not answered leaves the whole not known. */
function workOut(field: Field & { type: 'calculated' }, found: Asked, names: readonly string[]): void {
  const open: Answers = { ...found.answers, ...Object.fromEntries([...found.left].map((name) => [name, null])) };
  const { value, missing } = calculate(field.value, open, names);
  found.calculated.push({ name: field.name, title: field.title, unit: field.unit ?? null, value, missing });
  if (value !== null) found.answers[field.name] = value;
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

import { KithError, londonInstant, type Definition, type Problem } from '../../kernel/index.ts';
import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import { evaluateForm } from '../forms/evaluate.ts';
import { begunBy, beginJourney, type Actor, type Journey } from '../journey/journey.ts';
import type { Answers, FormResult, Value } from '../types.ts';
import { noteOutcome, noteStep, type Covered } from './coverage.ts';
import { differences } from './expect.ts';
import type { Scenario, Scenarios, ScenarioStep } from './schema.ts';

type Path = (string | number)[];
/** What a step went wrong by; the walk of that scenario ends there. */
class Failed extends Error {}

/**
 * Runs every scenario and table of a file over its pathway, in memory. What is not as it says becomes a problem at its
 * line; what was passed through is noted in `covered`.
 */
export function runScenarios(pathway: PathwayDefinition, file: Definition<Scenarios>, covered: Covered): Problem[] {
  const { scenarios, tables, answers } = file.value;
  const problems: Problem[] = [];
  const say = (path: Path, message: string): void => void problems.push(file.problem(path, message, 'Mend the pathway, or say here what it should do.'));
  for (const [i, scenario] of scenarios.entries()) walkScenario(pathway, scenario, answers, covered, (path, message) => say(['scenarios', i, ...path], `${scenario.title}: ${message}`));
  for (const [t, { form, rows }] of tables.entries()) {
    const definition = pathway.forms[form];
    if (definition === undefined) {
      say(['tables', t, 'form'], `There is no form "${form}".`);
      continue;
    }
    for (const [r, row] of rows.entries()) {
      const result = evaluateForm(pathway, definition, merged(answers[form], row.with));
      noteOutcome(covered, pathway, form, result);
      if (result.outcome !== row.gives) say(['tables', t, 'rows', r], `It comes to ${inWords(result)}, not to ${row.gives}.`);
    }
  }
  return problems;
}

function walkScenario(pathway: PathwayDefinition, scenario: Scenario, usual: Scenarios['answers'], covered: Covered, say: (path: Path, message: string) => void): void {
  let where: Path = ['given'];
  try {
    const journey = beginJourney(pathway, instantOf(scenario.given.at));
    const begun = beginWith(pathway, scenario, covered);
    for (const [s, step] of scenario.when.entries()) {
      where = ['when', s];
      if (step.at !== undefined) journey.until(instantOf(step.at));
      takeStep(pathway, journey, step, (form) => ({ ...usual[form], ...(form === pathway.states[pathway.start!]!.form ? begun : {}) }), covered);
      if (step.expect !== undefined) for (const { path, message } of differences(pathway, journey, step.expect, covered)) say([...where, 'expect', ...path], message);
    }
    for (const { path, message } of differences(pathway, journey, scenario.expect, covered)) say(['expect', ...path], message);
  } catch (error) {
    if (!(error instanceof Failed) && !(error instanceof KithError)) throw error;
    say(where, error.message);
  }
}

function beginWith(pathway: PathwayDefinition, { given }: Scenario, covered: Covered): Answers {
  if (given.hear === undefined) return {};
  const begun = begunBy(pathway, given.hear, given.body);
  if (begun === null) throw new Failed(`Hearing ${given.hear} begins nothing.`);
  covered.triggers.add(begun.trigger);
  return begun.with;
}

export function takeStep(pathway: PathwayDefinition, journey: Journey, step: ScenarioStep, usual: (form: string) => Answers, covered: Covered): void {
  const actor = { role: step.by, who: step.who };
  const go = (index: number): void => {
    noteStep(covered, journey.state.id, index);
    journey.act(index, actor);
  };
  if ('complete' in step) {
    const result = journey.complete(step.complete, merged(usual(step.complete), step.with), actor);
    noteOutcome(covered, pathway, step.complete, result);
    if (result.problems.length > 0 || result.missing.length > 0 || result.outcome === 'incomplete') throw new Failed(`"${step.complete}" comes to ${inWords(result)}.`);
    if (step.stays || journey.state.form !== step.complete) return;
    if (step.to !== undefined || step.action !== undefined) return go(indexOf(journey, step));
    const can = journey.available(actor).filter((i) => journey.state.transitions[i]!.event === undefined);
    if (can.length === 1) return go(can[0]!);
    throw new Failed(can.length === 0 ? `After "${step.complete}" nothing can be done in ${journey.state.id}: ${refusals(journey, actor)}` : `After "${step.complete}" several steps can be taken: say to or action. ${can.map((i) => journey.state.transitions[i]!.action).join('; ')}.`);
  }
  if ('tries' in step) return refuse(journey, step);
  if ('hear' in step) {
    const [before, count] = [journey.state.id, journey.steps.length];
    if (journey.hear(step.hear, step.body) === step.unheard) throw new Failed(step.unheard ? `Hearing ${step.hear} led from ${before} to ${journey.state.id}.` : `Nothing in ${before} hears ${step.hear} like that.`);
    if (journey.steps.length > count) noteStep(covered, before, journey.steps.at(-1)!.transition);
    return;
  }
  if ('task' in step) return journey.doTask(step.task);
  if ('pause' in step) return journey.pause(step.pause);
  if ('resume' in step) return journey.resume(step.resume);
  if ('ended' in step) return journey.ended(step.ended);
  if (step.to !== undefined || step.action !== undefined) go(indexOf(journey, step));
}

function refuse(journey: Journey, step: { tries: string; because: string; by?: string | undefined; who?: string | undefined }): void {
  const why = journey.refused(indexOf(journey, { to: step.tries }), { role: step.by, who: step.who });
  if (why === null) throw new Failed(`It would be let through to ${step.tries}.`);
  if (!why.includes(step.because)) throw new Failed(`It is refused because ${why}, not because "${step.because}".`);
}

function indexOf(journey: Journey, { to, action }: { to?: string | undefined; action?: string | undefined }): number {
  const { transitions, id } = journey.state;
  const fit = transitions.flatMap((t, i) => ((to === undefined || t.to === to) && (action === undefined || t.action === action) ? [i] : []));
  if (fit.length === 0) throw new Failed(`No step of ${id} leads to ${to ?? action}.`);
  const open = fit.length === 1 ? fit : fit.filter((i) => journey.available().includes(i));
  return (open[0] ?? fit[0])!;
}

const refusals = (journey: Journey, actor: Actor): string => journey.state.transitions.flatMap((t, i) => (t.event === undefined ? `"${t.action}": ${journey.refused(i, actor)}` : [])).join('; ');

/** Usual answers with what is different; what is made null is not answered. */
export function merged(usual: Answers | undefined, different: Answers): Answers {
  return Object.fromEntries(Object.entries({ ...usual, ...different }).filter(([, value]: [string, Value]) => value !== null));
}

/** A day is its midday; a time without a zone is London's. */
export function instantOf(when: string): Date {
  if (when.length === 10) return londonInstant(when, 12 * 60);
  if (/Z|[+-]\d\d:\d\d$/.test(when.slice(11))) return new Date(when);
  const [hours = 0, minutes = 0] = when.slice(11).split(':').map(Number);
  return londonInstant(when.slice(0, 10), hours * 60 + minutes);
}

function inWords({ outcome, missing, problems }: FormResult): string {
  if (problems.length > 0) return `answers that are wrong (${problems.map((p) => `${p.field}: ${p.says}`).join(' ')})`;
  if (missing.length > 0) return `nothing yet: ${missing.join(', ')} not answered`;
  return outcome ?? 'nothing';
}

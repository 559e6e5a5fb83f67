import type { Kernel } from '../kernel/index.ts';
import { KithError, refuseProblems } from '../kernel/index.ts';
import { checkPathways } from './definition/check.ts';
import type { PathwayDefinition } from './definition/pathway-schema.ts';

export { checkPathways } from './definition/check.ts';
export { pathwaySchema, type PathwayDefinition } from './definition/pathway-schema.ts';
export { makeDocument, toBundle, toPdf, type CaseData, type DocumentModel } from './documents/index.ts';
export { checkPrefill } from './definition/check-prefill.ts';
export { checkReach } from './definition/check-reach.ts';
export type { Field, FormDefinition, SimpleField } from './definition/form-schema.ts';
export { bodyRegions } from './forms/body-regions.ts';
export { evaluateForm } from './forms/evaluate.ts';
export { fieldsOf, isSimple } from './forms/fields.ts';
export { plainCondition, type PlainTest } from './forms/plain-condition.ts';
export { changedAnswers, prefillForm, same, type AnswerChange, type EarlierForm, type Measured, type Prefilled, type PrefillSources, type Provenance } from './forms/prefill.ts';
export { gatherSources, type MeasureHome } from './forms/prefill-sources.ts';
export { askedInRow } from './forms/rows.ts';
export { listFields, type ListedField } from './forms/list.ts';
export { bareForm, readQuestionnaire, readResponse, toCaseBundle, toPlanDefinition, toQuestionnaire, toResponse, type ImportedForm, type ReadAnswers, type ResponseHead } from './interchange/index.ts';
export { formOf, walk, type Walk } from './simulate.ts';
export type { RunningDeadline } from './journey/clocks.ts';
export type { Journey, SentNotice } from './journey/journey.ts';
export { readMoves, replay, type Move } from './journey/replay.ts';
export { checkScenarios, readScenarios, type ScenarioReport } from './scenarios/check.ts';
export type { Scenario, Scenarios } from './scenarios/schema.ts';
export type { AnswerProblem, Answers, CalculatedResult, FormResult, ScoreResult, Value } from './types.ts';
export { dueAfter, type Due } from './deadlines.ts';
export * from './cases/index.ts';
export * from './returns/index.ts';

/** An area's pathways. Throws `area.invalid` with every problem. */
export function readPathways(area: Pick<Kernel['area'], 'dir'>, held: ReadonlySet<string>): PathwayDefinition[] {
  const { pathways, problems } = checkPathways(area.dir, held);
  refuseProblems(problems);
  return pathways;
}

/** One of them by its id. Throws `usage.invalid` with those there are. */
export function pathwayOf(pathways: readonly PathwayDefinition[], id: string): PathwayDefinition {
  const found = pathways.find((p) => p.id === id);
  if (found === undefined) throw new KithError('usage.invalid', `There is no pathway "${id}" in this area.`, { mend: pathways.length === 0 ? 'Add one in pathways/.' : `Its pathways: ${pathways.map((p) => p.id).join(', ')}.` });
  return found;
}

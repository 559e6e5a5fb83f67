import type { Duration, PlanDefinition, PlanDefinitionAction, PlanDefinitionActionCondition } from '@medplum/fhirtypes';
import type { PathwayDefinition, StateDefinition, TransitionDefinition, WaitDefinition } from '../definition/pathway-schema.ts';
import { formUrl } from './questionnaire.ts';
import { extensions, fhirpathLanguage, systems } from './urls.ts';

/** Canonical address of a pathway. */
export const planUrl = (pathway: string): string => `urn:kith:pathway:${pathway}`;

/**
 * A pathway as a FHIR R4 PlanDefinition (a workflow definition): an action for each state with the form completed there, within it one for
 * each way on, when it may be taken and where it leads, and one for each deadline that it starts. A condition in FEEL stands in an extension,
 * with its words beside it, since FHIR's languages of expressions are others.
 */
export function toPlanDefinition(pathway: PathwayDefinition): PlanDefinition {
  const sources = [...new Set([...Object.values(pathway.forms), ...Object.values(pathway.decisions), ...Object.values(pathway.deadlines)].map((part) => part.source))];
  return {
    resourceType: 'PlanDefinition',
    id: pathway.id,
    url: planUrl(pathway.id),
    version: String(pathway.version),
    name: pathway.id.replaceAll('-', '_').replace(/^./, (first) => first.toUpperCase()),
    title: pathway.title,
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/plan-definition-type', code: 'workflow-definition' }] },
    status: 'active',
    description: pathway.about,
    relatedArtifact: sources.map((citation) => ({ type: 'citation', citation })),
    action: Object.entries(pathway.states).map(([id, state]) => stateAction(pathway, id, state)),
  };
}

const participant = (role: string | undefined): Pick<PlanDefinitionAction, 'participant'> => (role === undefined ? {} : { participant: [{ type: 'practitioner', role: { text: role.replaceAll('-', ' ') } }] });

function stateAction(pathway: PathwayDefinition, id: string, state: StateDefinition): PlanDefinitionAction {
  const begun = id === pathway.start ? pathway.triggers.map((t) => ({ type: 'named-event' as const, name: t.topic })) : [];
  return {
    id,
    title: state.title,
    ...(state.about === undefined ? {} : { description: state.about }),
    ...(begun.length === 0 ? {} : { trigger: begun }),
    ...participant(state.role),
    ...(state.form === undefined ? {} : { definitionCanonical: `${formUrl(pathway.id, state.form)}|${pathway.version}` }),
    ...(state.transitions.length === 0 ? {} : { selectionBehavior: 'exactly-one' as const, action: state.transitions.map((t, i) => wayOn(pathway, `${id}-${i + 1}`, t)) }),
  };
}

function wayOn(pathway: PathwayDefinition, id: string, t: TransitionDefinition): PlanDefinitionAction {
  const inner = [...t.starts.map((deadline) => deadlineAction(pathway, id, deadline)), ...t.tasks.map((task) => taskAction(pathway, id, task))];
  const condition = [...(t.on === undefined ? [] : [applies(`%outcome = '${t.on}'`, `The form comes to ${t.on}`)]), ...(t.if === undefined ? [] : [inFeel(t.if)])];
  return {
    id,
    title: t.action,
    ...(t.event === undefined ? {} : { trigger: [{ type: 'named-event', name: t.event.topic }] }),
    ...(condition.length === 0 ? {} : { condition }),
    relatedAction: [{ actionId: t.to, relationship: 'before-start' }],
    ...participant(t.role),
    ...(inner.length === 0 ? {} : { action: inner }),
  };
}

const applies = (expression: string, description: string): PlanDefinitionActionCondition => ({ kind: 'applicability', expression: { description, language: fhirpathLanguage, expression } });
const inFeel = (feel: string): PlanDefinitionActionCondition => ({ ...applies('%feel', feel), extension: [{ url: extensions.feel, valueString: feel }] });

function deadlineAction(pathway: PathwayDefinition, within: string, id: string): PlanDefinitionAction {
  const deadline = pathway.deadlines[id]!;
  return {
    id: `${within}-${id}`,
    title: deadline.title,
    documentation: [{ type: 'citation', citation: deadline.source }],
    timingDuration: durationOf(deadline.after),
    ...participant(deadline.owner),
    relatedAction: deadline.ends.map((state) => ({ actionId: state, relationship: 'before-start' })),
  };
}

function taskAction(pathway: PathwayDefinition, within: string, id: string): PlanDefinitionAction {
  const task = pathway.tasks[id]!;
  return {
    id: `${within}-${id}`,
    title: task.title,
    ...(task.about === undefined ? {} : { description: task.about }),
    requiredBehavior: task.blocks ? 'must' : 'could',
    ...(task.due === undefined ? {} : { timingDuration: durationOf(task.due) }),
    ...participant(task.role),
    ...(task.form === undefined ? {} : { definitionCanonical: `${formUrl(pathway.id, task.form)}|${pathway.version}` }),
  };
}

/** UCUM has no working day: that is said in words. */
function durationOf(wait: WaitDefinition): Duration {
  const of = (value: number, unit: string, code: string): Duration => ({ value, unit, system: systems.ucum, code });
  if ('hours' in wait) return of(wait.hours, 'hours', 'h');
  if ('days' in wait) return of(wait.days, 'days', 'd');
  return 'months' in wait ? of(wait.months, 'months', 'mo') : { value: wait.workingDays, unit: 'working days' };
}

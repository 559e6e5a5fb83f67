import type { PathwayDefinition } from '../definition/pathway-schema.ts';
import type { FormResult } from '../types.ts';

/** What scenarios passed through. */
export interface Covered {
  /** `state#place` of a transition. */
  transitions: Set<string>;
  /** `decision#place` of a rule. */
  rules: Set<string>;
  /** Deadlines whose due day a scenario states. */
  deadlines: Set<string>;
  triggers: Set<number>;
}

export const nothingCovered = (): Covered => ({ transitions: new Set(), rules: new Set(), deadlines: new Set(), triggers: new Set() });

export const noteStep = (covered: Covered, state: string, index: number): void => void covered.transitions.add(`${state}#${index}`);

/** Notes the rule a form was decided by: what it gives and why tell it from the others, which the lint holds them to. */
export function noteOutcome(covered: Covered, pathway: PathwayDefinition, form: string, result: FormResult): void {
  const { outcome } = pathway.forms[form] ?? {};
  if (outcome === undefined || !('decision' in outcome)) return;
  const rule = pathway.decisions[outcome.decision]?.rules.findIndex((one) => one.gives === result.outcome && one.because === result.because) ?? -1;
  if (rule >= 0) covered.rules.add(`${outcome.decision}#${rule}`);
}

/** What of a pathway there is, and what of it no scenario passes through, each by its path in the file and in words. */
export interface Uncovered {
  path: (string | number)[];
  says: string;
}

export function uncovered(pathway: PathwayDefinition, covered: Covered): Uncovered[] {
  return [
    ...Object.entries(pathway.states).flatMap(([id, state]) => state.transitions.flatMap((t, i) => (covered.transitions.has(`${id}#${i}`) ? [] : [{ path: ['states', id, 'transitions', i], says: `the step "${t.action}" of ${id}` }]))),
    ...Object.entries(pathway.decisions).flatMap(([id, decision]) => decision.rules.flatMap((rule, i) => (covered.rules.has(`${id}#${i}`) ? [] : [{ path: ['decisions', id, 'rules', i], says: `rule ${i + 1} of ${id} (${rule.because})` }]))),
    ...Object.keys(pathway.deadlines).flatMap((id) => (covered.deadlines.has(id) ? [] : [{ path: ['deadlines', id], says: `the day on which ${id} is due` }])),
    ...pathway.triggers.flatMap((trigger, i) => (covered.triggers.has(i) ? [] : [{ path: ['triggers', i], says: `what ${trigger.topic} begins` }])),
  ];
}

/** How much of a pathway there is to cover. */
export const counted = (pathway: PathwayDefinition): { transitions: number; rules: number; deadlines: number; triggers: number } => ({
  transitions: Object.values(pathway.states).reduce((n, state) => n + state.transitions.length, 0),
  rules: Object.values(pathway.decisions).reduce((n, decision) => n + decision.rules.length, 0),
  deadlines: Object.keys(pathway.deadlines).length,
  triggers: pathway.triggers.length,
});

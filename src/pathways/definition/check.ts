import type { Definition, Problem } from '../../kernel/index.ts';
import { readDefinitions } from '../../kernel/index.ts';
import { checkDocuments } from '../documents/check.ts';
import { testProblem } from '../expressions.ts';
import { readEvents } from '../events/definition.ts';
import { checkForm } from './check-form.ts';
import { checkParts } from './check-parts.ts';
import { checkWaits } from './check-waits.ts';
import { decisionCoverage } from './coverage.ts';
import { pathwaySchema, type PathwayDefinition } from './pathway-schema.ts';
import { takeForms } from './uses.ts';

/**
 * Reads `pathways/*.yaml` of an area and holds each against itself and the area: states that cannot be reached or left,
 * fields, rules and roles that are not there, tables with a gap.
 * @param held roles that somebody in the area holds
 * @returns `sources`: what each file says before it is read as a pathway, by the pathway's id
 */
export function checkPathways(dir: string, held: ReadonlySet<string>): { pathways: PathwayDefinition[]; sources: Map<string, unknown>; problems: Problem[] } {
  const { definitions, problems } = readDefinitions(dir, 'pathways/!(events).yaml', pathwaySchema);
  problems.push(...takeForms(definitions));
  const ids = definitions.map((d) => d.value.id);
  const heard = readEvents(dir);
  const around = { pathways: new Map(definitions.map(({ value }) => [value.id, value])), topics: new Set(['radar-alert', ...heard.events.map((event) => event.topic), ...heard.messages]) };
  for (const [i, definition] of definitions.entries()) {
    if (ids.indexOf(definition.value.id) !== i) problems.push(definition.problem(['id'], `There are two pathways "${definition.value.id}".`, 'Give this one an id of its own.'));
    problems.push(...checkPathway(definition, held), ...checkParts(definition, around));
  }
  problems.push(...checkWaits(definitions));
  return { pathways: definitions.map((d) => d.value), sources: new Map(definitions.map((d) => [d.value.id, d.source])), problems };
}

function checkPathway(definition: Definition<PathwayDefinition>, held: ReadonlySet<string>): Problem[] {
  const pathway = definition.value;
  return [
    ...Object.keys(pathway.roles).filter((role) => !held.has(role)).map((role) => definition.problem(['roles', role], `Nobody in this area holds the role ${role}.`, 'Give it to a team in access/teams.yaml and to a user, or use a role that somebody holds.')),
    ...Object.entries(pathway.forms).flatMap(([id, form]) => checkForm(definition, id, form)),
    ...checkDecisions(definition),
    ...checkStates(definition),
    ...checkClocks(definition),
    ...checkDocuments(definition),
  ];
}

function checkDecisions(definition: Definition<PathwayDefinition>): Problem[] {
  const { decisions, forms } = definition.value;
  const used = new Set(Object.values(forms).flatMap((form) => (form.outcome !== undefined && 'decision' in form.outcome ? [form.outcome.decision] : [])));
  return Object.entries(decisions).flatMap(([id, decision]) => {
    const at = (...path: (string | number)[]): (string | number)[] => ['decisions', id, ...path];
    const wrong = decision.rules.flatMap((rule, i) =>
      Object.entries(rule.when).flatMap(([name, test]) => {
        const fault = testProblem(test);
        return [
          ...(Object.hasOwn(decision.inputs, name) ? [] : [definition.problem(at('rules', i, 'when', name), `This decision has no input "${name}".`, `Its inputs: ${Object.keys(decision.inputs).join(', ')}.`)]),
          ...(fault === null ? [] : [definition.problem(at('rules', i, 'when', name), `This test cannot be read: ${fault}.`, 'Write a FEEL unary test, such as >= 2 or "yes".')]),
        ];
      }),
    );
    for (const [i, rule] of decision.rules.entries()) {
      const same = decision.rules.findIndex((other) => other.gives === rule.gives && other.because === rule.because);
      if (same !== i) wrong.push(definition.problem(at('rules', i, 'because'), `Rule ${same + 1} gives the same for the same reason: nobody could tell which of them decided.`, 'Say what is different about this one, or join the two.'));
    }
    if (!used.has(id)) wrong.push(definition.problem(at(), 'No form comes to this decision.', 'Name it as a form’s outcome, or remove it.'));
    const coverage = wrong.length > 0 ? null : decisionCoverage(decision);
    if (coverage === null) return wrong;
    const { gap, unreached } = coverage;
    return [
      ...(gap === null ? [] : [definition.problem(at('rules'), `No rule decides ${Object.entries(gap).map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ')}.`, 'Add a rule for it, or leave the last rule without a test.')]),
      ...unreached.map((i) => definition.problem(at('rules', i), 'Nothing ever comes to this rule: those above it take everything.', 'Put it higher, or remove it.')),
    ];
  });
}

/** Outcomes a form may come to, `incomplete` aside. */
function outcomesOf({ forms, decisions }: PathwayDefinition, form: string): string[] {
  const { outcome, scores = [] } = forms[form] ?? {};
  if (outcome === undefined) return [];
  if ('score' in outcome) return scores.find((s) => s.name === outcome.score)?.bands.map((b) => b.id) ?? [];
  return [...new Set(decisions[outcome.decision]?.rules.map((r) => r.gives))];
}

function checkStates(definition: Definition<PathwayDefinition>): Problem[] {
  const pathway = definition.value;
  const { states, start, forms, roles, deadlines, notices } = pathway;
  const ids = Object.keys(states);
  const problems: Problem[] = [];
  const say = (path: (string | number)[], message: string, mend: string): void => void problems.push(definition.problem(path, message, mend));
  if (ids.length === 0) return [];
  if (start === undefined || !Object.hasOwn(states, start)) say(['start'], 'It does not say in which of its states a case begins.', `Add start: one of ${ids.join(', ')}.`);
  for (const [id, state] of Object.entries(states)) {
    const at = (...path: (string | number)[]): (string | number)[] => ['states', id, ...path];
    if (state.form !== undefined && !Object.hasOwn(forms, state.form)) say(at('form'), `There is no form "${state.form}".`, `Its forms: ${Object.keys(forms).join(', ')}.`);
    if (state.end !== (state.transitions.length === 0)) {
      if (state.end) say(at('transitions'), 'This is an end, and yet something leads on from it.', 'Remove end: true, or the transitions.');
      else say(at(), 'A case that comes here never leaves.', 'Add a transition, or say end: true.');
    }
    if (!state.end && (state.role === undefined || !Object.hasOwn(roles, state.role))) say(at('role'), state.role === undefined ? 'Nobody may act here.' : `There is no role "${state.role}".`, `Add role: one of ${Object.keys(roles).join(', ')}.`);
    const outcomes = state.form === undefined ? [] : outcomesOf(pathway, state.form);
    for (const [i, t] of state.transitions.entries()) {
      if (!Object.hasOwn(states, t.to)) say(at('transitions', i, 'to'), `There is no state "${t.to}".`, `Its states: ${ids.join(', ')}.`);
      if (t.on !== undefined && !outcomes.includes(t.on)) say(at('transitions', i, 'on'), `The form here never comes to "${t.on}".`, outcomes.length === 0 ? 'Give the form an outcome, or leave out on.' : `It comes to: ${outcomes.join(', ')}.`);
      for (const one of t.starts.filter((d) => !Object.hasOwn(deadlines, d))) say(at('transitions', i, 'starts'), `There is no deadline "${one}".`, `Its deadlines: ${Object.keys(deadlines).join(', ')}.`);
      for (const one of t.notices.filter((n) => !Object.hasOwn(notices, n))) say(at('transitions', i, 'notices'), `There is no notice "${one}".`, `Its notices: ${Object.keys(notices).join(', ')}.`);
    }
    const taken = state.transitions.map((t) => t.on);
    for (const outcome of outcomes) if (!taken.includes(outcome) && !taken.includes(undefined) && !state.end) say(at('transitions'), `Nothing happens when the form comes to "${outcome}".`, `Add a transition with on: ${outcome}.`);
  }
  for (const id of unreachable(pathway)) say(['states', id], 'No case can come here.', 'Lead a transition to it, or remove it.');
  for (const id of hopeless(pathway)) say(['states', id], 'From here a case never comes to an end.', 'Lead a transition towards a state with end: true.');
  return problems;
}

function unreachable({ states, start }: PathwayDefinition): string[] {
  const seen = new Set<string>();
  const next = start === undefined ? [] : [start];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    const state = states[id];
    if (seen.has(id) || state === undefined) continue;
    seen.add(id);
    next.push(...state.transitions.map((t) => t.to));
  }
  return start === undefined ? [] : Object.keys(states).filter((id) => !seen.has(id));
}

/** States from which no end can be come to, though they can be left. */
function hopeless({ states }: PathwayDefinition): string[] {
  const good = new Set(Object.entries(states).flatMap(([id, state]) => (state.end ? [id] : [])));
  for (let grew = true; grew; ) {
    grew = false;
    for (const [id, state] of Object.entries(states)) {
      if (good.has(id) || !state.transitions.some((t) => good.has(t.to))) continue;
      good.add(id);
      grew = true;
    }
  }
  return Object.entries(states).flatMap(([id, state]) => (good.has(id) || state.transitions.length === 0 ? [] : [id]));
}

function checkClocks(definition: Definition<PathwayDefinition>): Problem[] {
  const { begins, deadlines, notices, roles, states } = definition.value;
  const started = new Set([...begins.starts, ...Object.values(states).flatMap((s) => s.transitions.flatMap((t) => t.starts))]);
  const noRole = (path: (string | number)[], role: string): Problem[] => (Object.hasOwn(roles, role) ? [] : [definition.problem(path, `There is no role "${role}".`, `Its roles: ${Object.keys(roles).join(', ')}.`)]);
  return [
    ...Object.entries(deadlines).flatMap(([id, deadline]) => [
      ...noRole(['deadlines', id, 'owner'], deadline.owner),
      ...(started.has(id) ? [] : [definition.problem(['deadlines', id], 'Nothing starts this deadline.', 'Name it in a transition’s starts, or remove it.')]),
      ...deadline.ends.filter((state) => !Object.hasOwn(states, state)).map((state) => definition.problem(['deadlines', id, 'ends'], `There is no state "${state}".`, `Its states: ${Object.keys(states).join(', ')}.`)),
    ]),
    ...Object.entries(notices).flatMap(([id, notice]) => noRole(['notices', id, 'to'], notice.to)),
  ];
}

import type { Definition, Problem } from '../../kernel/index.ts';
import { fieldsOf } from '../forms/fields.ts';
import { checkOver } from './check-over.ts';
import type { PathwayDefinition } from './pathway-schema.ts';

type Path = (string | number)[];
/** What else there is in the area: other pathways, and topics that something is heard by. */
export interface Around {
  pathways: ReadonlyMap<string, PathwayDefinition>;
  topics: ReadonlySet<string>;
}

/** What a pathway names and is not there, what is there and nothing names, and conditions that rest on what is not. */
export function checkParts(definition: Definition<PathwayDefinition>, around: Around): Problem[] {
  const pathway = definition.value;
  const { tasks, notices, returns, deadlines, forms, roles, states, begins } = pathway;
  const problems: Problem[] = [];
  const say = (path: Path, message: string, mend: string): void => void problems.push(definition.problem(path, message, mend));
  const named: Record<'task' | 'notice' | 'return', Set<string>> = { task: new Set(), notice: new Set(), return: new Set() };
  const name = (kind: keyof typeof named, path: Path, ids: readonly string[], there: Readonly<Record<string, unknown>>): void => {
    for (const id of ids) {
      named[kind].add(id);
      if (!Object.hasOwn(there, id)) say(path, `There is no ${kind} "${id}".`, Object.keys(there).length === 0 ? `Add it under ${kind}s.` : `Its ${kind}s: ${Object.keys(there).join(', ')}.`);
    }
  };
  for (const [id, state] of Object.entries(states)) {
    name('task', ['states', id, 'tasks'], state.tasks, tasks);
    for (const [i, t] of state.transitions.entries()) {
      const at = (...path: Path): Path => ['states', id, 'transitions', i, ...path];
      name('task', at('tasks'), t.tasks, tasks);
      for (const one of t.notices) named.notice.add(one);
      name('return', at('emits'), t.emits, returns);
      for (const one of t.stops.filter((d) => !Object.hasOwn(deadlines, d))) say(at('stops'), `There is no deadline "${one}".`, `Its deadlines: ${Object.keys(deadlines).join(', ')}.`);
      if (t.role !== undefined && !Object.hasOwn(roles, t.role)) say(at('role'), `There is no role "${t.role}".`, `Its roles: ${Object.keys(roles).join(', ')}.`);
      if (t.if !== undefined) for (const wrong of checkOver(pathway, t.if, ['case', 'heard'])) say(at('if'), wrong, 'Name an answer as form.field, or case.reference, case.state, case.opened_on.');
      if (t.event !== undefined && !around.topics.has(t.event.topic)) say(at('event', 'topic'), `Nothing is heard by the topic "${t.event.topic}".`, `Add it to pathways/events.yaml, or use one of: ${[...around.topics].join(', ')}.`);
      for (const [o, opened] of t.opens.entries()) problems.push(...checkOpened(definition, at('opens', o), opened, around));
    }
  }
  name('task', ['begins', 'tasks'], begins.tasks, tasks);
  name('notice', ['begins', 'notices'], begins.notices, notices);
  name('return', ['begins', 'emits'], begins.emits, returns);
  for (const one of begins.starts.filter((d) => !Object.hasOwn(deadlines, d))) say(['begins', 'starts'], `There is no deadline "${one}".`, `Its deadlines: ${Object.keys(deadlines).join(', ')}.`);
  for (const [id, { breach, pauses, ends }] of Object.entries(deadlines)) {
    name('task', ['deadlines', id, 'breach', 'tasks'], breach.tasks, tasks);
    name('notice', ['deadlines', id, 'breach', 'notices'], breach.notices, notices);
    for (const one of pauses.filter((s) => !Object.hasOwn(states, s))) say(['deadlines', id, 'pauses'], `There is no state "${one}".`, `Its states: ${Object.keys(states).join(', ')}.`);
    for (const one of pauses.filter((s) => ends.includes(s))) say(['deadlines', id, 'pauses'], `In "${one}" it would both stand still and be met.`, 'Leave it in one of them.');
  }
  for (const [id, task] of Object.entries(tasks)) {
    if (!Object.hasOwn(roles, task.role)) say(['tasks', id, 'role'], `There is no role "${task.role}".`, `Its roles: ${Object.keys(roles).join(', ')}.`);
    if (task.form !== undefined && !Object.hasOwn(forms, task.form)) say(['tasks', id, 'form'], `There is no form "${task.form}".`, `Its forms: ${Object.keys(forms).join(', ')}.`);
    if (!named.task.has(id)) say(['tasks', id], 'Nothing makes this task.', 'Name it in a state’s or transition’s tasks, or in a deadline’s breach; or remove it.');
  }
  for (const id of Object.keys(notices).filter((one) => !named.notice.has(one))) say(['notices', id], 'Nothing sends this notice.', 'Name it in a transition’s notices or in a deadline’s breach, or remove it.');
  for (const [id, { fields }] of Object.entries(returns)) {
    if (!named.return.has(id)) say(['returns', id], 'No step produces this.', 'Name it in a transition’s emits, or remove it.');
    for (const [column, expression] of Object.entries(fields)) for (const wrong of checkOver(pathway, expression, ['case', 'person', 'heard'])) say(['returns', id, 'fields', column], wrong, 'Name an answer as form.field, or something of case or person.');
  }
  for (const [title, expression] of Object.entries(pathway.board)) for (const wrong of checkOver(pathway, expression, ['case'])) say(['board', title], wrong, 'Name an answer as form.field, or something of case.');
  problems.push(...checkUnused(definition), ...checkBeginning(definition, around));
  return problems;
}

/** Forms that nothing asks. Where there are no states, forms are for other pathways. */
function checkUnused(definition: Definition<PathwayDefinition>): Problem[] {
  const { forms, states, tasks, uses } = definition.value;
  if (Object.keys(states).length === 0) return [];
  const asked = new Set([...Object.values(states), ...Object.values(tasks)].flatMap((one) => one.form ?? []));
  return Object.keys(forms).filter((id) => !asked.has(id)).map((id) => definition.problem(Object.hasOwn(uses, id) ? ['uses', id] : ['forms', id], 'No state and no task asks this form.', 'Name it in a state or a task, or remove it.'));
}

/** What begins a case: a category of data and letters of its own, topics that are heard, answers that its first form has. */
function checkBeginning(definition: Definition<PathwayDefinition>, { topics }: Around): Problem[] {
  const { category, forms, reference, start, states, triggers } = definition.value;
  const problems: Problem[] = [];
  if (Object.keys(states).length === 0) return [];
  if (category === undefined) problems.push(definition.problem(['states'], 'It does not say what category of data its cases are, and so nobody may see one.', 'Add category: one of access/categories.yaml.'));
  if (reference === undefined) problems.push(definition.problem(['states'], 'Its cases have no letters for their numbers.', 'Add reference: two to five capital letters.'));
  const form = forms[states[start ?? '']?.form ?? ''];
  for (const [i, trigger] of triggers.entries()) {
    if (!topics.has(trigger.topic)) problems.push(definition.problem(['triggers', i, 'topic'], `Nothing is heard by the topic "${trigger.topic}".`, `Add it to pathways/events.yaml, or use one of: ${[...topics].join(', ')}.`));
    for (const field of Object.keys(trigger.with).filter((one) => form === undefined || !fieldsOf(form).some((f) => f.name === one))) problems.push(definition.problem(['triggers', i, 'with', field], `The first form has no question "${field}".`, form === undefined ? 'Give the first state a form.' : `Use one of: ${fieldsOf(form).map((f) => f.name).join(', ')}.`));
  }
  return problems;
}

function checkOpened(definition: Definition<PathwayDefinition>, at: Path, { pathway: id, with: carried }: PathwayDefinition['states'][string]['transitions'][number]['opens'][number], { pathways }: Around): Problem[] {
  const other = pathways.get(id);
  if (other === undefined) return [definition.problem([...at, 'pathway'], `There is no pathway "${id}".`, `Use one of: ${[...pathways.keys()].join(', ')}.`)];
  if (other.start === undefined) return [definition.problem([...at, 'pathway'], `${other.title} has no states: no case of it can be opened.`, 'Use its forms, by uses, instead.')];
  const first = other.forms[other.states[other.start]?.form ?? ''];
  const fields = first === undefined ? [] : fieldsOf(first).map((field) => field.name);
  return Object.entries(carried).flatMap(([field, expression]) => [
    ...(fields.includes(field) ? [] : [definition.problem([...at, 'with', field], `The first form of ${other.title} has no question "${field}".`, `Use one of: ${fields.join(', ')}.`)]),
    ...checkOver(definition.value, expression, ['case']).map((wrong) => definition.problem([...at, 'with', field], wrong, 'Name an answer as form.field, or something of case.')),
  ]);
}

import { KithError, londonTime } from '../../kernel/index.ts';
import { dueAfter, type Due } from '../deadlines.ts';
import type { PathwayDefinition, StateDefinition, TransitionDefinition } from '../definition/pathway-schema.ts';
import { passes } from '../expressions.ts';
import { evaluateForm, incomplete } from '../forms/evaluate.ts';
import type { Answers, FormResult, Value } from '../types.ts';
import { lateFrom, resumeClock, startClock, warnFrom, type RunningDeadline } from './clocks.ts';
import { holds, valuesOver, type CaseContext } from './guards.ts';

export interface SentNotice {
  id: string;
  to: string;
  channel: string;
  says: string;
}

export interface WalkedTask {
  id: string;
  title: string;
  role: string;
  due: Due | null;
  blocks: boolean;
  done: boolean;
}

/** A return's event with its columns; a column that rests on what nobody answered is null. */
export interface ProducedReturn {
  id: string;
  return: string;
  event: string;
  fields: Record<string, Value>;
}

export interface OpenedPathway {
  pathway: string;
  waits: boolean;
  with: Record<string, Value>;
  ended: boolean;
}

/** One step from a state to the next. */
export interface TakenStep {
  state: string;
  /** Place of the transition in its state. */
  transition: number;
  action: string;
  to: string;
  at: string;
  role: string | null;
}

/** What somebody does, or what is heard; who does it matters where an approval must be another's. */
export interface Actor {
  role?: string | undefined;
  who?: string | undefined;
}

/** A case as it would be, walked in memory: nothing is kept, and nobody is told. */
export interface Journey {
  readonly state: { id: string } & StateDefinition;
  readonly now: Date;
  readonly answers: Readonly<Record<string, Answers>>;
  readonly results: Readonly<Record<string, FormResult>>;
  /** Of the form completed last. */
  readonly latest: FormResult | null;
  readonly steps: readonly TakenStep[];
  readonly deadlines: readonly RunningDeadline[];
  readonly tasks: readonly WalkedTask[];
  readonly notices: readonly SentNotice[];
  readonly documents: readonly string[];
  readonly returns: readonly ProducedReturn[];
  readonly opened: readonly OpenedPathway[];
  /** Transitions somebody could take now, by their place in the state. */
  available(actor?: Actor): number[];
  /** Why a transition cannot be taken; null where it can. */
  refused(transition: number, actor?: Actor): string | null;
  /** Completes a form. What is wrong or missing is in the result, and nothing is taken on. */
  complete(form: string, answers: Answers, actor?: Actor): FormResult;
  /** Takes a transition. Throws `usage.invalid` with why it cannot be taken. */
  act(transition: number, actor?: Actor): void;
  /** Hears an event of the person: takes the first transition that waits for it, and says whether one did. */
  hear(topic: string, heard: Answers): boolean;
  /** Time passes: warnings and breaches happen in their order. */
  until(at: Date): void;
  doTask(id: string): void;
  pause(deadline: string): void;
  resume(deadline: string): void;
  /** The other case that this one opened has ended. */
  ended(pathway: string): void;
}

/**
 * A case of a pathway that begins at `from`. The rules are the engine's: a state's form must be complete since it was come
 * to, a task that blocks must be done, a clock stands still in the states that pause it, and stops at an end.
 */
export function beginJourney(pathway: PathwayDefinition, from: Date, start = pathway.start): Journey {
  if (start === undefined || pathway.states[start] === undefined) throw new KithError('usage.invalid', `${pathway.title} has no states to walk through.`, { mend: 'Its forms are for other pathways: evaluate them alone.' });
  let now = from;
  let at = start;
  const answers: Record<string, Answers> = {};
  const results: Record<string, FormResult> = {};
  const completedOn: Record<string, string> = {};
  /** Who completed the state's form, and the last form of an earlier state: what an approval must be another than. */
  let [doneBy, preparedBy]: (string | undefined)[] = [];
  let completedHere = false;
  let latest: FormResult | null = null;
  const deadlines = new Map<string, RunningDeadline>();
  const stoodStill = new Map<string, Date>();
  const [steps, tasks, notices, documents, returns, opened]: [TakenStep[], WalkedTask[], SentNotice[], string[], ProducedReturn[], OpenedPathway[]] = [[], [], [], [], [], []];

  const stateAt = (): StateDefinition => pathway.states[at]!;
  const tell = (id: string): void => void notices.push({ id, ...pathway.notices[id]! });
  /** A task that is open already is not made again. */
  const addTask = (id: string): void => {
    const task = pathway.tasks[id]!;
    if (tasks.some((one) => one.id === id && !one.done)) return;
    tasks.push({ id, title: task.title, role: task.role, due: task.due === undefined ? null : dueAfter(now, task.due), blocks: task.blocks, done: false });
  };
  const context = (): CaseContext => ({
    ...Object.fromEntries(Object.entries(answers).map(([form, given]) => [form, { ...given, outcome: given['outcome'] ?? results[form]!.outcome, completed_on: given['completed_on'] ?? completedOn[form] }])),
    case: { reference: `${pathway.reference ?? 'K'}-000001`, pathway: pathway.id, state: at, opened_on: londonTime(from).day, closed_on: stateAt().end ? londonTime(now).day : null },
  });
  const produce = (id: string): void => {
    const { return: to, event, fields } = pathway.returns[id]!;
    returns.push({ id, return: to, event, fields: valuesOver(fields, context()) });
  };
  const finishTask = (fits: (task: WalkedTask) => boolean): boolean => {
    const found = tasks.find((task) => !task.done && fits(task));
    if (found !== undefined) found.done = true;
    return found !== undefined;
  };
  const standStill = (clock: RunningDeadline): void => {
    if (clock.state !== 'running') return;
    clock.state = 'paused';
    stoodStill.set(clock.id, now);
  };
  const goOn = (clock: RunningDeadline): void => {
    const since = stoodStill.get(clock.id);
    if (clock.state !== 'paused' || since === undefined) return;
    deadlines.set(clock.id, resumeClock(clock, pathway.deadlines[clock.id]!, since, now));
    stoodStill.delete(clock.id);
  };
  /** A deadline that still runs goes on; one that starts here is met by a later step, not by where this one leads. */
  const begin = (id: string): void => {
    const open = deadlines.get(id)?.state;
    if (open === 'running' || open === 'paused' || stateAt().end) return;
    const definition = pathway.deadlines[id]!;
    const clock = startClock(id, definition, now);
    deadlines.set(id, clock);
    if (definition.pauses.includes(at)) standStill(clock);
  };
  const come = (to: string, stops: readonly string[]): void => {
    at = to;
    completedHere = false;
    [preparedBy, doneBy] = [doneBy ?? preparedBy, undefined];
    const state = stateAt();
    for (const clock of deadlines.values()) {
      const open = clock.state === 'running' || clock.state === 'paused';
      if (!open) continue;
      const definition = pathway.deadlines[clock.id]!;
      if (definition.ends.includes(to)) clock.state = 'met';
      else if (state.end || stops.includes(clock.id)) clock.state = 'stopped';
      else if (definition.pauses.includes(to)) standStill(clock);
      else goOn(clock);
    }
    for (const task of tasks) if (state.end) task.done = true;
    for (const task of state.tasks) addTask(task);
  };
  /** Why a transition cannot be taken; null where it can. */
  const refusal = (t: TransitionDefinition, actor: Actor): string | null => {
    const state = stateAt();
    if (t.event === undefined && state.form !== undefined) {
      if (!completedHere) return `the form "${state.form}" is not complete`;
      if (t.on !== undefined && t.on !== results[state.form]!.outcome) return `the form came to ${results[state.form]!.outcome ?? 'nothing'}, not to ${t.on}`;
    }
    const role = t.role ?? state.role;
    if (actor.role !== undefined && actor.role !== role) return `it is for ${role ?? 'nobody'}, not for ${actor.role}`;
    const prepared = state.approval !== undefined || state.form === undefined ? preparedBy : doneBy;
    if (t.other && actor.who !== undefined && actor.who === prepared) return 'whoever completed the form may not approve it';
    const blocked = tasks.find((task) => task.blocks && !task.done);
    if (blocked !== undefined) return `"${blocked.title}" must be done first`;
    return refusalByItself(t);
  };
  const refusalByItself = (t: TransitionDefinition): string | null => {
    if (pathway.states[t.to]!.end && opened.some((one) => one.waits && !one.ended)) return 'a case it waits for has not ended';
    return t.if === undefined || holds(t.if, context()) ? null : `it does not hold that ${t.if}`;
  };
  const take = (index: number, actor: Actor): void => {
    const state = stateAt();
    const t = state.transitions[index]!;
    steps.push({ state: at, transition: index, action: t.action, to: t.to, at: now.toISOString(), role: actor.role ?? t.role ?? state.role ?? null });
    come(t.to, t.stops);
    for (const one of t.starts) begin(one);
    for (const one of t.tasks) addTask(one);
    for (const one of t.notices) tell(one);
    documents.push(...t.documents);
    for (const one of t.opens) opened.push({ pathway: one.pathway, waits: one.waits, ended: false, with: valuesOver(one.with, context()) });
    for (const one of t.emits) produce(one);
  };
  const breach = (clock: RunningDeadline): void => {
    clock.breached = true;
    const { breach: late } = pathway.deadlines[clock.id]!;
    for (const one of late.notices) tell(one);
    for (const one of late.tasks) addTask(one);
  };

  for (const task of [...stateAt().tasks, ...pathway.begins.tasks]) addTask(task);
  for (const one of pathway.begins.starts) begin(one);
  for (const one of pathway.begins.notices) tell(one);
  documents.push(...pathway.begins.documents);
  for (const one of pathway.begins.emits) produce(one);
  return {
    get state() { return { id: at, ...stateAt() }; },
    get now() { return now; },
    get latest() { return latest; },
    get deadlines() { return [...deadlines.values()]; },
    answers, results, steps, tasks, notices, documents, returns, opened,
    available: (actor = {}) => stateAt().transitions.flatMap((t, i) => (refusal(t, actor) === null ? [i] : [])),
    refused: (index, actor = {}) => {
      const t = stateAt().transitions[index];
      return t === undefined ? 'there is no such step' : refusal(t, actor);
    },
    complete(form, given, actor = {}) {
      const definition = pathway.forms[form];
      if (definition === undefined) throw new KithError('usage.invalid', `${pathway.title} has no form "${form}".`, { mend: `Its forms: ${Object.keys(pathway.forms).join(', ')}.` });
      const result = evaluateForm(pathway, definition, given);
      if (result.problems.length > 0 || result.missing.length > 0 || result.outcome === incomplete) return result;
      answers[form] = { ...result.values };
      results[form] = latest = result;
      completedOn[form] = londonTime(now).day;
      if (form === stateAt().form) [completedHere, doneBy] = [true, actor.who ?? actor.role ?? stateAt().role];
      finishTask((task) => pathway.tasks[task.id]!.form === form);
      return result;
    },
    act(index, actor = {}) {
      const t = stateAt().transitions[index];
      const why = t === undefined ? 'there is no such step' : refusal(t, actor);
      if (why !== null) throw new KithError('usage.invalid', `"${t?.action ?? index}" cannot be done: ${why}.`, { mend: 'Do first what it waits for.' });
      take(index, actor);
    },
    hear(topic, heard) {
      const index = stateAt().transitions.findIndex((t) => t.event?.topic === topic && Object.entries(t.event.where).every(([name, test]) => heard[name] !== undefined && passes(test, heard[name] ?? null)) && refusalByItself(t) === null);
      if (index >= 0) take(index, {});
      return index >= 0;
    },
    until(to) {
      for (;;) {
        const open = [...deadlines.values()].filter((clock) => clock.state === 'running');
        const next = open
          .flatMap((clock): { when: Date; happens: () => void }[] => [
            ...(clock.breached ? [] : [{ when: lateFrom(clock.due), happens: () => breach(clock) }]),
            ...(clock.warn === null || clock.warned || clock.breached ? [] : [{ when: warnFrom(clock.warn), happens: () => void (clock.warned = true) }]),
          ])
          .filter(({ when }) => when <= to)
          .sort((a, b) => a.when.getTime() - b.when.getTime())[0];
        if (next === undefined) break;
        if (next.when > now) now = next.when;
        next.happens();
      }
      if (to > now) now = to;
    },
    doTask(id) {
      if (!finishTask((task) => task.id === id)) throw new KithError('usage.invalid', `There is no task "${id}" to do.`, { mend: `To do: ${tasks.filter((task) => !task.done).map((task) => task.id).join(', ') || 'nothing'}.` });
    },
    pause(id) { const clock = deadlines.get(id); if (clock !== undefined) standStill(clock); },
    resume(id) { const clock = deadlines.get(id); if (clock !== undefined) goOn(clock); },
    ended(id) { for (const one of opened) if (one.pathway === id) one.ended = true; },
  };
}

/** Answers a pathway's first form begins with, when it is begun by something heard; null where nothing begins it. */
export function begunBy(pathway: PathwayDefinition, topic: string, heard: Answers): { trigger: number; with: Answers } | null {
  const trigger = pathway.triggers.findIndex((one) => one.topic === topic && Object.entries(one.where).every(([name, test]) => heard[name] !== undefined && passes(test, heard[name] ?? null)));
  if (trigger < 0) return null;
  return { trigger, with: valuesOver(pathway.triggers[trigger]!.with, { ...heard, heard }) };
}

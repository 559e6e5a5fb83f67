import { KithError } from '../kernel/index.ts';
import { dueAfter, warnBefore, type Due } from './deadlines.ts';
import type { PathwayDefinition, StateDefinition } from './definition/pathway-schema.ts';
import { evaluateForm, incomplete } from './forms/evaluate.ts';
import type { Answers, FormResult } from './types.ts';

/** A deadline as it stands after a walk. */
export interface RunningDeadline {
  id: string;
  title: string;
  owner: string;
  due: Due;
  warn: Due | null;
  state: 'running' | 'met';
}

export interface SentNotice {
  id: string;
  to: string;
  channel: string;
  says: string;
}

/** One state passed: what its form came to, and where that led. */
export interface WalkedState extends FormResult {
  state: string;
  form: string;
  /** What was done, and the state it led to; null where the walk stands still. */
  action: string | null;
  to: string | null;
}

/** A walk through a pathway with sample answers. Nothing is kept, and nobody is told. */
export interface Walk {
  pathway: string;
  version: number;
  /** Day or instant the walk began. */
  from: string;
  /** The last form completed, and all that it came to. */
  form: string;
  outcome: string | null;
  because: string | null;
  problems: FormResult['problems'];
  missing: string[];
  scores: FormResult['scores'];
  /** Where a case would stand; null where the forms are used by other pathways alone. */
  state: { id: string; title: string; end: boolean } | null;
  steps: WalkedState[];
  deadlines: RunningDeadline[];
  notices: SentNotice[];
}

/**
 * Walks a pathway from `form` with answers: of that form alone, or of several forms by their ids. A form that is
 * incomplete, or comes to what no transition takes, ends the walk where it stands.
 * Throws `usage.invalid` for a form that is none.
 */
export function walk(pathway: PathwayDefinition, answers: Answers, from: Date, form?: string): Walk {
  const start = form ?? firstForm(pathway);
  const byForm = answersByForm(pathway, answers, start);
  const stateOf = (id: string): string | null => Object.entries(pathway.states).find(([, state]) => state.form === id)?.[0] ?? null;
  let at: string | null = form === undefined ? (pathway.start ?? stateOf(start)) : stateOf(start);
  const steps: WalkedState[] = [];
  const deadlines = new Map<string, RunningDeadline>();
  const notices: SentNotice[] = [];

  if (at === null) {
    const result = evaluateForm(pathway, formOf(pathway, start), byForm[start] ?? {});
    return { ...ended(pathway, from, start, result), state: null, steps: [], deadlines: [], notices: [] };
  }
  for (;;) {
    const state: StateDefinition = pathway.states[at]!;
    const id = state.form;
    if (id === undefined || byForm[id] === undefined || steps.some((s) => s.state === at)) break;
    const result = evaluateForm(pathway, formOf(pathway, id), byForm[id]);
    const next = result.problems.length > 0 || result.missing.length > 0 || result.outcome === incomplete ? undefined : state.transitions.find((t) => t.on === undefined || t.on === result.outcome);
    steps.push({ state: at, form: id, ...result, action: next?.action ?? null, to: next?.to ?? null });
    if (next === undefined) break;
    at = next.to;
    for (const one of next.starts) deadlines.set(one, started(pathway, one, from));
    for (const one of next.notices) notices.push({ id: one, ...pathway.notices[one]! });
    for (const running of deadlines.values()) if (pathway.deadlines[running.id]!.ends.includes(at)) running.state = 'met';
  }
  const last = steps.at(-1);
  const result = last ?? evaluateForm(pathway, formOf(pathway, start), byForm[start] ?? {});
  return {
    ...ended(pathway, from, last?.form ?? start, result),
    state: { id: at, title: pathway.states[at]!.title, end: pathway.states[at]!.end },
    steps,
    deadlines: [...deadlines.values()],
    notices,
  };
}

function ended(pathway: PathwayDefinition, from: Date, form: string, { problems, missing, scores, outcome, because }: FormResult): Omit<Walk, 'state' | 'steps' | 'deadlines' | 'notices'> {
  return { pathway: pathway.id, version: pathway.version, from: from.toISOString(), form, outcome, because, problems, missing, scores };
}

/** A form by its id. Throws `usage.invalid` with those there are. */
export function formOf(pathway: PathwayDefinition, id: string): PathwayDefinition['forms'][string] {
  const form = pathway.forms[id];
  if (form === undefined) throw new KithError('usage.invalid', `${pathway.title} has no form "${id}".`, { mend: `Its forms: ${Object.keys(pathway.forms).join(', ')}.` });
  return form;
}

function firstForm(pathway: PathwayDefinition): string {
  const first = pathway.start === undefined ? undefined : pathway.states[pathway.start]?.form;
  const only = Object.keys(pathway.forms);
  if (first !== undefined) return first;
  if (only.length === 1) return only[0]!;
  throw new KithError('usage.invalid', `${pathway.title} has several forms.`, { mend: `Say which with --form: ${only.join(', ')}.` });
}

/** Answers of one form, or of several under their forms' ids. */
function answersByForm(pathway: PathwayDefinition, answers: Answers, start: string): Record<string, Answers> {
  const names = Object.keys(answers);
  const nested = names.length > 0 && names.every((name) => Object.hasOwn(pathway.forms, name) && answers[name] !== null && typeof answers[name] === 'object' && !Array.isArray(answers[name]));
  return nested ? (answers as Record<string, Answers>) : { [start]: answers };
}

function started(pathway: PathwayDefinition, id: string, from: Date): RunningDeadline {
  const { title, owner, after, warn } = pathway.deadlines[id]!;
  const due = dueAfter(from, after);
  return { id, title, owner, due, warn: warn === undefined ? null : warnBefore(due, warn), state: 'running' };
}

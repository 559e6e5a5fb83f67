import { KithError } from '../kernel/index.ts';
import type { PathwayDefinition } from './definition/pathway-schema.ts';
import { evaluateForm, incomplete } from './forms/evaluate.ts';
import type { RunningDeadline } from './journey/clocks.ts';
import { beginJourney, type Journey, type OpenedPathway, type ProducedReturn, type SentNotice, type WalkedTask } from './journey/journey.ts';
import type { Answers, FormResult } from './types.ts';

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
  deadlines: readonly RunningDeadline[];
  notices: readonly SentNotice[];
  tasks: readonly WalkedTask[];
  documents: readonly string[];
  /** Events of statutory returns. */
  returns: readonly ProducedReturn[];
  /** Other pathways begun. */
  opened: readonly OpenedPathway[];
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
  const at: string | null = form === undefined ? (pathway.start ?? stateOf(start)) : stateOf(start);
  if (at === null) {
    const result = evaluateForm(pathway, formOf(pathway, start), byForm[start] ?? {});
    return { ...ended(pathway, from, start, result), state: null, steps: [], deadlines: [], notices: [], tasks: [], documents: [], returns: [], opened: [] };
  }
  const journey = beginJourney(pathway, from, at);
  const steps: WalkedState[] = [];
  for (;;) {
    const { id, form: asked } = journey.state;
    const given = asked === undefined ? undefined : byForm[asked];
    if (asked === undefined || given === undefined || steps.some((s) => s.state === id)) break;
    const result = journey.complete(asked, given);
    const whole = result.problems.length === 0 && result.missing.length === 0 && result.outcome !== incomplete;
    const [next] = whole ? journey.available().filter((i) => journey.state.transitions[i]!.event === undefined) : [];
    const taken = next === undefined ? undefined : journey.state.transitions[next];
    steps.push({ state: id, form: asked, ...result, action: taken?.action ?? null, to: taken?.to ?? null });
    if (next === undefined) break;
    journey.act(next);
  }
  const last = steps.at(-1);
  const result = last ?? evaluateForm(pathway, formOf(pathway, start), byForm[start] ?? {});
  return { ...ended(pathway, from, last?.form ?? start, result), ...standing(journey), steps };
}

function standing({ state, deadlines, notices, tasks, documents, returns, opened }: Journey): Omit<Walk, 'steps' | keyof ReturnType<typeof ended>> {
  return { state: { id: state.id, title: state.title, end: state.end }, deadlines, notices, tasks, documents, returns, opened };
}

function ended(pathway: PathwayDefinition, from: Date, form: string, { problems, missing, scores, outcome, because }: FormResult): Omit<Walk, 'state' | 'steps' | 'deadlines' | 'notices' | 'tasks' | 'documents' | 'returns' | 'opened'> {
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

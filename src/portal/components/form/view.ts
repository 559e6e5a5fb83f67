import type { Attachment, CompletedForm, Field, FormDefinition, FormResult, Prefilled, Provenances, Value } from '../../../pathways/index.ts';

/** Answers as they are worked on, and what stands beside them. */
export interface Working {
  answers: Readonly<Record<string, Value>>;
  /** Where answers that were taken from somewhere came from. */
  provenance: Provenances;
  /** Taken beforehand, and nobody's answer until it is kept. */
  offered: Readonly<Record<string, Prefilled>>;
  /** What stood before, of answers that stand at a review until they are changed. */
  last: Readonly<Record<string, Prefilled>>;
  result: FormResult;
}

/** What one page of a form needs to draw its questions. */
export interface AskView extends Working {
  form: FormDefinition;
  /** What is wrong, by the id of the control. */
  errors: ReadonlyMap<string, string>;
  attachments: readonly Attachment[];
  fileHref: (id: string) => string;
  /** Choices longer than this are a list to choose from. */
  today: string;
}

export type PageStatus = 'done' | 'started' | 'not-started' | 'optional' | 'waiting' | 'left';

export interface FormPage {
  /** Place in the form, from 1. */
  number: number;
  title: string;
  status: PageStatus;
  /** Questions that are asked here now. */
  asked: Field[];
  /** Answers taken beforehand that wait to be kept or changed. */
  toKeep: number;
  missing: number;
}

const given = (value: Value | undefined): boolean => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

/** How each page of a form stands. */
export function pagesOf(form: FormDefinition, { answers, offered, result }: Pick<Working, 'answers' | 'offered' | 'result'>): FormPage[] {
  const asked = new Set(result.asked);
  const undecided = new Set(result.undecided);
  return form.pages.map((page, i) => {
    const here = page.fields.filter((f) => asked.has(f.name));
    const questions = here.filter((f) => f.type !== 'calculated');
    const wrong = result.problems.filter((p) => page.fields.some((f) => p.field === f.name || p.field.startsWith(`${f.name}[`) || p.field.startsWith(`${f.name}.`))).length;
    const missing = questions.filter((f) => result.missing.includes(f.name)).length;
    const started = questions.some((f) => given(answers[f.name]));
    const waits = page.fields.some((f) => undecided.has(f.name));
    const toKeep = questions.filter((f) => Object.hasOwn(offered, f.name)).length;
    const required = questions.some((f) => f.required);
    const status = ((): PageStatus => {
      if (here.length === 0) return waits ? 'waiting' : 'left';
      if (missing === 0 && wrong === 0 && (started || (required && questions.length > 0))) return 'done';
      if (started || wrong > 0) return 'started';
      return required || questions.length === 0 ? 'not-started' : 'optional';
    })();
    return { number: i + 1, title: page.title, status, asked: here, toKeep, missing };
  });
}

/** The version that is shown of a form: what is completed. */
export type Shown = Pick<CompletedForm, 'answers' | 'provenance' | 'at' | 'userName'>;

/** The id of a control by where a problem says it is: `journeys[0].where_to`, `week.monday.hours`. */
export function controlId(form: FormDefinition, at: string): string {
  const field = form.pages.flatMap((p) => p.fields).find((f) => at === f.name || at.startsWith(`${f.name}.`) || at.startsWith(`${f.name}[`));
  if (field?.type === 'table') {
    const row = field.rows.findIndex((r) => at.startsWith(`${field.name}.${r.value}.`));
    if (row >= 0) return `${field.name}.${row}.${at.slice(`${field.name}.${field.rows[row]!.value}.`.length)}`;
  }
  return at.replaceAll(/\[(\d+)\]/g, '.$1');
}

import { KithError } from '../../kernel/index.ts';
import { evaluateForm, fieldsOf, gatherSources, prefillForm, type CaseDetail, type CaseForm, type EarlierForm, type FormDefinition, type MeasureHome, type Prefilled, type Value } from '../../pathways/index.ts';
import { sensorCategory } from '../../sensors/index.ts';
import type { Working } from '../components/form/view.ts';
import { around, type Around } from './around.ts';
import type { Asking, CasePageServices } from './case-kit.ts';

/** A form of a case as somebody opens it. */
export interface OpenForm {
  detail: CaseDetail;
  own: CaseForm;
  form: FormDefinition;
  working: Working;
  frame: Around;
  /** Names of questions whose last answer stands until it is changed. */
  keeping: ReadonlySet<string>;
}

const daySeconds = 86_400_000;

/** Opens a form with what it can be filled with beforehand, in the readings that this takes. Throws `person.not-found` for what there is not. */
export async function openForm(services: CasePageServices, asked: Asking, caseId: string, formId: string): Promise<OpenForm> {
  const { cases, access, records, people } = services;
  const { session, context } = asked;
  const detail = await cases.desk.one(session, caseId);
  const own = detail.forms.find((f) => f.id === formId);
  const form = detail.pathway.forms[formId];
  if (own === undefined || form === undefined) throw new KithError('person.not-found', 'There is no such form.');
  const personId = detail.case.personId;
  const { frame, prefilled } = await access.reading(session, { action: 'case', persons: [personId], request: `form ${detail.reference} ${formId}` }, async (reading) => {
    const others = [...fieldsOf(form).flatMap((f) => ('prefill' in f && f.prefill !== undefined && 'pathway' in f.prefill ? [[f.prefill.pathway, f.prefill.form] as const] : [])), ...(keepsAny(form) ? [[detail.case.pathway, formId] as const] : [])];
    const earlier: EarlierForm[] = detail.forms.flatMap((f) => (f.newest === null ? [] : [earlierOf(detail.case.pathway, f.newest, `${detail.pathway.title}, ${f.title.toLowerCase()}`, true)]));
    for (const [pathway, other] of others) {
      const newest = await cases.desk.newest(reading, personId, pathway, other);
      if (newest !== null && newest.caseId !== detail.case.caseId) earlier.push(earlierOf(pathway, newest, titleOf(cases.pathways, pathway, other), false));
    }
    const sources = await gatherSources(reading, records, personId, form, { source: (feed) => `${context.feeds.organisation(feed)}, ${context.feeds.name(feed)}`, today: context.today, earlier, ...(people.home === null ? {} : { measure: measureWith(people.home) }) });
    return { frame: await around(reading, personId, people, context), prefilled: prefillForm(detail.case.pathway, formId, form, sources) };
  });
  return { detail, own, form, frame, keeping: new Set(fieldsOf(form).filter((f) => 'keeps' in f && f.keeps).map((f) => f.name)), working: workingOf(detail, own, form, prefilled) };
}

/** The mean of what the rooms' sensors read over the days asked for. */
const measureWith = (view: NonNullable<CasePageServices['people']['home']>): MeasureHome => async (reading, personId, { sensor, days }) => {
  const home = await view(reading, personId, days);
  const read = home.rooms.flatMap((room) => room[sensor].flatMap(({ at, value }) => (value === null ? [] : [{ room: room.room, at, value }])));
  if (read.length === 0) return null;
  const rooms = [...new Set(read.map((r) => r.room.replaceAll('-', ' ')))];
  return { sensor, days, value: read.reduce((sum, r) => sum + r.value, 0) / read.length, source: `Sensors in the home (${rooms.join(', ')}), mean of ${days} days`, category: sensorCategory, asOf: new Date(Math.max(...read.map((r) => r.at))).toISOString() };
};

const keepsAny = (form: FormDefinition): boolean => fieldsOf(form).some((f) => 'keeps' in f && f.keeps);
const earlierOf = (pathway: string, { form, answers, at, userName }: NonNullable<CaseForm['newest']>, title: string, sameCase: boolean): EarlierForm => ({ pathway, form, sameCase, title, answers, at: at.toISOString(), by: userName ?? 'Kith' });
const titleOf = (pathways: CasePageServices['cases']['pathways'], pathway: string, form: string): string => {
  const found = pathways.find((p) => p.id === pathway);
  return `${found?.title ?? pathway}, ${found?.forms[form]?.title.toLowerCase() ?? form}`;
};

/**
 * The answers that are worked on: the draft; before there is one, what was completed before (a form that came back, or that is changed), or at
 * a review of a form that keeps answers, those alone. What is taken beforehand stands beside them until it is kept.
 */
export function workingOf(detail: Pick<CaseDetail, 'pathway'>, own: Pick<CaseForm, 'draft' | 'newest'>, form: FormDefinition, prefilled: Readonly<Record<string, Prefilled>>): Working {
  const { draft, newest } = own;
  const begun = draft ?? (newest !== null && !keepsAny(form) ? newest : null);
  const answers: Record<string, Value> = { ...begun?.answers };
  const provenance = { ...begun?.provenance };
  const offered: Record<string, Prefilled> = {};
  const last: Record<string, Prefilled> = {};
  for (const [name, found] of Object.entries(prefilled)) {
    if (found.from === 'last') last[name] = found;
    if (Object.hasOwn(answers, name)) continue;
    if (found.from === 'last') {
      answers[name] = found.value;
      provenance[name] = { from: `${found.source}, unchanged`, asOf: found.asOf };
    } else offered[name] = found;
  }
  return { answers, provenance, offered, last, result: evaluateForm(detail.pathway, form, answers) };
}

/** Somebody else who saved this form lately, and may be at it still. */
export function alsoAt(own: CaseForm, userId: string, now: Date): { name: string; at: Date } | null {
  const { draft } = own;
  return draft === null || draft.userId === null || draft.userId === userId || now.getTime() - draft.savedAt.getTime() > daySeconds / 48 ? null : { name: draft.userName ?? 'Somebody', at: draft.savedAt };
}

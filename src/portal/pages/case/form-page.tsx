import { Ask } from '../../components/form/ask.tsx';
import { Scores } from '../../components/form/scores.tsx';
import { controlId, pagesOf, type AskView } from '../../components/form/view.ts';
import type { Page } from '../../components/layout.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../../components/messages.tsx';
import { Button } from '../../components/button.tsx';
import type { Field, FormDefinition, FormResult } from '../../../pathways/index.ts';
import type { OpenForm } from '../../http/case-form-state.ts';
import { paths } from '../../paths.ts';
import { AlsoHere, navOf } from './form-list.tsx';
import { casePage } from './frame.tsx';

export interface FormPageProps {
  open: OpenForm;
  /** Place of the page, from 1. */
  number: number;
  csrf: string;
  today: string;
  errors: readonly FieldError[];
  also: { name: string; at: Date } | null;
  /** More was asked by what was answered: said once, above the questions. */
  more: boolean;
  /** When the draft was saved, as the page says it; null before. */
  savedAt: string | null;
}

/** One page of questions. */
export function formQuestionsPage(props: FormPageProps): Page {
  const { open, number, errors } = props;
  const { detail, own, form, working, frame } = open;
  const page = form.pages[number - 1]!;
  const caseId = detail.case.caseId;
  const pages = pagesOf(form, working);
  const view: AskView = {
    ...working, form, errors: new Map(errors.flatMap((e) => (e.href === undefined ? [] : [[e.href.slice(1), beside(e.text, page.fields)]]))), attachments: detail.attachments,
    fileHref: (id) => paths.caseFile(caseId, id), today: props.today,
  };
  const files = page.fields.some((f) => f.type === 'file' || f.type === 'photo');
  const before = pages.findLast((p) => p.number < number && p.status !== 'left' && p.status !== 'waiting');
  const toKeep = pages[number - 1]!.toKeep;
  const asked = page.fields.filter((f) => working.result.asked.includes(f.name)).map((f) => f.name);
  return casePage({
    frame, caseId, caseTitle: `${detail.reference}, ${detail.pathway.title}`, here: `${own.title}: ${page.title}`, error: errors.length > 0,
    side: navOf(open, number),
    children: (
      <>
        {errors.length === 0 ? null : <ErrorSummary errors={errors} description="What you wrote is saved." />}
        {before === undefined ? null : (
          <p class="app-no-print">
            <a class="nhsuk-back-link" href={paths.caseFormPage(caseId, own.id, before.number)}>Back: {before.title}</a>
          </p>
        )}
        <p class="app-quiet app-case__over">{own.title}, page {number} of {form.pages.length}</p>
        <h2 class="app-case__title">{page.title}</h2>
        {page.intro === undefined ? null : <p>{page.intro}</p>}
        <AlsoHere also={props.also} today={props.today} />
        {props.more ? <div role="status" class="app-more"><p><b>There is more to answer here</b>, because of what you answered.</p></div> : null}
        <form
          class="app-ask-form" method="post" action={paths.caseFormPage(caseId, own.id, number)} noValidate data-autosave={paths.caseFormSave(caseId, own.id, number)}
          {...(files ? { enctype: 'multipart/form-data' } : {})}
        >
          <input type="hidden" name="csrf" value={props.csrf} />
          <input type="hidden" name="revision" value={String(own.draft?.revision ?? 0)} />
          <input type="hidden" name="shown" value={asked.join(',')} />
          {/* The first button of a form is the one that Enter presses. */}
          <button class="nhsuk-u-visually-hidden" type="submit" name="do" value="continue" tabindex={-1} aria-hidden="true">Continue</button>
          {toKeep < 2 ? null : (
            <InsetText>
              <p>
                {toKeep} answers are filled in from what is known. Read each; those you keep become yours.{' '}
                <button class="app-link-button" type="submit" name="do" value="keep-all">Keep all of them</button>
              </p>
            </InsetText>
          )}
          {page.fields.map((field) => <Ask field={field} page={view} />)}
          <div data-live>
            <Scores form={form} scores={scoresBy(form, number, working.result.scores)} />
          </div>
          <div class="app-ask-form__foot">
            <Button name="do" value="continue">Continue</Button>
            <Button variant="secondary" name="do" value="later">Save and come back later</Button>
            <p class="app-saved" role="status" aria-live="polite" data-saved>{props.savedAt === null ? '' : `Saved ${props.savedAt}`}</p>
          </div>
        </form>
      </>
    ),
  });
}

/** Scores that questions up to this page count towards: one of later pages would only say that they are not answered yet. */
export function scoresBy(form: FormDefinition, number: number, scores: FormResult['scores']): FormResult['scores'] {
  const asked = new Set(form.pages.slice(0, number).flatMap((page) => page.fields.map((f) => f.name)));
  return scores.filter((score) => form.scores.find((s) => s.name === score.name)?.items.some((name) => asked.has(name)) === true);
}

/** What is wrong as it is said away from its question: the question, then what to do. */
const about = (title: string, rest: string): string => (/[?.!]$/.test(title) ? `${title} ${rest.charAt(0).toUpperCase()}${rest.slice(1)}` : `${title}: ${rest}`);

/** The same as it is said beside its question. */
function beside(text: string, fields: readonly Field[]): string {
  const field = fields.find((f) => text.startsWith(f.title));
  const rest = field === undefined ? text : text.slice(field.title.length).replace(/^:? /, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** Problems of one page as errors that lead to their controls. */
export function errorsOf(open: Pick<OpenForm, 'form' | 'working'>, number: number, unseen: ReadonlySet<string>): FieldError[] {
  const { form, working } = open;
  const fields = form.pages[number - 1]!.fields.filter((f) => working.result.asked.includes(f.name) && !unseen.has(f.name));
  return fields.flatMap((field): FieldError[] => {
    const wrong = working.result.problems.filter((p) => p.field === field.name || p.field.startsWith(`${field.name}[`) || p.field.startsWith(`${field.name}.`));
    if (wrong.length > 0) return wrong.map((p) => ({ text: sentence(field, p.says), href: `#${controlId(form, p.field)}` }));
    if (!field.required || !working.result.missing.includes(field.name)) return [];
    const choose = field.type === 'choice' || field.type === 'yes-no' || field.type === 'choices';
    return [{ text: about(field.title, Object.hasOwn(working.offered, field.name) ? 'keep this answer, or change it' : field.type === 'signature' ? 'sign' : choose ? 'choose an answer' : 'give an answer'), href: `#${field.name}` }];
  });
}

/** A problem as the evaluator says it, `Question: what to do.`, as pages say it. */
function sentence(field: Field, says: string): string {
  const text = says.replace(/\.$/, '');
  return text.startsWith(`${field.title}: `) ? about(field.title, text.slice(field.title.length + 2)) : text;
}

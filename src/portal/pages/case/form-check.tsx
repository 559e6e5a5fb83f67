import type { VNode } from 'preact';
import { Button } from '../../components/button.tsx';
import { AnswerList, type AnswerRow } from '../../components/form/answers.tsx';
import { Scores } from '../../components/form/scores.tsx';
import { pagesOf } from '../../components/form/view.ts';
import type { Page } from '../../components/layout.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../../components/messages.tsx';
import { TextArea } from '../../components/text-area.tsx';
import type { OpenForm } from '../../http/case-form-state.ts';
import { paths } from '../../paths.ts';
import type { Following } from '../../words/what-follows.ts';
import { navOf } from './form-list.tsx';
import { casePage } from './frame.tsx';

export interface FormCheckProps {
  open: OpenForm;
  csrf: string;
  errors: readonly FieldError[];
  /** What completing it will do; nothing where it is no form of the state. */
  follows: readonly Following[];
  /** Why this reader may not complete it; null where they may. */
  notBecause: string | null;
  note: string;
  reason: string;
}

/** What a question wants still, as it stands beside it; null for nothing. */
function wantsOf(open: OpenForm, name: string): string | null {
  const { working, form } = open;
  const field = form.pages.flatMap((p) => p.fields).find((f) => f.name === name)!;
  const wrong = working.result.problems.find((p) => p.field === name || p.field.startsWith(`${name}[`) || p.field.startsWith(`${name}.`));
  if (wrong !== undefined) return wrong.says.replace(`${field.title}: `, '');
  if (Object.hasOwn(working.offered, name)) return field.required ? 'Filled in for you: keep or change it' : 'Filled in for you, and not kept: it does not count';
  return working.result.missing.includes(name) ? 'Still to be answered' : null;
}

/** Every answer before it is completed, and what completing it will do. */
export function formCheckPage(props: FormCheckProps): Page {
  const { open, errors } = props;
  const { detail, own, form, working, frame } = open;
  const caseId = detail.case.caseId;
  const { result } = working;
  const pages = pagesOf(form, working).filter((p) => p.asked.length > 0);
  const lacking = result.missing.length + result.problems.length;
  const changing = own.part === 'done';
  const calculated = new Map(result.calculated.map((c) => [c.name, c.value]));
  const [only, another] = props.follows;
  const needsNote = another === undefined && only?.note === true;
  return casePage({
    frame, caseId, caseTitle: `${detail.reference}, ${detail.pathway.title}`, here: `${own.title}: check your answers`, error: errors.length > 0,
    side: navOf(open, 'check'),
    children: (
      <>
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <p class="app-quiet app-case__over">{own.title}</p>
        <h2 class="app-case__title">Check your answers</h2>
        {pages.map((page) => {
          const rows: AnswerRow[] = page.asked.map((field) => ({ field, value: field.type === 'calculated' ? (calculated.get(field.name) ?? null) : (working.answers[field.name] ?? working.offered[field.name]?.value), wants: wantsOf(open, field.name) }));
          return (
            <section aria-labelledby={`answers-${page.number}`} class="app-answers__page">
              <h3 id={`answers-${page.number}`}>{page.title}</h3>
              <AnswerList rows={rows} provenance={working.provenance} fileHref={(id) => paths.caseFile(caseId, id)} change={(field) => `${paths.caseFormPage(caseId, own.id, page.number)}#${field.name}`} />
            </section>
          );
        })}
        <Scores form={form} scores={result.scores} />
        {result.outcome === null ? null : (
          <section class="app-outcome" aria-labelledby="outcome">
            <h3 id="outcome">What it comes to</h3>
            <p>{result.outcome === 'incomplete' ? 'This cannot be told until everything it rests on is answered.' : <><b>{capital(result.outcome.replaceAll('-', ' '))}.</b> {result.because === null ? '' : `${result.because}.`}</>}</p>
          </section>
        )}
        {props.notBecause === null ? null : <InsetText><p>{props.notBecause} You can read it, and it stays saved.</p></InsetText>}
        {lacking > 0 ? (
          <InsetText>
            <p><b>{lacking} {lacking === 1 ? 'answer' : 'answers'} still {lacking === 1 ? 'needs' : 'need'} you.</b> Each is marked above. It is saved as it stands.</p>
          </InsetText>
        ) : props.notBecause !== null ? null : (
          <form method="post" action={paths.caseFormPart(caseId, own.id, 'check')} class="app-case__complete">
            <input type="hidden" name="csrf" value={props.csrf} />
            <input type="hidden" name="case-revision" value={String(detail.case.revision)} />
            <input type="hidden" name="revision" value={String(own.draft?.revision ?? 0)} />
            <WhatFollows follows={props.follows} />
            {changing ? <TextArea id="reason" name="reason" label="Why completed answers are changed" hint="The answers there were are kept, with yours beside them." rows={2} value={props.reason} error={errors.find((e) => e.href === '#reason')?.text} /> : null}
            {needsNote ? <TextArea id="note" name="note" label="Hand-over note" hint="For whoever takes it on: what they need to know that is not in the form." rows={3} value={props.note} error={errors.find((e) => e.href === '#note')?.text} /> : null}
            <Button name="do" value="complete">{changing ? 'Keep the changes' : another === undefined && only !== undefined ? `Complete: ${only.action}` : 'Complete'}</Button>
          </form>
        )}
      </>
    ),
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function WhatFollows(props: { follows: readonly Following[] }): VNode | null {
  const { follows } = props;
  if (follows.length === 0) return null;
  return (
    <section class="app-follows" aria-labelledby="follows">
      <h3 id="follows">What this will do</h3>
      {follows.length > 1 ? <p>After this you choose how it goes on:</p> : null}
      {follows.map((one) => (
        <div class="app-follows__one">
          <p><b>{one.action}</b>: the case {one.ends ? 'ends as' : 'goes on to'} “{one.to}”.</p>
          {one.lines.length === 0 ? null : <ul>{one.lines.map((line) => <li>{line}</li>)}</ul>}
        </div>
      ))}
    </section>
  );
}

import type { VNode } from 'preact';
import { Button } from '../../components/button.tsx';
import { Scores } from '../../components/form/scores.tsx';
import { pagesOf, type FormPage } from '../../components/form/view.ts';
import type { Page } from '../../components/layout.tsx';
import { InsetText, NotificationBanner, WarningCallout } from '../../components/messages.tsx';
import { Tag } from '../../components/tag.tsx';
import type { OpenForm } from '../../http/case-form-state.ts';
import { paths } from '../../paths.ts';
import { showInstant } from '../../words/dates.ts';
import { casePage, FormNav } from './frame.tsx';

export interface FormListProps {
  open: OpenForm;
  today: string;
  saved: boolean;
  also: { name: string; at: Date } | null;
  userId: string;
}

const statusTag = (page: FormPage): VNode => {
  switch (page.status) {
    case 'done': return <>Completed</>;
    case 'started': return <Tag colour="blue">In progress</Tag>;
    case 'waiting': return <span class="app-quiet">Cannot start yet</span>;
    case 'optional': return <Tag colour="grey">Optional</Tag>;
    default: return <Tag colour="white">Not started</Tag>;
  }
};

/** Navigation of an open form, the same on each of its pages. */
export const navOf = ({ detail, own, form, working }: OpenForm, at: Parameters<typeof FormNav>[0]['at']): VNode => (
  <FormNav
    caseId={detail.case.caseId} form={own.id} title={own.title} reference={detail.reference} at={at}
    pages={pagesOf(form, working).map(({ number, title, status }) => ({ number, title, done: status === 'done', left: status === 'left', waiting: status === 'waiting' }))}
  />
);

/** Who else may be writing here. Nothing of theirs is ever written over; saying so saves the surprise. */
export const AlsoHere = (props: { also: FormListProps['also']; today: string }): VNode | null =>
  props.also === null ? null : (
    <InsetText>
      <p>
        <b>{props.also.name}</b> is also working on this form, and last saved it {showInstant(props.also.at.toISOString(), props.today)}. If both of you change it, you will see both and choose.
      </p>
    </InsetText>
  );

/** The pages of a form with how each stands: where one begins, goes on and ends. */
export function formListPage(props: FormListProps): Page {
  const { open } = props;
  const { detail, own, form, working, frame } = open;
  const pages = pagesOf(form, working).filter((page) => page.status !== 'left');
  const next = pages.find((p) => p.status !== 'done' && p.status !== 'waiting' && p.status !== 'optional') ?? null;
  const done = pages.filter((p) => p.status === 'done').length;
  const mine = own.aside.find((d) => d.userId === props.userId);
  return casePage({
    frame, caseId: detail.case.caseId, caseTitle: `${detail.reference}, ${detail.pathway.title}`, here: own.title,
    side: navOf(open, 'list'),
    children: (
      <>
        {props.saved ? <NotificationBanner variant="success" text="Saved. You can go on with it whenever you like, from the case or from your work." /> : null}
        <h2 class="app-case__title">{own.title}</h2>
        {form.intro === undefined ? null : <p>{form.intro}</p>}
        <AlsoHere also={props.also} today={props.today} />
        {mine === undefined ? null : (
          <WarningCallout heading="You and somebody else both changed this" level={2}>
            What you wrote is kept beside theirs. <a href={paths.caseFormPart(detail.case.caseId, own.id, 'aside')}>Look at both and choose</a>
          </WarningCallout>
        )}
        {own.part === 'later' ? <InsetText><p>This form is not asked for at this point of the case.</p></InsetText> : null}
        {own.part === 'done' && own.newest !== null ? <InsetText><p>It was completed by {own.newest.userName ?? 'Kith'}, {showInstant(own.newest.at.toISOString(), props.today)}. What you change becomes a new version, with your reason; the one before is kept.</p></InsetText> : null}
        <p class="app-quiet">
          {done} of {pages.length} {pages.length === 1 ? 'page' : 'pages'} completed.{own.draft === null ? '' : ` Last saved by ${own.draft.userName ?? 'Kith'}, ${showInstant(own.draft.savedAt.toISOString(), props.today)}.`}
        </p>
        <ul class="nhsuk-task-list app-tasks">
          {pages.map((page) => {
            const id = `page-${page.number}-status`;
            const waits = page.status === 'waiting';
            return (
              <li class={`nhsuk-task-list__item${waits ? '' : ' nhsuk-task-list__item--with-link'}`}>
                <div class="nhsuk-task-list__name-and-hint">
                  {waits ? <div>{page.title}</div> : <a class="nhsuk-link nhsuk-task-list__link" href={paths.caseFormPage(detail.case.caseId, own.id, page.number)} aria-describedby={id}>{page.title}</a>}
                  {page.toKeep === 0 && !waits ? null : <div class="nhsuk-task-list__hint">{waits ? 'It rests on answers of an earlier page' : `${page.toKeep} ${page.toKeep === 1 ? 'answer is' : 'answers are'} filled in for you to keep or change`}</div>}
                </div>
                <div class={`nhsuk-task-list__status${page.status === 'done' ? ' nhsuk-task-list__status--completed' : ''}`} id={id}>{statusTag(page)}</div>
              </li>
            );
          })}
        </ul>
        <Scores form={form} scores={working.result.scores} />
        {own.part === 'later' ? null : (
          <p class="app-buttons">
            {next === null ? <Button href={paths.caseFormPart(detail.case.caseId, own.id, 'check')}>Check your answers</Button> : <Button href={paths.caseFormPage(detail.case.caseId, own.id, next.number)}>{done === 0 && own.draft === null ? 'Start' : 'Go on'}: {next.title}</Button>}
          </p>
        )}
        <p class="app-no-print">
          <a href={paths.caseFormPart(detail.case.caseId, own.id, 'print')}>Print it as it stands</a>, <a href={`${paths.caseFormPart(detail.case.caseId, own.id, 'print')}?blank=1`}>print it blank</a>
          {own.newest === null ? null : <>, <a href={paths.caseFormPart(detail.case.caseId, own.id, 'history')}>what was answered before</a></>}
        </p>
        <p class="app-quiet app-source-note">Questions and rules: {form.source}</p>
      </>
    ),
  });
}

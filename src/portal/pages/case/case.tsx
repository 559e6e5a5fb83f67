import type { ComponentChildren, VNode } from 'preact';
import { evaluateForm, fieldsOf, type CaseDetail, type LinkedCase } from '../../../pathways/index.ts';
import { Button } from '../../components/button.tsx';
import { AnswerList } from '../../components/form/answers.tsx';
import { Scores } from '../../components/form/scores.tsx';
import type { Page } from '../../components/layout.tsx';
import { SummaryList } from '../../components/lists.tsx';
import { Details, ErrorSummary, InsetText, NotificationBanner, WarningCallout } from '../../components/messages.tsx';
import { CaseMention } from '../../components/person-cases.tsx';
import { PrintButton } from '../../components/person-frame.tsx';
import { Tag } from '../../components/tag.tsx';
import type { Around } from '../../http/around.ts';
import { paths } from '../../paths.ts';
import { caseStepWords, clockWords, showDueAt } from '../../words/cases.ts';
import { showDay, showInstant } from '../../words/dates.ts';
import type { Following } from '../../words/what-follows.ts';
import { CaseActs, type CaseActsProps } from './acts.tsx';
import { casePage } from './frame.tsx';

export interface CasePageProps extends Omit<CaseActsProps, 'detail'> {
  detail: CaseDetail;
  frame: Around;
  now: Date;
  /** What was just done; null for nothing. */
  done: string | null;
  /** What each way on brings with it, by its place. */
  follows: ReadonlyMap<number, Following>;
  /** Where a document of the case opens, by its id in the definition. */
  documentHref: (id: string) => string;
}

/** The states a case has stood in, in order, and where it stands: a list, since a case goes back and forth. */
function Progress(props: { detail: CaseDetail; today: string }): VNode {
  const { detail, today } = props;
  const { states } = detail.pathway;
  const been = detail.steps.toReversed().filter((s) => (s.kind === 'opened' || s.kind === 'moved') && s.toState !== null);
  const walked = been.map((s) => ({ state: s.toState!, at: s.at }));
  const ahead = detail.case.closedAt === null ? Object.entries(states).filter(([id, s]) => !s.end && !walked.some((w) => w.state === id)).map(([id]) => id) : [];
  return (
    <ol class="app-progress" aria-label="Where it stands">
      {walked.map(({ state, at }, i) => {
        const here = i === walked.length - 1;
        return (
          <li class={`app-progress__step app-progress__step--${here ? 'here' : 'done'}`} aria-current={here ? 'step' : undefined}>
            <span class="app-progress__name">{states[state]?.title ?? state}</span>
            <span class="app-quiet">{here ? ' since ' : ' '}{showInstant(at.toISOString(), today)}</span>
          </li>
        );
      })}
      {ahead.length === 0 ? null : <li class="app-progress__step app-progress__step--ahead"><span class="app-quiet">Could come: {ahead.map((id) => states[id]!.title.toLowerCase()).join(', ')}</span></li>}
    </ol>
  );
}

/** What the case waits for, in one place: a form, an approval, a choice, or something heard. */
function Next(props: CasePageProps): VNode | null {
  const { detail } = props;
  if (detail.case.closedAt !== null) return null;
  const now = detail.forms.find((f) => f.part === 'now');
  const byHand = detail.actions.filter((a) => !a.byItself || a.can);
  const approval = detail.state.approval;
  const prepared = approval === undefined ? null : detail.forms.filter((f) => f.newest !== null).toSorted((a, b) => b.newest!.at.getTime() - a.newest!.at.getTime())[0];
  return (
    <section class="app-next" aria-labelledby="next">
      <h2 id="next">What to do next</h2>
      {detail.state.about === undefined ? null : <p>{detail.state.about}</p>}
      {now === undefined ? null : (
        <div class="app-next__form">
          <p>
            <b>{now.title}</b>{' '}
            {now.draft === null ? 'is to be completed.' : `is begun, last saved by ${now.draft.userName ?? 'Kith'}, ${showInstant(now.draft.savedAt.toISOString(), props.frame.today)}.`}
            {detail.notComplete === null ? '' : ` ${detail.notComplete}`}
          </p>
          <Button href={paths.caseForm(detail.case.caseId, now.id)} {...(detail.notComplete === null ? {} : { variant: 'secondary' as const })}>{detail.notComplete !== null ? `Look at ${lower(now.title)}` : now.draft === null ? `Start: ${lower(now.title)}` : `Go on with ${lower(now.title)}`}</Button>
        </div>
      )}
      {approval === undefined ? null : (
        <div>
          <p><b>To approve:</b> {lower(approval)}.{prepared == null ? '' : ` ${prepared.title} was completed by ${prepared.newest!.userName ?? 'Kith'}, ${showInstant(prepared.newest!.at.toISOString(), props.frame.today)}.`}</p>
          {prepared == null ? null : <p><a href={paths.caseFormPart(detail.case.caseId, prepared.id, 'print')}>Read {lower(prepared.title)}</a></p>}
        </div>
      )}
      {byHand.length === 0 ? (now === undefined && approval === undefined ? <p>Nothing by hand: it goes on when something is heard.</p> : null) : <CaseActs {...props} detail={detail} part="ways" />}
    </section>
  );
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function Clocks(props: { detail: CaseDetail; now: Date }): VNode {
  const live = props.detail.clocks.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  return (
    <section aria-labelledby="clocks">
      <h2 id="clocks">Deadlines</h2>
      {live.length === 0 ? <p class="app-quiet">None runs.</p> : (
        <ul class="app-clocks">
          {live.map((clock) => {
            const { says, colour, tag } = clockWords(clock, props.now);
            return <li><span class="app-block"><b>{clock.title}</b> <Tag colour={colour}>{tag}</Tag></span><span class="app-quiet">{says}</span></li>;
          })}
        </ul>
      )}
    </section>
  );
}

function Forms(props: CasePageProps): VNode {
  const { detail, frame } = props;
  const shown = detail.forms.filter((f) => f.newest !== null || f.draft !== null || f.part === 'task');
  return (
    <section aria-labelledby="forms">
      <h2 id="forms">Forms and answers</h2>
      {shown.length === 0 ? <p class="app-quiet">Nothing is answered yet.</p> : shown.map((own) => {
        const form = detail.pathway.forms[own.id]!;
        const newest = own.newest;
        const result = newest === null ? null : evaluateForm(detail.pathway, form, newest.answers);
        const values = result?.values ?? {};
        return (
          <div class="app-case-form">
            <h3>{own.title} {newest === null ? <Tag colour="blue">In progress</Tag> : <Tag colour="green">Completed</Tag>}{newest !== null && own.draft !== null ? <Tag colour="blue">Being changed</Tag> : null}</h3>
            <p class="app-quiet">
              {newest === null ? (own.draft === null ? 'Asked for by a task.' : `Last saved by ${own.draft.userName ?? 'Kith'}, ${showInstant(own.draft.savedAt.toISOString(), frame.today)}.`) : `Completed by ${newest.userName ?? 'Kith'}, ${showInstant(newest.at.toISOString(), frame.today)}${newest.version > 1 ? `, version ${newest.version}` : ''}.`}
            </p>
            {newest?.result.outcome == null ? null : <p><b>{capital(newest.result.outcome.replaceAll('-', ' '))}.</b> {newest.result.because === null ? '' : `${newest.result.because}.`}</p>}
            {result === null ? null : <Scores form={form} scores={result.scores} level={3} />}
            {newest === null ? null : (
              <Details summary={`Answers of ${lower(own.title)}`}>
                <AnswerList provenance={newest.provenance} fileHref={(id) => paths.caseFile(detail.case.caseId, id)} rows={fieldsOf(form).filter((f) => result!.asked.includes(f.name)).map((field) => ({ field, value: values[field.name], wants: null }))} />
              </Details>
            )}
            <p class="app-no-print">
              <a href={paths.caseForm(detail.case.caseId, own.id)}>{newest === null || own.part === 'now' ? `Go on with ${lower(own.title)}` : `Open ${lower(own.title)}`}</a>
              {newest === null ? null : <>, <a href={paths.caseFormPart(detail.case.caseId, own.id, 'print')}>print</a>, <a href={paths.caseFormPart(detail.case.caseId, own.id, 'history')}>versions</a></>}
            </p>
          </div>
        );
      })}
    </section>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const linkWords: Record<LinkedCase['kind'], string> = { opened: 'Opened from this one', 'opened-by': 'This one was opened from it', related: 'Linked' };

function Section(props: { title: string; id: string; children: ComponentChildren }): VNode {
  return <section aria-labelledby={props.id}><h2 id={props.id}>{props.title}</h2>{props.children}</section>;
}

function Beside(props: CasePageProps): VNode {
  const { detail, frame, now } = props;
  const open = detail.tasks.filter((t) => t.state === 'open');
  const over = detail.tasks.filter((t) => t.state !== 'open');
  return (
    <>
      <PrintButton />
      <Clocks detail={detail} now={now} />
      <Section title="Tasks" id="tasks">
        {open.length === 0 ? <p class="app-quiet">None is open.</p> : (
          <ul class="app-people">
            {open.map((task) => (
              <li>
                <b>{task.title}</b>{task.blocks ? <> <Tag colour="orange">First</Tag></> : null}
                <span class="app-block app-quiet">{task.assigneeName ?? `a ${task.role.replaceAll('-', ' ')}`}{task.dueAt === null ? '' : `, ${showDueAt(task.dueAt, now)}`}</span>
                {task.form === null ? <CaseActs {...props} detail={detail} part="task" task={task} /> : <a href={paths.caseForm(detail.case.caseId, task.form)}>{detail.pathway.forms[task.form]?.title ?? task.form}</a>}
              </li>
            ))}
          </ul>
        )}
        {over.length === 0 ? null : <p class="app-quiet">Done: {over.map((t) => t.title).join(', ')}</p>}
      </Section>
      {detail.members.length === 0 ? null : <Section title="Also about" id="members"><ul class="app-people">{detail.members.map((m) => <li>{m.person === null ? 'Somebody whose record you may not see' : <a href={paths.person(m.personId)}>{m.person.name}</a>} <span class="app-quiet">{m.role}</span></li>)}</ul></Section>}
      {detail.links.length === 0 && detail.others.length === 0 ? null : (
        <Section title="Other cases" id="linked">
          <ul class="app-people">
            {detail.links.map((l) => <li>{l.case === null ? 'A case you may not see' : <CaseMention of={l.case} today={frame.today} now={now} />}<span class="app-block app-quiet">{linkWords[l.kind]}{l.waits ? '; this one waits for it' : ''}</span></li>)}
            {detail.others.filter((o) => !detail.links.some((l) => l.otherId === o.caseId)).map((o) => <li><CaseMention of={o} today={frame.today} now={now} /></li>)}
          </ul>
        </Section>
      )}
      {Object.keys(detail.pathway.documents).length === 0 && detail.attachments.length === 0 ? null : (
        <Section title="Documents and files" id="documents">
          <ul class="app-people">
            {detail.documents.map((d) => {
              const title = detail.pathway.documents[d.document]?.title ?? d.document;
              return <li><a href={props.documentHref(d.document)}>{title}</a> <span class="app-block app-quiet">asked for {showInstant(d.askedAt.toISOString(), frame.today)}</span></li>;
            })}
            {Object.entries(detail.pathway.documents).filter(([id]) => !detail.documents.some((d) => d.document === id)).map(([id, document]) => <li><a href={props.documentHref(id)}>{document.title}</a> <span class="app-block app-quiet">can be made now</span></li>)}
            {detail.attachments.map((a) => <li><a href={paths.caseFile(detail.case.caseId, a.attachmentId)}>{a.name}</a> <span class="app-block app-quiet">{a.userName}, {showInstant(a.addedAt.toISOString(), frame.today)}</span></li>)}
          </ul>
        </Section>
      )}
    </>
  );
}

/** One case: whom it is about, where it stands, what to do next, by when, and what was done. */
export function caseOnePage(props: CasePageProps): Page {
  const { detail, frame, errors } = props;
  const { case: held } = detail;
  const state = (id: string | null): string => (id === null ? '' : (detail.pathway.states[id]?.title ?? id));
  return casePage({
    frame, caseId: held.caseId, caseTitle: `${detail.reference}, ${detail.pathway.title}`, here: 'Case', error: errors.length > 0,
    side: (
      <nav class="app-side" aria-label="This case">
        <ul>
          <li><a href={paths.case(held.caseId)} aria-current="page">Case {detail.reference}</a></li>
          {detail.forms.filter((f) => f.part !== 'later' || f.newest !== null).map((f) => <li><a href={paths.caseForm(held.caseId, f.id)}>{f.title}</a></li>)}
          <li><a href={paths.person(held.personId)}>All about this person</a></li>
        </ul>
      </nav>
    ),
    aside: <Beside {...props} />,
    children: (
      <>
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        {props.done === null ? null : <NotificationBanner variant="success" text={props.done} />}
        <h2 class="app-case__title">{detail.pathway.title} <span class="app-quiet">{detail.reference}</span></h2>
        {held.checkPerson ? <WarningCallout heading="Check whose this is" level={2}>Records of this person turned out to be of two people. Say whether it is about this one before going on.</WarningCallout> : null}
        {held.heldAt === null ? null : <InsetText><p><b>On hold</b>{held.holdUntil === null ? '' : ` until ${showDay(held.holdUntil)}`}.</p></InsetText>}
        {detail.offered === null ? null : <CaseActs {...props} part="offered" />}
        <Progress detail={detail} today={frame.today} />
        {held.closedAt === null ? <Next {...props} /> : <InsetText><p><b>{held.closedAs === 'end' ? `Ended: ${detail.state.outcome ?? detail.state.title}` : 'Closed before its end'}</b>, {showInstant(held.closedAt.toISOString(), frame.today)}.</p></InsetText>}
        <SummaryList
          class="app-summary"
          rows={[
            { key: 'Worker', value: held.workerName ?? 'Nobody yet' },
            { key: 'Team', value: detail.teamName },
            { key: 'Priority', value: detail.priority },
            { key: 'Opened', value: showInstant(held.openedAt.toISOString(), frame.today) },
            ...(held.restricted.length === 0 ? [] : [{ key: 'Restricted', value: `Only ${held.restricted.length === 1 ? 'one person' : `${held.restricted.length} people`} may open it` }]),
          ]}
        />
        <Forms {...props} />
        <CaseActs {...props} part="more" />
        <section aria-labelledby="chronology">
          <h2 id="chronology">What happened</h2>
          <ol class="app-timeline">
            {detail.steps.map((step) => (
              <li class="app-timeline__entry app-timeline__entry--life-event">
                <span class="app-time"><time datetime={step.at.toISOString()}>{showInstant(step.at.toISOString(), frame.today)}</time></span>{' '}
                <span class="app-timeline__label">{caseStepWords(step, state)}</span> <span class="app-timeline__source">{step.userName ?? 'Kith'}</span>
                {step.note === null ? null : <p class="app-timeline__detail app-prose">{step.note}</p>}
              </li>
            ))}
          </ol>
        </section>
      </>
    ),
  });
}


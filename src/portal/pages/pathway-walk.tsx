import type { VNode } from 'preact';
import { listFields, type Answers, type FormResult, type Journey, type Move, type PathwayDefinition } from '../../pathways/index.ts';
import { Button } from '../components/button.tsx';
import { StateDiagram } from '../components/diagram/state-diagram.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../components/messages.tsx';
import { SampleFields } from '../components/sample-form.tsx';
import { paths } from '../paths.ts';
import { showInstant } from '../words/dates.ts';
import { dueInWords, roleInWords } from '../words/pathways.ts';

export interface WalkProps {
  pathway: PathwayDefinition;
  journey: Journey;
  /** What the last form came to; null where the last move was no form. */
  last: FormResult | null;
  /** Answers just given that were not taken. */
  given: Answers;
  moves: readonly Move[];
  /** ISO instant the walk began. */
  from: string;
  today: string;
  csrf: string;
  trouble: string | null;
}

const clockStates = { running: 'Running', paused: 'Standing still', met: 'Met', stopped: 'No longer matters' } as const;

/** A pathway walked with sample answers: where a case would stand, what it would have started, told and made, and what comes next. */
export function pathwayWalkPage(props: WalkProps): Page {
  const { pathway, journey, last, trouble } = props;
  const asked = journey.state.form;
  const wanting = last !== null && (last.problems.length > 0 || last.missing.length > 0);
  const title = new Map(asked === undefined ? [] : listFields(pathway.forms[asked]!).map((f) => [f.name, f.title]));
  const errors: FieldError[] = [
    ...(trouble === null ? [] : [{ text: trouble }]),
    ...(last?.problems ?? []).map((p) => ({ text: p.says, href: `#f-${p.field.split(/[.[]/)[0]!}` })),
    ...(wanting ? last.missing.map((name) => ({ text: `${title.get(name) ?? name}: give an answer`, href: `#f-${name}` })) : []),
  ];
  return {
    title: [`Walk: ${pathway.title}`, 'Pathways'],
    at: 'pathways',
    error: errors.length > 0,
    body: (
      <div class="app-plain app-plain--wide">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <p>
          <a href={paths.pathway(pathway.id)}>{pathway.title}</a>
        </p>
        <h1 class="nhsuk-heading-l">Walk {pathway.title}</h1>
        <InsetText>
          <p>Nobody is in this. Nothing is kept and nobody is told.</p>
        </InsetText>
        <p aria-live="polite">
          A case would stand at <b>{journey.state.title}</b>
          {journey.state.end ? ', which is an end' : ''}. By its clock it is {showInstant(journey.now.toISOString(), props.today)}.
        </p>
        <Next {...props} wanting={wanting} />
        <h2 class="nhsuk-heading-m">The way so far</h2>
        <StateDiagram pathway={pathway} walked={{ states: [pathway.start ?? '', ...journey.steps.map((s) => s.to)], steps: journey.steps }} />
        <Trail {...props} />
      </div>
    ),
  };
}

/** What a move sends back: the moves before it, and when the walk began. */
function MoveForm(props: { walk: WalkProps; children: VNode | (VNode | null)[] }): VNode {
  return (
    <form action={paths.pathwayWalk(props.walk.pathway.id)} method="post" novalidate>
      <input type="hidden" name="csrf" value={props.walk.csrf} />
      <input type="hidden" name="moves" value={JSON.stringify(props.walk.moves)} />
      <input type="hidden" name="from" value={props.walk.from} />
      {props.children}
    </form>
  );
}

function Next(props: WalkProps & { wanting: boolean }): VNode | null {
  const { pathway, journey, last, given } = props;
  const { state } = journey;
  if (state.end) return <Button href={paths.pathwayWalk(pathway.id)} variant="secondary">Walk it again</Button>;
  const open = journey.available();
  const form = state.form;
  const whole = last !== null && !props.wanting && last.outcome !== 'incomplete';
  const showForm = form !== undefined && (props.wanting || open.every((i) => state.transitions[i]!.event !== undefined));
  return (
    <section>
      {last === null || props.wanting || last.outcome === null ? null : (
        <p>
          The form came to <b>{last.outcome}</b>
          {last.because === null ? '' : `. ${last.because}`}.
        </p>
      )}
      {(last?.scores ?? []).map((s) => (
        <p>
          {s.title}: <b>{s.total === null ? 'incomplete' : s.total}</b>
          {s.band === null ? '' : `, ${s.band.title}`}
        </p>
      ))}
      {form === undefined || !showForm || whole ? null : (
        <MoveForm walk={props}>
          <h2 class="nhsuk-heading-m">{pathway.forms[form]!.title}</h2>
          <SampleFields fields={listFields(pathway.forms[form]!)} answers={given} problems={last?.problems ?? []} missing={props.wanting ? (last?.missing ?? []) : []} />
          <input type="hidden" name="form" value={form} />
          <Button>Answer</Button>
        </MoveForm>
      )}
      <Ways {...props} />
    </section>
  );
}

/** Ways on: those somebody may take, those that something heard takes, what must be done first, and time itself. */
function Ways(props: WalkProps): VNode {
  const { journey } = props;
  const { transitions } = journey.state;
  const button = (name: string, value: string, says: string, secondary = true): VNode => <Button name={name} value={value} {...(secondary ? { variant: 'secondary' as const } : {})}>{says}</Button>;
  const refused = transitions.flatMap((t, i) => (t.event === undefined && journey.refused(i) !== null ? [{ action: t.action, why: journey.refused(i)! }] : []));
  return (
    <MoveForm walk={props}>
      <h2 class="nhsuk-heading-m">What may happen next</h2>
      <div class="nhsuk-button-group">
        {journey.available().filter((i) => transitions[i]!.event === undefined).map((i) => button('act', String(i), transitions[i]!.action, false))}
        {transitions.map((t, i) => (t.event === undefined ? null : button('hear', String(i), `Hear of it: ${t.action}`)))}
        {journey.tasks.filter((t) => !t.done).map((t) => button('task', t.id, `Do: ${t.title}`))}
        {journey.opened.filter((o) => o.waits && !o.ended).map((o) => button('ended', o.pathway, `The case of ${o.pathway} ends`))}
        {button('days', '1', 'A day passes')}
        {button('days', '7', 'A week passes')}
      </div>
      {refused.length === 0 ? null : (
        <ul class="nhsuk-list nhsuk-list--bullet">
          {refused.map(({ action, why }) => (
            <li>
              Not now: {action}, as {why}
            </li>
          ))}
        </ul>
      )}
    </MoveForm>
  );
}

function Trail({ pathway, journey, today }: WalkProps): VNode {
  const name = (id: string): string => pathway.states[id]?.title ?? id;
  return (
    <>
      {journey.steps.length === 0 ? <p>Nothing has been done yet.</p> : (
        <Table caption="Steps" captionSize="s" class="app-table" responsive rows={journey.steps.map((s, i) => ({ ...s, n: i + 1 }))} columns={[{ heading: 'Step', cell: (s) => s.n, numeric: true }, { heading: 'From', cell: (s) => name(s.state) }, { heading: 'Done', cell: (s) => s.action }, { heading: 'By', cell: (s) => roleInWords(s.role ?? undefined) }, { heading: 'To', cell: (s) => name(s.to) }, { heading: 'When', cell: (s) => showInstant(s.at, today) }]} />
      )}
      {journey.deadlines.length === 0 ? null : (
        <Table caption="Deadlines" captionSize="s" class="app-table" responsive rows={journey.deadlines} columns={[{ heading: 'Deadline', cell: (d) => d.title }, { heading: 'Due', cell: (d) => dueInWords(d.due) }, { heading: 'Warned', cell: (d) => (d.warn === null ? '' : dueInWords(d.warn)) }, { heading: 'Whose', cell: (d) => roleInWords(d.owner) }, { heading: 'How it stands', cell: (d) => `${clockStates[d.state]}${d.breached ? ', late' : d.warned ? ', warned' : ''}` }]} />
      )}
      {journey.tasks.length === 0 ? null : <Table caption="Tasks" captionSize="s" class="app-table" responsive rows={journey.tasks} columns={[{ heading: 'Task', cell: (t) => t.title }, { heading: 'Whose', cell: (t) => roleInWords(t.role) }, { heading: 'Due', cell: (t) => (t.due === null ? '' : dueInWords(t.due)) }, { heading: 'How it stands', cell: (t) => (t.done ? 'Done' : t.blocks ? 'To do first' : 'To do') }]} />}
      {journey.notices.length === 0 ? null : <Table caption="Who would be told" captionSize="s" class="app-table" responsive rows={journey.notices} columns={[{ heading: 'To', cell: (n) => roleInWords(n.to) }, { heading: 'By', cell: (n) => n.channel }, { heading: 'Says', cell: (n) => n.says }]} />}
      {journey.documents.length === 0 ? null : <p>Documents made: {journey.documents.map((d) => pathway.documents[d]?.title ?? d).join('; ')}.</p>}
      {journey.returns.length === 0 ? null : <Table caption="Events of statutory returns" captionSize="s" class="app-table" responsive rows={journey.returns} columns={[{ heading: 'Return', cell: (r) => r.return }, { heading: 'Event', cell: (r) => r.event }, { heading: 'Columns', cell: (r) => Object.entries(r.fields).map(([k, v]) => `${k}: ${v === null ? 'not known' : typeof v === 'string' ? v : JSON.stringify(v)}`).join('; ') }]} />}
      {journey.opened.length === 0 ? null : <p>Other pathways begun: {journey.opened.map((o) => `${o.pathway}${o.ended ? ' (ended)' : ''}`).join('; ')}.</p>}
    </>
  );
}

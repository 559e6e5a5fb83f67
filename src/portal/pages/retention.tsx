import { keptFor, type BatchRow, type HoldRow, type PartRow, type Retention } from '../../rights/index.ts';
import { Button } from '../components/button.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { ErrorSummary, InsetText, type FieldError } from '../components/messages.tsx';
import { PrintButton } from '../components/person-frame.tsx';
import { paths } from '../paths.ts';
import { showDay, showInstant } from '../words/dates.ts';
import { count } from '../words/person.ts';

export interface RetentionProps {
  definition: Retention['definition'];
  due: Awaited<ReturnType<Retention['due']>>;
  holds: readonly HoldRow[];
  batches: readonly BatchRow[];
  today: string;
  errors: readonly FieldError[];
  csrf: string;
}

const stateOf = (b: BatchRow): string => (b.refusedAt !== null ? 'Refused' : b.doneAt !== null ? 'Destroyed' : b.approvedAt !== null ? 'Approved, not finished' : 'Waits for a second person');

function Act(props: { csrf: string; step: string; id?: string; words: string; hidden?: string; warn?: boolean }) {
  return (
    <form action={paths.retention} method="post" class="app-inline">
      <input type="hidden" name="csrf" value={props.csrf} />
      <input type="hidden" name="step" value={props.step} />
      <input type="hidden" name="id" value={props.id ?? ''} />
      <Button small variant={props.warn === true ? 'warning' : 'secondary'}>
        {props.words}
        {props.hidden === undefined ? null : <span class="nhsuk-u-visually-hidden"> {props.hidden}</span>}
      </Button>
    </form>
  );
}

/** How long data is kept: what is due, what is held on to, and what was proposed and destroyed. */
export function retentionPage(props: RetentionProps): Page {
  const { definition, due, holds, batches, today, errors, csrf } = props;
  const of = (id: string) => due.filter((d) => d.schedule === id);
  return {
    title: ['Retention', 'Governance'],
    at: 'governance',
    error: errors.length > 0,
    body: (
      <div class="app-plain">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <h1 class="nhsuk-heading-l">Retention</h1>
        <p>What has reached the end of its time is destroyed only when one person has proposed it and another has agreed. A service that goes on, a birthday not known or a hold keeps it.</p>
        <Table<RetentionProps['definition']['schedules'][number]>
          caption="What is due today"
          captionSize="s"
          responsive
          firstCellIsHeader
          class="app-table"
          rows={definition.schedules}
          columns={[
            { heading: 'Schedule', cell: (s) => <>{s.title} <span class="app-quiet app-block">{s.source}</span></> },
            { heading: 'Kept', cell: keptFor },
            { heading: 'People', numeric: true, cell: (s) => of(s.id).length.toLocaleString('en-GB') },
            { heading: 'Facts', numeric: true, cell: (s) => of(s.id).reduce((n, d) => n + d.factIds.length, 0).toLocaleString('en-GB') },
          ]}
        />
        {due.length === 0 ? <p>Nothing is due.</p> : <Act csrf={csrf} step="propose" words="Propose all of it to a second person" />}
        <h2 class="app-subtitle">Held on to</h2>
        {holds.length === 0 ? (
          <p>Nothing is held on to.</p>
        ) : (
          <Table<HoldRow>
            caption="Holds"
            captionHidden
            responsive
            class="app-table"
            rows={holds}
            columns={[
              { heading: 'Person', cell: (h) => <a href={paths.person(h.personId)}>Their page</a> },
              { heading: 'Why', cell: (h) => h.reason },
              { heading: 'By', cell: (h) => `${h.byName}, ${showInstant(h.at.toISOString(), today)}` },
              { heading: 'Until', cell: (h) => (h.until === null ? 'Lifted by hand' : showDay(h.until)) },
              { heading: 'Let go', cell: (h) => <Act csrf={csrf} step="lift" id={h.holdId} words="Lift" hidden={`the hold of ${h.byName}`} /> },
            ]}
          />
        )}
        <h2 class="app-subtitle">Proposed and destroyed</h2>
        {batches.length === 0 ? <p>Nothing yet.</p> : null}
        <ul class="app-parts">
          {batches.map((b) => (
            <li>
              <a href={paths.retentionBatch(b.batchId)}>Batch of {showInstant(b.proposedAt.toISOString(), today)}</a>
              <span class="app-quiet app-block">
                {stateOf(b)}. Proposed by {b.proposedByName}
                {b.approvedByName === null ? '' : `, approved by ${b.approvedByName}`}.
              </span>
            </li>
          ))}
        </ul>
      </div>
    ),
  };
}

/** One batch: whose and what, to be agreed or refused; afterwards, its certificate. */
export function retentionBatchPage(props: { batch: BatchRow; parts: readonly PartRow[]; title: (schedule: string) => string; mine: boolean; today: string; csrf: string }): Page {
  const { batch, parts, today, csrf } = props;
  const open = batch.refusedAt === null && batch.doneAt === null;
  return {
    title: [open ? 'To be destroyed' : 'Certificate', 'Retention'],
    at: 'governance',
    body: (
      <div class="app-plain">
        <p>
          <a href={paths.retention}>Retention</a>
        </p>
        <div class="app-title">
          <h1 class="app-title__words">{batch.doneAt === null ? 'To be destroyed' : 'Certificate of destruction'}</h1>
          <PrintButton />
        </div>
        <InsetText>
          <p>
            {stateOf(batch)}. Proposed by {batch.proposedByName}, {showInstant(batch.proposedAt.toISOString(), today)}
            {batch.approvedByName === null || batch.approvedAt === null ? '' : `; approved by ${batch.approvedByName}, ${showInstant(batch.approvedAt.toISOString(), today)}`}.
          </p>
        </InsetText>
        {!open ? null : props.mine && batch.approvedAt === null ? (
          <p>You proposed this. A second person agrees to it.</p>
        ) : (
          <div class="app-buttons">
            <Act csrf={csrf} step="approve" id={batch.batchId} words={`Destroy ${count(parts.length, 'part')} for good`} warn />
            {batch.approvedAt === null ? <Act csrf={csrf} step="refuse" id={batch.batchId} words="Refuse" /> : null}
          </div>
        )}
        <Table<PartRow>
          caption="Part by part"
          captionSize="s"
          responsive
          class="app-table"
          rows={parts}
          columns={[
            { heading: 'Person', cell: (p) => <a href={paths.person(p.personId)}>{p.personId.slice(-8)}</a> },
            { heading: 'Schedule', cell: (p) => <>{props.title(p.schedule)} <span class="app-quiet app-block">{p.source}; due since {showDay(p.dueOn)}</span></> },
            { heading: 'Facts', numeric: true, cell: (p) => p.destroyed ?? p.facts },
            {
              heading: 'What became of it',
              cell: (p) =>
                p.passedOver !== null ? `${p.passedOver}: nothing destroyed` : p.destroyedAt === null ? 'Nothing yet' : `Destroyed ${showInstant(p.destroyedAt.toISOString(), today)}; ${count(p.rowsGone ?? 0, 'row')} as received with it${(p.rowsKept ?? 0) > 0 ? `; ${count(p.rowsKept ?? 0, 'row')} kept, being about somebody else too` : ''}`,
            },
            { heading: 'Hash of ids', cell: (p) => (p.hash === null ? '–' : <span class="app-code">{p.hash.slice(0, 16)}…</span>) },
          ]}
        />
      </div>
    ),
  };
}

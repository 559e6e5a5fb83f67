import type { VNode } from 'preact';
import type { PersonCase } from '../../pathways/index.ts';
import { paths } from '../paths.ts';
import { showDueAt } from '../words/cases.ts';
import { showInstant } from '../words/dates.ts';

/** A case as another page mentions it: where only that there is one may be known, that and whom to ask. */
export function CaseMention(props: { of: PersonCase; today: string; now: Date }): VNode {
  const { of, today } = props;
  const title = `${of.pathwayTitle}, ${of.reference}`;
  if (of.detail === null) return <>{title}, {of.open ? 'open' : 'closed'}, with {of.teamName}. <span class="app-quiet">What it holds is not shared with you.</span></>;
  const { stateTitle, workerName, dueAt, closedAt, onHold } = of.detail;
  return (
    <>
      <a href={paths.case(of.caseId)}>{title}</a>
      <span class="app-block app-quiet">
        {of.open ? `${stateTitle}, ${workerName ?? 'nobody yet'}, ${of.teamName}, opened ${showInstant(of.openedAt.toISOString(), today)}` : `Closed ${closedAt === null ? '' : showInstant(closedAt.toISOString(), today)}, ${of.teamName}`}
        {of.open && dueAt !== null ? `; ${showDueAt(dueAt, props.now)}` : ''}
        {onHold ? '; on hold' : ''}
      </span>
    </>
  );
}

/** Cases of a person: those that are open, and in the chronology those that are over too. */
export function PersonCases(props: { cases: readonly PersonCase[] | null; today: string; now: Date; closed?: boolean }): VNode | null {
  const shown = (props.cases ?? []).filter((one) => one.open || props.closed === true);
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="cases">
      <h2 id="cases">Cases</h2>
      <ul class="app-people">{shown.map((one) => <li><CaseMention of={one} today={props.today} now={props.now} /></li>)}</ul>
    </section>
  );
}

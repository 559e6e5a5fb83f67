import type { VNode } from 'preact';
import type { Board, BoardCase, Value } from '../../../pathways/index.ts';
import { Button } from '../../components/button.tsx';
import type { Page } from '../../components/layout.tsx';
import { Table } from '../../components/lists.tsx';
import { SelectField } from '../../components/select.tsx';
import { Tag } from '../../components/tag.tsx';
import { paths } from '../../paths.ts';
import { showDueAt } from '../../words/cases.ts';
import { showBorn, showDay, showInstant } from '../../words/dates.ts';
import { workFrame, type WorkFrame } from './work.tsx';

export interface BoardProps {
  frame: WorkFrame;
  /** Null where no pathway of the area has cases. */
  board: Board | null;
  pathways: readonly { id: string; title: string }[];
  now: Date;
  today: string;
}

const said = (value: Value): string => {
  if (value === null) return 'Not yet known';
  if (Array.isArray(value)) return value.map(said).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Of how many that ended, how many ended in time. Under five, a share says nothing. */
function kept({ metInTime, metLate }: Board['deadlines'][number]): string {
  const ended = metInTime + metLate;
  if (ended === 0) return 'None has ended';
  return `${metInTime} of ${ended}${ended < 5 ? '' : ` (${Math.round((100 * metInTime) / ended)}%)`}`;
}

const Deadlines = (props: { board: Board; today: string }): VNode | null =>
  props.board.deadlines.length === 0 ? null : (
    <Table
      class="app-table" caption={`Deadlines, and how they were kept since ${showDay(props.board.since)}`} captionSize="s" responsive firstCellIsHeader rows={props.board.deadlines}
      columns={[
        { heading: 'Deadline', cell: (d) => <>{d.title}<span class="app-block app-quiet">{d.source}</span></> },
        { heading: 'Running', numeric: true, cell: (d) => String(d.running) },
        { heading: 'Overdue', numeric: true, cell: (d) => (d.late === 0 ? '0' : <Tag colour="red">{d.late}</Tag>) },
        { heading: 'Paused', numeric: true, cell: (d) => String(d.paused) },
        { heading: 'Met in time', cell: kept },
      ]}
    />
  );

const Cases = (props: { board: Board; title: string; cases: readonly BoardCase[]; now: Date; today: string }): VNode => (
  <Table
    class="app-table" caption={props.title} captionHidden responsive rows={props.cases} rowClass={(c) => (c.overdue ? 'app-row--notice' : undefined)}
    columns={[
      { heading: 'Person', cell: (c) => <><a href={paths.case(c.case.caseId)}>{c.person.name}</a><span class="app-block app-quiet">{showBorn(c.person.born, props.today, c.person.died)}</span></> },
      { heading: 'Case', cell: (c) => <><span class="app-nowrap">{c.reference}</span><span class="app-block app-quiet">here since {showInstant(c.case.since.toISOString(), props.today)}</span></> },
      { heading: 'Due', cell: (c) => (c.case.heldAt !== null ? <Tag colour="grey">On hold</Tag> : c.case.dueAt === null ? <span class="app-quiet">No date</span> : <>{c.overdue ? <><Tag colour="red">Overdue</Tag>{' '}</> : null}{showDueAt(c.case.dueAt, props.now)}</>) },
      { heading: 'Worker', cell: (c) => c.case.workerName ?? <span class="app-quiet">Nobody yet</span> },
      ...props.board.pathway.shows.map((title) => ({ heading: title, cell: (c: BoardCase) => said(c.shows[title] ?? null) })),
    ]}
  />
);

/** A team's open cases of one pathway by where they stand, and how its deadlines are kept. Everything on it is in words: it prints, and needs no dragging. */
export function boardPage(props: BoardProps): Page {
  const { board } = props;
  const open = board?.states.filter((s) => s.count > 0) ?? [];
  const total = open.reduce((sum, s) => sum + s.count, 0);
  return workFrame({
    frame: props.frame, part: 'board', title: board === null ? 'Board' : `Board: ${board.pathway.title}`, done: null,
    children: board === null ? <p>No pathway here has cases.</p> : (
      <>
        <form class="app-filters app-no-print" method="get" action={paths.board}>
          <SelectField id="pathway" name="pathway" label="Pathway" value={board.pathway.id} options={props.pathways.map((p) => ({ value: p.id, text: p.title }))} />
          <Button small variant="secondary">Show</Button>
        </form>
        {total === 0 ? <p>Your team has no open case of {board.pathway.title}.</p> : (
          <>
            <p>{total} open {total === 1 ? 'case' : 'cases'}.</p>
            <ul class="app-board" aria-label="Where they stand">
              {board.states.map((s) => <li>{s.count === 0 ? s.title : <a href={`#state-${s.id}`}>{s.title}</a>} <span class="app-count">{s.count}</span>{s.overdue === 0 ? null : <> <Tag colour="red">{s.overdue} overdue</Tag></>}</li>)}
            </ul>
          </>
        )}
        <Deadlines board={board} today={props.today} />
        {open.map((s) => (
          <section aria-labelledby={`state-${s.id}`}>
            <h2 class="app-subtitle" id={`state-${s.id}`}>{s.title} <span class="app-quiet">{s.count}</span></h2>
            {s.cases.length === 0 ? <p class="app-quiet">Restricted to others, or further down the list than is shown here.</p> : <Cases board={board} title={s.title} cases={s.cases} now={props.now} today={props.today} />}
          </section>
        ))}
        {board.hidden === 0 ? null : <p class="app-quiet">{board.hidden} {board.hidden === 1 ? 'case is' : 'cases are'} restricted to others.</p>}
        {board.more ? <p>These are the most pressing. The rest are under <a href={`${paths.work}?tab=team&pathway=${board.pathway.id}`}>the team’s cases</a>.</p> : null}
      </>
    ),
  });
}

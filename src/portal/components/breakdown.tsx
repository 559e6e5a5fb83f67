import type { VNode } from 'preact';
import type { ShownLine } from '../words/cohorts.ts';
import { showCount } from './funnel.tsx';
import { Table } from './lists.tsx';
import { showRate } from './place-map.tsx';

const share = (part: number | null, whole: number | null): string => (part === null || whole === null || whole === 0 ? '–' : `${Math.round((part / whole) * 100)}%`);

export interface BreakdownProps {
  title: string;
  lines: readonly ShownLine[];
  /** How many in all: of the cohort, and of everybody. */
  people: number | null;
  of: number | null;
  href?: (key: string) => string;
}

/** A cohort beside everybody, line by line: numbers, shares of each, and people for each 1,000 with their interval. */
export function Breakdown(props: BreakdownProps): VNode {
  const { href } = props;
  return (
    <Table
      caption={`${props.title}: these people beside everybody`}
      captionHidden
      class="app-table app-breakdown"
      firstCellIsHeader
      rows={props.lines}
      columns={[
        { heading: props.title, cell: (line) => (href === undefined || line.key === '' || line.people === 0 ? line.label : <a href={href(line.key)}>{line.label}</a>) },
        { heading: 'People', numeric: true, cell: (line) => showCount(line.people) },
        { heading: 'Share of these', numeric: true, cell: (line) => share(line.people, props.people) },
        { heading: 'Share of everybody', numeric: true, cell: (line) => share(line.of, props.of) },
        { heading: 'In 1,000 (95% interval)', numeric: true, cell: (line) => (line.rate === null ? '–' : <>{showRate(line.rate)} <span class="app-quiet app-nowrap">({line.rate.low.toFixed(0)} to {line.rate.high.toFixed(0)})</span></>) },
      ]}
    />
  );
}

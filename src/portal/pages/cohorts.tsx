import type { VNode } from 'preact';
import { summaryOf, type Cohort, type CohortGround } from '../../radar/index.ts';
import { Button } from '../components/button.tsx';
import { showCount } from '../components/funnel.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { SelectField } from '../components/select.tsx';
import { paths } from '../paths.ts';
import { toldCount } from '../words/cohorts.ts';
import { showDay } from '../words/dates.ts';

export interface CohortsProps {
  cohorts: readonly { cohort: Cohort; counted: { day: string; people: number } | null }[];
  ground: CohortGround;
  /** This reader may only count. */
  countsOnly: boolean;
  team: string;
  purpose: string;
}

/** Every cohort this session may open. */
export function cohortsPage(props: CohortsProps): Page {
  const { cohorts, countsOnly } = props;
  return {
    title: ['Cohorts'],
    at: 'cohorts',
    body: (
      <div class="app-plain app-plain--wide">
        <h1 class="nhsuk-heading-l">Cohorts</h1>
        <p class="app-lead">
          {countsOnly
            ? 'How many people have several things in common, and where they live. You see counts only: no person, and no number below ten.'
            : `People who have several things in common, for ${props.team} and ${props.purpose}.`}
        </p>
        {countsOnly ? null : <p><Button href={paths.cohortNew}>Make a cohort</Button></p>}
        {cohorts.length === 0 ? <p>There are no cohorts for your team and purpose yet.</p> : <List {...props} />}
        {countsOnly || cohorts.length < 2 ? null : <Overlap cohorts={cohorts.map((c) => c.cohort)} />}
      </div>
    ),
  };
}

function List({ cohorts, ground, countsOnly }: CohortsProps): VNode {
  return (
    <Table
      caption="Cohorts"
      captionHidden
      class="app-table"
      responsive
      firstCellIsHeader
      rows={cohorts}
      columns={[
        { heading: 'Cohort', cell: ({ cohort }) => <><a href={paths.cohort(cohort.id)}>{cohort.title}</a>{cohort.about === '' ? null : <span class="app-block app-quiet">{cohort.about}</span>}</> },
        { heading: 'Who is in it', cell: ({ cohort }) => summaryOf(cohort.criteria, ground) },
        { heading: 'People when last counted', numeric: true, cell: ({ counted }) => (counted === null ? 'Not counted yet' : <>{showCount(toldCount(counted.people, countsOnly))}<span class="app-block app-quiet">{showDay(counted.day)}</span></>) },
        ...(countsOnly ? [] : [{ heading: 'Whose', cell: ({ cohort }: { cohort: Cohort }) => (cohort.saved === null ? 'The area’s own' : `${cohort.saved.ownerName}${cohort.saved.shared === 'own' ? ' (not shared)' : ''}`) }]),
      ]}
    />
  );
}

/** Two cohorts held against each other. */
function Overlap({ cohorts }: { cohorts: readonly Cohort[] }): VNode {
  const options = cohorts.map(({ id, title }) => ({ value: id, text: title }));
  return (
    <form method="get" action={paths.cohortOverlap}>
      <h2 class="nhsuk-heading-m">Who is in two of them</h2>
      <SelectField id="a" name="a" label="One cohort" value={options[0]?.value ?? ''} options={options} />
      <SelectField id="b" name="b" label="Another" value={options[1]?.value ?? ''} options={options} />
      <Button variant="secondary" small>Compare</Button>
    </form>
  );
}

export interface OverlapProps {
  a: { cohort: Cohort; people: number };
  b: { cohort: Cohort; people: number };
  both: number;
  /** The list of those in both. */
  href: string;
}

export function overlapPage({ a, b, both, href }: OverlapProps): Page {
  const rows = [
    { words: `In ${a.cohort.title}`, people: a.people },
    { words: `In ${b.cohort.title}`, people: b.people },
    { words: 'In both', people: both },
    { words: `Only in ${a.cohort.title}`, people: a.people - both },
    { words: `Only in ${b.cohort.title}`, people: b.people - both },
    { words: 'In either', people: a.people + b.people - both },
  ];
  return {
    title: ['Who is in two cohorts', 'Cohorts'],
    at: 'cohorts',
    body: (
      <div class="app-plain">
        <p><a href={paths.cohorts}>All cohorts</a></p>
        <h1 class="nhsuk-heading-l">Who is in two cohorts</h1>
        <Table caption="How the two overlap" captionHidden class="app-table" firstCellIsHeader rows={rows} columns={[{ heading: 'Which', cell: (r) => r.words }, { heading: 'People', numeric: true, cell: (r) => r.people.toLocaleString('en-GB') }]} />
        {both === 0 ? null : <p><a href={href}>Open the {both === 1 ? 'person' : `${both.toLocaleString('en-GB')} people`} in both as a new cohort</a></p>}
      </div>
    ),
  };
}

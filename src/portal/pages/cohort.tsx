import type { VNode } from 'preact';
import { mayChangeCohort, type Cohort, type CohortCount, type CohortCounted, type CohortPerson, type Geography, type Line, type Place, type SavedCohort } from '../../radar/index.ts';
import type { Session } from '../../access/index.ts';
import { Breakdown } from '../components/breakdown.tsx';
import { Button } from '../components/button.tsx';
import { BarChart } from '../components/charts/index.ts';
import { TextField } from '../components/fields.tsx';
import { Funnel, showCount } from '../components/funnel.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { Details, InsetText } from '../components/messages.tsx';
import { Pagination } from '../components/pagination.tsx';
import { PrintButton } from '../components/person-frame.tsx';
import { PlaceMap, type PlaceFigure } from '../components/place-map.tsx';
import { withCriteria } from '../http/cohort-form.ts';
import { paths } from '../paths.ts';
import { dimensionWords, linesOf, toldCount } from '../words/cohorts.ts';
import { showBorn, showDay, showInstant, showMonth } from '../words/dates.ts';
import { count, showWhereabouts } from '../words/person.ts';

export interface CohortProps {
  cohort: Cohort;
  session: Session;
  counted: CohortCounted;
  lines: readonly Line[];
  trend: readonly CohortCount[];
  geography: Geography;
  today: string;
  /** What sets the numbers: when they were taken, and by whom a printed page was. */
  printedBy: string;
  /** Null for a reader who may only count. */
  list: {
    people: readonly CohortPerson[];
    offset: number;
    size: number;
    /** Chosen on the map, with how many live there. */
    place: (Place & { name: string; people: number }) | null;
    history: readonly SavedCohort[];
    mayExport: boolean;
    csrf: string;
  } | null;
}

/** One cohort: how many, who and why, where, beside everybody, how it came about and over time. */
export function cohortPage(props: CohortProps): Page {
  const { cohort, counted, list } = props;
  const countsOnly = list === null;
  return {
    title: [cohort.title, 'Cohorts'],
    at: 'cohorts',
    body: (
      <div class="app-plain app-plain--wide">
        <p><a href={paths.cohorts}>All cohorts</a></p>
        <div class="app-title">
          <h1 class="app-title__words">{cohort.title}</h1>
          <PrintButton />
        </div>
        {cohort.about === '' ? null : <p>{cohort.about}</p>}
        <p class="app-cohort__count">{showCount(toldCount(counted.people, countsOnly))} <span>{counted.people === 1 && !countsOnly ? 'person' : 'people'} of {showCount(toldCount(counted.everybody, countsOnly))} in the records today</span></p>
        {countsOnly ? <InsetText><p>You may count, and see no person. Numbers below ten are not shown, and others are to the nearest five, so that nobody can be picked out; two figures may not add up to a third.</p></InsetText> : <Actions {...props} list={list} />}
        <ul class="app-cohort__parts">
          {[...(countsOnly ? [] : [['people', 'People']]), ['places', 'Where they live'], ['beside', 'Beside everybody'], ['found', 'How they were found'], ['time', 'Over time'], ...(countsOnly ? [] : [['versions', 'Versions']])].map(([id, text]) => <li><a href={`#${id}`}>{text}</a></li>)}
        </ul>
        {countsOnly ? <Places {...props} /> : <div class="app-cohort__beside"><People {...props} list={list} /><Places {...props} /></div>}
        <Beside {...props} />
        <section aria-labelledby="found">
          <h2 class="nhsuk-heading-m" id="found">How they were found</h2>
          <p>Each line is who is left of the line above. Somebody of whom a criterion is not known is not in the cohort.</p>
          <Funnel caption="How each criterion narrows them down" everybody={toldCount(counted.everybody, countsOnly)} steps={counted.funnel.map(({ words, left }) => ({ words, left: toldCount(left, countsOnly) }))} />
          <p class="app-quiet">Nobody whose record is sealed or restricted is counted, nor anybody who has objected to sharing what a criterion rests on. Whoever hides where they live is on no map.</p>
        </section>
        <Trend {...props} countsOnly={countsOnly} />
        {countsOnly ? null : <Versions {...props} list={list} />}
        <p class="app-printed">{props.printedBy}</p>
      </div>
    ),
  };
}

type WithList = CohortProps & { list: NonNullable<CohortProps['list']> };

function Actions({ cohort, session, list }: WithList): VNode {
  const change = { title: cohort.title, about: cohort.about, shared: cohort.saved?.shared ?? 'team' };
  return (
    <div class="app-cohort__actions">
      {list.mayExport ? (
        <form method="post" action={paths.cohortWorklist(cohort.id)}>
          <input type="hidden" name="csrf" value={list.csrf} />
          <Button small variant="secondary">Take away as a worklist (CSV)</Button>
        </form>
      ) : null}
      {mayChangeCohort(cohort, session) ? <a href={withCriteria(paths.cohortNew, cohort.criteria, { ...change, of: `${cohort.id}/${cohort.saved?.version ?? 1}` })}>Change or share it</a> : null}
      <a href={withCriteria(paths.cohortNew, cohort.criteria, { title: `${cohort.title} (copy)`, about: cohort.about, copiedFrom: cohort.id })}>Copy it</a>
    </div>
  );
}

function People({ cohort, counted, list, today }: WithList): VNode {
  const { people, offset, size, place } = list;
  const total = place?.people ?? counted.people;
  const href = (from: number): string => `?${new URLSearchParams({ ...(place === null ? {} : { [place.level]: place.code }), ...(from === 0 ? {} : { from: String(from) }) }).toString()}#people`;
  return (
    <section aria-labelledby="people">
      <h2 class="nhsuk-heading-m" id="people">People{place === null ? '' : ` in ${place.name}`}</h2>
      {place === null ? null : <p>{count(place.people, 'person', 'people')} of {counted.people.toLocaleString('en-GB')}. <a href={`${paths.cohort(cohort.id)}#people`}>Show all</a></p>}
      {people.length === 0 ? <p>{total === 0 ? 'Nobody you may see fits all of it today. That is not proof that nobody needs it: a source may be late, or hold nothing of them.' : 'There is nobody further on.'}</p> : (
        <>
          <p class="app-quiet">{(offset + 1).toLocaleString('en-GB')} to {(offset + people.length).toLocaleString('en-GB')} of {total.toLocaleString('en-GB')}, by name. Each look is logged.</p>
          <Table
            caption={`${cohort.title}: people`}
            captionHidden
            class="app-table"
            responsive
            firstCellIsHeader
            rows={people}
            columns={[
              { heading: 'Person', cell: ({ summary }) => <><a href={paths.person(summary.personId)}>{summary.displayName}</a><span class="app-block app-quiet">{showBorn(summary.birthDate, today)}</span></> },
              { heading: 'Lives at', cell: ({ summary }) => showWhereabouts(summary) },
              { heading: 'Is here because', cell: ({ because }) => <ul class="app-because">{because.map((words) => <li>{words}</li>)}</ul> },
            ]}
          />
        </>
      )}
      <Pagination {...(offset === 0 ? {} : { previous: { href: href(Math.max(0, offset - size)) } })} {...(offset + size >= total ? {} : { next: { href: href(offset + size) } })} />
    </section>
  );
}

function Places({ cohort, lines, geography, counted, list }: CohortProps): VNode {
  const countsOnly = list === null;
  const link = (level: Place['level']) => (code: string): string => `${paths.cohort(cohort.id)}?${level}=${encodeURIComponent(code)}#people`;
  const [ward, lsoa] = [geography.get('ward'), geography.get('lsoa')];
  const figures = (level: Place['level']): PlaceFigure[] => linesOf(lines, level, geography, countsOnly).filter((l) => l.key !== '').map(({ key, label, ...rest }) => ({ code: key, name: label, ...rest }));
  const whole = { people: toldCount(counted.people, countsOnly), of: toldCount(counted.everybody, countsOnly) };
  return (
    <section aria-labelledby="places">
      <h2 class="nhsuk-heading-m" id="places">Where they live</h2>
      {ward === undefined ? <p>This area has no outlines of its wards.</p> : (
        <PlaceMap id="ward-map" title={`${ward.title}: people in 1,000`} outlines={ward} figures={figures('ward')} {...(countsOnly ? {} : { href: link('ward') })} chosen={list?.place?.level === 'ward' ? list.place.code : undefined} />
      )}
      <Details summary="Wards as a table"><Breakdown title={dimensionWords.ward} lines={linesOf(lines, 'ward', geography, countsOnly)} {...whole} {...(countsOnly ? {} : { href: link('ward') })} /></Details>
      {lsoa === undefined ? null : (
        <Details summary={lsoa.title}>
          <PlaceMap id="lsoa-map" title={`${lsoa.title}: people in 1,000`} outlines={lsoa} figures={figures('lsoa')} chosen={list?.place?.level === 'lsoa' ? list.place.code : undefined} />
          <Breakdown title={dimensionWords.lsoa} lines={linesOf(lines, 'lsoa', geography, countsOnly).filter((l) => l.people !== 0)} {...whole} {...(countsOnly ? {} : { href: link('lsoa') })} />
        </Details>
      )}
    </section>
  );
}

function Beside({ lines, geography, counted, list }: CohortProps): VNode {
  const countsOnly = list === null;
  return (
    <section aria-labelledby="beside">
      <h2 class="nhsuk-heading-m" id="beside">Beside everybody</h2>
      <p>These people beside everybody living in the records. A rate is of people in 1,000 of that group; where two intervals overlap, the groups may not differ at all.</p>
      <div class="app-cohort__breakdowns">
        {(['age', 'sex', 'ethnicity', 'deprivation'] as const).map((dimension) => (
          <Breakdown title={dimensionWords[dimension]} lines={linesOf(lines, dimension, geography, countsOnly)} people={toldCount(counted.people, countsOnly)} of={toldCount(counted.everybody, countsOnly)} />
        ))}
      </div>
    </section>
  );
}

/** `Nov 2025`: what fits under a bar. */
const shortMonth = (day: string): string => showMonth(day).replace(/^(\p{L}{3})\p{L}*/u, '$1');

function Trend({ trend, countsOnly }: CohortProps & { countsOnly: boolean }): VNode {
  const bars = trend.map(({ day, people }, i) => ({ label: i === trend.length - 1 ? 'Today' : shortMonth(day), value: toldCount(people, countsOnly) }));
  const back = trend.filter((c) => c.lookedBack).length;
  const told = bars.flatMap((b) => (b.value === null ? [] : [b.value]));
  return (
    <section aria-labelledby="time">
      <h2 class="nhsuk-heading-m" id="time">Over time</h2>
      {told.length < 2 ? <p>{countsOnly ? 'The numbers are too small to show over time.' : 'There is nothing to compare with yet.'}</p> : (
        <BarChart id="trend" title="People at the end of each month" desc={`From ${told[0]!.toLocaleString('en-GB')} to ${told.at(-1)!.toLocaleString('en-GB')}.`} unit="People" each="Month" bars={bars} />
      )}
      {back === 0 ? null : <p class="app-quiet">{count(back, 'month was', 'months were')} not counted at the time, but worked out since from when each thing was known; people are taken to have lived then where they live now.</p>}
    </section>
  );
}

function Versions({ cohort, session, list, today }: WithList): VNode {
  const { saved } = cohort;
  return (
    <section aria-labelledby="versions">
      <h2 class="nhsuk-heading-m" id="versions">Versions</h2>
      {saved === null ? <p>This cohort is the area’s own: its file <code>radar/cohorts/{cohort.id}.yaml</code> has its history.</p> : (
        <Table
          caption="Versions of this cohort, newest first"
          captionHidden
          class="app-table"
          responsive
          firstCellIsHeader
          rows={list.history}
          columns={[
            { heading: 'Version', cell: (v) => String(v.version) },
            { heading: 'Saved', cell: (v) => `${showInstant(v.savedAt, today)} by ${v.savedBy}` },
            { heading: 'Why', cell: (v) => v.reason },
            { heading: 'Criteria', cell: (v) => <a href={withCriteria(paths.cohortNew, v.criteria, { title: v.title, about: v.about })}>{count(v.criteria.length, 'criterion', 'criteria')}</a> },
          ]}
        />
      )}
      {saved === null ? null : <p class="app-quiet">{saved.ownerName}’s; {saved.shared === 'own' ? 'not shared' : saved.shared === 'team' ? 'shared with the team' : 'shared with the team, and its counts with commissioners'}. Version {saved.version} of {showDay(saved.savedAt.slice(0, 10))}.</p>}
      {mayChangeCohort(cohort, session) ? (
        <Details summary="Take this cohort away">
          <form method="post" action={paths.cohortRetire(cohort.id)}>
            <input type="hidden" name="csrf" value={list.csrf} />
            <TextField id="reason" name="reason" label="Why it is no longer needed" maxlength={300} autocomplete="off" />
            <Button small variant="warning">Take away</Button>
          </form>
        </Details>
      ) : null}
    </section>
  );
}

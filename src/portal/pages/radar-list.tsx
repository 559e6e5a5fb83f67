import type { VNode } from 'preact';
import type { CardList, ListFilter, ListRow } from '../../radar/index.ts';
import { Button } from '../components/button.tsx';
import { Sparkline } from '../components/charts/index.ts';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { Details, ErrorSummary, InsetText, type FieldError } from '../components/messages.tsx';
import { Pagination } from '../components/pagination.tsx';
import { PrintButton } from '../components/person-frame.tsx';
import { Reasons } from '../components/reasons.tsx';
import { SelectField } from '../components/select.tsx';
import { Tag } from '../components/tag.tsx';
import { paths } from '../paths.ts';
import { showBorn, showDay, showInstantDay } from '../words/dates.ts';
import { listWords } from '../words/person.ts';
import { bandColour, mayBeMore, showPoints } from '../words/radar.ts';

export interface RadarListProps {
  list: CardList;
  filter: ListFilter;
  typed: Record<'from' | 'to' | 'since', string>;
  errors: readonly FieldError[];
  today: string;
  feedTitle: (feed: string) => string;
  mayExport: boolean;
  /** The query of this page with one part changed. */
  href: (change: Record<string, string>) => string;
  printedBy: string;
}

/** A team's list: reasons first, then band and score. */
export function radarListPage(props: RadarListProps): Page {
  const { list, filter, today, href } = props;
  const { card } = list;
  return {
    title: [card.title, 'Radar'],
    at: 'radar',
    error: props.errors.length > 0,
    body: (
      <div class="app-plain app-plain--wide">
        {props.errors.length > 0 ? <ErrorSummary errors={props.errors} /> : null}
        <p><a href={paths.radar}>All lists</a></p>
        <div class="app-title">
          <h1 class="app-title__words">{card.title}</h1>
          <PrintButton />
        </div>
        <p>{card.about}</p>
        {list.waiting.length === 0 ? null : (
          <InsetText>
            <p>Not everything is known today: {listWords(list.waiting)} {list.waiting.length === 1 ? 'is' : 'are'} late or missing. Somebody may belong on this list and not be on it.</p>
          </InsetText>
        )}
        <Filters {...props} />
        {list.rows.length === 0 ? (
          <p>{(filter.offset ?? 0) > 0 ? 'There is nobody further down this list.' : 'Nobody you may see is on this list as it is filtered. That is not proof that nobody is at risk.'}</p>
        ) : (
          <Table
            caption={`${card.title}: people, ${filter.sort === 'newest' ? 'newest first' : 'highest first'}`}
            captionHidden
            class="app-table"
            responsive
            firstCellIsHeader
            rows={list.rows}
            columns={[
              { heading: 'Person', cell: (row) => <Who row={row} today={today} /> },
              { heading: 'Why', cell: (row) => <Reasons reasons={row.reasons} feedTitle={props.feedTitle} /> },
              { heading: 'Band', cell: (row) => <><Tag colour={bandColour(card.bands, row.band.id)}>{row.band.title}</Tag><span class="app-block app-quiet">since {showInstantDay(row.since, today)}</span></> },
              { heading: 'Score', numeric: true, cell: (row) => <>{showPoints(row.score)}{row.notKnown.length === 0 ? null : <span class="app-block app-quiet">{row.notKnown.length} not known</span>}</> },
              { heading: 'Last 12 months', cell: (row) => <Sparkline label="Score each month" values={row.trend} from={0} /> },
              { heading: 'Last contact', cell: (row) => (row.lastContact === null ? 'None you may see' : showDay(row.lastContact)) },
            ]}
          />
        )}
        <Pagination {...((filter.offset ?? 0) > 0 ? { previous: { href: href({ from_row: '' }), label: 'Top of the list' } } : {})} {...(list.next === null ? {} : { next: { href: href({ from_row: String(list.next) }) } })} />
        {props.mayExport && list.rows.length > 0 ? <p><a href={`${paths.radarCsv(card.id)}${href({ from_row: '' }).replace(/^[^?]*/, '')}`}>Take this list away (CSV)</a>. It is logged as an export of each person in it.</p> : null}
        <WhyNot card={card.id} />
        <p class="app-quiet">{mayBeMore} Version {list.version} of this card: <a href={paths.cardAtrs(card.id)}>how it works and who answers for it</a>.</p>
        <p class="app-printed">{props.printedBy}</p>
      </div>
    ),
  };
}

function Who({ row, today }: { row: ListRow; today: string }): VNode {
  const { summary } = row.person;
  return (
    <>
      <a href={paths.personPage(summary.personId, 'risk')}>{summary.displayName}</a>
      <span class="app-block app-quiet">{showBorn(summary.birthDate, today)}</span>
    </>
  );
}

function Filters({ list, filter, typed, errors }: RadarListProps): VNode {
  const { card, signals, wards } = list;
  const errorOf = (id: string): string | undefined => errors.find((e) => e.href === `#${id}`)?.text;
  const active = [filter.band, filter.ward, filter.signal, typed.from, typed.to, typed.since].some((value) => value !== undefined && value !== '');
  return (
    <Details summary="Filter and sort" open={active || errors.length > 0}>
      <form method="get" action={paths.radarList(card.id)} class="app-filters">
        <SelectField id="band" name="band" label="Band" value={filter.band ?? ''} options={[{ value: '', text: 'Any' }, ...card.bands.map((b) => ({ value: b.id, text: b.title }))]} />
        <SelectField id="signal" name="signal" label="Reason" value={filter.signal ?? ''} options={[{ value: '', text: 'Any' }, ...signals.map((s) => ({ value: s.id, text: s.label }))]} />
        {wards.length === 0 ? null : <SelectField id="ward" name="ward" label="Ward" value={filter.ward ?? ''} options={[{ value: '', text: 'Any' }, ...wards.map((w) => ({ value: w, text: w }))]} />}
        <TextField id="from" name="from" label="Aged from" width={5} value={typed.from} error={errorOf('from')} maxlength={3} />
        <TextField id="to" name="to" label="Aged to" width={5} value={typed.to} error={errorOf('to')} maxlength={3} />
        <TextField id="since" name="since" label="In their band since" hint="A date, such as 1/11/2026" width={10} value={typed.since} error={errorOf('since')} maxlength={20} />
        <SelectField id="sort" name="sort" label="Order" value={filter.sort ?? 'score'} options={[{ value: 'score', text: 'Highest first' }, { value: 'newest', text: 'Newest in their band first' }]} />
        <Button variant="secondary" small>Show</Button>
        {active ? <a href={paths.radarList(card.id)}>Clear filters</a> : null}
      </form>
    </Details>
  );
}

function WhyNot({ card }: { card: string }): VNode {
  return (
    <form method="get" action={paths.radarWhy(card)} class="app-why-not">
      <TextField id="who" name="q" label="Why is somebody not here?" labelSize="s" hint="Their name, or NHS number" width={20} maxlength={200} autocomplete="off" />
      <Button variant="secondary" small>Explain</Button>
    </form>
  );
}

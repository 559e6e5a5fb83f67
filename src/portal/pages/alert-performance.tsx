import type { VNode } from 'preact';
import type { CardPerformance, CardStudy, GroupRow, Performance, ThresholdRow } from '../../radar/index.ts';
import { Button } from '../components/button.tsx';
import { BarChart } from '../components/charts/index.ts';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { ErrorSummary, InsetText, NotificationBanner, type FieldError } from '../components/messages.tsx';
import { paths } from '../paths.ts';
import { spanOf } from '../words/alerts.ts';
import { showDay, showInstant } from '../words/dates.ts';

export interface PerformanceProps {
  team: string;
  weeks: number;
  cards: readonly CardPerformance[];
  study: CardStudy | null;
  budget: Awaited<ReturnType<Performance['budget']>>;
  today: string;
  csrf: string;
  typed: { aWeek: string; reason: string } | null;
  errors: readonly FieldError[];
  done: boolean;
}

const percent = (x: number): string => `${Math.round(x * 100)}%`;
const share = (s: CardPerformance['precision']): string => (s === null ? 'Not yet known' : `${percent(s.value)} (${percent(s.low)} to ${percent(s.high)})`);
const shown = (n: number | null): string => (n === null ? 'Too few to show' : n.toLocaleString('en-GB'));
const studyPath = (card: string, weeks: number): string => `${paths.alertPerformance}?card=${card}&weeks=${weeks}`;

function Budget(props: PerformanceProps): VNode {
  const { budget, errors } = props;
  const error = (href: string): string | undefined => errors.find((e) => e.href === href)?.text;
  return (
    <section aria-labelledby="budget">
      <h2 class="app-subtitle" id="budget">
        How many the team can act on
      </h2>
      <p>
        {budget.aWeek === null ? 'No limit is set: every alert joins the list at once.' : `At most ${budget.aWeek} in any seven days join the list, set by ${budget.userName ?? 'somebody'}${budget.at === null ? '' : `, ${showInstant(budget.at.toISOString(), props.today)}`}: ${budget.reason ?? ''}`}{' '}
        In the last seven days {budget.listed.toLocaleString('en-GB')} joined it. Over the limit the least urgent are held back, where they can be seen and are counted; the most urgent never are.
      </p>
      <form action={paths.alertPerformance} method="post" class="app-no-print">
        <input type="hidden" name="csrf" value={props.csrf} />
        <TextField id="aWeek" name="aWeek" label="Alerts a week" hint="Leave empty for no limit." width={5} error={error('#aWeek')} value={props.typed?.aWeek ?? (budget.aWeek === null ? '' : String(budget.aWeek))} maxlength={5} autocomplete="off" />
        <TextField id="reason" name="reason" label="Why" hint="Kept with your name." error={error('#reason')} value={props.typed?.reason ?? ''} maxlength={300} autocomplete="off" />
        <Button small>Set</Button>
      </form>
    </section>
  );
}

function Study(props: { study: CardStudy; weeks: number }): VNode {
  const { study, weeks } = props;
  const { card, pace } = study;
  const bandAt = (row: ThresholdRow): string => study.bands.find((b) => Math.ceil(b.from) === row.threshold)?.title ?? '';
  return (
    <>
      <h2 class="nhsuk-heading-m">{card.title}</h2>
      <SummaryList
        class="app-summary"
        rows={[
          { key: 'Raised', value: card.raised.toLocaleString('en-GB') },
          { key: 'Of those judged, accepted', value: share(card.precision) },
          { key: 'Time to be seen', value: card.seenMedian === null ? 'Not yet known' : `Half within ${spanOf(card.seenMedian)}, nine in ten within ${spanOf(card.seenNinth ?? card.seenMedian)}` },
          { key: 'Closed by themselves', value: card.lapsed.toLocaleString('en-GB') },
          { key: 'Escalated', value: card.escalated.toLocaleString('en-GB') },
          { key: 'Held back by the budget', value: `${card.held.toLocaleString('en-GB')}, ${card.heldNow.toLocaleString('en-GB')} of them now` },
        ]}
      />
      <BarChart id="by-week" title="Alerts raised in each week" desc={`Alerts of this card raised in each of the last ${weeks} weeks.`} unit="Alerts" each="Week from" bars={study.weeks.map((w) => ({ label: showDay(w.week), value: w.raised }))} labelEvery={Math.max(1, Math.ceil(weeks / 4))} />
      {card.dismissals.length === 0 ? null : <Table class="app-table" caption="Why alerts were dismissed" captionSize="s" firstCellIsHeader rows={card.dismissals} columns={[{ heading: 'Reason', cell: (d) => d.name }, { heading: 'Alerts', numeric: true, cell: (d) => d.n.toLocaleString('en-GB') }]} />}
      {card.outcomes.length === 0 ? null : <Table class="app-table" caption="What came of those accepted" captionSize="s" firstCellIsHeader rows={card.outcomes} columns={[{ heading: 'Outcome', cell: (d) => d.name }, { heading: 'Alerts', numeric: true, cell: (d) => d.n.toLocaleString('en-GB') }]} />}
      <h3 class="app-subtitle">What another threshold would have done</h3>
      <p>
        Over the last {weeks} whole weeks: how many alerts there would have been, how many of those that somebody accepted would not have been raised
        {pace === null ? '. How many would be waiting cannot be said until some have been dealt with.' : `, and how many would be waiting now at ${pace.aWeek} a week, ${pace.from === 'budget' ? 'which the team has said it can act on' : 'the pace so far'}.`}
      </p>
      <BarChart id="by-threshold" title="Alerts a week at each threshold" desc="How many alerts a week there would have been had they been raised from each score on. The threshold in force is marked." unit="Alerts a week" each="Threshold" bars={study.thresholds.map((t) => ({ label: String(t.threshold), value: Math.round(t.perWeek * 10) / 10, marked: t.current }))} />
      <Table
        class="app-table"
        caption="Thresholds"
        captionHidden
        responsive
        firstCellIsHeader
        rows={study.thresholds}
        rowClass={(t: ThresholdRow) => (t.current ? 'app-row--notice' : undefined)}
        columns={[
          { heading: 'Raised from a score of', cell: (t: ThresholdRow) => `${t.threshold}${bandAt(t) === '' ? '' : `, ${bandAt(t)}`}${t.current ? ', in force' : ''}` },
          { heading: 'Alerts a week', numeric: true, cell: (t) => t.perWeek.toFixed(1) },
          { heading: 'Accepted ones missed', numeric: true, cell: (t) => t.missed.toLocaleString('en-GB') },
          { heading: 'Would be waiting', numeric: true, cell: (t) => (t.queue === null ? 'Not known' : t.queue.toLocaleString('en-GB')) },
        ]}
      />
      {study.groups.length === 0 ? null : (
        <Table
          class="app-table"
          caption="Who the alerts are about"
          captionSize="s"
          responsive
          rows={study.groups}
          columns={[
            { heading: 'By', cell: (g: GroupRow) => g.by },
            { heading: 'Group', cell: (g) => g.group },
            { heading: 'Raised', numeric: true, cell: (g) => shown(g.raised) },
            { heading: 'Accepted', numeric: true, cell: (g) => shown(g.accepted) },
            { heading: 'Of those judged, accepted', cell: (g) => (g.precision === null ? 'Too few to say' : share(g.precision)) },
          ]}
        />
      )}
      <p class="app-quiet">Counts under 10 are not shown by group, nor what would tell them. A precision that is lower for one group than for others is a reason to look at the scorecard.</p>
    </>
  );
}

/** How a team's alerts are doing: which cards are right how often, what was done, and how many it can act on. */
export function alertPerformancePage(props: PerformanceProps): Page {
  const { cards, study, weeks } = props;
  return {
    title: study === null ? ['How alerts are doing'] : [study.card.title, 'How alerts are doing'],
    at: 'alerts',
    error: props.errors.length > 0,
    body: (
      <div class="app-plain">
        {props.errors.length === 0 ? null : <ErrorSummary errors={props.errors} />}
        {props.done ? <NotificationBanner variant="success" text="Set. It holds from now on." /> : null}
        <p>
          <a href={paths.alerts}>All alerts of {props.team}</a>
        </p>
        <h1 class="nhsuk-heading-l">How alerts are doing</h1>
        {cards.length === 0 ? (
          <InsetText>
            <p>No alert of {props.team} was raised in the last {weeks} weeks.</p>
          </InsetText>
        ) : (
          <Table
            class="app-table"
            caption={`Alerts of ${props.team} raised in the last ${weeks} weeks and since`}
            responsive
            firstCellIsHeader
            rows={cards}
            columns={[
              { heading: 'Scorecard', cell: (c: CardPerformance) => <a href={studyPath(c.card, weeks)} aria-current={study?.card.card === c.card ? 'true' : undefined}>{c.title}</a> },
              { heading: 'Raised', numeric: true, cell: (c) => c.raised.toLocaleString('en-GB') },
              { heading: 'Accepted', numeric: true, cell: (c) => c.accepted.toLocaleString('en-GB') },
              { heading: 'Dismissed', numeric: true, cell: (c) => c.dismissed.toLocaleString('en-GB') },
              { heading: 'Overdue', numeric: true, cell: (c) => c.overdue.toLocaleString('en-GB') },
              { heading: 'Held back now', numeric: true, cell: (c) => c.heldNow.toLocaleString('en-GB') },
              { heading: 'Of those judged, accepted', cell: (c) => share(c.precision) },
            ]}
          />
        )}
        <p class="app-quiet">The figures in brackets hold the true share in 95 of 100 such samples (Wilson).</p>
        {study === null ? null : <Study study={study} weeks={weeks} />}
        <Budget {...props} />
      </div>
    ),
  };
}

import type { VNode } from 'preact';
import type { JoinedRecord, JoinedRecords, PartingPreview } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { Details, ErrorSummary, InsetText, WarningCallout, type FieldError } from '../components/messages.tsx';
import { waterfallSteps, WaterfallTable } from '../components/waterfall.tsx';
import { paths } from '../paths.ts';
import { showInstantDay } from '../words/dates.ts';
import { lettersOf, nameIn, pairName, whoIn } from '../words/joined.ts';
import { count, listWords } from '../words/person.ts';
import { agreeWords } from '../words/likely.ts';
import { almostCertain, showWeight, sureOf } from '../words/review.ts';

type PairEvidence = JoinedRecords['pairs'][number];

export interface JoinedProps {
  personId: string;
  joined: JoinedRecords;
  chosen: readonly number[];
  reason: string;
  errors: readonly FieldError[];
  csrf: string;
  today: string;
  feedTitle: (feed: string) => string;
}

/** Each record of the person, to be marked as somebody else's. */
function Choose(props: JoinedProps): VNode {
  const { joined, today } = props;
  const letters = lettersOf(joined.records);
  const chosen = new Set(props.chosen);
  return (
    <Table
      class="app-table"
      caption="Records joined as this person"
      captionSize="m"
      responsive
      firstCellIsHeader
      rows={joined.records}
      columns={[
        {
          heading: 'Somebody else’s',
          cell: (r: JoinedRecord) => {
            const id = r === joined.records[0] ? 'others' : `others-${r.subject}`;
            return (
              <div class="nhsuk-checkboxes nhsuk-checkboxes--small app-choose">
                <div class="nhsuk-checkboxes__item">
                  <input class="nhsuk-checkboxes__input" id={id} name="others" type="checkbox" value={String(r.subject)} checked={chosen.has(r.subject)} />
                  <label class="nhsuk-label nhsuk-checkboxes__label" for={id}>
                    Record {letters.get(r.subject)}
                  </label>
                </div>
              </div>
            );
          },
        },
        { heading: 'From', cell: (r) => `${props.feedTitle(r.feed)}, number ${r.localKey}` },
        {
          heading: 'Says',
          cell: (r) => (
            <>
              <b class="app-block">{nameIn(r.says)}</b>
              {whoIn(r.says, today)}
            </>
          ),
        },
        { heading: 'Holds', cell: (r) => (r.facts === 0 ? 'Nothing dated' : count(r.facts, 'dated entry', 'dated entries')) },
        { heading: 'Received', cell: (r) => showInstantDay(r.received, today) },
      ]}
    />
  );
}

/** Pairs that are opened one by one; the rest, each as good as certain, stand in one table. */
const fewest = 3;

/** How the records hold together, two by two, the weakest first. */
function Evidence(props: { joined: JoinedRecords }): VNode | null {
  const { joined } = props;
  if (joined.pairs.length === 0) return null;
  const sure = (pair: PairEvidence): string => sureOf({ weight: pair.weight, rule: pair.guard?.title ?? null });
  const weak = joined.pairs.filter((pair, i) => i < fewest || pair.guard !== null || pair.weight < almostCertain);
  const rest = joined.pairs.filter((pair) => !weak.includes(pair));
  return (
    <>
      <h2 class="app-subtitle">Why they were joined</h2>
      <p>Each two that were compared, the weakest first. A comparison weighs +1 when it makes “one person” twice as likely; records also hold together by way of a third.</p>
      {weak.map((pair) => (
        <Details
          summary={
            <>
              {pairName(joined, pair.subjectA, pair.subjectB)}: {sure(pair).charAt(0).toLowerCase()}
              {sure(pair).slice(1)} ({showWeight(pair.weight)})
            </>
          }
        >
          {pair.guard === null ? null : <p>A rule decided: {pair.guard.title}.</p>}
          <WaterfallTable steps={waterfallSteps(pair, joined.whereaboutsHidden)} />
        </Details>
      ))}
      {rest.length === 0 ? null : (
        <Details summary={`${count(rest.length, 'other pair', 'other pairs')}, each almost certainly one person`}>
          <Table
            class="app-table"
            caption="The other pairs"
            captionHidden
            responsive
            firstCellIsHeader
            rows={rest}
            columns={[
              { heading: 'Records', cell: (pair: PairEvidence) => pairName(joined, pair.subjectA, pair.subjectB) },
              { heading: 'Agrees', cell: (pair) => agreeing(pair, joined.whereaboutsHidden) },
              { heading: 'Weight', numeric: true, cell: (pair) => showWeight(pair.weight) },
            ]}
          />
        </Details>
      )}
    </>
  );
}

/** What speaks for one person; what tells of whereabouts is left out where they are hidden. */
const agreeing = (pair: PairEvidence, hidden: boolean): string => listWords(agreeWords({ comparisons: pair.comparisons.filter((c) => !hidden || !c.whereabouts) }).agrees);

/** The records joined as a person, to say which of them are somebody else's. */
export function joinedPage(props: JoinedProps): Page {
  const { joined, errors, personId } = props;
  return {
    title: ['Records joined as this person', joined.name],
    at: 'review',
    error: errors.length > 0,
    body: (
      <div class="app-plain">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <p>
          <a href={paths.personPage(personId, 'sources')}>Back to their sources</a>
        </p>
        <h1 class="nhsuk-heading-l">Records joined as {joined.name}</h1>
        {joined.whereaboutsHidden ? <p>Addresses, telephones and emails are left out, because where this person lives is hidden for safety.</p> : null}
        {joined.records.length < 2 ? (
          <InsetText>
            <p>{joined.records.length === 0 ? 'No record of a service that is shared with you is of this person' : 'One record of the services that are shared with you is of this person'}, so there is nothing here that you can part.</p>
          </InsetText>
        ) : (
          <form action={paths.joined(personId)} method="post">
            <input type="hidden" name="csrf" value={props.csrf} />
            <p>Mark the records that are somebody else’s. The next page shows what would happen; nothing changes before you confirm it there.</p>
            <Choose {...props} />
            <Button name="step" value="preview">
              Show what would happen
            </Button>
            <p class="app-quiet">Records of services that are not shared with you are not listed. They go where the evidence puts them.</p>
          </form>
        )}
        <Evidence joined={joined} />
      </div>
    ),
  };
}

export interface PreviewProps extends Omit<JoinedProps, 'joined'> {
  preview: PartingPreview;
}

/** What parting would do, to be confirmed with a reason. */
export function partingPage(props: PreviewProps): Page {
  const { preview, errors, personId, csrf } = props;
  const { joined, parts } = preview;
  const letters = lettersOf(joined.records);
  const of = (subjects: readonly number[]): JoinedRecord[] => joined.records.filter((r) => subjects.includes(r.subject));
  const said = (records: readonly JoinedRecord[]): VNode => (
    <>
      {records.map((r) => (
        <span class="app-block">
          Record {letters.get(r.subject)}: {nameIn(r.says)}, {props.feedTitle(r.feed)}
          {r.facts === 0 ? '' : ` (${count(r.facts, 'dated entry', 'dated entries')})`}
        </span>
      ))}
    </>
  );
  const chosen = of(props.chosen);
  const apart = new Set(props.chosen);
  const more = parts.length > 2;
  return {
    title: ['What parting would do', joined.name],
    at: 'review',
    error: errors.length > 0,
    body: (
      <div class="app-plain">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <h1 class="nhsuk-heading-l">What parting would do</h1>
        <p>
          {chosen.length === 1 ? 'Record' : 'Records'} {listWords(chosen.map((r) => letters.get(r.subject) ?? ''))} would be kept apart from the rest of {joined.name}, whatever later feeds say.
        </p>
        <SummaryList
          class="app-summary"
          rows={parts.map((part) => ({ key: part.keepsId ? 'Keeps this page' : 'Becomes a person of its own', value: said(of(part.subjects)) }))}
        />
        <ul class="nhsuk-list nhsuk-list--bullet">
          <li>Each record takes what it holds with it: entries, cards, contacts, relationships and household.</li>
          <li>Whatever restricts access to this person restricts both from then on, and both keep the log of who has looked until now.</li>
          <li>One that becomes a person of its own may yet be joined with somebody else whom it resembles.</li>
          {more ? <li>Without the others, some of these no longer hold together, so there would be {parts.length} people.</li> : null}
          {parts.some((p) => p.keepsId && p.subjects.some((s) => apart.has(s))) ? <li>The records you marked are the larger part, so they keep the page and its address.</li> : null}
          <li>It can be undone in one step under “Review links”.</li>
        </ul>
        <form action={paths.joined(personId)} method="post">
          <input type="hidden" name="csrf" value={csrf} />
          {props.chosen.map((subject) => (
            <input type="hidden" name="others" value={String(subject)} />
          ))}
          <WarningCallout heading="Parting records of one person can harm them" level={2}>
            What is known under one is missing from the other. If you do not know, leave them as they are and ask a service that knows them.
          </WarningCallout>
          <TextField id="reason" name="reason" label="How you know" hint="What you checked and with whom. Kept with the decision, for whoever asks about it later." error={errors.find((e) => e.href === '#reason')?.text} value={props.reason} maxlength={500} autocomplete="off" />
          <div class="nhsuk-button-group">
            <Button name="step" value="part" variant="warning">
              Part these records
            </Button>
            <Button name="step" value="change" variant="secondary">
              Choose again
            </Button>
          </div>
        </form>
      </div>
    ),
  };
}

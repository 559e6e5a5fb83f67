import type { VNode } from 'preact';
import type { ComparedField, Comparison, ReviewDetail, ReviewSide } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { Choices, TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList, Table } from '../components/lists.tsx';
import { ErrorSummary, InsetText, WarningCallout, type FieldError } from '../components/messages.tsx';
import { Tag, type TagColour } from '../components/tag.tsx';
import { Waterfall, waterfallSteps, WaterfallTable } from '../components/waterfall.tsx';
import { paths } from '../paths.ts';
import { showInstantDay } from '../words/dates.ts';
import { oddsWords, showWeight, sureOf, sureWords, verdictWords, whyWords } from '../words/review.ts';

const colours: Record<ComparedField['verdict'], TagColour> = { same: 'green', part: 'yellow', different: 'red', 'one-only': 'grey' };

const Values = (props: { of: readonly string[] }): VNode =>
  props.of.length === 0 ? <span class="app-quiet">Does not say</span> : <>{props.of.map((value) => <span class="app-block">{value}</span>)}</>;

/** Two records side by side. Whether they agree is said in words in a column of its own. */
export function SideBySide(props: { comparison: Comparison; headings: readonly [string, string] }): VNode {
  const { comparison, headings } = props;
  return (
    <>
      <Table
        class="app-table"
        caption="What the two records say"
        captionSize="m"
        responsive
        firstCellIsHeader
        rows={comparison.fields}
        rowClass={(f) => (f.verdict === 'different' ? 'app-row--notice' : undefined)}
        columns={[
          { heading: 'About', cell: (f: ComparedField) => f.field },
          { heading: headings[0], cell: (f) => <Values of={f.a} /> },
          { heading: headings[1], cell: (f) => <Values of={f.b} /> },
          { heading: 'Compared', cell: (f) => <Tag colour={colours[f.verdict]}>{verdictWords[f.verdict]}</Tag> },
        ]}
      />
      {comparison.whereaboutsHidden ? <p>Addresses, telephones and emails are left out, because where one of them lives is hidden for safety.</p> : null}
    </>
  );
}

export interface ReviewProps {
  detail: ReviewDetail;
  today: string;
  csrf: string;
  feedTitle: (feed: string) => string;
  typed: { decision: string; reason: string };
  errors: readonly FieldError[];
}

/** One question: are these one person? With what each record says, what the evidence weighs, and the answer's form. */
export function reviewPage(props: ReviewProps): Page {
  const { detail, typed, errors } = props;
  const { review, evidence } = detail;
  const error = (href: string): string | undefined => errors.find((e) => e.href === href)?.text;
  const source = (side: ReviewSide, at: 0 | 1): VNode => (
    <>
      <a href={paths.person(detail.persons[at])}>{review.names[at]}</a>, from{' '}
      {side.feed === null ? 'a service that is not shared with you' : props.feedTitle(side.feed)}
      {side.localKey === null ? '' : `, number ${side.localKey}`}
      {side.received === null ? '' : `, received ${showInstantDay(side.received, props.today)}`}
    </>
  );
  return {
    title: ['Are these one person?', 'Records that may be of one person'],
    at: 'review',
    error: errors.length > 0,
    body: (
      <div class="app-plain">
        {errors.length === 0 ? null : <ErrorSummary errors={errors} />}
        <p>
          <a href={paths.linkage}>All that are waiting</a>
        </p>
        <h1 class="nhsuk-heading-l">Are these one person?</h1>
        <SummaryList
          class="app-summary"
          rows={[
            { key: 'Record A', value: source(detail.sides[0], 0) },
            { key: 'Record B', value: source(detail.sides[1], 1) },
            { key: 'Why you are asked', value: whyWords(review) },
            { key: 'How sure', value: review.weight === null || review.rule !== null ? sureOf(review) : `${sureOf(review)} (${oddsWords(review.weight)})` },
            ...(review.safeguarding ? [{ key: 'At stake', value: 'One of them is known to a safeguarding service' }] : []),
          ]}
        />
        <SideBySide comparison={detail} headings={['Record A', 'Record B']} />
        <h2 class="app-subtitle">What the evidence weighs</h2>
        {evidence === null ? (
          <p>No rule ever brought these two together, so there is nothing to weigh.</p>
        ) : (
          <>
            <p>
              A comparison weighs +1 when it makes “one person” twice as likely. Together: {showWeight(evidence.weight)}
              {evidence.guard === null ? `, ${sureWords(evidence.weight).toLowerCase()}.` : `, but that is not to be relied on. A rule decided: ${evidence.guard.title.charAt(0).toLowerCase()}${evidence.guard.title.slice(1)}.`}{' '}
              <span class="app-quiet">Model {evidence.modelVersion}.</span>
            </p>
            <Waterfall steps={waterfallSteps(evidence, detail.whereaboutsHidden)} />
            <WaterfallTable steps={waterfallSteps(evidence, detail.whereaboutsHidden)} />
          </>
        )}
        {review.closedAt !== null ? (
          <InsetText>
            <p>This has been dealt with. What was decided is under “Decided lately”.</p>
          </InsetText>
        ) : (
          <form action={paths.review(review.reviewId)} method="post">
            <input type="hidden" name="csrf" value={props.csrf} />
            <WarningCallout heading="Joining the wrong people can harm them" level={2}>
              Each would be shown the other’s risks, medicines and family. If you do not know, say “Not sure”.
            </WarningCallout>
            <Choices
              kind="radios"
              id="decision"
              name="decision"
              legend="Are these one person?"
              legendSize="m"
              error={error('#decision')}
              items={[
                { value: 'join', text: 'Join', hint: 'They are one person. All the records of both will be shown as one.', checked: typed.decision === 'join' },
                { value: 'apart', text: 'Keep apart', hint: 'They are two people. These two records will never be joined.', checked: typed.decision === 'apart' },
                { value: 'unsure', text: 'Not sure', hint: 'Nothing changes. It stays in the queue.', checked: typed.decision === 'unsure' },
              ]}
            />
            <TextField id="reason" name="reason" label="How you know" hint="What you checked and with whom. Kept with the decision, for whoever asks about it later." error={error('#reason')} value={typed.reason} maxlength={500} autocomplete="off" />
            <Button>Save</Button>
          </form>
        )}
      </div>
    ),
  };
}

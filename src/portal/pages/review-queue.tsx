import type { VNode } from 'preact';
import type { MadeDecision, QueuedReview } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { Details, InsetText, NotificationBanner } from '../components/messages.tsx';
import { Tag } from '../components/tag.tsx';
import { paths } from '../paths.ts';
import { showInstant, showInstantDay } from '../words/dates.ts';
import { count, listWords } from '../words/person.ts';
import { sureOf, whyWords } from '../words/review.ts';

export interface QueueProps {
  items: readonly QueuedReview[];
  decisions: readonly MadeDecision[];
  /** Where the next page starts; null at the end. */
  next: number | null;
  /** Whether this is a later page. */
  later: boolean;
  today: string;
  csrf: string;
  /** The decision just made, or what else was just done. */
  done: { kind: 'decided'; decision: MadeDecision; /** It is kept, but the records do not stand so yet. */ later: boolean } | { kind: 'undone' } | { kind: 'unsure' } | null;
}

const said = (decision: MadeDecision): string => (decision.decision === 'join' ? 'One person' : decision.pairs === 1 ? 'Kept apart' : `Kept apart, ${count(decision.pairs, 'pair')} of records`);

function Done(props: { done: NonNullable<QueueProps['done']>; csrf: string }): VNode {
  const { done } = props;
  if (done.kind === 'undone') return <NotificationBanner variant="success" text="Undone. The records stand as the evidence alone puts them." />;
  if (done.kind === 'unsure') return <NotificationBanner text="Nothing was changed. It stays in the queue for somebody who knows more." />;
  return (
    <NotificationBanner variant="success">
      <p class="nhsuk-notification-banner__heading">
        {said(done.decision)}: {listWords(done.decision.names)}
      </p>
      {done.later ? <p>It is kept, and takes effect as soon as the linking now under way is done.</p> : null}
      <form action={paths.undo(done.decision.overrideId)} method="post">
        <input type="hidden" name="csrf" value={props.csrf} />
        <input type="hidden" name="reason" value="Undone straight after it was made." />
        <Button small variant="secondary">
          Undo
        </Button>
      </form>
    </NotificationBanner>
  );
}

function Undo(props: { decision: MadeDecision; csrf: string }): VNode {
  const { decision } = props;
  return (
    <Details
      summary={
        <>
          Undo<span class="nhsuk-u-visually-hidden"> the decision about {listWords(decision.names)}</span>
        </>
      }
    >
      <form action={paths.undo(decision.overrideId)} method="post">
        <input type="hidden" name="csrf" value={props.csrf} />
        <TextField id={`reason-${decision.overrideId}`} name="reason" label="Why it should be undone" maxlength={500} autocomplete="off" />
        <Button small variant="secondary">
          Undo
        </Button>
      </form>
    </Details>
  );
}

/** What people are asked about links, the worst first, and what was decided lately. */
export function queuePage(props: QueueProps): Page {
  const { items, decisions, today } = props;
  return {
    title: ['Records that may be of one person'],
    at: 'review',
    body: (
      <div class="app-plain">
        {props.done === null ? null : <Done done={props.done} csrf={props.csrf} />}
        <h1 class="nhsuk-heading-l">Records that may be of one person</h1>
        <p>
          Kith could not decide these by itself. Those where a mistake would do most harm come first. Only people whose identity you may see in full are here. Each look is written in their logs.
        </p>
        {items.length === 0 ? (
          <InsetText>
            <p>{props.later ? 'There are no more that you may see.' : 'Nothing is waiting that you may see. New ones come as feeds arrive.'}</p>
          </InsetText>
        ) : (
          <Table
            class="app-table"
            caption="Waiting, the most harmful first"
            captionSize="m"
            responsive
            firstCellIsHeader
            rows={items}
            rowClass={(r) => (r.safeguarding ? 'app-row--notice' : undefined)}
            columns={[
              { heading: 'Records of', cell: (r: QueuedReview) => <a href={paths.review(r.reviewId)}>{r.names.join(' and ')}</a> },
              {
                heading: 'Why',
                cell: (r) => (
                  <>
                    {r.safeguarding ? (
                      <>
                        <Tag colour="red">Safeguarding</Tag>{' '}
                      </>
                    ) : null}
                    {whyWords(r)}
                  </>
                ),
              },
              { heading: 'How sure', cell: (r) => sureOf(r) },
              { heading: 'Since', cell: (r) => showInstantDay(r.openedAt.toISOString(), today) },
            ]}
          />
        )}
        {props.next === null ? null : (
          <p>
            <a href={`${paths.linkage}?from=${props.next}`}>Next</a>
          </p>
        )}
        {decisions.length === 0 ? null : (
          <Table
            class="app-table"
            caption="Decided lately"
            captionSize="m"
            responsive
            firstCellIsHeader
            rows={decisions}
            columns={[
              { heading: 'About', cell: (d: MadeDecision) => listWords(d.names) },
              { heading: 'Decided', cell: (d) => said(d) },
              { heading: 'Why', cell: (d) => d.reason },
              { heading: 'By', cell: (d) => `${d.userName}, ${showInstant(d.at.toISOString(), today)}` },
              { heading: 'Undo', cell: (d) => <Undo decision={d} csrf={props.csrf} /> },
            ]}
          />
        )}
        <p>
          <a href={paths.labels}>How often is Kith right? Label pairs to find out</a>
        </p>
      </div>
    ),
  };
}

import type { VNode } from 'preact';
import type { PrecisionRecall } from '../../linkage/index.ts';
import type { Comparison } from '../../record/index.ts';
import { Button } from '../components/button.tsx';
import { Choices } from '../components/fields.tsx';
import type { Page } from '../components/layout.tsx';
import { SummaryList } from '../components/lists.tsx';
import { ErrorSummary, InsetText } from '../components/messages.tsx';
import { paths } from '../paths.ts';
import { SideBySide } from './review-item.tsx';

export interface LabelsProps {
  /** The pair to label; null when none waits that this reader may see. */
  pair: ({ labelId: string } & Comparison) | null;
  found: PrecisionRecall;
  csrf: string;
  error?: string;
}

const percent = (n: number): string => `${(n * 100).toFixed(1)}%`;

function share(of: PrecisionRecall['precision']): string {
  return of === null ? 'Not known yet' : `${percent(of.value)}, and 95 times in 100 between ${percent(of.low)} and ${percent(of.high)}`;
}

function Result(props: { found: PrecisionRecall }): VNode {
  const { found } = props;
  return (
    <>
      <h2 class="app-subtitle">What the labels say so far</h2>
      <SummaryList
        class="app-summary"
        rows={[
          { key: 'Labelled', value: `${found.labelled} of ${found.drawn} drawn, ${found.unsure} of them “Not sure”` },
          { key: 'Of the pairs Kith joined, right', value: share(found.precision) },
          { key: 'Of the pairs that are one person, joined', value: share(found.recall) },
        ]}
      />
      <p class="app-quiet">The second counts only pairs that some rule brought together. Labels measure; they change no link.</p>
    </>
  );
}

/** Labelling pairs blind: what the records say, and nothing of what Kith made of them. */
export function labelsPage(props: LabelsProps): Page {
  const { pair, found, error } = props;
  return {
    title: ['Label pairs', 'Records that may be of one person'],
    at: 'review',
    error: error !== undefined,
    body: (
      <div class="app-plain">
        {error === undefined ? null : <ErrorSummary errors={[{ text: error, href: '#label' }]} />}
        <p>
          <a href={paths.linkage}>All that are waiting</a>
        </p>
        <h1 class="nhsuk-heading-l">Label pairs</h1>
        <p>Pairs are drawn at random from every strength of evidence. What Kith made of them is not shown, so that you judge only the records.</p>
        {pair === null ? (
          <>
            <InsetText>
              <p>No pair is waiting that you may see.</p>
            </InsetText>
            <form action={paths.drawLabels} method="post">
              <input type="hidden" name="csrf" value={props.csrf} />
              <Button>Draw 40 pairs</Button>
            </form>
          </>
        ) : (
          <>
            <p>
              {found.labelled} of {found.drawn} labelled.
            </p>
            <SideBySide comparison={pair} headings={['Record A', 'Record B']} />
            <form action={paths.labels} method="post">
              <input type="hidden" name="csrf" value={props.csrf} />
              <input type="hidden" name="id" value={pair.labelId} />
              <Choices
                kind="radios"
                id="label"
                name="label"
                legend="Are these one person?"
                legendSize="m"
                error={error}
                items={[
                  { value: 'same', text: 'One person' },
                  { value: 'different', text: 'Two people' },
                  { value: 'unsure', text: 'Not sure' },
                ]}
              />
              <Button>Save and next</Button>
            </form>
          </>
        )}
        <Result found={found} />
      </div>
    ),
  };
}

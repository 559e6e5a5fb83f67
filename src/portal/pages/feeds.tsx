import type { VNode } from 'preact';
import type { FeedState } from '../../kernel/index.ts';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { Tag, type TagColour } from '../components/tag.tsx';
import { showInstant, showInstantDay } from '../words/dates.ts';
import { feedStateWords, needingAttention } from '../words/feeds.ts';
import { count, listWords } from '../words/person.ts';

const colours: Record<FeedState['state'], TagColour> = { 'on-time': 'green', late: 'orange', never: 'grey', failed: 'red' };

export function FeedTag(props: { state: FeedState['state'] }): VNode {
  return <Tag colour={colours[props.state]}>{feedStateWords[props.state]}</Tag>;
}

/** `14 of 17 feeds are on time; 2 are late and 1 has failed.` */
export function feedSentence(states: readonly FeedState[]): string {
  const of = (state: FeedState['state']): number => states.filter((s) => s.state === state).length;
  const bad = [
    ...(of('failed') > 0 ? [`${of('failed')} failed`] : []),
    ...(of('late') > 0 ? [`${of('late')} late`] : []),
    ...(of('never') > 0 ? [`${of('never')} never received`] : []),
  ];
  if (states.length === 0) return 'This area has no feeds yet.';
  return bad.length === 0 ? `All ${count(states.length, 'feed')} are on time.` : `${of('on-time')} of ${count(states.length, 'feed')} on time; ${listWords(bad)}.`;
}

/** Each feed: when it last came, when it should, how much of it could not be read, and whom it covers. */
export function feedsPage(props: { states: readonly FeedState[]; today: string }): Page {
  const { states, today } = props;
  const bad = needingAttention(states);
  const ordered = [...bad, ...states.filter((state) => state.state === 'on-time')];
  return {
    title: ['Feeds'],
    at: 'feeds',
    body: (
      <div class="app-plain app-plain--wide">
        <h1 class="nhsuk-heading-l">Feeds</h1>
        <p class="app-lead">{feedSentence(states)}</p>
        <Table
          caption="State of each feed"
          captionHidden
          responsive
          firstCellIsHeader
          class="app-table"
          rows={ordered}
          rowClass={(state) => (state.state === 'on-time' ? undefined : 'app-row--notice')}
          columns={[
            {
              heading: 'Feed',
              cell: (s) => (
                <>
                  {s.title} <span class="app-quiet app-block">{s.organisationName}</span>
                </>
              ),
            },
            { heading: 'State', cell: (s) => <FeedTag state={s.state} /> },
            { heading: 'Last received', cell: (s) => <span class="app-nowrap">{s.lastReceived === null ? 'Never' : showInstant(s.lastReceived, today)}</span> },
            { heading: 'Next expected', cell: (s) => <span class="app-nowrap">{s.nextExpected === null ? 'Not set' : showInstantDay(s.nextExpected, today)}</span> },
            { heading: 'Rows', numeric: true, cell: (s) => s.rows.toLocaleString('en-GB') },
            { heading: 'Could not be read', numeric: true, cell: (s) => s.rejects.toLocaleString('en-GB') },
            { heading: 'Covers', cell: (s) => s.coverage },
          ]}
        />
        <p class="app-quiet">Rows that could not be read are kept with their reason, and can be brought in once the mapping is mended.</p>
      </div>
    ),
  };
}

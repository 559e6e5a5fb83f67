import type { VNode } from 'preact';
import type { EmergencyUse, Verdict } from '../../access/index.ts';
import type { Page } from '../components/layout.tsx';
import { Table } from '../components/lists.tsx';
import { NotificationBanner } from '../components/messages.tsx';
import { Tag } from '../components/tag.tsx';
import { paths } from '../paths.ts';
import { showInstant } from '../words/dates.ts';

export interface QueueProps {
  uses: readonly EmergencyUse[];
  /** Name of whoever it was, as the reader may know it. */
  name: (use: EmergencyUse) => string;
  organisation: (id: string) => string;
  escalatesTo: string;
  today: string;
  done: 'judged' | 'told' | null;
}

export const verdictWords: Record<Verdict, string> = { justified: 'Justified', 'not-justified': 'Not justified', 'follow-up': 'Needs follow-up' };

/** How one stands, in words. */
export function StateOf(props: { use: EmergencyUse; escalatesTo: string; today: string }): VNode {
  const { use, today } = props;
  const day = (at: Date): string => showInstant(at.toISOString(), today);
  if (use.review !== null) return <Tag colour={use.review.verdict === 'justified' ? 'green' : use.review.verdict === 'follow-up' ? 'yellow' : 'red'}>{verdictWords[use.review.verdict]}</Tag>;
  if (use.escalatedAt !== null) {
    return (
      <>
        <Tag colour="red">Escalated</Tag>
        <span class="app-block">
          Nobody judged it by {day(use.reviewBy)}. Escalated to the {props.escalatesTo}: {day(use.escalatedAt)}.
        </span>
      </>
    );
  }
  return <>To be judged by {day(use.reviewBy)}</>;
}

const untold = (use: EmergencyUse): boolean => use.keptBack === null && use.told === null;
const unjudged = (use: EmergencyUse): boolean => use.review === null || use.review.verdict === 'follow-up';

function Uses(props: QueueProps & { caption: string; list: readonly EmergencyUse[]; last: { heading: string; cell: (use: EmergencyUse) => VNode } }): VNode {
  return (
    <Table
      class="app-table"
      caption={props.caption}
      captionSize="m"
      responsive
      rows={props.list}
      rowClass={(use: EmergencyUse) => (use.escalatedAt !== null && use.review === null ? 'app-row--notice' : undefined)}
      columns={[
        { heading: 'When', cell: (use: EmergencyUse) => <span class="app-nowrap">{showInstant(use.from.toISOString(), props.today)}</span> },
        {
          heading: 'Who',
          cell: (use) => (
            <>
              {use.userName}{' '}
              <span class="app-quiet app-block">
                {use.teamName}, {props.organisation(use.organisation)}
              </span>
            </>
          ),
        },
        { heading: 'Whose record', cell: (use) => props.name(use) },
        { heading: 'Why', cell: (use) => use.reason },
        props.last,
      ]}
    />
  );
}

/** Uses of emergency access that somebody must judge, and people who must still be told. */
export function emergencyQueuePage(props: QueueProps): Page {
  const judge = props.uses.filter(unjudged);
  const tell = props.uses.filter(untold);
  const link = (use: EmergencyUse, href: string, words: string): VNode => (
    <a href={href}>
      {words}
      <span class="nhsuk-u-visually-hidden">
        {' '}
        {use.userName}, {props.name(use)}, {showInstant(use.from.toISOString(), props.today)}
      </span>
    </a>
  );
  return {
    title: ['Emergency access'],
    at: 'emergency',
    body: (
      <div class="app-plain">
        {props.done === null ? null : <NotificationBanner variant="success" text={props.done === 'judged' ? 'Your judgement is kept.' : 'Kept: the person has been told.'} />}
        <h1 class="nhsuk-heading-l">Emergency access</h1>
        <p>Each time somebody opened a record that was closed to them. Nobody judges their own.</p>
        {judge.length === 0 ? (
          <p>Nothing waits to be judged.</p>
        ) : (
          <Uses
            {...props}
            caption="To judge"
            list={judge}
            last={{
              heading: 'State',
              cell: (use) => (
                <>
                  <StateOf use={use} escalatesTo={props.escalatesTo} today={props.today} /> <span class="app-block">{link(use, paths.emergencyUse(use.id), use.own ? 'Yours: see' : 'Judge')}</span>
                </>
              ),
            }}
          />
        )}
        {tell.length === 0 ? (
          <p>Nobody waits to be told.</p>
        ) : (
          <>
            <Uses {...props} caption="People to be told" list={tell} last={{ heading: 'Letter', cell: (use) => link(use, paths.emergencyLetter(use.id), 'Letter to print') }} />
            <p class="app-quiet">Kith sends no post. Print the letter, send it, and keep on its page how the person was told.</p>
          </>
        )}
      </div>
    ),
  };
}

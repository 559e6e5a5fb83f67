import type { VNode } from 'preact';
import type { Session } from '../../access/index.ts';
import type { FeedState } from '../../kernel/index.ts';
import type { Page } from '../components/layout.tsx';
import { SummaryList } from '../components/lists.tsx';
import { paths } from '../paths.ts';
import { showInstant, showInstantDay } from '../words/dates.ts';
import { needingAttention } from '../words/feeds.ts';
import { FeedTag, feedSentence } from './feeds.tsx';
import { FindForm } from './find.tsx';

export interface HomeProps {
  session: Session;
  organisation: string;
  states: readonly FeedState[];
  today: string;
  /** Whether this team looks for people, and at the state of feeds. */
  maySearch: boolean;
  mayFeeds: boolean;
  mayReview: boolean;
  /** What there is to do with cases; null where this team does not work with them. */
  work: { cases: number; tasks: number; overdue: number; offered: number; notices: number } | null;
}

/** Cases, tasks and notices of whoever asks, each leading to its list. */
function Work(props: Pick<HomeProps, 'work'>): VNode | null {
  const { work } = props;
  if (work === null) return null;
  const parts = [
    { href: paths.work, n: work.cases, one: 'case of yours', many: 'cases of yours' }, { href: paths.workTasks, n: work.tasks, one: 'task of yours', many: 'tasks of yours' }, { href: `${paths.work}?tab=overdue`, n: work.overdue, one: 'overdue', many: 'overdue' },
    { href: `${paths.work}?tab=offered`, n: work.offered, one: 'case offered to your team', many: 'cases offered to your team' }, { href: paths.workNotices, n: work.notices, one: 'notice not read', many: 'notices not read' },
  ].filter((part) => part.n > 0);
  return (
    <section aria-labelledby="work" class="app-todo">
      <h2 id="work">To do</h2>
      {parts.length === 0 ? <p>No case or task is yours, and nothing waits for your team. <a href={paths.work}>Cases</a></p> : <ul>{parts.map((part) => <li><a href={part.href}><b>{part.n}</b> {part.n === 1 ? part.one : part.many}</a></li>)}</ul>}
    </section>
  );
}

/** My work: find somebody, what I am acting as, and which feeds to be careful of. */
export function homePage(props: HomeProps): Page {
  const { session, states, today } = props;
  const bad = needingAttention(states);
  return {
    title: ['My work'],
    at: 'home',
    body: (
      <div class="app-plain">
        {props.maySearch ? <FindForm query="" /> : <h1 class="nhsuk-heading-l">My work</h1>}
        <Work work={props.work} />
        <div class="app-halves">
          <section aria-labelledby="acting">
            <h2 id="acting">You are acting as</h2>
            <SummaryList
              class="app-summary"
              rows={[
                { key: 'Team', value: `${session.teamName}, ${props.organisation}` },
                { key: 'Purpose', value: session.purposeName },
              ]}
            />
            <p class="app-quiet">
              Each person you look at is written in their log, with your name and this purpose. <a href={paths.act}>Change team or purpose</a>
            </p>
          </section>
          <section aria-labelledby="attention">
            <h2 id="attention">Feeds needing attention</h2>
            {bad.length === 0 ? (
              <p>{feedSentence(states)}</p>
            ) : (
              <ul class="app-people">
                {bad.map((state) => (
                  <li>
                    {state.title}, {state.organisationName} <FeedTag state={state.state} />{' '}
                    <span class="app-quiet app-block">
                      {state.lastReceived === null ? 'Nothing received yet' : `Last received ${showInstant(state.lastReceived, today)}`}
                      {state.nextExpected === null ? '' : `; expected ${showInstantDay(state.nextExpected, today)}`}
                    </span>
                  </li>
                ))}
              </ul>
            )}
            {props.mayFeeds ? (
              <p>
                <a href={paths.feeds}>All feeds</a>
              </p>
            ) : null}
            {props.mayReview ? (
              <p>
                <a href={paths.linkage}>Records that may be of one person</a>
              </p>
            ) : null}
          </section>
        </div>
      </div>
    ),
  };
}

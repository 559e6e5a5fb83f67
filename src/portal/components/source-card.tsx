import type { VNode } from 'preact';
import type { FeedState, Professional } from '../../kernel/index.ts';
import type { SourceCard as Card } from '../../record/index.ts';
import { showDay, showInstant, showInstantDay } from '../words/dates.ts';
import { Phone } from './phone.tsx';
import { Tag, type TagColour } from './tag.tsx';

const involvements: Record<Card['involvement'], { words: string; colour?: TagColour; class?: string; edge: string }> = {
  current: { words: 'Current', colour: 'green', edge: 'current' },
  historic: { words: 'Historic', colour: 'grey', edge: 'historic' },
  held: { words: 'Held', colour: 'blue', edge: 'current' },
  'none-found': { words: 'Nothing found', class: 'app-tag--none', edge: 'none' },
  'not-covered': { words: 'Not covered', class: 'app-tag--none', edge: 'none' },
  'something-to-discuss': { words: 'Something to discuss', colour: 'blue', edge: 'discuss' },
  'not-shared': { words: 'Not shared with you', class: 'app-tag--none', edge: 'none' },
};

const troubled = (feed: FeedState): boolean => feed.state === 'late' || feed.state === 'failed';

/** What a feed in trouble means for the reader: `Repairs is late: last received 14 Nov 2026. What is shown may be out of date.` */
function Trouble(props: { feeds: readonly FeedState[]; today: string }): VNode | null {
  const bad = props.feeds.filter(troubled);
  if (bad.length === 0) return null;
  return (
    <p class="app-card__trouble">
      {bad.map((feed) => (
        <>
          <b>{feed.state === 'failed' ? 'Feed failed' : 'Feed late'}:</b> {feed.title},{' '}
          {feed.lastReceived === null ? 'never received' : `last received ${showInstantDay(feed.lastReceived, props.today)}`}.{' '}
        </>
      ))}
      What is shown may be out of date.
    </p>
  );
}

function ringWords(professional: Professional): string {
  return [professional.name, professional.role ?? professional.team].filter(Boolean).join(', ') || professional.organisation || 'the service';
}

function Ring(props: { professional: Professional | undefined }): VNode | null {
  const { professional } = props;
  if (professional === undefined) return null;
  return (
    <p>
      Ring {ringWords(professional)}
      {professional.phone === undefined ? null : (
        <>
          : <Phone number={professional.phone} />
        </>
      )}
    </p>
  );
}

function Body(props: { card: Card }): VNode {
  const { card } = props;
  const { desk } = card.decision;
  switch (card.involvement) {
    case 'something-to-discuss':
      return (
        <p>
          There is something to discuss.{' '}
          {desk === undefined ? (
            'Ring the service. '
          ) : (
            <>
              Ring {desk.name}, <Phone number={desk.phone} />.{' '}
            </>
          )}
          No detail is shared with your team.
        </p>
      );
    case 'not-shared':
      return <p>{card.decision.because}</p>;
    case 'none-found':
    case 'not-covered':
      return <p>{card.absence ?? 'Nothing found. A person may be known elsewhere.'}</p>;
    default:
      return (
        <>
          {card.headline === null ? null : <p class="app-card__headline">{card.headline}</p>}
          <Dates card={card} />
          <Ring professional={card.professionals[0]} />
        </>
      );
  }
}

function Dates(props: { card: Card }): VNode | null {
  const { since, until, involvement } = props.card;
  if (since === null && until === null) return null;
  if (since !== null && since === until) return <p class="app-card__dates">{showDay(since)}</p>;
  const words =
    involvement === 'historic'
      ? [since === null ? null : `from ${showDay(since)}`, until === null ? null : `to ${showDay(until)}`].filter(Boolean).join(' ')
      : since === null
        ? ''
        : `since ${showDay(since)}`;
  return words === '' ? null : <p class="app-card__dates">{words.charAt(0).toUpperCase() + words.slice(1)}</p>;
}

/** When it was last heard from, with whom it covers a press away; beside an absence, where coverage decides what it means, in the open. */
function Freshness(props: { feeds: readonly FeedState[]; today: string; open: boolean; name: string }): VNode | null {
  const { feeds, today } = props;
  const [only] = feeds;
  if (only === undefined) return null;
  const line = (feed: FeedState): string =>
    `${feed.lastReceived === null ? 'Never received' : `Updated ${showInstant(feed.lastReceived, today)}`} · ${feed.coverage}`;
  if (feeds.length === 1 && props.open) return <p class="app-card__fresh">{line(only)}</p>;
  const latest = feeds.reduce((a, b) => ((b.lastReceived ?? '') > (a.lastReceived ?? '') ? b : a));
  return (
    <details class="app-card__fresh">
      <summary>
        {latest.lastReceived === null ? 'Never received' : `Updated ${showInstant(latest.lastReceived, today)}`} · {feeds.length === 1 ? 'what it covers' : `${feeds.length} feeds`}
        <span class="nhsuk-u-visually-hidden">: {props.name}</span>
      </summary>
      <ul>
        {feeds.map((feed) => (
          <li>
            <b>{feed.title}.</b> {line(feed)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** One service: what it holds of this person, how fresh, whom to ring; or why nothing shows. */
export function SourceCard(props: { card: Card; today: string }): VNode {
  const { card, today } = props;
  const involvement = involvements[card.involvement];
  const bad = card.feeds.some(troubled);
  const tag = { ...(involvement.colour === undefined ? {} : { colour: involvement.colour }), ...(involvement.class === undefined ? {} : { class: involvement.class }) };
  return (
    <li class={`app-card app-card--${bad ? 'trouble' : involvement.edge}`}>
      <h3 class="app-card__name">{card.name}</h3>
      <p class="app-card__tags">
        <Tag {...tag}>{involvement.words}</Tag>
      </p>
      <Body card={card} />
      <Trouble feeds={card.feeds} today={today} />
      {card.involvement === 'not-shared' || card.involvement === 'something-to-discuss' ? null : <Freshness feeds={card.feeds} today={today} name={card.name} open={card.involvement === 'none-found' || card.involvement === 'not-covered'} />}
    </li>
  );
}

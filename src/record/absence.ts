import { ageOn, type FeedState } from '../kernel/index.ts';

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A day as a sentence says it: `20 November`, with the year when it is not this one. Takes an ISO date or instant. */
export function sayDay(date: string, today: string): string {
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-');
  return `${Number(day)} ${months[Number(month) - 1] ?? ''}${year === today.slice(0, 4) ? '' : ` ${year}`}`;
}

/** `people aged 16 and over`: the widest range of ages that these sources, none of which covers all ages, cover. */
function sayAges(feeds: readonly FeedState[]): string {
  const from = Math.min(...feeds.map((feed) => feed.ages.from ?? 0));
  const to = Math.max(...feeds.map((feed) => feed.ages.to ?? Infinity));
  if (to === Infinity) return `people aged ${from} and over`;
  return from === 0 ? `people aged up to ${to}` : `people aged ${from} to ${to}`;
}

/** Whether a source's ages take in somebody of this age; an age not known is not outside. */
export const coversAge = (feed: FeedState, age: number | null): boolean => age === null || ((feed.ages.from ?? 0) <= age && age <= (feed.ages.to ?? Infinity));

/** What is wrong with a feed's freshness, as a sentence; null when nothing is. */
export function trouble(feed: FeedState, today: string): string | null {
  const last = feed.lastReceived === null ? null : sayDay(feed.lastReceived, today);
  if (feed.state === 'failed') return `The last delivery of ${feed.title} could not be read${last === null ? '.' : `; what is here is from ${last}.`}`;
  if (feed.state === 'late') return `${feed.title} is late: last received ${last ?? 'never'}.`;
  return feed.state === 'never' || last === null ? `${feed.title} has not been received yet.` : null;
}

/**
 * Says why nothing is shown of a person in a category of data: never a blank. "Not found in Housing, checked to
 * 20 November." names the oldest of the newest deliveries, so that it never claims more than was looked at.
 */
export function absence(category: string, feeds: readonly FeedState[], birthDate: string | null, today: string): { outside: boolean; sentence: string } {
  const age = birthDate === null ? null : ageOn(birthDate, today);
  if (feeds.length === 0) return { outside: false, sentence: `No source of ${category} is connected, so nothing can be said.` };
  const covering = feeds.filter((feed) => coversAge(feed, age));
  if (covering.length === 0) {
    return { outside: true, sentence: `Not covered: ${category} holds ${sayAges(feeds)}, and this person is ${age}.` };
  }
  const received = covering.flatMap((feed) => (feed.lastReceived === null ? [] : [feed.lastReceived.slice(0, 10)])).sort();
  const troubles = covering.flatMap((feed) => trouble(feed, today) ?? []);
  const [oldest] = received;
  const found = oldest === undefined ? `Nothing can be said of ${category}: nothing has been received.` : `Not found in ${category}, checked to ${sayDay(oldest, today)}.`;
  return { outside: false, sentence: [found, ...(oldest === undefined ? [] : troubles)].join(' ') };
}

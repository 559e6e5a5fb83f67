import type { FeedState } from '../../kernel/index.ts';

/** Feeds by id, and what pages say of them. Made once each time feed states are read. */
export interface FeedBook {
  states: readonly FeedState[];
  /** Those that concern people: directories of services are feeds too. */
  aboutPeople: readonly FeedState[];
  /** `Tenancies, Newbridge Homes`; the id itself when the feed is no longer defined. */
  name(feed: string): string;
  organisation(feed: string): string;
  category(feed: string): string | null;
}

/** @param categories ids of the area's categories of data about people */
export function openFeedBook(states: readonly FeedState[], categories: readonly { id: string }[]): FeedBook {
  const byId = new Map(states.map((state) => [state.feed, state]));
  return {
    states,
    aboutPeople: states.filter((state) => categories.some(({ id }) => id === state.category)),
    name: (feed) => byId.get(feed)?.title ?? feed,
    organisation: (feed) => byId.get(feed)?.organisationName ?? feed,
    category: (feed) => byId.get(feed)?.category ?? null,
  };
}

export const feedStateWords: Record<FeedState['state'], string> = { 'on-time': 'On time', late: 'Late', never: 'Never received', failed: 'Failed' };

/** Those somebody should look at, worst first. */
export function needingAttention(states: readonly FeedState[]): FeedState[] {
  const order: Record<FeedState['state'], number> = { failed: 0, late: 1, never: 2, 'on-time': 3 };
  return states.filter((state) => state.state !== 'on-time').sort((a, b) => order[a.state] - order[b.state] || a.title.localeCompare(b.title));
}

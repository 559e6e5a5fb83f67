import type { NotKnown } from '../../radar/index.ts';
import type { FeedBook } from './feeds.ts';
import { listWords } from './person.ts';

/** Said beside every score, always in the same words, whatever is or is not left out. */
export const mayBeMore = 'You may not see everything that services know. A score adds up only what is shown to you, and a person decides what to do.';

/** Who says what a reason rests on: a feed, or Kith itself, which saw it in readings and the weather. */
export const saysWho = (feeds: FeedBook): ((source: string) => string) => {
  const stated = new Set(feeds.states.map(({ feed }) => feed));
  return (source) => (stated.has(source) ? feeds.name(source) : 'seen by sensors');
};

/** Points, as many digits as they have. */
export const showPoints = (points: number): string => points.toLocaleString('en-GB', { maximumFractionDigits: 1 });

/** Why nothing can be said, in a sentence. */
export function whyNotKnown(unknown: NotKnown, feedTitle: (feed: string) => string): string {
  const sources = listWords(unknown.sources.map(feedTitle));
  const many = unknown.sources.length !== 1;
  const words: Record<NotKnown['why'], string> = {
    never: `Nothing has been received from ${sources}.`,
    failed: `The newest delivery from ${sources} could not be read.`,
    late: `${sources} ${many ? 'are' : 'is'} late, so that nothing found does not mean nothing happened.`,
    'not-covered': `${sources} ${many ? 'do' : 'does'} not cover somebody of this age.`,
    'no-sensor': 'No sensor is fitted in this home.',
    'no-birth-date': 'The date of birth is not known.',
  };
  return words[unknown.why];
}

/** Bands by how high they stand, for colour beside their words. */
export const bandColour = (bands: readonly { id: string }[], id: string): 'red' | 'orange' | 'yellow' => {
  const above = bands.length - 1 - bands.findIndex((b) => b.id === id);
  return above <= 0 ? 'red' : above === 1 ? 'orange' : 'yellow';
};
